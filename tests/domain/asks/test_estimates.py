"""What to expect of one supporter at each moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.estimates import FEW, LEAST, POPULATION, SUREST, circumstances, estimate
from holdfast.domain.asks.hours import WeekHours, every_day
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.learned import NOTHING_YET, Event, Learned, Outcome, idle_of, learn, odds_of, pace_of
from tests.domain.asks.people import ANA, NOON, PATIENT, candidates, somebody

MOMENTS = [NOON + timedelta(hours=hour) for hour in range(0, 24, 3)]
events = st.builds(
    Event,
    st.sampled_from(Kind),
    st.integers(0, 23),
    st.sampled_from(Outcome),
    st.floats(0.1, 2000),
    st.integers(0, 30).map(lambda days: NOON - timedelta(days=30 - days)),
)


def taught(*lessons: Event) -> Learned:
    """What these events teach."""
    learned = NOTHING_YET
    for lesson in sorted(lessons, key=lambda event: event.at):
        learned = learn(learned, lesson)
    return learned


def says(outcome: Outcome, times: int) -> Learned:
    """Somebody who was asked for a ride at noon so often, and did this every time."""
    return taught(*(Event(Kind.RIDE, 12, outcome, 20.0, NOON - timedelta(days=9 - day)) for day in range(times)))


def chance_of(candidate: Candidate, kind: Kind = Kind.RIDE) -> float:
    return estimate(candidate, kind, [NOON], NOON).chance[0]


@PATIENT
@given(st.lists(events, min_size=FEW, max_size=12), candidates(most=1), st.sampled_from(Kind))
def test_an_estimate_is_the_model_of_what_was_learned(
    lessons: list[Event], people: list[Candidate], kind: Kind
) -> None:
    learned = taught(*lessons)
    if learned.answered < FEW:
        return
    for one in people:
        person = somebody("Ben", learned=learned, hours=one.hours, closeness=one.closeness)
        found = estimate(person, kind, MOMENTS, NOON)
        for number, at in enumerate(MOMENTS):
            hour = at.astimezone(ZoneInfo(person.hours.zone)).hour
            wanted = odds_of(learned, kind, hour, circumstances(person, kind)).chance * (1 - idle_of(learned, NOON))
            assert found.chance[number] == pytest.approx(min(SUREST, max(LEAST, wanted)))
            assert found.mu[number] == pytest.approx(pace_of(learned, kind, hour).mean)


@PATIENT
@given(candidates(most=3), st.sampled_from(Kind))
def test_chances_and_prices_stay_within_reason(people: list[Candidate], kind: Kind) -> None:
    for one in people:
        found = estimate(one, kind, MOMENTS, NOON)

        assert all(LEAST <= chance <= SUREST for chance in found.chance)
        assert all(price > 0 for price in found.price)
        assert found.sigma > 0


@PATIENT
@given(st.lists(events, max_size=FEW - 1))
def test_two_answers_rank_nobody_down(lessons: list[Event]) -> None:
    assert chance_of(somebody("Ben", learned=taught(*lessons))) >= chance_of(ANA) - 1e-12


def test_many_noes_do() -> None:
    assert chance_of(somebody("Ben", learned=says(Outcome.NO, 8))) < chance_of(ANA) * 0.8


def test_many_yeses_rank_up() -> None:
    assert chance_of(somebody("Ben", learned=says(Outcome.YES, 8))) > chance_of(ANA) * 1.1


def test_their_own_answers_move_the_odds_at_most_fourfold() -> None:
    always, never = (chance_of(somebody("Ben", learned=says(said, 200))) for said in (Outcome.YES, Outcome.NO))

    odds = chance_of(ANA) / (1 - chance_of(ANA))
    assert always / (1 - always) <= 4 * odds * 1.6
    assert never / (1 - never) >= odds / 4 / 1.6


def test_what_they_said_counts() -> None:
    gladly, depends, rarely = (
        chance_of(somebody("Ben", kinds={Kind.RIDE: said}))
        for said in (Stated.GLADLY, Stated.DEPENDS, Stated.IF_NEEDED)
    )

    assert gladly > depends > rarely


def test_who_is_near_says_yes_oftener() -> None:
    assert chance_of(somebody("Ben", closeness=1.0)) > chance_of(somebody("Cem", closeness=0.0))


def test_a_standing_offer_counts_while_it_holds() -> None:
    drives = somebody("Ben", offers=((Kind.RIDE, WeekHours(every_day(11 * 60, 14 * 60))),))

    at_noon, at_three = estimate(drives, Kind.RIDE, [NOON, NOON + timedelta(hours=3)], NOON).chance
    assert at_noon > at_three == pytest.approx(estimate(ANA, Kind.RIDE, [NOON + timedelta(hours=3)], NOON).chance[0])


def test_an_offer_of_another_kind_does_not() -> None:
    cooks = somebody("Ben", offers=((Kind.MEAL, WeekHours(every_day(0, 0))),))

    assert chance_of(cooks) == chance_of(ANA)


def test_the_hour_is_the_one_of_their_own_clock() -> None:
    there = somebody("Ben", hours=WeekHours(((0, 10080),), "Asia/Tokyo"))

    assert chance_of(there) == pytest.approx(estimate(ANA, Kind.RIDE, [NOON + timedelta(hours=9)], NOON).chance[0])


@pytest.mark.parametrize(
    "facts", [{"asked": 4}, {"helped": 4.0}, {"balance": 5.0}, {"kinds": {Kind.RIDE: Stated.IF_NEEDED}}]
)
def test_asking_costs_more(facts: dict[str, object]) -> None:
    depends = somebody("Cem", kinds={Kind.RIDE: Stated.DEPENDS})

    dear, usual = (
        estimate(one, Kind.RIDE, [NOON], NOON)
        for one in (somebody("Ben", **{"kinds": depends.kinds, **facts}), depends)
    )
    assert dear.price[0] / dear.chance[0] > usual.price[0] / usual.chance[0]


def test_long_help_costs_more_from_who_has_few_hours_to_give() -> None:
    busy, free = (
        estimate(somebody("Ben", most_helped=hours), Kind.RIDE, [NOON], NOON).price[0] for hours in (2.0, 12.0)
    )

    assert busy > free


def test_a_kind_that_was_left_out_says_something_too() -> None:
    ride = somebody("Ben", kinds={Kind.RIDE: Stated.DEPENDS})
    more = somebody("Cem", kinds=dict.fromkeys((Kind.RIDE, Kind.MEAL, Kind.ERRAND, Kind.TALK), Stated.DEPENDS))

    assert chance_of(more) > chance_of(ride)


def test_another_population_is_another_estimate() -> None:
    quicker = replace(POPULATION, spread=0.5)

    assert estimate(ANA, Kind.RIDE, [NOON], NOON, quicker).sigma < estimate(ANA, Kind.RIDE, [NOON], NOON).sigma
