"""What the link in a reminder opens: the person's own page. Whoever else has the link is asked to sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from holdfast.notices.models import Link


def in_touch(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """Keeping in touch."""
    return redirect("keep_in_touch")
