"""Sources are asked when they are due; whatever comes, nothing is lost and the report says why."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.directory import fetch
from holdfast.directory.jobs import LEASE, MOST_AT_ONCE, refresh_sources, settle_runs
from holdfast.directory.models import ImportRun, Listing, Outcome, Source, SourceKind
from holdfast.directory.runs import KEPT_RUNS, agree_to_run, decline_run, note_failure
from tests.conftest import NOW
from tests.directory.feed_server import FeedServer
from tests.directory.feeds import some

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def source_at(feeds: FeedServer, path: str = "/feed.json", **facts: Any) -> Source:
    """A source that is asked every hour and is due now."""
    said = {"name": "Area", "format": "", "created_at": NOW, "imported_at": NOW, "fetch_every_hours": 1}
    said |= {"kind": SourceKind.ADDRESS, "next_fetch_at": NOW, **facts}
    return Source.objects.create(key=feeds.address(path), **said)


def body(count: int, **changes: Any) -> bytes:
    """A feed of so many meetings."""
    return json.dumps(some(count, **changes)).encode()


def ask(feeds: FeedServer, at: datetime = NOW) -> ImportRun | None:
    """Ask what is due, and return the last run there is."""
    refresh_sources(now=at, road=feeds.road())
    return ImportRun.objects.order_by("-at", "-pk").first()


@pytest.fixture
def known(feeds: FeedServer, john: Person) -> Source:
    """A source of ten meetings that a person has taken over, due again at NOW."""
    feeds.says(body(10))
    source = source_at(feeds)
    run = ask(feeds, NOW)
    assert run
    agree_to_run(run=run, by=john)
    settle_runs(now=NOW)
    Source.objects.filter(pk=source.pk).update(next_fetch_at=NOW)
    return source


def live(source: Source) -> int:
    """How many listings of the source are found."""
    return Listing.objects.filter(source=source, gone_at=None).count()


# When


def test_asks_what_is_due_and_nothing_else(feeds: FeedServer) -> None:
    feeds.says(body(1))
    source_at(feeds)
    source_at(feeds, "/later.json", next_fetch_at=NOW + HOUR)
    source_at(feeds, "/never.json", next_fetch_at=None)

    assert refresh_sources(now=NOW, road=feeds.road()) == 1
    assert len(feeds.requests) == 1


def test_the_first_time_a_person_looks_first(feeds: FeedServer) -> None:
    feeds.says(body(3))
    source = source_at(feeds)

    run = ask(feeds)

    assert run
    assert (run.outcome, run.added, live(source)) == (Outcome.WAITING, 3, 0)


def test_afterwards_it_is_taken_over_by_itself(known: Source, feeds: FeedServer) -> None:
    feeds.says(body(11))

    run = ask(feeds)

    assert run
    assert (run.outcome, run.added, live(known)) == (Outcome.APPLIED, 1, 11)


def test_is_due_again_after_its_rhythm(known: Source, feeds: FeedServer) -> None:
    ask(feeds)

    known.refresh_from_db()
    assert known.next_fetch_at
    assert HOUR <= known.next_fetch_at - NOW <= 1.1 * HOUR


def test_two_workers_do_not_ask_the_same(known: Source, feeds: FeedServer) -> None:
    stale = Source.objects.get(pk=known.pk)
    ask(feeds)
    count = len(feeds.requests)

    assert stale.next_fetch_at == NOW
    assert refresh_sources(now=NOW, road=feeds.road()) == 0
    assert len(feeds.requests) == count


def test_a_worker_that_died_holds_a_source_for_a_while_only(known: Source, feeds: FeedServer) -> None:
    Source.objects.filter(pk=known.pk).update(next_fetch_at=NOW + LEASE)

    assert refresh_sources(now=NOW, road=feeds.road()) == 0
    assert refresh_sources(now=NOW + LEASE, road=feeds.road()) == 1


def test_what_somebody_wanted_once_is_not_asked_again(known: Source, feeds: FeedServer) -> None:
    Source.objects.filter(pk=known.pk).update(fetch_every_hours=0)

    ask(feeds)

    known.refresh_from_db()
    assert known.next_fetch_at is None


def test_a_bad_source_stops_no_other(known: Source, feeds: FeedServer) -> None:
    feeds.says(b"[" * 200_000, "/deep.json")
    source_at(feeds, "/deep.json", next_fetch_at=NOW - HOUR)

    assert refresh_sources(now=NOW, road=feeds.road()) == 2
    assert known.runs.filter(outcome=Outcome.UNCHANGED).exists()


def test_a_fault_of_ours_is_a_failure_too(known: Source, feeds: FeedServer, caplog: pytest.LogCaptureFixture) -> None:
    def is_open(_: str) -> bool:
        raise RuntimeError("a fault of ours")

    refresh_sources(now=NOW, road=feeds.road(is_open=is_open))

    run = ImportRun.objects.latest("pk")
    assert (run.outcome, live(known)) == (Outcome.FAILED, 10)
    assert f"source {known.pk} could not be read" in caplog.text


def test_many_sources_take_turns(feeds: FeedServer) -> None:
    for number in range(MOST_AT_ONCE + 2):
        source_at(feeds, f"/{number}.json")

    assert refresh_sources(now=NOW, road=feeds.road()) == MOST_AT_ONCE
    assert refresh_sources(now=NOW, road=feeds.road()) == 2


# What may come


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Never ends."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Says that 2 GB follow."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(2 * 1024**3))
    handler.end_headers()
    handler.wfile.write(b"[" * 1000)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """A thousand times as large as it looks."""
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.wfile.write(gzip.compress(b" " * (fetch.MAX_BYTES + 1024 * 1024)))


@pytest.mark.parametrize(("play", "says"), [(endless, "larger than 50 MB"), (bomb, "larger than 50 MB")])
def test_a_feed_that_is_too_large_takes_nothing_away(known: Source, feeds: FeedServer, play: Any, says: str) -> None:
    feeds.plays["/feed.json"] = play

    run = ask(feeds)

    assert run
    assert (run.outcome, live(known)) == (Outcome.FAILED, 10)
    assert says in run.why


def test_a_feed_that_never_ends_is_left(known: Source, feeds: FeedServer) -> None:
    feeds.plays["/feed.json"] = drip

    refresh_sources(now=NOW, road=feeds.road(limits=lambda: fetch.Limits(seconds=0.3)))

    run = ImportRun.objects.latest("pk")
    assert (run.outcome, live(known)) == (Outcome.FAILED, 10)
    assert "did not come within" in run.why


@pytest.mark.parametrize(
    ("body", "headers", "says"),
    [
        (b"[1, 2", {}, "not valid JSON"),
        (b"", {}, "Nothing came"),
        (b"  []\n", {}, "empty"),
        (b"<!DOCTYPE html><html><body>Error", {"Content_Type": "text/html"}, "web page came"),
        (b'{"error": "no such table"}', {}, "not a feed we know"),
        (b"\x00\x01\x02", {}, "not valid JSON"),
    ],
)
def test_what_is_no_feed_takes_nothing_away(
    known: Source, feeds: FeedServer, body: bytes, headers: dict[str, str], says: str
) -> None:
    feeds.says(body, **headers)

    run = ask(feeds)

    assert run
    assert (run.outcome, live(known)) == (Outcome.FAILED, 10)
    assert says in run.why


def test_the_wrong_content_type_is_no_fault(known: Source, feeds: FeedServer) -> None:
    feeds.says(body(11), Content_Type="text/html")

    ask(feeds)

    assert live(known) == 11


def test_a_feed_that_shrank_to_a_tenth_takes_nothing_away(known: Source, feeds: FeedServer) -> None:
    feeds.says(body(1))

    run = ask(feeds)

    assert run
    assert (run.held, run.gone, live(known)) == (9, 0, 10)
    assert known.listings.exclude(missing_at=None).count() == 9


def test_what_comes_back_was_never_away(known: Source, feeds: FeedServer) -> None:
    feeds.says(body(1))
    ask(feeds)
    feeds.says(body(10))
    Source.objects.filter(pk=known.pk).update(next_fetch_at=NOW)

    ask(feeds)

    assert known.listings.filter(missing_at=None, gone_at=None).count() == 10
    assert not Listing.objects.get(key="meeting-9").history.exists()


def test_a_redirect_inside_the_network_takes_nothing_away(known: Source, feeds: FeedServer) -> None:
    feeds.leads("/feed.json", "https://inside.example/feed.json")
    names = {"inside.example": ["10.0.0.8"]}
    road = feeds.road(
        resolve=lambda host: names.get(host, ["127.0.0.1"]), is_open=lambda address: not address.startswith("10.")
    )

    refresh_sources(now=NOW, road=road)

    run = ImportRun.objects.latest("pk")
    assert (run.outcome, live(known)) == (Outcome.FAILED, 10)
    assert "inside a private network" in run.why


# Failing and succeeding


def test_each_failure_waits_twice_as_long(known: Source, feeds: FeedServer) -> None:
    feeds.says(b"", status=500)
    waits = []
    for _ in range(3):
        Source.objects.filter(pk=known.pk).update(next_fetch_at=NOW)
        ask(feeds)
        known.refresh_from_db()
        assert known.next_fetch_at
        waits.append(known.next_fetch_at - NOW)

    assert known.failures == 3
    assert [round(wait / waits[0]) for wait in waits] == [1, 2, 4]


def test_what_is_no_feed_the_first_time_counts_as_failing(feeds: FeedServer) -> None:
    feeds.says(b"<html>")
    source = source_at(feeds)

    run = ask(feeds)

    source.refresh_from_db()
    assert run
    assert (run.outcome, source.failures) == (Outcome.FAILED, 1)


def test_a_success_forgets_the_failures(known: Source, feeds: FeedServer) -> None:
    Source.objects.filter(pk=known.pk).update(failures=5)

    ask(feeds)

    known.refresh_from_db()
    assert known.failures == 0


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_says_how_long_to_stay_away(known: Source, feeds: FeedServer, status: int) -> None:
    feeds.says(b"", status=status, Retry_After=str(3 * 24 * 3600))

    ask(feeds)

    known.refresh_from_db()
    assert known.next_fetch_at == NOW + timedelta(days=3)


def test_the_time_to_stay_away_may_be_a_date(known: Source, feeds: FeedServer) -> None:
    def play(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(503)
        handler.send_header("Date", "Fri, 20 Nov 2026 10:00:00 GMT")
        handler.send_header("Retry-After", "Sun, 22 Nov 2026 10:00:00 GMT")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    feeds.plays["/feed.json"] = play

    ask(feeds)

    known.refresh_from_db()
    assert known.next_fetch_at == NOW + timedelta(days=2)


@pytest.mark.parametrize("said", ["", "soon", "-5", "9" * 40, "Sun, 99 Nov 2026 10:00:00 GMT"])
def test_a_time_that_cannot_be_read_changes_nothing(known: Source, feeds: FeedServer, said: str) -> None:
    feeds.says(b"", status=503, Retry_After=said)

    run = ask(feeds)

    assert run
    assert "busy" in run.why


def test_what_did_not_change_is_only_checked(known: Source, feeds: FeedServer) -> None:
    feeds.says(body(10), ETag='"v1"')
    ask(feeds)
    feeds.says(b"", status=304)
    Source.objects.filter(pk=known.pk).update(next_fetch_at=NOW)

    run = ask(feeds)

    assert run
    assert (run.outcome, feeds.requests[-1].get("If-None-Match")) == (Outcome.UNCHANGED, '"v1"')


def test_the_last_runs_are_kept(known: Source) -> None:
    for number in range(KEPT_RUNS + 5):
        note_failure(key=known.key, why="busy", now=NOW + timedelta(minutes=number))

    assert known.runs.count() == KEPT_RUNS


# What waits for a person


@pytest.fixture
def looked(known: Source) -> Source:
    """A source of which an operator wants to see every change first."""
    Source.objects.filter(pk=known.pk).update(waits_for_a_look=True)
    return known


def test_a_change_waits_where_an_operator_wants_it(looked: Source, feeds: FeedServer) -> None:
    feeds.says(body(12))

    run = ask(feeds)

    assert run
    assert (run.outcome, run.added, live(looked)) == (Outcome.WAITING, 2, 10)


def test_the_same_feed_does_not_wait_twice(looked: Source, feeds: FeedServer) -> None:
    feeds.says(body(12))
    first = ask(feeds)
    Source.objects.filter(pk=looked.pk).update(next_fetch_at=NOW)

    assert ask(feeds) == first


def test_what_was_left_does_not_ask_again(looked: Source, feeds: FeedServer, john: Person) -> None:
    feeds.says(body(12))
    run = ask(feeds)
    assert run
    decline_run(run=run, by=john)
    Source.objects.filter(pk=looked.pk).update(next_fetch_at=NOW)

    assert ask(feeds) == run
    assert (ImportRun.objects.get(pk=run.pk).outcome, live(looked)) == (Outcome.DECLINED, 10)


def test_a_newer_feed_takes_the_place_of_what_waits(looked: Source, feeds: FeedServer) -> None:
    feeds.says(body(12))
    first = ask(feeds)
    feeds.says(body(13))
    Source.objects.filter(pk=looked.pk).update(next_fetch_at=NOW)

    second = ask(feeds)

    assert first
    assert second
    first.refresh_from_db()
    assert (first.outcome, first.body, second.outcome) == (Outcome.DECLINED, None, Outcome.WAITING)


def test_what_was_shown_is_what_is_taken_over(looked: Source, feeds: FeedServer, john: Person) -> None:
    feeds.says(body(12))
    run = ask(feeds)
    feeds.says(body(20))
    assert run

    agree_to_run(run=run, by=john)
    settle_runs(now=NOW)

    run.refresh_from_db()
    assert (run.outcome, run.body, live(looked)) == (Outcome.APPLIED, None, 12)


def test_two_people_agree_once(looked: Source, feeds: FeedServer, john: Person, maria: Person) -> None:
    feeds.says(body(12))
    run = ask(feeds)
    assert run

    assert [agree_to_run(run=run, by=person) for person in (john, maria)] == [True, False]


def test_what_is_agreed_to_cannot_be_left_any_more(
    looked: Source, feeds: FeedServer, john: Person, maria: Person
) -> None:
    feeds.says(body(12))
    run = ask(feeds)
    assert run
    agree_to_run(run=run, by=john)

    decline_run(run=run, by=maria)

    run.refresh_from_db()
    assert run.outcome == Outcome.WAITING
