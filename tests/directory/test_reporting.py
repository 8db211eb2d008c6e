"""What visitors tell about a listing, and what becomes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from holdfast.accounts.models import Person
from holdfast.directory.models import IndexVersion, Listing, ListingChange, Report, Settled
from holdfast.directory.publishing import listings_shown
from holdfast.directory.reporting import (
    NotForKeepers,
    hide_listing,
    mark_of,
    report_problem,
    say_i_was_there,
    settle_report,
    verify_listing,
)
from holdfast.notices.models import Link, Notice
from tests.directory.made import made, operator

pytestmark = pytest.mark.django_db
NOBODY = Report.Kind.NOBODY_THERE
MONTH = timedelta(days=30)


def tell(listing: Listing, mark: str, now: datetime, kind: str = NOBODY, text: str = "") -> Report:
    return report_problem(listing=listing, kind=kind, text=text, mark=mark, now=now)


def is_found(listing: Listing) -> bool:
    return listings_shown().filter(pk=listing.pk).exists()


def test_being_there_is_remembered_without_who(now: datetime) -> None:
    listing = made()

    say_i_was_there(listing=listing, now=now)

    listing.refresh_from_db()
    assert listing.confirmed_at == now
    assert not Report.objects.exists()


def test_what_is_told_is_sealed(now: datetime) -> None:
    tell(made(), "one", now, text="the kelp door was locked")

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM directory_report")
        stored = bytes(cursor.fetchone()[0])

    assert stored
    assert b"kelp" not in stored
    assert Report.objects.get().text == "the kelp door was locked"


def test_one_report_hides_nothing(now: datetime) -> None:
    listing = made()

    tell(listing, "one", now)

    assert is_found(listing)


def test_two_reporters_hide_a_listing(now: datetime) -> None:
    listing = made()

    tell(listing, "one", now)
    tell(listing, "two", now + MONTH)

    listing.refresh_from_db()
    assert not is_found(listing)
    assert (listing.hidden_at, listing.hidden_why) == (now + MONTH, "nobody_there")
    assert listing.history.get().kind == ListingChange.Kind.HIDDEN


def test_a_hidden_listing_moves_the_index(now: datetime) -> None:
    listing = made()

    tell(listing, "one", now)
    tell(listing, "two", now)

    assert IndexVersion.objects.get().moved_at == now


def test_one_reporter_twice_is_one(now: datetime) -> None:
    listing = made()

    tell(listing, "one", now, text="first")
    tell(listing, "one", now, text="second")

    assert is_found(listing)
    assert Report.objects.get().text == "second"


def test_two_reports_far_apart_hide_nothing(now: datetime) -> None:
    listing = made()

    tell(listing, "one", now)
    tell(listing, "two", now + MONTH + timedelta(days=1))

    assert is_found(listing)


@pytest.mark.parametrize("kind", [kind for kind in Report.Kind if kind != NOBODY])
def test_other_kinds_wait_for_an_operator(kind: str, now: datetime) -> None:
    listing = made()

    tell(listing, "one", now, kind)
    tell(listing, "two", now, kind)

    assert is_found(listing)


@pytest.mark.parametrize(
    ("kind", "hides"),
    [(NOBODY, True), (Report.Kind.CLOSED, True), (Report.Kind.UNSAFE, True), (Report.Kind.OTHER_TIME, False)],
)
def test_an_operator_who_agrees_hides_what_should_not_be_found(kind: str, hides: bool, now: datetime) -> None:
    listing = made()

    settle_report(report=tell(listing, "one", now, kind), accepted=True, by=operator(), now=now)

    assert is_found(listing) is not hides


def test_an_operator_who_does_not_agree_hides_nothing(now: datetime) -> None:
    listing = made()

    settle_report(report=tell(listing, "one", now), accepted=False, by=operator(), now=now)

    assert is_found(listing)


@pytest.mark.parametrize("accepted", [True, False])
def test_settling_erases_what_was_told_and_by_whom(accepted: bool, now: datetime) -> None:
    oda = operator()

    settle_report(report=tell(made(), "one", now, text="words"), accepted=accepted, by=oda, now=now)

    report = Report.objects.get()
    assert (report.text, report.mark) == ("", "")
    assert (report.settled_by, report.settled_at) == (oda, now)


def test_settling_twice_changes_nothing(now: datetime) -> None:
    oda, listing = operator(), made()
    report = tell(listing, "one", now)
    settle_report(report=report, accepted=False, by=oda, now=now)

    settle_report(report=report, accepted=True, by=oda, now=now + MONTH)

    assert Report.objects.get().state == Settled.DECLINED
    assert is_found(listing)


def test_a_settled_report_no_longer_counts(now: datetime) -> None:
    listing = made()
    settle_report(report=tell(listing, "one", now), accepted=False, by=operator(), now=now)

    tell(listing, "two", now)

    assert is_found(listing)


def test_its_keeper_shows_it_again(john: Person, now: datetime) -> None:
    listing = made(john)
    tell(listing, "one", now)
    tell(listing, "two", now)

    verify_listing(listing=listing, by=john, now=now)

    listing.refresh_from_db()
    assert is_found(listing)
    assert (listing.checked_at, listing.confirmed_at) == (now, now)
    assert not Report.objects.filter(state=Settled.OPEN).exists()


@pytest.mark.parametrize(("days", "found"), [(29, True), (31, False)])
def test_reports_alone_do_not_hide_again_what_was_verified(john: Person, now: datetime, days: int, found: bool) -> None:
    listing = made(john)
    hide_listing(listing=listing, why=NOBODY, now=now)
    verify_listing(listing=listing, by=john, now=now)

    tell(listing, "one", now + timedelta(days=days))
    tell(listing, "two", now + timedelta(days=days))

    assert is_found(listing) is found


def test_a_keeper_does_not_answer_other_reports(john: Person, now: datetime) -> None:
    listing = made(john)
    tell(listing, "one", now, Report.Kind.UNSAFE)

    verify_listing(listing=listing, by=john, now=now)

    assert Report.objects.get().state == Settled.OPEN


def test_a_keeper_does_not_show_what_an_operator_took_away(john: Person, now: datetime) -> None:
    listing = made(john)
    hide_listing(listing=listing, why=Report.Kind.UNSAFE, now=now)

    with pytest.raises(NotForKeepers):
        verify_listing(listing=listing, by=john, now=now)


def test_somebody_else_verifies_nothing(john: Person, maria: Person, now: datetime) -> None:
    with pytest.raises(NotForKeepers):
        verify_listing(listing=made(john), by=maria, now=now)


@pytest.fixture
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    settings.PUBLIC_HOSTS = ["kelp.example.org"]


def test_the_keeper_gets_a_letter_that_tells_nothing(john: Person, mail: None, now: datetime) -> None:
    EmailAddress.objects.create(user=john, email="john@example.org", verified=True, primary=True)
    listing = made(john)

    hide_listing(listing=listing, why=NOBODY, now=now)

    letter = Notice.objects.get()
    assert letter.address == "john@example.org"
    link = Link.objects.get(person_id=john.pk)
    assert (link.opens, link.thing) == ("listing", listing.pk)
    assert "/find/" not in letter.body


@pytest.mark.parametrize("verified", [False, None])
def test_nobody_is_written_to_at_an_address_they_did_not_confirm(
    john: Person, mail: None, now: datetime, verified: bool | None
) -> None:
    if verified is not None:
        EmailAddress.objects.create(user=john, email="john@example.org", verified=verified, primary=True)

    hide_listing(listing=made(john), why=NOBODY, now=now)

    assert not Notice.objects.exists()


def test_hiding_twice_writes_once(john: Person, mail: None, now: datetime) -> None:
    EmailAddress.objects.create(user=john, email="john@example.org", verified=True, primary=True)
    listing = made(john)

    hide_listing(listing=listing, why=NOBODY, now=now)
    hide_listing(listing=listing, why=NOBODY, now=now + MONTH)

    assert Notice.objects.count() == 1


def test_a_mark_is_other_for_each_listing_and_fits_its_column() -> None:
    one, other = made(), made()

    marks = [mark_of(listing.pk, "from 192.0.2.1", "person x") for listing in (one, other)]

    assert len({part for mark in marks for part in mark.split()}) == 4
    assert all(len(mark) <= 64 for mark in marks)
