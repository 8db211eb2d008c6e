"""What a secret link opens that this app sends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from holdfast.notices.models import Link


def check_in_behind(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """A person's own check-in: they sign in first."""
    return redirect("check_in")
