"""What opens at a secret address, by what the link is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.asks.access import place_behind, reply_behind, update_behind
from holdfast.asks.views.link_answer import answer_page
from holdfast.asks.views.link_page import home
from holdfast.asks.views.link_visit import ALLOWED, Visit, gone, spoken, unseen
from holdfast.notices.actions import confirm_destination, link_behind
from holdfast.notices.models import Link
from holdfast.supporters.access import supporter_behind
from holdfast.supporters.models import Supporter

Opener = Callable[[HttpRequest, str, Link], HttpResponse | None]


@login_not_required
@csrf_exempt
@require_http_methods(ALLOWED)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Whatever this link opens; one page for every link that opens nothing. See `link_visit.by_link` on forms."""
    found = link_behind(token, now=timezone.now())
    opener = OPENERS.get(found.opens) if found else None
    answer = opener(request, token, found) if opener and found else None
    return answer or gone(request)


def _page(request: HttpRequest, token: str, found: Link) -> HttpResponse | None:
    visit = _visit(token, found, is_page=True)
    return spoken(request, visit.supporter, lambda: home(request, visit)) if visit else None


def _reply(request: HttpRequest, token: str, found: Link) -> HttpResponse | None:
    reply, visit = reply_behind(found), _visit(token, found)
    if reply is None or visit is None:
        return None
    return spoken(request, visit.supporter, lambda: answer_page(request, visit, reply))


def _update(request: HttpRequest, token: str, found: Link) -> HttpResponse | None:
    told, visit = update_behind(found), _visit(token, found)
    if told is None or visit is None:
        return None
    agreement, update = told
    shown = {"update": update, "name": agreement.person_name}
    return spoken(request, visit.supporter, lambda: visit.shown(request, "asks/link_update.html", shown))


def _ask(request: HttpRequest, token: str, found: Link) -> HttpResponse | None:
    """A person's own ask: they sign in first."""
    return unseen(redirect(reverse("ask", args=[found.thing])))


def _place(request: HttpRequest, token: str, found: Link) -> HttpResponse | None:
    """A place to write to is confirmed by a tap, not by opening the letter: scanners of mail open links."""
    place = place_behind(found)
    if place is None:
        return None
    if request.method == "POST":
        confirm_destination(destination=place, now=timezone.now())
    done = place.confirmed_at is not None
    return unseen(render(request, "asks/link_place.html", {"is_confirmed": done, "is_link": True}))


def _visit(token: str, found: Link, *, is_page: bool = False) -> Visit | None:
    now = timezone.now()
    behind = supporter_behind(token, now=now, opens=found.opens)
    supporter: Supporter | None = behind[0] if behind else None
    here = reverse("link", args=[token])
    return Visit(supporter, here, is_link=True, now=now, is_page=is_page) if supporter else None


OPENERS: Mapping[str, Opener] = {
    "page": _page,
    "reply": _reply,
    "update": _update,
    "ask": _ask,
    "place": _place,
}
