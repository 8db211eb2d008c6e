"""Meetings as any feed might bring them, for properties. Every value is one that our own readers let through."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.formats.feed import plain_text
from holdfast.domain.meetings.kinds import Kind, meanings_for, understood
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Joining, Meeting, Slot
from holdfast.domain.meetings.times import every_weeks, nth_of_month

patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
"""A whole meeting takes a while to draw, more so on a busy machine."""
ZONES = (
    "America/Chicago",
    "America/New_York",
    "America/Phoenix",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Santiago",
    "Pacific/Auckland",
)
"""With and without summer time, on both halves of the Earth, by whole and by half hours."""
AROUND = date(2026, 11, 22)
"""Dates are drawn within about a year of this Sunday."""
LETTERS = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="<>&")
WORDS = st.text(LETTERS, max_size=30).map(plain_text)
"""One line of plain text in any script; often empty."""
LINES = st.lists(WORDS, max_size=3).map("\n".join).map(plain_text)
NAMES = WORDS.filter(bool)
LINKS = st.sampled_from(
    ["", "https://zoom.us/j/5550100?pwd=a", "https://video.example.org/room", "http://example.net/x"]
)
PHONES = st.sampled_from(["", "+15550100", "+15550100,,123#", "5550100*"])
MINUTES = st.integers(0, 24 * 60 - 1)
DAYS = st.integers(0, 6)
DATES = st.integers(-300, 300).map(lambda days: AROUND + timedelta(days=days))
MOMENTS = st.integers(0, 10**9).map(lambda seconds: datetime(1995, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
CODES = {"aa": "O C W M LGBTQ S ASL X BE TC", "na": "O C St WC BT ES", "al-anon": "O POA AC S W", "smart": "W X"}
OTHER_KINDS = frozenset({Kind.GRIEF, Kind.PEER_LED, Kind.MEDICATION, Kind.FAITH})


@st.composite
def rules(draw: st.DrawFn, day: int) -> tuple[str, date | None]:
    """A rhythm on this weekday that is not every week, and a date on which it meets where it needs one."""
    choice = draw(st.sampled_from(["weeks", "nth", "months", "count", "until"]))
    since = draw(DATES)
    since += timedelta(days=(day - since.isoweekday()) % 7)
    if choice == "weeks":
        return every_weeks(day, draw(st.integers(2, 5))), since
    if choice == "nth":
        return nth_of_month(day, *sorted(draw(st.sets(st.sampled_from([1, 2, 3, 4, -1]), min_size=1)))), None
    if choice == "months":
        return nth_of_month(day, draw(st.integers(1, 4))) + f";BYMONTH={draw(st.integers(1, 12))}", None
    if choice == "count":
        return every_weeks(day, 2) + f";COUNT={draw(st.integers(1, 20))}", since
    return every_weeks(day, 2) + f";UNTIL={since + timedelta(days=draw(st.integers(0, 300))):%Y%m%d}", since


@st.composite
def slots(draw: st.DrawFn, weekly: bool = False) -> Slot:
    """A regular time; about one in three is not every week, unless all are to be."""
    day, start = draw(DAYS), draw(MINUTES)
    end = draw(st.none() | MINUTES.filter(lambda minute: minute != start))
    if weekly or draw(st.integers(0, 2)):
        return Slot(day, start, end)
    return Slot(day, start, end, *draw(rules(day)))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Dates that differ."""
    kind, first = draw(st.sampled_from(ChangeKind)), draw(DATES)
    last = draw(st.one_of(st.none(), st.integers(0, 60).map(lambda days: first + timedelta(days=days))))
    start = draw(MINUTES if kind is ChangeKind.EXTRA else st.none() | MINUTES)
    if kind is ChangeKind.CANCELLED:
        return Change(first, last, kind, note=draw(WORDS))
    end = draw(st.none() | MINUTES.filter(lambda minute: minute != start)) if start is not None else None
    return Change(first, last, kind, start, end, draw(WORDS), draw(WORDS))


@st.composite
def meetings(draw: st.DrawFn, **fixed: Any) -> Meeting:
    """Any meeting, service or community; what is given by name is fixed."""
    fellowship = draw(st.sampled_from(sorted(CODES)))
    types = tuple(draw(st.lists(st.sampled_from(CODES[fellowship].split()), unique=True, max_size=4)))
    kinds, languages = understood(types, meanings_for(fellowship))
    values = {**draw(_facts()), **draw(_times()), **draw(_place()), **draw(_joining())}
    values |= {"fellowship": fellowship, "types": types, "is_closed": "TC" in types or draw(st.booleans())}
    values |= {"kinds": kinds | draw(st.frozensets(st.sampled_from(sorted(OTHER_KINDS)), max_size=2))}
    values |= {"languages": languages | draw(st.frozensets(st.sampled_from(["en", "es", "ar", "pl"]), max_size=2))}
    return Meeting(**{**values, **fixed})


@st.composite
def _facts(draw: st.DrawFn) -> dict[str, Any]:
    texts = ["organization", "eligibility", "cost", "next_step", "moderation", "group"]
    longer = ["notes", "group_notes", "location_notes"]
    return {
        "key": draw(st.uuids(version=4).map(str)),
        "name": draw(NAMES),
        "category": draw(st.sampled_from(Category)),
        "url": draw(LINKS),
        "feedback_url": draw(LINKS),
        "updated_at": draw(st.none() | MOMENTS),
        "phone": draw(PHONES),
        "email": draw(st.sampled_from(["", "hello@example.org"])),
        **{name: draw(WORDS) for name in texts},
        **{name: draw(LINES) for name in longer},
    }


@st.composite
def _times(draw: st.DrawFn) -> dict[str, Any]:
    zone = draw(st.none() | st.sampled_from(ZONES))
    return {
        "slots": tuple(sorted(draw(st.sets(slots(), max_size=4)))),
        "changes": tuple(sorted(draw(st.sets(changes(), max_size=3)), key=repr)),
        "zone": zone,
        "zone_is_stated": bool(zone) and draw(st.booleans()),
    }


@st.composite
def _place(draw: st.DrawFn) -> dict[str, Any]:
    has_position = draw(st.booleans())
    degrees = st.integers(-80 * 10**5, 80 * 10**5).filter(bool).map(lambda number: number / 10**5)
    return {
        "address": draw(WORDS),
        **{name: draw(WORDS) for name in ("city", "state", "postal_code", "country", "location")},
        "regions": tuple(draw(st.lists(NAMES, max_size=3))),
        "latitude": draw(degrees) if has_position else None,
        "longitude": draw(degrees) if has_position else None,
        "is_approximate": draw(st.booleans()),
    }


@st.composite
def _joining(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "attendance": draw(st.sampled_from(Attendance)),
        "joining": draw(st.sampled_from(Joining)),
        "conference_url": draw(LINKS),
        "conference_phone": draw(PHONES),
        **{name: draw(WORDS) for name in ("conference_url_notes", "conference_phone_notes", "conference_password")},
    }
