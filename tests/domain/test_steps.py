"""Which small steps come next, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.domain.network import Circle, Network, Role, Tie, TieState
from holdfast.domain.steps import Answer, Offer, Rule, Said, Situation, Step, all_steps, next_steps
from tests.domain.cast import (
    AL_ANON,
    BEN,
    CALM,
    COMPANY,
    DANA,
    JOHNS,
    MEYER,
    NEAR,
    ONLINE,
    RIDE,
    ROSA,
    TALK,
    TODAY,
    TUESDAYS,
    but,
    days_ago,
    on,
    rules_of,
    steps_of,
)


def test_a_calm_network_is_left_in_peace() -> None:
    assert all_steps(CALM) == ()


@pytest.mark.parametrize(
    ("situation", "wanted"),
    [
        (
            replace(CALM, network=replace(CALM.network, needs=(TALK, RIDE))),
            Step(Rule.SINGLE_POINT, "ben", "ride", count=1),
        ),
        (
            replace(CALM, network=replace(JOHNS, ties=CALM.network.ties[:-1])),
            Step(Rule.OPEN_NEED, "company", "company"),
        ),
        (replace(CALM, network=replace(CALM.network, needs=())), Step(Rule.SAY_NEEDS)),
        (replace(CALM, network=Network(needs=(TALK,))), Step(Rule.START)),
        (on(ROSA, DANA, TUESDAYS), Step(Rule.NO_PROFESSIONAL)),
        (on(BEN, DANA, MEYER), Step(Rule.NO_PEER)),
        (replace(CALM, next_rung="r3"), Step(Rule.NEXT_RUNG, "r3")),
        (replace(CALM, goals=()), Step(Rule.GOAL_GROUP, "group_a_month")),
        (replace(CALM, goals=()), Step(Rule.GOAL_CALL, "weekly_call")),
        (replace(CALM, reviewed_on=days_ago(90)), Step(Rule.REVIEW, days=90)),
    ],
    ids=lambda value: value.rule.value if isinstance(value, Step) else "",
)
def test_suggests(situation: Situation, wanted: Step) -> None:
    assert wanted in all_steps(situation)


def test_thanks_come_first_and_the_latest_help_before_older() -> None:
    rosa = but(ROSA, to_thank=True, last_touch_on=days_ago(5))
    ben = but(BEN, to_thank=True, last_touch_on=days_ago(2))
    situation = on(rosa, ben, DANA, MEYER, TUESDAYS)

    assert steps_of(situation, Rule.THANK) == [Step(Rule.THANK, "ben", days=2), Step(Rule.THANK, "rosa", days=5)]
    assert next_steps(situation)[0] == Step(Rule.THANK, "ben", days=2)


def test_a_meeting_that_fits_is_offered_for_an_open_need() -> None:
    situation = replace(CALM, network=Network((BEN,), (COMPANY,)), offers=(NEAR,))

    assert steps_of(situation, Rule.JOIN) == [Step(Rule.JOIN, "near", need="company", fits=("near", "soon"))]


def test_a_meeting_is_offered_for_open_needs_before_those_one_carries() -> None:
    situation = on(ROSA, MEYER, offers=(NEAR,))
    both = replace(situation, network=replace(situation.network, needs=(TALK, COMPANY)))

    assert [step.need for step in steps_of(both, Rule.JOIN)] == ["company", "talk"]


@pytest.mark.parametrize(
    ("network", "offers"),
    [
        (Network((BEN,), (RIDE,)), (NEAR, ONLINE)),
        (Network((ROSA, DANA), (TALK,)), (NEAR,)),
        (Network((BEN,), (COMPANY,)), ()),
        (Network((BEN,), ()), (NEAR,)),
    ],
    ids=["gives another kind", "already covered", "none found", "no need said"],
)
def test_no_meeting_is_offered(network: Network, offers: tuple[Offer, ...]) -> None:
    assert steps_of(replace(CALM, network=network, offers=offers), Rule.JOIN) == []


@pytest.mark.parametrize(
    ("supports_someone", "wanted"),
    [(False, ["near"]), (True, ["al-anon", "near"])],
)
def test_groups_for_families_are_offered_to_supporters_only(supports_someone: bool, wanted: list[str]) -> None:
    situation = replace(
        CALM, network=Network((BEN,), (COMPANY,)), offers=(AL_ANON, NEAR), supports_someone=supports_someone
    )

    assert [step.subject for step in steps_of(situation, Rule.JOIN)] == wanted


def test_a_refused_meeting_makes_room_for_the_next() -> None:
    situation = replace(CALM, network=Network((BEN,), (COMPANY,)), offers=(NEAR, ONLINE))
    refused = replace(situation, answers={("join", "near"): Answer(Said.NOT_FOR_ME)})

    assert next_steps(situation)[0].subject == "near"
    assert next_steps(refused)[0].subject == "online"


def test_the_most_urgent_open_need_comes_first() -> None:
    situation = replace(CALM, network=Network((MEYER,), (COMPANY, RIDE, TALK)))

    assert [step.subject for step in steps_of(situation, Rule.OPEN_NEED)] == ["talk", "ride", "company"]


def test_says_how_many_needs_one_tie_carries() -> None:
    night = replace(TALK, id="night", text="someone at night")
    situation = replace(CALM, network=Network((ROSA,), (night, TALK)))

    assert steps_of(situation, Rule.SINGLE_POINT) == [Step(Rule.SINGLE_POINT, "rosa", need="night", count=2)]


@pytest.mark.parametrize(
    ("tie", "days", "wanted"),
    [
        (ROSA, 6, None),
        (ROSA, 7, (7, 7)),
        (ROSA, 9, (9, 7)),
        (BEN, 29, None),
        (BEN, 31, (31, 30)),
        (DANA, 9, None),
        (DANA, 10, (10, 10)),
        (but(ROSA, rhythm_days=2), 3, (3, 2)),
        (but(ROSA, feel_after=2), 9, (9, 7)),
        (but(ROSA, feel_after=0), 9, (9, 7)),
        (but(ROSA, feel_after=-1), 9, None),
        (but(ROSA, feel_after=-2), 90, None),
    ],
)
def test_a_helpful_tie_beyond_its_rhythm_comes_up(tie: Tie, days: int, wanted: tuple[int, int] | None) -> None:
    situation = on(but(tie, last_touch_on=days_ago(days)))

    found = [(step.days, step.rhythm) for step in steps_of(situation, Rule.KEEP_IN_TOUCH)]

    assert found == ([] if wanted is None else [wanted])


def test_who_waits_longest_in_their_own_rhythm_comes_first() -> None:
    ben, rosa = but(BEN, last_touch_on=days_ago(50)), but(ROSA, last_touch_on=days_ago(20))

    found = steps_of(on(ben, rosa), Rule.KEEP_IN_TOUCH)

    assert [step.subject for step in found] == ["rosa", "ben"]


@pytest.mark.parametrize("state", [TieState.RESTING, TieState.STRAINED, TieState.PHASING_OUT, TieState.ENDED])
def test_a_tie_that_rests_or_parts_gives_no_prompt(state: TieState) -> None:
    rosa = but(ROSA, state=state, to_thank=True, last_touch_on=days_ago(400))

    assert "rosa" not in {step.subject for step in all_steps(on(rosa, BEN, DANA, MEYER, TUESDAYS))}


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        (Role.PEER, False),
        (Role.SPONSOR, False),
        (Role.PEER_WORKER, False),
        (Role.SUPPORT_GROUP, False),
        (Role.ONLINE_COMMUNITY, False),
        (Role.PROGRAMME, False),
        (Role.FRIEND, True),
        (Role.THERAPIST, True),
        (Role.HELPLINE, True),
    ],
)
def test_misses_a_peer(role: Role, wanted: bool) -> None:
    assert bool(steps_of(on(but(BEN, role=role)), Rule.NO_PEER)) is wanted


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        (Role.THERAPIST, False),
        (Role.CASE_MANAGER, False),
        (Role.CLINICIAN, False),
        (Role.THERAPY_GROUP, False),
        (Role.TREATMENT_CENTRE, False),
        (Role.SPONSOR, True),
        (Role.PEER_WORKER, True),
        (Role.HELPLINE, True),
    ],
)
def test_misses_a_professional(role: Role, wanted: bool) -> None:
    assert bool(steps_of(on(but(BEN, role=role)), Rule.NO_PROFESSIONAL)) is wanted


@pytest.mark.parametrize(
    ("circles", "wanted"),
    [
        ([1, 1, 1, 1], [Step(Rule.ONE_CIRCLE, "1", count=4)]),
        ([4, 4, 4, 4, 4], [Step(Rule.ONE_CIRCLE, "4", count=5)]),
        ([1, 1, 1, 2], []),
        ([1, 1, 1], []),
        ([], []),
    ],
)
def test_tells_when_everyone_stands_in_one_circle(circles: list[int], wanted: list[Step]) -> None:
    ties = [but(BEN, id=f"t{at}", circle=Circle(circle)) for at, circle in enumerate(circles)]

    assert steps_of(on(*ties), Rule.ONE_CIRCLE) == wanted


def test_an_empty_map_starts_from_places_and_needs() -> None:
    assert rules_of(Situation(Network(), TODAY)) == [Rule.START, Rule.SAY_NEEDS]


def test_an_empty_map_with_needs_starts_from_a_real_meeting() -> None:
    situation = Situation(Network(needs=(TALK, COMPANY)), TODAY, offers=(NEAR,))

    assert rules_of(situation)[:2] == [Rule.JOIN, Rule.START]


@pytest.mark.parametrize("rule", [Rule.OPEN_NEED, Rule.NO_PEER, Rule.NO_PROFESSIONAL, Rule.ONE_CIRCLE, Rule.GOAL_CALL])
def test_an_empty_map_is_not_a_list_of_what_is_missing(rule: Rule) -> None:
    assert steps_of(Situation(Network(needs=(TALK,)), TODAY), rule) == []
