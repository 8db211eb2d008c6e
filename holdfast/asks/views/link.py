"""What opens at a secret address, by what the link is for. One shape of address for all of them: `/u/<token>/`."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.accounts.adapter import ACCOUNT, MAIL
from holdfast.accounts.models import Person
from holdfast.asks.access import reply_behind, update_behind
from holdfast.asks.views.link_answer import answer_page
from holdfast.asks.views.link_page import home
from holdfast.asks.views.link_visit import ALLOWED, Visit, by_token, gone, spoken, unseen
from holdfast.consent.actions import WHO_LOOKED
from holdfast.directory.reporting import LISTING
from holdfast.notices.access import place_for
from holdfast.notices.actions import EVERYTHING, PLACE, confirm_destination, link_behind
from holdfast.notices.models import Link
from holdfast.supporters.access import PAGE, supporter_behind
from holdfast.supporters.models import Supporter
from holdfast.web.moment import now_of

Opener = Callable[[HttpRequest, str, Link], HttpResponse]


@login_not_required
@csrf_exempt
@require_http_methods(ALLOWED)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Whatever this link opens; one page for every link that opens nothing. See `link_visit.by_link` on forms."""
    found = link_behind(token, now=now_of(request))
    opener = OPENERS.get(found.opens) if found else None
    if found is None or opener is None:
        return gone(request)
    try:
        return unseen(opener(request, token, found))
    except Http404:
        return gone(request)


def _page(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    visit = visit_of(token, found, is_page=True)
    return spoken(request, visit.supporter, lambda: home(request, visit))


def _everything(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """All that waits for somebody: a person's day, a supporter's page."""
    if Person.objects.filter(pk=found.person_id).exists():
        return redirect("today")
    return _page(request, token, found)


def _reply(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    reply, visit = reply_behind(found), visit_of(token, found)
    if reply is None:
        raise Http404
    return spoken(request, visit.supporter, lambda: answer_page(request, visit, reply))


def _update(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    told, visit = update_behind(found), visit_of(token, found)
    if told is None:
        raise Http404
    shown = {"update": told[1], "name": told[0].person_name}
    return spoken(request, visit.supporter, lambda: visit.shown(request, "asks/link_update.html", shown))


def _ask(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """A person's own ask: they sign in first."""
    if found.thing is None:
        raise Http404
    return redirect("ask", found.thing)


def _place(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """A place to write to is confirmed by a tap, not by opening the letter: scanners of mail open links."""
    place = place_for(found.person_id, found.thing or "")
    if request.method == "POST":
        confirm_destination(destination=place, now=now_of(request))
    return by_token(request, "asks/link_place.html", {"is_confirmed": place.confirmed_at is not None})


def _mail(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """The address of an account."""
    rows = EmailAddress.objects.filter(user_id=found.person_id)
    address = get_object_or_404(rows, pk=found.thing.int if found.thing else 0)
    if address.verified:
        return redirect("account_email")
    return redirect("account_confirm_email", key=EmailConfirmationHMAC(address).key)


def _listing(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    if found.thing is None:
        raise Http404
    return redirect("listing", listing_id=found.thing)


def _who_looked(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """Somebody opened the person's plan in an emergency: they sign in and read who, and why."""
    return redirect("who_looked")


def _account(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    return redirect("account")


def visit_of(token: str, found: Link, *, is_page: bool = False) -> Visit:
    """Their visit, or 404 for somebody who left or helps nobody."""
    now = timezone.now()
    supporter: Supporter | None = supporter_behind(found)
    if supporter is None:
        raise Http404
    return Visit(supporter, reverse("link", args=[token]), is_link=True, now=now, is_page=is_page)


OPENERS: dict[str, Opener] = {
    PAGE: _page,
    EVERYTHING: _everything,
    "reply": _reply,
    "update": _update,
    "ask": _ask,
    PLACE: _place,
    MAIL: _mail,
    LISTING: _listing,
    ACCOUNT: _account,
    WHO_LOOKED: _who_looked,
}


def opens(word: str, opener: Opener) -> None:
    """What a link that opens this does: said by the app that sends it."""
    OPENERS[word] = opener
