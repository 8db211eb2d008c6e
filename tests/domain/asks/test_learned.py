"""What answers teach: in the right direction, bounded, and the same after a rest in a column."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.learned import (
    NOTHING_YET,
    Circumstances,
    Event,
    Learned,
    Outcome,
    from_json,
    idle_of,
    learn,
    learn_population,
    odds_of,
    pace_of,
    says_no_of,
)
from holdfast.domain.asks.population import POPULATION, Population, population_from_json, read

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SEEN = Circumstances()
MOST = 4000
"""Characters: what is known of one supporter never takes more."""


def event(outcome: Outcome, minutes: float = 30.0, kind: Kind = Kind.TALK, hour: int = 14) -> Event:
    return Event(kind, hour, outcome, minutes, NOW)


circumstances = st.builds(
    Circumstances,
    stated=st.sampled_from(Stated),
    closeness=st.floats(0, 1),
    role=st.sampled_from(["", "sponsor", "peer", "relative"]),
    asked=st.integers(0, 40),
    full=st.floats(0, 3),
    balance=st.floats(-20, 20),
    offered=st.booleans(),
    wakes=st.booleans(),
    open_to=st.floats(-1, 1),
)
events = st.builds(
    Event,
    kind=st.sampled_from(Kind),
    hour=st.integers(0, 23),
    outcome=st.sampled_from(Outcome),
    minutes=st.floats(0, 3000),
    at=st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda later: NOW + later),
    circumstances=circumstances,
)
histories = st.lists(events, max_size=12)


def after(history: list[Event], start: Learned = NOTHING_YET) -> Learned:
    return reduce(learn, history, start)


def people_after(history: list[Event]) -> Population:
    learned, people = NOTHING_YET, POPULATION
    for one in history:
        people, learned = learn_population(people, learned, one), learn(learned, one, people)
    return people


def chance(learned: Learned, people: Population = POPULATION, kind: Kind = Kind.TALK) -> float:
    return odds_of(learned, kind, 14, SEEN, people).chance


# ---- one supporter


@given(histories)
@settings(deadline=None)
def test_rests_in_a_column(history: list[Event]) -> None:
    learned = after(history)
    assert after([], from_json(learned.to_json())).to_json() == learned.to_json()


def test_an_empty_column_is_nothing_yet() -> None:
    assert from_json("") == NOTHING_YET
    assert from_json(NOTHING_YET.to_json()) == NOTHING_YET


@given(st.lists(events, min_size=20, max_size=60))
@settings(max_examples=20, deadline=None)
def test_never_takes_more_room(history: list[Event]) -> None:
    assert len(after(history * 5).to_json()) < MOST


@given(histories, events)
@settings(deadline=None)
def test_a_yes_never_lowers_the_chance_of_the_next(history: list[Event], one: Event) -> None:
    before = after(history)
    now = learn(before, replace(one, outcome=Outcome.YES))
    asked = (one.kind, one.hour, one.circumstances)
    assert odds_of(now, *asked).mean >= odds_of(before, *asked).mean - 1e-9


@given(histories, events)
@settings(deadline=None)
def test_a_no_never_raises_it(history: list[Event], one: Event) -> None:
    before = after(history)
    now = learn(before, replace(one, outcome=Outcome.NO))
    asked = (one.kind, one.hour, one.circumstances)
    assert odds_of(now, *asked).mean <= odds_of(before, *asked).mean + 1e-9


def test_more_yes_never_lowers_the_estimate() -> None:
    chances = [chance(after([event(Outcome.YES)] * count)) for count in range(12)]
    assert chances == sorted(chances)


def test_more_no_never_raises_the_estimate() -> None:
    chances = [chance(after([event(Outcome.NO)] * count)) for count in range(12)]
    assert chances == sorted(chances, reverse=True)


def test_somebody_overtaken_at_once_is_not_a_no() -> None:
    assert chance(after([event(Outcome.OVERTAKEN, minutes=0.1)])) == pytest.approx(chance(NOTHING_YET), abs=1e-3)


def test_somebody_overtaken_late_is_less_than_a_no() -> None:
    overtaken, refused = (chance(after([event(one, 20)])) for one in (Outcome.OVERTAKEN, Outcome.NO))
    assert refused < overtaken < chance(NOTHING_YET)


def test_the_longer_the_silence_the_more_of_a_no() -> None:
    chances = [chance(after([event(Outcome.SILENT, minutes)])) for minutes in (1, 5, 20, 60, 600)]
    assert chances == sorted(chances, reverse=True)


def test_a_yes_to_one_kind_says_more_of_that_kind() -> None:
    learned = after([event(Outcome.YES)] * 4)
    rise = [chance(learned, kind=kind) / chance(NOTHING_YET, kind=kind) for kind in (Kind.TALK, Kind.RIDE)]
    assert rise[0] > rise[1] > 1


@given(histories)
@settings(deadline=None)
def test_own_answers_move_the_odds_fourfold_at_most(history: list[Event]) -> None:
    moved = odds_of(after(history), Kind.TALK, 14, SEEN).mean - odds_of(NOTHING_YET, Kind.TALK, 14, SEEN).mean
    assert abs(moved) <= 1.3863


@given(histories)
@settings(deadline=None)
def test_a_chance_is_a_chance(history: list[Event]) -> None:
    learned, people = after(history), people_after(history)
    assert 0 < odds_of(learned, Kind.CRISIS, 3, SEEN, people).chance < 1
    assert 0 <= idle_of(learned, NOW + timedelta(days=400), people) <= 1
    assert 0 < says_no_of(learned, people) < 1


def test_quick_answers_teach_a_quick_pace() -> None:
    slow, quick = (after([event(Outcome.YES, minutes)] * 5) for minutes in (120, 1))
    assert (
        pace_of(quick, Kind.TALK, 14).mean
        < pace_of(NOTHING_YET, Kind.TALK, 14).mean
        < pace_of(slow, Kind.TALK, 14).mean
    )


def test_silence_raises_the_doubt_that_somebody_reads() -> None:
    assert idle_of(after([event(Outcome.SILENT, 1440)] * 4), NOW) > idle_of(NOTHING_YET, NOW)


def test_any_answer_ends_the_doubt() -> None:
    assert idle_of(after([*[event(Outcome.SILENT, 1440)] * 4, event(Outcome.NO)]), NOW) == 0


def test_the_doubt_fades() -> None:
    learned = after([event(Outcome.SILENT, 1440)] * 4)
    assert idle_of(learned, NOW + timedelta(days=60)) == pytest.approx(idle_of(NOTHING_YET, NOW), abs=1e-3)


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (Outcome.YES, {"talk:2": (1, 0)}),
        (Outcome.NO, {"talk:2": (0, 1)}),
        (Outcome.SILENT, {"talk:2": (0, 1)}),
        (Outcome.OVERTAKEN, {}),
    ],
)
def test_counts_what_was_answered(outcome: Outcome, counts: dict[str, tuple[int, int]]) -> None:
    assert after([event(outcome)]).counts == counts


# ---- people in general


@given(histories)
@settings(max_examples=30, deadline=None)
def test_people_rest_in_a_column(history: list[Event]) -> None:
    people = people_after(history)
    again = population_from_json(people.to_json())
    assert chance(NOTHING_YET, again) == pytest.approx(chance(NOTHING_YET, people), abs=1e-3)
    assert again.spread_square() == pytest.approx(people.spread_square())


def test_an_empty_column_is_the_prior() -> None:
    assert population_from_json("") is POPULATION


def test_yeses_of_many_raise_the_chance_of_somebody_new() -> None:
    people = POPULATION
    for _ in range(50):
        people = learn_population(people, NOTHING_YET, event(Outcome.YES))
    assert chance(NOTHING_YET, people) > chance(NOTHING_YET) + 0.1


def test_the_weight_of_closeness_is_learned() -> None:
    people = POPULATION
    for number in range(300):
        near = number % 2
        seen = Circumstances(closeness=float(near))
        one = replace(event(Outcome.NO if near else Outcome.YES), circumstances=seen)
        people = learn_population(people, NOTHING_YET, one)
    assert people.weight_of("near")[0] < 0 < POPULATION.weight_of("near")[0]


def test_supporters_who_differ_much_are_believed_more() -> None:
    people = POPULATION
    for number in range(200):
        learned = NOTHING_YET
        for _ in range(6):
            one = event(Outcome.YES if number % 2 else Outcome.NO)
            people, learned = learn_population(people, learned, one), learn(learned, one, people)
    assert people.differ("own") > POPULATION.differ("own")


def test_a_population_file_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="crisis"):
        read("[chance]\n[minutes]\n")


@given(st.lists(events, max_size=60))
@settings(max_examples=15, deadline=None)
def test_the_text_of_people_stays_small(history: list[Event]) -> None:
    assert len(people_after(history).to_json()) < 12_000
