"""Who is on a supporter's page, and how they came: by a secret address, or signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.asks.link_words import DONE
from holdfast.notices.models import Receiver
from holdfast.supporters.access import supporter_at, supporter_of
from holdfast.supporters.models import Supporter
from holdfast.web.moment import now_of

ALLOWED = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a supporter's pages: whose they are, where they begin, and when."""

    supporter: Supporter
    here: str
    is_link: bool
    now: datetime
    is_page: bool = True
    """False for a link that opens one ask or one update only."""

    def shown(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """A page of theirs, with the word on what was just done."""
        done = DONE.get(request.GET.get("done", ""), "")
        shown = {"done": done, **context, "visit": self}
        return by_token(request, template, shown) if self.is_link else render(request, template, shown)

    def to(self, where: str = "", done: str = "") -> HttpResponse:
        """On to another of their pages."""
        return HttpResponseRedirect(f"{self.here}{where}{f'?done={done}' if done else ''}")


View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """A page of a supporter, reached by its secret address.

    Without a check of the form's token: the address itself is what a forged form would have to know, no cookie takes
    part, and none is set. So it works in the small browsers of mail apps, too.
    """

    @login_not_required
    @csrf_exempt
    @require_http_methods(ALLOWED)
    @wraps(view)
    def answered(request: HttpRequest, token: str, **ids: Any) -> HttpResponse:
        now = now_of(request)
        supporter = supporter_at(token, now=now)
        if supporter is None:
            return gone(request)
        visit = Visit(supporter, reverse("link", args=[token]), is_link=True, now=now)
        return spoken(request, supporter, lambda: view(request, visit, **ids))

    return answered


def by_account(view: View) -> View:
    """The same page for somebody signed in who has one."""

    @require_http_methods(ALLOWED)
    @wraps(view)
    def answered(request: Asked, **ids: Any) -> HttpResponse:
        supporter = supporter_of(request.user)
        if supporter is None:
            raise Http404
        return view(request, Visit(supporter, reverse("helping"), is_link=False, now=now_of(request)), **ids)

    return answered


def spoken(request: HttpRequest, supporter: Supporter, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer in the supporter's language and zone; what is not there looks like any other link that is not."""
    receiver = Receiver.objects.filter(pk=supporter.pk).first() or Receiver(pk=supporter.pk)
    chosen = translation.get_language() if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else receiver.language
    try:
        with translation.override(chosen), timezone.override(ZoneInfo(supporter.time_zone)):
            response = view()
    except Http404:
        return gone(request)
    response.headers["Content-Language"] = chosen or "en"
    return unseen(response)


def unseen(response: HttpResponse) -> HttpResponse:
    """No address of a page behind a link is told to anybody, not even to our own next page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """One answer for a link that is over, used, unknown, taken back, or somebody else's."""
    return by_token(request, "asks/link_gone.html", {}, status=404)


def by_token(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page behind a secret address: its forms carry no token of a session, so none is begun."""
    shown = {**context, "is_link": True, "csrf_token": ""}
    return unseen(render(request, template, shown, status=status))
