"""Every turn stands on its days, and nothing covers anything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.week import SHORTEST, Block, Turn, first_day, in_lanes, week_of

MONDAY = date(2026, 11, 16)


def turn(hour: int, length: int = 60, day: int = 16, who: tuple[str, ...] = ()) -> Turn:
    begins = datetime(2026, 11, day, hour, tzinfo=UTC)
    return Turn(f"{day}-{hour}", begins, begins + timedelta(minutes=length), 1, who)


@pytest.mark.parametrize(
    ("today", "begins_on", "first"),
    [
        (date(2026, 11, 21), 0, date(2026, 11, 15)),
        (date(2026, 11, 21), 1, date(2026, 11, 16)),
        (date(2026, 11, 15), 1, date(2026, 11, 9)),
        (date(2026, 11, 15), 0, date(2026, 11, 15)),
    ],
)
def test_begins_where_the_language_begins_a_week(today: date, begins_on: int, first: date) -> None:
    assert first_day(today, begins_on) == first


def test_stands_by_the_clock_of_the_person() -> None:
    (block,) = week_of([turn(23)], MONDAY, "Europe/Madrid").days[1].blocks
    assert (block.begins, block.ends) == (0, 60)


def test_stands_on_both_days_when_it_passes_midnight() -> None:
    days = week_of([turn(22, 240)], MONDAY, "UTC").days
    assert [(b.begins, b.ends, b.is_rest) for day in days[:2] for b in day.blocks] == [
        (22 * 60, 24 * 60, False),
        (0, 120, True),
    ]


def test_is_not_on_the_next_day_when_it_ends_at_midnight() -> None:
    assert not week_of([turn(23)], MONDAY, "UTC").days[1].blocks


def test_shows_the_usual_hours_of_an_empty_week() -> None:
    week = week_of([], MONDAY, "UTC")
    assert (week.begins, week.ends, week.is_empty) == (480, 1200, True)


def test_shows_early_and_late_hours_when_something_is_there() -> None:
    week = week_of([turn(5), turn(22, 30)], MONDAY, "UTC")
    assert (week.begins, week.ends) == (300, 1380)


def test_is_open_until_all_places_are_taken() -> None:
    begins = datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert Turn("a", begins, None, 2, ("Rosa",)).is_open


BLOCKS = st.lists(
    st.tuples(st.integers(0, 1400), st.integers(0, 200)).map(
        lambda pair: Block(Turn(str(pair), datetime(2026, 11, 16, tzinfo=UTC)), pair[0], min(1440, sum(pair)))
    ),
    max_size=12,
)


@given(BLOCKS)
def test_never_covers_another(blocks: list[Block]) -> None:
    placed = in_lanes(blocks)
    assert len(placed) == len(blocks)
    for n, one in enumerate(placed):
        for other in placed[n + 1 :]:
            until = max(one.ends, one.begins + SHORTEST)
            overlaps = one.begins < max(other.ends, other.begins + SHORTEST) and other.begins < until
            assert not (overlaps and one.lane == other.lane)


@given(BLOCKS)
def test_has_its_lane_within_the_lanes(blocks: list[Block]) -> None:
    assert all(0 <= block.lane < block.lanes for block in in_lanes(blocks))
