"""Made-up listings of every shape, in the spelling that readers give them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.formats.feed import plain_text
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Joining, Meeting, Slot
from holdfast.domain.meetings.times import every_weeks, nth_of_month, rule_of

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"), exclude_characters="<>&"),
    min_size=1,
    max_size=12,
)
TEXT = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).map(plain_text).filter(bool)
MAYBE = st.just("") | TEXT
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MINUTES = st.integers(0, 24 * 60 - 1)
LINKS = st.from_regex(r"https://[a-z]{1,8}\.example\.org/[a-z0-9]{0,8}", fullmatch=True)
NUMBERS = st.from_regex(r"\+1555010[0-9]{4}", fullmatch=True)
RULES = st.one_of(
    st.just(""),
    st.builds(every_weeks, st.integers(0, 6), st.integers(2, 8)),
    st.builds(nth_of_month, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, -1])),
    st.sampled_from(
        [
            "FREQ=MONTHLY;BYDAY=2MO,4MO",
            "FREQ=MONTHLY;BYDAY=1MO,1TU",
            "FREQ=MONTHLY;BYMONTHDAY=15",
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU",
            "FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=12",
            "FREQ=DAILY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU",
            "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271231",
            "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271231T235959",
            "FREQ=WEEKLY;BYDAY=TU;COUNT=12",
            "FREQ=MONTHLY",
        ]
    ),
).map(lambda rule: rule and rule_of(rule))
SLOTS = st.builds(Slot, st.integers(0, 6), MINUTES, st.none() | MINUTES, RULES, st.none() | DAYS)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """One dated exception."""
    kind = draw(st.sampled_from(list(ChangeKind)))
    first = draw(DAYS)
    last = draw(st.none() | st.just(first) | DAYS.filter(lambda day: day >= first))
    start = draw(MINUTES) if kind is ChangeKind.EXTRA else draw(st.none() | MINUTES)
    return Change(first, last, kind, start, draw(st.none() | MINUTES), draw(MAYBE), draw(MAYBE))


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Any listing that a reader could have made."""
    has_place = draw(st.booleans())
    return Meeting(
        key=draw(st.uuids()).hex,
        name=draw(TEXT),
        fellowship=draw(st.none() | st.sampled_from(sorted(FELLOWSHIPS))),
        types=tuple(
            draw(st.lists(st.sampled_from(["W", "S", "T", "O", "D-HOH", "12x12", "Aussen", "x:y"]), unique=True))
        ),
        kinds=draw(st.frozensets(st.sampled_from(list(Kind)), max_size=5)),
        languages=draw(st.frozensets(st.sampled_from(["en", "es", "fr", "pl"]), max_size=3)),
        slots=tuple(draw(st.lists(SLOTS, max_size=3, unique=True))),
        zone=draw(st.none() | st.sampled_from(["America/Chicago", "Europe/Madrid", "Asia/Kathmandu"])),
        zone_is_stated=draw(st.booleans()),
        attendance=draw(st.sampled_from(list(Attendance))),
        is_closed=draw(st.booleans()),
        address=draw(MAYBE),
        city=draw(MAYBE),
        state=draw(MAYBE),
        postal_code=draw(MAYBE),
        country=draw(MAYBE),
        regions=tuple(draw(st.lists(TEXT, max_size=3))),
        latitude=draw(st.floats(-80, 80).filter(bool)) if has_place else None,
        longitude=draw(st.floats(-179, 179).filter(bool)) if has_place else None,
        is_approximate=draw(st.booleans()),
        location=draw(MAYBE),
        location_notes=draw(MAYBE),
        group=draw(MAYBE),
        group_notes=draw(MAYBE),
        notes=draw(MAYBE),
        conference_url=draw(st.just("") | LINKS),
        conference_url_notes=draw(MAYBE),
        conference_phone=draw(st.just("") | NUMBERS),
        conference_phone_notes=draw(MAYBE),
        url=draw(st.just("") | LINKS),
        updated_at=draw(st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001
        category=draw(st.sampled_from(list(Category))),
        changes=tuple(draw(st.lists(changes(), max_size=3))),
        organization=draw(MAYBE),
        joining=draw(st.sampled_from(list(Joining))),
        conference_password=draw(MAYBE),
        eligibility=draw(MAYBE),
        cost=draw(MAYBE),
        next_step=draw(MAYBE),
        moderation=draw(MAYBE),
        phone=draw(st.just("") | NUMBERS),
        email=draw(st.sampled_from(["", "office@example.org"])),
        feedback_url=draw(st.just("") | LINKS),
    )
