"""What a link in a message opens. One shape of address for all of them: `/u/<token>/`."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from holdfast.accounts.adapter import ACCOUNT, MAIL
from holdfast.accounts.models import Person
from holdfast.directory.reporting import LISTING
from holdfast.notices.access import place_for
from holdfast.notices.actions import EVERYTHING, PLACE, confirm_destination, link_behind
from holdfast.notices.models import Link

Opener = Callable[[HttpRequest, Link], HttpResponse]


@login_not_required
@require_http_methods(["GET", "POST"])
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Ours by their kind; every other kind, and what is no link, is answered by the pages of supporters."""
    link = link_behind(token, now=timezone.now())
    if link is not None and (opener := _opener(link)):
        return opener(request, link)
    there = resolve(f"/{token}/", urlconf="holdfast.asks.link_urls")
    answer: HttpResponse = there.func(request, *there.args, **there.kwargs)
    return answer


def _opener(link: Link) -> Opener | None:
    if link.opens == EVERYTHING and not Person.objects.filter(pk=link.person_id).exists():
        return None
    return OPENERS.get(link.opens)


def _open_place(request: HttpRequest, link: Link) -> HttpResponse:
    """Machines follow links in mails, so it is the button that counts."""
    place = place_for(link.person_id, link.thing or "")
    if request.method == "POST":
        confirm_destination(destination=place, now=timezone.now())
    return render(request, "home/opened_place.html", {"is_done": request.method == "POST"})


def _open_mail(request: HttpRequest, link: Link) -> HttpResponse:
    rows = EmailAddress.objects.filter(user_id=link.person_id)
    address = get_object_or_404(rows, pk=link.thing.int if link.thing else 0)
    if address.verified:
        return redirect("account_email")
    return redirect("account_confirm_email", key=EmailConfirmationHMAC(address).key)


def _open_listing(request: HttpRequest, link: Link) -> HttpResponse:
    if link.thing is None:
        raise Http404
    return redirect("listing", listing_id=link.thing)


def _leads_to(name: str) -> Opener:
    return lambda _request, _link: redirect(name)


OPENERS: dict[str, Opener] = {
    PLACE: _open_place,
    MAIL: _open_mail,
    LISTING: _open_listing,
    ACCOUNT: _leads_to("account"),
    EVERYTHING: _leads_to("today"),
}
