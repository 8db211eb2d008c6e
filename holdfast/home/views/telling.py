"""How a person wants to be told, and what links in messages open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.notices.telling import telling
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def notice_settings(request: Asked) -> HttpResponse:
    """The person's places, quiet hours and breaks."""
    found = telling(owner=request.user.pk, data=request.POST or None, now=now_of(request))
    if found.said:
        messages.info(request, found.said)
        return redirect("notice_settings")
    return render(request, "home/telling.html", {"telling": found, "to": reverse("notice_settings")})
