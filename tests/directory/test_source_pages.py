"""Operators add sources, look before anything is taken over, and settle what came."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.directory.importing import READ_AT_ONCE, TAKEN_AT_ONCE, Order, give_file, import_source, take_over_run
from holdfast.directory.jobs import settle_runs
from holdfast.directory.models import ImportRun, Listing, Outcome, Source
from holdfast.directory.runs import note_failure
from tests.browser import Browser
from tests.conftest import NOW, PASSPHRASE
from tests.directory.feeds import file_of, meeting, some

pytestmark = pytest.mark.django_db
Taken = Callable[..., Source]


@pytest.fixture
def oda(db: None) -> Person:
    """Oda, who operates this place."""
    open_account(nickname="oda-operates", passphrase=PASSPHRASE, now=NOW)
    return set_operator(nickname="oda-operates", is_operator=True)


@pytest.fixture
def desk(oda: Person) -> Browser:
    """Oda, signed in."""
    browser = Browser()
    browser.force_login(oda)
    return browser


@pytest.fixture
def taken(tmp_path: Any) -> Taken:
    """A source whose rows were taken over."""

    def taken(rows: Any, name: str = "area.json", **order: Any) -> Source:
        import_source(Order(file_of(tmp_path, rows, name), **order), now=NOW)
        return Source.objects.get(key=name)

    return taken


def upload(rows: Any, name: str = "area.json") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, rows if isinstance(rows, bytes) else json.dumps(rows).encode())


def text(response: Any) -> str:
    """The page, on one line."""
    return " ".join(response.content.decode().split())


def waiting(source: Source, rows: Any) -> ImportRun:
    """A newer file of a source, laid before a person."""
    run = give_file(source, json.dumps(rows).encode(), now=NOW + timedelta(days=1))
    assert run
    return run


# Adding


def test_an_empty_place_says_what_to_do(desk: Browser) -> None:
    assert "No source yet" in text(desk.get("/sources/"))


def test_a_file_is_looked_at_before_it_is_taken_over(desk: Browser) -> None:
    page = desk.press("/sources/new/", {"name": "Area office", "file": upload(some(3))})

    assert "Look before it is taken over" in text(page)
    assert ("3 new" in text(page), Listing.objects.count()) == (True, 0)


def test_the_look_shows_how_meetings_will_look(desk: Browser) -> None:
    page = text(desk.press("/sources/new/", {"name": "Area office", "file": upload([meeting("quiet-hour")])}))

    assert "Quiet Hour" in page
    assert "Tuesday, 7 p.m. to 8 p.m." in page


def test_the_look_names_the_problems_by_row_and_field(desk: Browser) -> None:
    rows = [meeting("a"), meeting("b", time="late")]

    page = text(desk.press("/sources/new/", {"name": "Area office", "file": upload(rows)}))

    assert "<td>Row 2 (b)</td><td>time</td>" in page
    assert "is not a time; write 19:00" in page


def test_taking_it_over_brings_the_listings(desk: Browser) -> None:
    desk.press("/sources/new/", {"name": "Area office", "file": upload(some(3))})

    page = desk.press(f"/sources/runs/{ImportRun.objects.get().pk}/take/")

    assert "taken over" in text(page)
    assert Listing.objects.count() == 3


def test_leaving_it_brings_nothing(desk: Browser) -> None:
    desk.press("/sources/new/", {"name": "Area office", "file": upload(some(3))})

    desk.press(f"/sources/runs/{ImportRun.objects.get().pk}/leave/")

    assert (ImportRun.objects.get().outcome, Listing.objects.count()) == (Outcome.DECLINED, 0)


def test_a_file_that_is_no_feed_says_why(desk: Browser) -> None:
    page = text(desk.press("/sources/new/", {"name": "Area office", "file": upload(b"<html><body>Oops")}))

    assert "web page came" in page


def test_an_address_is_asked_by_the_worker(desk: Browser) -> None:
    page = desk.press("/sources/new/", {"name": "Area office", "address": "https://feeds.example/a.json"})

    source = Source.objects.get()
    assert "It is being asked" in text(page)
    assert source.next_fetch_at
    assert source.fetch_every_hours == 24


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({}, "Enter an address or choose a file"),
        ({"address": "http://feeds.example/a.json"}, "begins with https://"),
        ({"address": "https://feeds.example/a.json", "file": upload([], "b.json")}, "one of the two"),
    ],
)
def test_what_cannot_be_asked_is_said_so(desk: Browser, said: dict[str, Any], error: str) -> None:
    page = text(desk.post("/sources/new/", {"name": "Area office", **said}))

    assert error in page
    assert "Area office" in page


def test_a_known_file_name_leads_to_its_source(desk: Browser, taken: Taken) -> None:
    taken(some(1))

    page = text(desk.post("/sources/new/", {"name": "Other", "file": upload(some(1))}))

    assert "There is a source with this address or file name" in page


def test_a_large_file_is_read_by_the_worker(desk: Browser) -> None:
    rows = some(3, notes="n" * 4000) * (READ_AT_ONCE // 10_000)

    page = desk.press("/sources/new/", {"name": "Area office", "file": upload(rows)})
    settle_runs(now=NOW)

    assert "It is being read" in text(page)
    assert ImportRun.objects.get().rows == len(rows)


def test_many_rows_are_taken_over_by_the_worker(desk: Browser) -> None:
    desk.press("/sources/new/", {"name": "Area office", "file": upload(some(TAKEN_AT_ONCE + 1))})

    page = desk.press(f"/sources/runs/{ImportRun.objects.get().pk}/take/")

    assert 'http-equiv="refresh"' in text(page)
    assert Listing.objects.count() == 0
    assert settle_runs(now=NOW) == 1
    assert Listing.objects.count() == TAKEN_AT_ONCE + 1


# The difference


def test_shows_what_changed_before_and_after(desk: Browser, taken: Taken) -> None:
    run = waiting(taken(some(2)), [meeting("meeting-0", time="20:00", end_time="21:00"), meeting("meeting-1")])

    page = text(desk.get(f"/sources/runs/{run.pk}/"))

    assert "1 changed" in page
    assert "Tuesday, 7 p.m. to 8 p.m.</del>" in page
    assert "Tuesday, 8 p.m. to 9 p.m.</ins>" in page


def test_shows_what_is_gone(desk: Browser, taken: Taken) -> None:
    run = waiting(taken(some(10)), some(9))

    assert "<del>Meeting 9</del>" in text(desk.get(f"/sources/runs/{run.pk}/"))


def test_shows_what_would_be_held(desk: Browser, taken: Taken) -> None:
    run = waiting(taken(some(10)), some(2))

    page = text(desk.get(f"/sources/runs/{run.pk}/"))

    assert "8 missing and kept" in page
    assert "Missing, and kept for now" in page


def test_what_was_taken_over_can_be_read_later(desk: Browser, taken: Taken) -> None:
    source = taken(some(2))
    run = waiting(source, [meeting("meeting-0", notes="Ring the bell."), meeting("meeting-1")])
    desk.press(f"/sources/runs/{run.pk}/take/")

    assert "Ring the bell." in text(desk.get(f"/sources/runs/{run.pk}/"))


def test_held_listings_end_when_a_person_says_so(desk: Browser, taken: Taken) -> None:
    source = taken(some(10))
    taken(some(2))

    before = text(desk.get(f"/sources/{source.pk}/"))
    desk.press(f"/sources/{source.pk}/ended/")

    assert "8 listings are missing" in before
    assert Listing.objects.filter(gone_at=None).count() == 2


# One source


def test_says_how_it_is(desk: Browser, taken: Taken) -> None:
    source = taken(some(2), licence="CC0")

    page = text(desk.get(f"/sources/{source.pk}/"))

    assert "fine" in page
    assert "CC0" in page
    assert "2 rows, 2 new" in page


def test_says_since_when_it_fails(desk: Browser, taken: Taken) -> None:
    source = taken(some(2))
    note_failure(key=source.key, why="The address answered with status 404.", now=NOW + timedelta(days=2))

    page = text(desk.get("/sources/"))

    assert "not reached since Nov. 20, 2026" in page
    assert "status 404" in text(desk.get(f"/sources/{source.pk}/"))


def test_keeps_what_an_operator_says_about_it(desk: Browser, taken: Taken) -> None:
    source = taken(some(1))

    desk.press(f"/sources/{source.pk}/edit/", {"name": "Better name", "licence": "CC0", "rank": "3"})

    source.refresh_from_db()
    assert (source.name, source.licence, source.rank, source.is_published) == ("Better name", "CC0", 3, False)


def test_an_import_does_not_undo_what_an_operator_said(desk: Browser, taken: Taken) -> None:
    source = taken(some(1))
    desk.press(f"/sources/{source.pk}/edit/", {"name": "Better name", "licence": "CC0", "rank": "3"})

    taken(some(2))

    source.refresh_from_db()
    assert (source.name, source.licence) == ("Better name", "CC0")


def test_fetching_now_is_for_the_worker(desk: Browser) -> None:
    desk.press("/sources/new/", {"name": "Area office", "address": "https://feeds.example/a.json"})
    Source.objects.update(next_fetch_at=None)

    desk.press(f"/sources/{Source.objects.get().pk}/fetch/")

    due = Source.objects.get().next_fetch_at
    assert due
    assert due <= timezone.now()


def test_a_newer_file_is_looked_at_too(desk: Browser, taken: Taken) -> None:
    source = taken(some(2))

    page = text(desk.press(f"/sources/{source.pk}/file/", {"file": upload(some(3))}))

    assert "1 new" in page


def test_a_file_without_a_file_is_said_so(desk: Browser, taken: Taken) -> None:
    source = taken(some(2))

    assert "This field is required" in text(desk.press(f"/sources/{source.pk}/file/", {}))


def test_the_list_costs_the_same_for_many(
    desk: Browser, taken: Taken, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        taken(some(1), f"area-{number}.json")

    with django_assert_max_num_queries(9):
        desk.get("/sources/")


# Tables

TABLE = b"Group;Weekday;From what hour;Town\nHarbour;Monday;19:00;Duluth\nEarly;Tuesday;7:00;Duluth\n".replace(
    b";", b","
)
COLUMNS = {"c-name": "0", "c-day": "1", "c-time": "2", "c-city": "3"}


@pytest.fixture
def table(desk: Browser) -> ImportRun:
    """A table that waits for somebody to say what its columns are."""
    desk.press("/sources/new/", {"name": "Harbour list", "fellowship": "smart", "file": upload(TABLE, "list.csv")})
    return ImportRun.objects.get()


def test_a_table_asks_which_column_is_what(desk: Browser, table: ImportRun) -> None:
    page = text(desk.get(f"/sources/runs/{table.pk}/", follow=True))

    assert "Which column is what?" in page
    assert "From what hour" in page


def test_the_first_rows_are_shown_as_they_will_be_read(desk: Browser, table: ImportRun) -> None:
    page = text(desk.post(f"/sources/runs/{table.pk}/columns/", {**COLUMNS, "look": ""}))

    assert "Monday, 7 p.m." in page
    assert Source.objects.get().columns == {}


def test_chosen_columns_are_kept_and_used(desk: Browser, table: ImportRun) -> None:
    page = text(desk.press(f"/sources/runs/{table.pk}/columns/", {**COLUMNS, "use": ""}))
    desk.press(f"/sources/runs/{table.pk}/take/")

    assert "2 new" in page
    assert Source.objects.get().columns["time"] == "From what hour"
    assert sorted(Listing.objects.values_list("name", flat=True)) == ["Early", "Harbour"]


def test_a_table_without_a_name_is_not_read(desk: Browser, table: ImportRun) -> None:
    page = text(desk.post(f"/sources/runs/{table.pk}/columns/", {"c-day": "1", "use": ""}))

    assert "Choose the column that holds the name" in page


def test_a_newer_table_is_read_by_the_same_columns(desk: Browser, table: ImportRun) -> None:
    desk.press(f"/sources/runs/{table.pk}/columns/", {**COLUMNS, "use": ""})
    desk.press(f"/sources/runs/{table.pk}/take/")
    newer = upload(TABLE + b"Late,Friday,22:00,Duluth\n", "list.csv")

    page = text(desk.press(f"/sources/{table.source_id}/file/", {"file": newer}))

    assert "1 new" in page


# For everybody


def test_everybody_sees_where_listings_come_from(stranger: Browser, taken: Taken) -> None:
    taken(some(2), name="area.json", licence="CC0")

    page = text(stranger.get("/find/sources/"))

    assert "Licence: CC0." in page
    assert "2 listings" in page
    assert "Last checked on Nov. 20, 2026." in page


def test_a_source_without_listings_is_not_named(stranger: Browser, desk: Browser) -> None:
    desk.press("/sources/new/", {"name": "Area office", "file": upload(some(3))})

    assert "Area office" not in text(stranger.get("/find/sources/"))


def test_the_history_says_what_changed_when(stranger: Browser, taken: Taken) -> None:
    source = taken(some(1))
    import_again(source, [meeting("meeting-0", address="12 New Street")])

    page = text(stranger.get(f"/find/{Listing.objects.get().pk}/history/"))

    assert "Its source changed something" in page
    assert "12 New Street</ins>" in page
    assert "It came into this directory" in page
    assert "Source: area.json." in page


def test_the_history_does_not_repeat_old_links(stranger: Browser, taken: Taken) -> None:
    source = taken(some(1, conference_url="https://meet.example/old"))
    import_again(source, some(1, conference_url="https://meet.example/new"))

    page = text(stranger.get(f"/find/{Listing.objects.get().pk}/history/"))

    assert "Link to join" in page
    assert "meet.example" not in page


def import_again(source: Source, rows: Any) -> None:
    """The source says something else a day later, and it is taken over."""
    run = waiting(source, rows)
    take_over_run(run, now=NOW + timedelta(days=1))
