"""Hours in a few words: usual choices come back as they were made, and nothing fine is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.coarse import USUAL, Part, Spans, Usual, days_of, parts_of, spans_of, usual_of
from holdfast.domain.asks.hours import ALWAYS, DAY, every_day

minutes = st.integers(0, DAY - 1)
own_days = st.dictionaries(st.integers(0, 6), st.tuples(minutes, minutes), max_size=7)


@pytest.mark.parametrize("usual", USUAL)
def test_a_usual_choice_is_known_again(usual: Usual) -> None:
    assert usual_of([list(span) for span in USUAL[usual]]) is usual


def test_other_hours_are_ones_own() -> None:
    assert usual_of(every_day(10 * 60, 11 * 60)) is Usual.OWN


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ((), ()),
        (ALWAYS, tuple(Part)),
        (USUAL[Usual.EVENINGS], (Part.WEEKDAY_EVENINGS, Part.WEEKEND_EVENINGS)),
        (USUAL[Usual.WEEKENDS], (Part.WEEKENDS_BY_DAY, Part.WEEKEND_EVENINGS)),
        (every_day(22 * 60, 6 * 60), (Part.NIGHTS,)),
        (every_day(22 * 60, 6 * 60, (6,)), ()),
        (every_day(12 * 60, 13 * 60), ()),
        (every_day(12 * 60 + 30, 17 * 60, (1, 2, 3, 4, 5)), (Part.WEEKDAYS_BY_DAY,)),
    ],
    ids=str,
)
def test_a_part_is_named_from_half_of_it_on(spans: Spans, wanted: tuple[Part, ...]) -> None:
    assert parts_of(spans) == wanted


@given(own_days)
def test_hours_of_days_come_back_as_they_were(days: dict[int, tuple[int, int]]) -> None:
    assert days_of(spans_of(days)) == days


@given(own_days)
def test_nothing_finer_than_parts_is_told(days: dict[int, tuple[int, int]]) -> None:
    """Whatever hours are typed, one of 32 answers comes out."""
    assert set(parts_of(spans_of(days))) <= set(Part)


def test_all_days_of_a_long_span_are_shown() -> None:
    assert days_of(ALWAYS) == dict.fromkeys(range(7), (0, 0))
