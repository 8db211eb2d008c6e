"""I went: a person's own notes, which nobody else ever sees."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.directory.claims import claim_listing
from holdfast.directory.models import Claim, Listing, Visit
from holdfast.directory.portable import CannotLoad, dump, has_anything, left_out, load
from holdfast.directory.visiting import VisitFacts, log_visit
from holdfast.home.actions import erase_account
from tests.browser import Browser
from tests.directory.made import made

pytestmark = pytest.mark.django_db
FACTS = VisitFacts(date(2026, 11, 13), 4, ("emotional", "accountability"), "Rosa made kelp tea")


def visited(person: Person, listing: Listing, now: datetime, facts: VisitFacts = FACTS) -> Visit:
    return log_visit(by=person, listing=listing, facts=facts, now=now)


def test_a_visit_is_written_down(page: Browser) -> None:
    listing = made()
    typed = {"on": "2026-01-13", "felt": "3", "gave": ["information", "emotional"], "note": "Kelp tea"}

    html = page.press(f"/find/{listing.pk}/went/", typed).content.decode()

    visit = Visit.objects.get()
    assert (visit.on, visit.felt, visit.gave, visit.note) == (
        date(2026, 1, 13),
        3,
        "emotional,information",
        "Kelp tea",
    )
    assert "I learned something" in html


def test_only_the_day_is_needed(page: Browser) -> None:
    page.press(f"/find/{made().pk}/went/", {"on": "2026-01-13"})

    assert (Visit.objects.get().felt, Visit.objects.get().gave) == (None, "")


@pytest.mark.parametrize("on", ["", "soon", (timezone.now() + timedelta(days=3)).date().isoformat()])
def test_a_day_that_has_not_come_is_refused_and_the_note_stays(page: Browser, on: str) -> None:
    html = page.press(f"/find/{made().pk}/went/", {"on": on, "note": "Kelp tea"}).content.decode()

    assert "Kelp tea" in html
    assert not Visit.objects.exists()


def test_nobody_else_sees_it(page: Browser, stranger: Browser, maria: Person, john: Person, now: datetime) -> None:
    listing = made(maria)
    visited(john, listing, now)
    other = Browser()
    other.force_login(maria)

    pages = [browser.get(f"/find/{listing.pk}/").content.decode() for browser in (page, other, stranger)]

    assert ["kelp tea" in html for html in pages] == [True, False, False]


def test_the_note_is_sealed(john: Person, now: datetime) -> None:
    visited(john, made(), now)

    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM directory_visit")
        assert b"kelp" not in bytes(cursor.fetchone()[0])


def test_all_visits_stand_on_one_page(page: Browser, john: Person, now: datetime) -> None:
    visited(john, made(name="Quiet Friday"), now)
    visited(john, made(name="Loud Monday"), now, VisitFacts(date(2026, 11, 16)))

    html = page.get("/been/?month=2026-11").content.decode()

    assert html.index("Loud Monday") < html.index("Quiet Friday")
    assert "Only you see this." in html


def test_the_page_asks_as_often_for_many_as_for_few(page: Browser, john: Person, now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get("/been/?month=2026-11")
        return len(captured)

    visited(john, made(), now)
    few = queries()
    for _ in range(5):
        visited(john, made(), now)

    assert queries() <= few


def test_the_listings_one_keeps_stand_there_too(page: Browser, john: Person) -> None:
    made(john, name="Our own group")

    assert "Our own group" in page.get("/find/visits/", follow=True).content.decode()


def test_a_visit_is_changed(page: Browser, john: Person, now: datetime) -> None:
    visit = visited(john, made(), now)

    page.press(f"/find/visits/{visit.pk}/", {"on": "2026-01-14", "note": "It was on Thursday"})

    visit.refresh_from_db()
    assert (visit.on, visit.felt, visit.note) == (date(2026, 1, 14), None, "It was on Thursday")


def test_a_visit_is_taken_out(page: Browser, john: Person, now: datetime) -> None:
    visit = visited(john, made(), now)

    page.press(f"/find/visits/{visit.pk}/remove/")

    assert not Visit.objects.exists()


# The copy


def without_listing_ids(data: dict[str, Any]) -> Any:
    return json.loads(json.dumps(data["visits"]))


def test_visits_come_back_the_same(john: Person, maria: Person, now: datetime) -> None:
    visited(john, made(), now)
    data = json.loads(json.dumps(dump(john)))

    count = load(person=maria, data=data, now=now)

    assert count == 1
    assert without_listing_ids(dump(maria)) == without_listing_ids(dump(john))


def test_another_host_knows_the_listing_by_its_source(john: Person, maria: Person, now: datetime) -> None:
    listing = made()
    visited(john, listing, now)
    data = dump(john)
    data["visits"][0]["listing"] = "of another host"

    assert load(person=maria, data=data, now=now) == 1
    assert Visit.objects.get(person=maria).listing == listing


def test_a_visit_to_what_is_not_listed_here_is_counted(john: Person, now: datetime) -> None:
    data = {"visits": [{"listing": "x", "source": "y", "key": "z", "on": "2026-01-01"}]}

    assert (load(person=john, data=data, now=now), left_out(data)) == (0, 1)


@pytest.mark.parametrize(
    "damage",
    [
        {"visits": 3},
        {"visits": [3]},
        {"visits": [{"on": "soon"}]},
        {"visits": [{}]},
        {"visits": [{"on": "2026-01-01", "felt": 9}]},
        {"visits": [{"on": "2026-01-01", "felt": [1]}]},
        {"visits": [{"on": "2026-01-01", "gave": ["money"]}]},
        {"visits": [{"on": "2026-01-01", "note": 3}]},
    ],
    ids=str,
)
def test_damaged_visits_are_refused_whole(john: Person, now: datetime, damage: dict[str, Any]) -> None:
    with pytest.raises(CannotLoad):
        load(person=john, data=damage, now=now)


def test_a_person_with_visits_has_something(john: Person, now: datetime) -> None:
    assert not has_anything(john)
    visited(john, made(), now)
    assert has_anything(john)


def test_claims_go_out_with_the_copy(john: Person, now: datetime) -> None:
    claim_listing(by=john, listing=made(), text="Ask the area office", now=now)

    assert dump(john)["claims"][0]["text"] == "Ask the area office"


def test_erasing_leaves_no_visit_and_no_claim(john: Person, now: datetime) -> None:
    listing = made(john)
    visited(john, listing, now)
    claim_listing(by=john, listing=listing, text="x", now=now)

    erase_account(by=john, now=now)

    listing.refresh_from_db()
    assert (Visit.objects.count(), Claim.objects.count(), listing.keeper) == (0, 0, None)
