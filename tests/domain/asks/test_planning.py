"""Whom to ask, when: the limits that always hold, and what a plan promises."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.candidates import Candidate, Refusal, refusal_of
from holdfast.domain.asks.hours import WeekHours, every_day
from holdfast.domain.asks.kinds import DIAL, Kind, Stated
from holdfast.domain.asks.planning import FIRST_WAVE, MOST_SURE, Asking, Contact, plan
from tests.domain.asks.people import ANA, NOON, PATIENT, ask, askings, candidates, moments, somebody

POINTS = 0.03
"""Other plans of nearly the same cost may differ by so much in chance."""
SOONER = 0.08
"""What a step of the dial may take from the chance by the end: waiting becomes twice as dear, failing 1.4 times, so
somebody may be asked at once who would say yes likelier in the morning."""


@PATIENT
@given(askings(), candidates())
def test_nobody_is_asked_outside_their_limits_at_the_moment_they_are_asked(
    asking: Asking, people: list[Candidate]
) -> None:
    by_id = {one.id: one for one in people}

    for step in plan(asking, people, NOON).steps:
        assert refusal_of(by_id[step.candidate], asking.kind, step.at) is None


@PATIENT
@given(moments, candidates(), st.sampled_from(Kind))
def test_limits_hold_at_any_moment_of_a_year_with_its_clock_changes(
    now: datetime, people: list[Candidate], kind: Kind
) -> None:
    by_id = {one.id: one for one in people}

    for step in plan(Asking(kind, now, now + timedelta(hours=30)), people, now).steps:
        assert refusal_of(by_id[step.candidate], kind, step.at) is None


@PATIENT
@given(askings(), candidates())
def test_everybody_is_in_a_plan_once_and_nobody_twice(asking: Asking, people: list[Candidate]) -> None:
    made = plan(asking, [*people, *people], NOON)

    named = [step.candidate for step in made.steps] + [one.candidate for one in made.not_asked]
    known = asking.done | {contact.candidate for contact in asking.silent}
    assert sorted(named) == sorted({one.id for one in people} - known)


@PATIENT
@given(askings(), candidates())
def test_the_same_question_has_the_same_plan(asking: Asking, people: list[Candidate]) -> None:
    assert plan(asking, people, NOON) == plan(asking, people, NOON)


@PATIENT
@given(askings(), candidates())
def test_chances_are_between_nothing_and_the_most_that_is_promised(asking: Asking, people: list[Candidate]) -> None:
    made = plan(asking, people, NOON)

    curve = [chance for _, chance in made.curve]
    assert 0 <= made.chance <= made.most + 1e-9 <= MOST_SURE + 1e-9
    assert curve == sorted(curve)
    assert curve[-1] == made.chance


@PATIENT
@given(askings(), candidates())
def test_one_more_supporter_never_lowers_the_chance(asking: Asking, people: list[Candidate]) -> None:
    fewer = plan(asking, people[:-1], NOON)

    assert plan(asking, people, NOON).chance >= fewer.chance - POINTS


@PATIENT
@given(askings(), candidates())
def test_a_dial_turned_up_hardly_lowers_the_chance(asking: Asking, people: list[Candidate]) -> None:
    chances = [plan(replace(asking, dial=dial), people, NOON).chance for dial in DIAL]

    assert all(higher >= lower - SOONER for lower, higher in itertools.pairwise(chances))


@PATIENT
@given(askings(), candidates(), st.integers(0, 100000))
def test_an_ask_that_is_over_asks_nobody(asking: Asking, people: list[Candidate], late: int) -> None:
    made = plan(asking, people, asking.answer_by + timedelta(minutes=late))

    assert made.steps == ()
    assert made.chance == 0


def test_nobody_to_ask_is_a_plan_too() -> None:
    made = plan(ask(), [], NOON)

    assert (made.steps, made.not_asked, made.chance, made.most) == ((), (), 0, 0)


def test_nothing_wanted_any_more_asks_nobody() -> None:
    assert plan(ask(places=0), [ANA], NOON).steps == ()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"is_paused": True}, Refusal.PAUSED),
        ({"reachable": False}, Refusal.UNREACHABLE),
        ({"kinds": {Kind.TALK: Stated.GLADLY}}, Refusal.KIND),
        ({"away_until": NOON + timedelta(days=9)}, Refusal.RESPITE),
        ({"hours": WeekHours(())}, Refusal.HOURS),
        ({"asked": 3, "most_asked": 3}, Refusal.ASKED_ENOUGH),
        ({"helped": 3.0, "most_helped": 4.0}, Refusal.HELPED_ENOUGH),
    ],
)
def test_the_first_limit_is_named(facts: dict[str, object], why: Refusal) -> None:
    made = plan(ask(), [somebody("Ben", **facts)], NOON)

    assert [one.why for one in made.not_asked] == [why]


def test_whom_the_person_leaves_out_is_not_asked() -> None:
    made = plan(ask(left_out=frozenset({"ana"})), [ANA], NOON)

    assert made.steps == ()
    assert made.not_asked[0].why is Refusal.LEFT_OUT


def test_quiet_hours_that_end_in_time_put_somebody_later() -> None:
    evenings = somebody("Ben", hours=WeekHours(every_day(17 * 60, 22 * 60)))

    step = plan(ask(), [evenings], NOON).steps[0]

    assert step.at >= NOON + timedelta(hours=5)


def test_a_respite_that_ends_in_time_puts_somebody_later() -> None:
    back = NOON + timedelta(hours=3)

    step = plan(ask(), [somebody("Ben", away_until=back)], NOON).steps[0]

    assert step.at >= back


def test_hours_that_open_onto_a_full_week_stay_closed() -> None:
    full = somebody("Ben", hours=WeekHours(every_day(17 * 60, 22 * 60)), asked=9, most_asked=2)

    assert plan(ask(), [full], NOON).steps == ()


def test_a_crisis_asks_several_at_once() -> None:
    people = [somebody(f"S{number}", wakes=True) for number in range(6)]

    assert len(plan(ask(Kind.CRISIS, dial=-2), people, NOON).due(NOON)) >= FIRST_WAVE


def test_a_ride_in_no_hurry_asks_one_and_waits() -> None:
    people = [somebody(f"S{number}") for number in range(6)]

    made = plan(ask(Kind.MEAL), people, NOON)

    assert len(made.due(NOON)) == 1
    assert made.next_at(NOON) is not None


def test_turned_to_fast_more_are_asked_at_once() -> None:
    people = [somebody(f"S{number}") for number in range(6)]

    few, many = (len(plan(ask(Kind.TALK, dial=dial), people, NOON).due(NOON)) for dial in (-2, 2))

    assert many > few


def test_somebody_asked_a_moment_ago_counts_for_more_than_somebody_asked_long_ago() -> None:
    opened = NOON - timedelta(hours=5)
    recent, long_ago = (
        plan(ask(opened_at=opened, silent=(Contact("ana", NOON - ago),)), [ANA], NOON).chance
        for ago in (timedelta(minutes=1), timedelta(hours=5))
    )

    assert recent > 2 * long_ago > 0


def test_somebody_who_left_is_no_longer_counted_on() -> None:
    silent = (Contact("gone", NOON - timedelta(minutes=1)),)

    assert plan(ask(silent=silent), [], NOON).chance == 0


def test_two_places_ask_more_than_one_and_promise_less() -> None:
    people = [somebody(f"S{number}") for number in range(6)]

    one, two = (plan(ask(Kind.MEAL, places=places), people, NOON) for places in (1, 2))

    assert len(two.due(NOON)) > len(one.due(NOON))
    assert two.most <= one.most


def test_more_places_than_people_promise_nothing() -> None:
    assert plan(ask(places=3), [ANA, somebody("Ben")], NOON).chance == 0


def test_who_helps_only_if_needed_comes_after_who_helps_gladly() -> None:
    rarely = somebody("Ben", kinds=dict.fromkeys(Kind, Stated.IF_NEEDED))

    steps = plan(ask(), [rarely, ANA], NOON).steps

    assert steps[0].candidate == "ana"


def test_who_carries_much_already_comes_later() -> None:
    tired = somebody("Ben", helped=5.5, asked=5, balance=8.0)

    steps = plan(ask(), [tired, ANA], NOON).steps

    assert steps[0].candidate == "ana"


def test_a_standing_offer_that_holds_comes_first() -> None:
    drives = somebody("Ben", offers=((Kind.RIDE, WeekHours(every_day(9 * 60, 18 * 60, [3]))),))

    assert plan(ask(), [ANA, drives], NOON).steps[0].candidate == "ben"


def test_a_long_list_asks_the_cheapest_and_keeps_the_others() -> None:
    people = [somebody(f"S{number:02}", closeness=number / 40) for number in range(40)]

    made = plan(ask(), people, NOON)

    assert len(made.steps) + len(made.not_asked) == 40
    assert {one.why for one in made.not_asked} == {None}


def test_steps_come_in_the_order_of_time() -> None:
    people = [somebody(f"S{number}", closeness=number / 8) for number in range(8)]

    times = [step.at for step in plan(ask(Kind.TALK), people, NOON).steps]

    assert times == sorted(times)
    assert all(at.tzinfo is UTC for at in times)
