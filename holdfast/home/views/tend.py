"""Everything that is tended, from one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.accounts.requests import Asked


@require_safe
def tend(request: Asked) -> HttpResponse:
    """Three short lists: me, what I hold on to, and us."""
    return render(request, "home/tend.html", {"nav_current": "tend"})
