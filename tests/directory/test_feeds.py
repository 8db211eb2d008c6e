"""Published addresses: whole, narrowed, packed, asked again, from other sites, and without what a group keeps back."""

from __future__ import annotations

import csv
import fcntl
import gzip
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings as django_settings
from django.test import override_settings

from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.feeding import packed
from holdfast.directory.models import Listing, Source
from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.meeting import Attendance, Change, ChangeKind, Joining, Meeting, Slot
from tests.browser import Browser

pytestmark = pytest.mark.django_db
ADDRESSES = ["/feeds/meetings.json", "/feeds/listings.csv", "/feeds/changes.rss", "/feeds/search.ics?words=harbour"]
SECRETS = ("https://zoom.us/j/9990100", "+15550199", "open sesame", "press nine", "ring the bell")


def meeting(key: str, **changes: Any) -> Meeting:
    facts: dict[str, Any] = {
        "name": f"Harbour {key}",
        "fellowship": "aa",
        "slots": (Slot(1, 1140, 1200),),
        "zone": "America/Chicago",
        "attendance": Attendance.IN_PERSON,
        "address": "1 Main Street",
    }
    return Meeting(key, **{**facts, **changes})


@pytest.fixture(autouse=True)
def folder(tmp_path: Any) -> Iterator[None]:
    """Published files of one test only."""
    with override_settings(DATA=tmp_path):
        yield


def taken(*meetings: Meeting, now: datetime, key: str = "office") -> None:
    apply_feed(feed=Feed(key, key.title(), "meeting-guide"), meetings=meetings, now=now, confirm=True)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def names(response: Any) -> list[str]:
    return sorted(row["name"] for row in json.loads(body(response)))


def test_the_whole_feed_is_what_was_imported(stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), meeting("two", slots=()), now=now)

    found = parse(body(stranger.get("/feeds/meetings.json"))).meetings

    assert sorted(one.name for one in found) == ["Harbour one", "Harbour two"]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("fellowship=na", ["Harbour two"]),
        ("fellowship=aa", ["Harbour one"]),
        ("modified_since=2026-11-20T20:00:00Z", ["Harbour two"]),
        ("modified_since=2026-11-19", ["Harbour one", "Harbour two"]),
        ("modified_since=2026-11-20T20:00:00+00:00", ["Harbour two"]),
        ("source={second}", ["Harbour two"]),
        ("source=999999", []),
    ],
)
def test_a_feed_can_be_narrowed(asked: str, wanted: list[str], stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), now=now)
    taken(meeting("two", fellowship="na"), now=now + timedelta(hours=1), key="second")
    second = Source.objects.get(key="second").pk

    assert names(stranger.get(f"/feeds/meetings.json?{asked.format(second=second)}")) == wanted


@pytest.mark.parametrize("asked", ["source=x", "modified_since=yesterday", "modified_since=2026-13-40"])
def test_an_address_that_asks_nonsense_is_told_what_to_write(asked: str, stranger: Browser) -> None:
    response = stranger.get(f"/feeds/meetings.json?{asked}")

    assert response.status_code == 400
    assert "such as" in response.content.decode()


@pytest.mark.parametrize("joining", [Joining.MEMBERS, Joining.ASK])
def test_what_a_group_keeps_back_is_in_no_feed(joining: Joining, stranger: Browser, now: datetime) -> None:
    link, phone, password, note, phone_note = SECRETS
    kept = meeting(
        "one",
        attendance=Attendance.HYBRID,
        joining=joining,
        conference_url=link,
        conference_phone=phone,
        conference_password=password,
        conference_url_notes=note,
        conference_phone_notes=phone_note,
    )
    taken(kept, now=now)
    one = f"/find/{Listing.objects.get().pk}/calendar.ics"

    for address in [*ADDRESSES, "/feeds/meetings.json?fellowship=aa", one, f"{one}?plain"]:
        said = body(stranger.get(address)).decode()
        assert [secret for secret in SECRETS if secret in said] == [], address


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_feed_is_not_sent_again(address: str, stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), now=now)
    first = stranger.get(address)

    again = stranger.get(address, headers={"If-None-Match": first.headers["ETag"]})
    later = stranger.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (first.status_code, again.status_code, later.status_code) == (200, 304, 304)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_changed_feed_is_sent_again(address: str, stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), now=now)
    mark = stranger.get(address).headers["ETag"]

    taken(meeting("one", name="Harbour other"), now=now + timedelta(hours=1))
    response = stranger.get(address, headers={"If-None-Match": mark})

    assert response.status_code == 200
    assert b"Harbour other" in body(response)


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_site_may_read_a_feed(address: str, stranger: Browser) -> None:
    response = stranger.get(address, headers={"Origin": "https://example.org"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_is_only_read(address: str, stranger: Browser) -> None:
    assert stranger.post(address).status_code == 405


@pytest.mark.parametrize("address", [*ADDRESSES, "/feeds/meetings.json?fellowship=aa"])
def test_the_head_alone_says_the_same(address: str, stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), now=now)

    head, whole = stranger.head(address), stranger.get(address)

    assert body(head) == b""
    assert {name: head.headers[name] for name in ("Content-Type", "ETag")} == (
        {name: whole.headers[name] for name in ("Content-Type", "ETag")}
    )


def test_a_feed_is_sent_packed_to_who_can_unpack(stranger: Browser, now: datetime) -> None:
    taken(*(meeting(f"number {number}") for number in range(50)), now=now)

    plain = body(stranger.get("/feeds/meetings.json"))
    sent = stranger.get("/feeds/meetings.json", headers={"Accept-Encoding": "gzip, br"})
    refused = stranger.get("/feeds/meetings.json", headers={"Accept-Encoding": "br"})

    assert sent.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(sent)) == plain == body(refused)


def test_only_the_newest_file_is_kept(now: datetime) -> None:
    taken(meeting("one"), now=now)
    first = packed("meetings.json")
    taken(meeting("two"), now=now)

    second = packed("meetings.json")

    assert sorted(django_settings.DATA.glob("published/meetings.json-*")) == [second.file]
    assert first.file != second.file
    assert packed("meetings.json") == second


def test_while_a_feed_is_written_the_one_before_is_given(stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), now=now)
    before = body(stranger.get("/feeds/meetings.json"))
    taken(meeting("two"), now=now + timedelta(hours=1))

    with (django_settings.DATA / "published" / "meetings.json.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        meanwhile = stranger.get("/feeds/meetings.json")
        given = body(meanwhile)
    marks = {"If-None-Match": meanwhile.headers["ETag"], "If-Modified-Since": meanwhile.headers["Last-Modified"]}
    after = stranger.get("/feeds/meetings.json", headers=marks)

    assert given == before
    assert names(after) == ["Harbour two"]


def test_an_empty_directory_has_an_empty_feed(stranger: Browser) -> None:
    assert json.loads(body(stranger.get("/feeds/meetings.json"))) == []


def test_the_table_says_what_meeting_guide_cannot(stranger: Browser, now: datetime) -> None:
    taken(meeting("one", slots=(Slot(0, 600, None, "FREQ=MONTHLY;BYDAY=-1SU"),)), now=now)

    rows = list(csv.DictReader(io.StringIO(body(stranger.get("/feeds/listings.csv")).decode("utf-8-sig"))))

    assert [(row["Day"], row["Time"], row["Rule"]) for row in rows] == [("Sunday", "10:00", "FREQ=MONTHLY;BYDAY=-1SU")]
    assert names(stranger.get("/feeds/meetings.json")) == []


@pytest.mark.parametrize("field", ["is_published", "hidden_at"])
def test_what_may_not_be_given_on_is_in_no_feed(field: str, stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), meeting("two"), now=now)
    if field == "is_published":
        Source.objects.update(is_published=False)
    else:
        Listing.objects.filter(key="two").update(hidden_at=now)

    said = [body(stranger.get(address)).decode() for address in ADDRESSES]

    assert not any("Harbour two" in text for text in said)


def test_news_say_what_came_what_changed_and_what_ended(stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), meeting("two"), meeting("three"), now=now)
    later = now + timedelta(hours=1)
    taken(meeting("one"), meeting("two", notes="Ring twice."), now=later)

    items = ET.fromstring(body(stranger.get("/feeds/changes.rss"))).findall("channel/item")

    found = {item.findtext("title"): item.findtext("description") for item in items}
    assert found == {"Harbour one": "New", "Harbour two": "Changed", "Harbour three": "No longer listed"}
    assert {item.findtext("title") for item in items[:2]} == {"Harbour two", "Harbour three"}


def test_one_meeting_goes_into_a_calendar(stranger: Browser, now: datetime) -> None:
    change = Change(date(2026, 12, 21), date(2026, 12, 28), ChangeKind.CANCELLED)
    taken(meeting("one", changes=(change,)), now=now)
    address = f"/find/{Listing.objects.get().pk}/calendar.ics"

    named, plain = (body(stranger.get(one)).decode() for one in (address, f"{address}?plain"))

    assert named.count("BEGIN:VEVENT") == 1
    assert "EXDATE;TZID=America/Chicago:20261221T190000,20261228T190000" in named
    assert "SUMMARY:Harbour one" in named
    assert "Harbour" not in plain


@pytest.mark.parametrize("field", ["gone_at", "hidden_at"])
def test_a_meeting_that_ended_has_no_calendar(field: str, stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), now=now)
    Listing.objects.update(**{field: now})

    assert stranger.get(f"/find/{Listing.objects.get().pk}/calendar.ics").status_code == 404


def test_a_search_goes_into_a_calendar(stranger: Browser, now: datetime) -> None:
    taken(meeting("one"), meeting("two", name="Linden two"), now=now)

    said = body(stranger.get("/feeds/search.ics?words=harbour&when=today")).decode()

    assert "SUMMARY:Harbour one" in said
    assert "Linden" not in said


@pytest.mark.parametrize("asked", ["when=99", "near=Nowhereville-on-Nothing"])
def test_a_search_that_cannot_be_made_says_so(asked: str, stranger: Browser) -> None:
    response = stranger.get(f"/feeds/search.ics?{asked}")

    assert (response.status_code, response.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_a_feed_costs_the_same_number_of_queries_for_many_rows(
    stranger: Browser, now: datetime, django_assert_max_num_queries: Any
) -> None:
    taken(*(meeting(f"number {number}") for number in range(60)), now=now)
    stranger.get("/feeds/search.ics")

    for address in ADDRESSES:
        with django_assert_max_num_queries(6):
            body(stranger.get(address))
