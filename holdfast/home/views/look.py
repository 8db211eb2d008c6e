"""How pages look on this device: theme, language, and the country whose lines come first."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from holdfast.home.forms import LookForm


@login_not_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Remember the choice on this device and go back to the page it was made on."""
    response = redirect(_back(request))
    form = LookForm(request.POST)
    if form.is_valid():
        for name in form.given():
            _remember(response, name, form.cleaned_data[name])
    return response


def _back(request: HttpRequest) -> str:
    """Only to a page of our own: anything else leads to the first page."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("welcome")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
    year = settings.LANGUAGE_COOKIE_AGE
    response.set_cookie(cookie, value, max_age=year, secure=settings.HTTPS, httponly=True, samesite="Lax")
