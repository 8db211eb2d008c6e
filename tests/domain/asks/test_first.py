"""Whoever has just asked can expect that somebody hears of it now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.first import plan_with_first
from holdfast.domain.asks.hours import ALWAYS, WeekHours, every_day
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.planning import Asking, Contact, plan

AFTERNOON = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)
WITHIN = (timedelta(hours=1), timedelta(hours=8), timedelta(days=2), timedelta(days=7))


def somebody(name: str, hours: tuple[tuple[int, int], ...] = ALWAYS, stated: Stated = Stated.DEPENDS) -> Candidate:
    return Candidate(name, name, dict.fromkeys(Kind, stated), WeekHours(hours), takes_crisis=True)


@pytest.mark.parametrize("within", WITHIN, ids=str)
@pytest.mark.parametrize("stated", list(Stated))
@pytest.mark.parametrize("kind", list(Kind))
def test_in_the_daytime_somebody_is_asked_at_once(kind: Kind, stated: Stated, within: timedelta) -> None:
    asking = Asking(kind, AFTERNOON, AFTERNOON + within, dial=-2)

    assert plan_with_first(asking, [somebody("ana", stated=stated)], AFTERNOON).due(AFTERNOON)


def test_the_schedule_alone_would_wait() -> None:
    asking = Asking(Kind.TALK, AFTERNOON, AFTERNOON + timedelta(days=7))

    assert not plan(asking, [somebody("ana")], AFTERNOON).due(AFTERNOON)


def test_at_night_what_can_wait_waits_for_the_morning() -> None:
    asking = Asking(Kind.ERRAND, NIGHT, NIGHT + timedelta(days=1))

    assert not plan_with_first(asking, [somebody("ana")], NIGHT).due(NIGHT)


def test_nobody_is_asked_outside_their_hours_to_be_the_first() -> None:
    asking = Asking(Kind.TALK, AFTERNOON, AFTERNOON + timedelta(days=7))
    evenings = somebody("ana", every_day(18 * 60, 22 * 60))

    assert not plan_with_first(asking, [evenings], AFTERNOON).due(AFTERNOON)


def test_once_somebody_was_asked_the_schedule_holds() -> None:
    asking = Asking(
        Kind.TALK, AFTERNOON, AFTERNOON + timedelta(days=7), silent=(Contact("ben", AFTERNOON - timedelta(minutes=1)),)
    )
    people = [somebody("ana"), somebody("ben")]

    assert plan_with_first(asking, people, AFTERNOON) == plan(asking, people, AFTERNOON)


def test_only_one_is_asked_where_the_schedule_asks_nobody_yet() -> None:
    asking = Asking(Kind.STAY, AFTERNOON, AFTERNOON + timedelta(days=7), dial=-2)
    people = [somebody(name, stated=Stated.IF_NEEDED) for name in ("ana", "ben")]
    assert not plan(asking, people, AFTERNOON).due(AFTERNOON)

    assert len(plan_with_first(asking, people, AFTERNOON).due(AFTERNOON)) == 1


def test_a_plan_that_asks_at_once_stays_as_it_is() -> None:
    asking = Asking(Kind.CRISIS, AFTERNOON, AFTERNOON + WEIGHTS[Kind.CRISIS].within)
    people = [somebody("ana"), somebody("ben")]

    assert plan_with_first(asking, people, AFTERNOON) == plan(asking, people, AFTERNOON)


def test_where_the_schedule_spares_everybody_the_likeliest_is_asked() -> None:
    asking = Asking(Kind.MONEY, AFTERNOON, AFTERNOON + timedelta(minutes=20), dial=-2)
    people = [somebody("ana", stated=Stated.IF_NEEDED), somebody("ben", every_day(0, 60))]
    assert not plan(asking, people, AFTERNOON).steps

    assert [step.candidate for step in plan_with_first(asking, people, AFTERNOON).steps] == ["ana"]


def test_nobody_is_asked_whom_the_person_leaves_out() -> None:
    asking = Asking(Kind.TALK, AFTERNOON, AFTERNOON + timedelta(days=7), left_out=frozenset({"ana"}))

    assert not plan_with_first(asking, [somebody("ana")], AFTERNOON).steps
