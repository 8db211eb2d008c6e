"""The feeds of real service offices, where they stand beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from holdfast.directory.importing import Account, Order, import_source
from holdfast.directory.models import Listing
from holdfast.domain.meetings.meeting import Meeting
from tests.conftest import NOW

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "directory"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.exists(), reason="no real feeds beside the checkout"),
]
FEEDS = {
    "meeting-guide/aa-san-jose.json": 670,
    "meeting-guide/aa-se-pennsylvania.json": 2038,
    "meeting-guide/al-anon-massachusetts.json": 360,
    "meeting-guide/aa-sussex-nj.json": 123,
    "meeting-guide/aa-edmonton.json": 315,
    "meeting-guide/aa-kansas-city.json": 206,
    "meeting-guide/aa-nw-texas.json": 613,
    "meeting-guide/aa-atlanta-entity-sample.json": 6,
    "meeting-guide/aa-sf-airtable.json": 545,
    "meeting-guide/edge-timezones.json": 2,
    "meeting-guide/edge-times.json": 9,
    "meeting-guide/edge-appointment.json": 2,
    "meeting-guide/online-intergroup-central-query.json": 160,
    "bmlt/na-new-york-downstate.GetSearchResults.json": 866,
    "bmlt/na-berlin.GetSearchResults.json": 108,
}
NO_FEEDS = sorted(
    str(file.relative_to(DATA))
    for folder in ("meeting-guide", "bmlt")
    for file in (DATA / folder).glob("*.json")
    if str(file.relative_to(DATA)) not in FEEDS
)


def take(name: str) -> Account:
    """Import one file of the data."""
    return import_source(Order(str(DATA / name)), now=NOW)


@pytest.mark.parametrize(("name", "rows"), FEEDS.items())
def test_every_row_is_imported_or_named(name: str, rows: int) -> None:
    said = take(name).to_json()

    assert said["rows"] == rows == said["imported"] + said["refused"]
    assert Listing.objects.count() == said["imported"]


@pytest.mark.parametrize("name", NO_FEEDS)
def test_what_is_no_feed_is_said_so(name: str) -> None:
    account = take(name)

    assert not account.is_read
    assert account.parsed.problems[0].advice


@pytest.mark.parametrize("name", FEEDS)
def test_a_meeting_without_a_day_is_by_appointment(name: str) -> None:
    take(name)

    dayless = _without_day(DATA / name)
    stored = [Meeting.from_json(found.meeting) for found in Listing.objects.filter(key__in=dayless)]
    assert all(meeting.is_by_appointment for meeting in stored)


@pytest.mark.parametrize("name", FEEDS)
def test_a_meeting_with_a_position_has_a_zone(name: str) -> None:
    take(name)

    meetings = [Meeting.from_json(found.meeting) for found in Listing.objects.all()]
    assert not [meeting.key for meeting in meetings if meeting.latitude is not None and meeting.zone is None]


def _without_day(file: Path) -> list[str]:
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [str(row["slug"]) for row in rows if "slug" in row and row.get("day") in (None, "", [])]
