"""What visitors tell about a listing, and what becomes of it. Nothing is kept of who told it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.crypto import salted_hmac

from holdfast.accounts.models import Person
from holdfast.directory.actions import listings_moved
from holdfast.directory.models import DIRECTORY_KEY, Listing, ListingChange, Report, Settled
from holdfast.domain.meetings.trust import Told, is_enough
from holdfast.notices.actions import Target, enqueue, make_link
from holdfast.notices.letters import letter
from holdfast.sealing.keys import KeyMissing, key_of, make_key

HIDES = (Report.Kind.NOBODY_THERE, Report.Kind.CLOSED, Report.Kind.UNSAFE)
"""Kinds that take a listing out of the search once an operator agrees."""
MARK_LETTERS = 31
LISTING = "listing"
"""What the link in a letter about a listing opens; its `thing` is the listing."""
LINK_HOLDS = timedelta(days=30)


class NotForKeepers(Exception):
    """An operator took the listing away; only an operator shows it again."""


def mark_of(listing_id: UUID, *whos: str) -> str:
    """Words that tell reporters of one listing apart: one for the person, one for the network address they came from.

    Keyed, so that nobody without the server's secret can try addresses; other for each listing, so that two reports
    cannot be put together.
    """
    return " ".join(
        salted_hmac("holdfast.report", f"{listing_id} {who}", algorithm="sha256").hexdigest()[:MARK_LETTERS]
        for who in whos
    )


@transaction.atomic
def say_i_was_there(*, listing: Listing, now: datetime) -> None:
    """Somebody was there. The search does not depend on it, so nothing is built again."""
    Listing.objects.filter(pk=listing.pk).update(confirmed_at=now)
    listing.confirmed_at = now


@transaction.atomic
def report_problem(*, listing: Listing, kind: str, text: str, mark: str, now: datetime) -> Report:
    """Keep what somebody tells, and hide the listing when two people found nobody there.

    The same reporter telling the same again changes their words only.
    """
    _make_directory_key(now)
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    report = listing.reports.filter(kind=kind, mark=mark, state=Settled.OPEN).first()
    report = report or Report(listing=listing, kind=kind, mark=mark, at=now)
    report.text = text
    report.save()
    if is_enough(_told(listing), vouched_at=_vouched_at(listing), now=now):
        hide_listing(listing=listing, why=Report.Kind.NOBODY_THERE, now=now)
    return report


def _make_directory_key(now: datetime) -> None:
    try:
        key_of(DIRECTORY_KEY)
    except KeyMissing:
        with suppress(IntegrityError), transaction.atomic(using="keys"):  # made by another process a moment ago
            make_key(person_id=DIRECTORY_KEY, now=now)


def _told(listing: Listing) -> list[Told]:
    told = listing.reports.filter(kind=Report.Kind.NOBODY_THERE, state=Settled.OPEN).order_by("at", "pk")
    return [Told(mark, at) for mark, at in told.values_list("mark", "at")]


def _vouched_at(listing: Listing) -> datetime | None:
    """When it was last shown again by its group or by an operator."""
    shown = listing.history.filter(kind=ListingChange.Kind.SHOWN).order_by("-at")
    return shown.values_list("at", flat=True).first()


@transaction.atomic
def hide_listing(*, listing: Listing, why: str, now: datetime) -> None:
    """Take it out of the search until somebody verifies it, and tell the group. Its page stays, with a word on why."""
    if listing.hidden_at is not None:
        return
    listing.hidden_at, listing.hidden_why = now, why
    listing.save(update_fields=["hidden_at", "hidden_why"])
    ListingChange.objects.create(listing=listing, at=now, kind=ListingChange.Kind.HIDDEN)
    _tell_the_group(listing, now)
    listings_moved(now=now)


def _tell_the_group(listing: Listing, now: datetime) -> None:
    """A neutral letter to whoever keeps it, if they confirmed an address; a group without a keeper is told by hand."""
    keeper = listing.keeper
    if keeper is None or not settings.EMAIL_HOST:
        return
    address = EmailAddress.objects.filter(user=keeper, verified=True).order_by("-primary", "pk").first()
    if address is None:
        return
    with translation.override(keeper.language):
        token = make_link(owner=keeper.pk, target=Target(LISTING, now + LINK_HOLDS, listing.pk), now=now)
        key = f"hidden:{listing.pk}:{now.isoformat()}"
        enqueue(person=keeper, address=address.email, body=letter(token), unique_key=key, now=now)


@transaction.atomic
def settle_report(*, report: Report, accepted: bool, by: Person, now: datetime) -> None:
    """Agree or not; what was told and the mark are erased. A second settling changes nothing."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state != Settled.OPEN:
        return
    _settle(report, accepted=accepted, by=by, now=now)
    if accepted and report.kind in HIDES:
        hide_listing(listing=report.listing.merged_into or report.listing, why=report.kind, now=now)


def _settle(report: Report, *, accepted: bool, by: Person, now: datetime) -> None:
    report.state = Settled.ACCEPTED if accepted else Settled.DECLINED
    report.settled_by, report.settled_at, report.text, report.mark = by, now, "", ""
    report.save()


@transaction.atomic
def verify_listing(*, listing: Listing, by: Person, now: datetime) -> None:
    """It is as it says: found again, checked and confirmed now. Raises NotForKeepers.

    Reports that nobody was there are answered with it; others still wait for an operator.
    """
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    if not can_verify(listing, by):
        raise NotForKeepers
    for report in listing.reports.filter(kind=Report.Kind.NOBODY_THERE, state=Settled.OPEN).order_by("pk"):
        _settle(report, accepted=False, by=by, now=now)
    was_hidden = listing.hidden_at is not None
    listing.hidden_at, listing.hidden_why, listing.checked_at, listing.confirmed_at = None, "", now, now
    listing.save(update_fields=["hidden_at", "hidden_why", "checked_at", "confirmed_at"])
    if was_hidden:
        ListingChange.objects.create(listing=listing, at=now, kind=ListingChange.Kind.SHOWN)
        listings_moved(now=now)


def can_verify(listing: Listing, person: Person) -> bool:
    """An operator always; its keeper unless an operator took it away for another reason than an empty room."""
    return person.is_operator or (
        listing.keeper_id == person.pk and listing.hidden_why in {"", Report.Kind.NOBODY_THERE}
    )
