"""How a person wants to be told, and what links in messages open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.notices.telling import telling


@require_http_methods(["GET", "POST"])
def notice_settings(request: Asked) -> HttpResponse:
    """The person's places, quiet hours and breaks."""
    found = telling(owner=request.user.pk, data=request.POST or None, now=timezone.now())
    if found.said:
        messages.info(request, found.said)
        return redirect("notice_settings")
    return render(request, "home/telling.html", {"telling": found, "to": reverse("notice_settings")})
