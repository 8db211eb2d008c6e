"""The first page: for strangers what this is, for people their own day."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Strangers read what this is; people go to today."""
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "home/welcome.html")
