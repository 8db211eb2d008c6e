"""How pages look on this device: theme, language, and the country whose lines come first."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from holdfast.home.forms import LookForm


@login_not_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Remember the choice on this device and go back to the page it was made on."""
    if request.method == "GET":
        back = _own_page(request, request.headers.get("Referer", ""))
        return render(request, "home/look.html", {"form": LookForm(initial=_present(request)), "next": back})
    response = redirect(_own_page(request, request.POST.get("next", "")))
    form = LookForm(request.POST)
    form.is_valid()
    for name, value in form.given():
        _remember(response, name, value)
    return response


def _present(request: HttpRequest) -> dict[str, str]:
    country = request.COOKIES.get("country", settings.COUNTRY)
    return {"theme": request.COOKIES.get("theme", ""), "language": translation.get_language(), "country": country}


def _own_page(request: HttpRequest, wanted: str) -> str:
    """Only a page of our own: anything else leads to the first page."""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("welcome")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
    year = settings.LANGUAGE_COOKIE_AGE
    response.set_cookie(cookie, value, max_age=year, secure=settings.HTTPS, httponly=True, samesite="Lax")
