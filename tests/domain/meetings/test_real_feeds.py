"""Every real feed beside the checkout, if there is one: nothing dropped, nothing invented."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.formats.meeting_guide import render
from holdfast.domain.meetings.meeting import Meeting
from tests.domain.meetings.offered import all_given_on, given_on

REAL = Path(__file__).parents[4] / "shared" / "data" / "directory"
FEEDS = sorted(
    [
        *REAL.glob("meeting-guide/aa-*.json"),
        *REAL.glob("meeting-guide/al-*.json"),
        *REAL.glob("bmlt/*SearchResults.json"),
    ]
)

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_every_row_is_imported_or_named(feed: Path) -> None:
    rows = json.loads(feed.read_text())

    parsed = parse(feed.read_bytes())

    assert parsed.rows == len(rows) == len(parsed.meetings) + parsed.refused
    assert [Meeting.from_json(one.to_json()) for one in parsed.meetings] == list(parsed.meetings)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_no_day_is_invented(feed: Path) -> None:
    rows = json.loads(feed.read_text())
    without_day = sum(row.get("day") in (None, "", []) and row.get("weekday_tinyint") in (None, "") for row in rows)

    by_appointment = sum(one.is_by_appointment for one in parse(feed.read_bytes()).meetings)

    assert by_appointment >= without_day
    assert by_appointment - without_day <= sum(row.get("time") in (None, "") for row in rows)


GUIDES = [*REAL.glob("meeting-guide/aa-*.json"), *REAL.glob("meeting-guide/al-*.json")]
GUIDES += [*REAL.glob("meeting-guide/edge-*.json"), *REAL.glob("meeting-guide/online-*.json")]


def _as_given_on(meeting: Meeting) -> Meeting:
    """With our id for a key, a position to 5 decimals, the name to 255 signs and the time of a change to the second."""
    return replace(
        meeting,
        key=str(given_on(meeting).id),
        latitude=None if meeting.latitude is None else round(meeting.latitude, 5),
        longitude=None if meeting.longitude is None else round(meeting.longitude, 5),
        updated_at=meeting.updated_at.replace(microsecond=0) if meeting.updated_at else None,
    )


@pytest.mark.parametrize("feed", sorted(GUIDES), ids=lambda feed: feed.name)
def test_import_export_import_gives_the_same_meetings(feed: Path) -> None:
    first = [_as_given_on(one) for one in parse(feed.read_bytes()).meetings]

    again = parse(b"".join(render(all_given_on(first)))).meetings

    assert list(again) == first
