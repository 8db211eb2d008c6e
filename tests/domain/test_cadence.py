"""When contact is due, and when it is left in peace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.cadence import ON_CALL, QUIET, days_late, days_since_touch, is_due, rhythm_of
from holdfast.domain.network import Circle, Role, Tie, TieState
from tests.domain.cast import BEN, ROSA, TODAY, but, days_ago, ties


@pytest.mark.parametrize(
    ("role", "circle", "own", "wanted"),
    [
        (Role.FRIEND, Circle.WEEKLY, None, 7),
        (Role.FRIEND, Circle.MONTHLY, None, 30),
        (Role.FRIEND, Circle.NOW_AND_THEN, None, 90),
        (Role.FRIEND, Circle.YEARLY, None, 365),
        (Role.SIBLING, Circle.WEEKLY, None, 10),
        (Role.SIBLING, Circle.MONTHLY, None, 45),
        (Role.SIBLING, Circle.NOW_AND_THEN, None, 135),
        (Role.SIBLING, Circle.YEARLY, None, 548),
        (Role.FRIEND, Circle.WEEKLY, 3, 3),
        (Role.SIBLING, Circle.YEARLY, 14, 14),
        (Role.FRIEND, Circle.MONTHLY, 0, 30),
    ],
)
def test_the_rhythm_is_the_persons_own_or_the_circles_and_longer_for_family(
    role: Role, circle: Circle, own: int | None, wanted: int
) -> None:
    assert rhythm_of(Tie("x", "x", role, circle, rhythm_days=own)) == wanted


@pytest.mark.parametrize(
    ("days", "wanted"),
    [(0, None), (6, None), (7, 0), (8, 1), (40, 33)],
)
def test_is_due_on_the_day_of_the_rhythm_and_late_after_it(days: int, wanted: int | None) -> None:
    rosa = but(ROSA, last_touch_on=days_ago(days))

    assert days_late(rosa, TODAY) == wanted
    assert is_due(rosa, TODAY) is (wanted is not None)


@pytest.mark.parametrize(
    ("last", "today", "wanted"),
    [
        (date(2026, 2, 28), date(2026, 3, 1), 1),
        (date(2028, 2, 28), date(2028, 3, 1), 2),
        (date(2026, 12, 31), date(2027, 1, 1), 1),
        (date(2026, 3, 28), date(2026, 3, 30), 2),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 21), date(2026, 11, 20), 0),
    ],
)
def test_days_are_calendar_days(last: date, today: date, wanted: int) -> None:
    assert days_since_touch(but(BEN, last_touch_on=last), today) == wanted


def test_a_tie_never_touched_is_not_late() -> None:
    assert days_since_touch(BEN, TODAY) is None
    assert days_late(BEN, TODAY) is None


@pytest.mark.parametrize("state", [TieState.RESTING, TieState.STRAINED, TieState.PHASING_OUT, TieState.ENDED])
def test_ties_that_rest_or_part_are_left_in_peace(state: TieState) -> None:
    assert not is_due(but(BEN, state=state, last_touch_on=days_ago(400)), TODAY)


@pytest.mark.parametrize("role", sorted(ON_CALL))
@pytest.mark.parametrize(("own", "wanted"), [(None, False), (30, True)])
def test_nobody_owes_a_line_or_an_app_a_visit_unless_they_said_so(role: Role, own: int | None, wanted: bool) -> None:
    line = but(BEN, role=role, rhythm_days=own, last_touch_on=days_ago(400))

    assert is_due(line, TODAY) is wanted


@given(ties("t"), st.integers(0, 400))
def test_what_is_due_stays_due_until_the_next_touch(tie: Tie, more: int) -> None:
    later = TODAY + timedelta(days=more)

    assert not is_due(tie, TODAY) or is_due(tie, later)


@given(ties("t"))
def test_lateness_is_the_days_beyond_the_rhythm(tie: Tie) -> None:
    late = days_late(tie, TODAY)

    assert late is None or (late == days_since_touch(tie, TODAY) - rhythm_of(tie) >= 0)


@given(ties("t"))
def test_a_quiet_tie_is_never_due(tie: Tie) -> None:
    assert tie.state not in QUIET or not is_due(tie, TODAY)
