"""What each need rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.network import (
    BASIC_KINDS,
    COUNTING,
    RHYTHM_DAYS,
    SECTOR_OF,
    Balance,
    Circle,
    CoverState,
    Need,
    Network,
    Role,
    Sector,
    SupportKind,
    Tie,
    TieState,
    Urgency,
    balance,
    coverage,
    covers,
    gaps,
    kind_coverage,
    open_and_alone,
    single_points,
)
from tests.domain.cast import BEN, COMPANY, DANA, JOHNS, MEYER, RIDE, ROSA, TALK, TUESDAYS, but, networks, shuffled

BEN_SAYS = {True: {("ride", "ben"): True}, False: {("ride", "ben"): False}, None: {}}


@pytest.mark.parametrize(
    ("state", "strength", "said", "wanted"),
    [
        (TieState.ACTIVE, 1, None, True),
        (TieState.ACTIVE, 3, None, True),
        (TieState.ACTIVE, 0, None, False),
        (TieState.ACTIVE, None, None, False),
        (TieState.ACTIVE, None, True, True),
        (TieState.ACTIVE, 0, True, True),
        (TieState.ACTIVE, 3, False, False),
        (TieState.STRAINED, 1, None, True),
        (TieState.STRAINED, None, True, True),
        (TieState.STRAINED, 1, False, False),
        (TieState.RESTING, 3, None, False),
        (TieState.RESTING, 3, True, False),
        (TieState.PHASING_OUT, 3, None, False),
        (TieState.PHASING_OUT, 3, True, False),
        (TieState.ENDED, 3, None, False),
        (TieState.ENDED, 3, True, False),
    ],
)
def test_the_persons_word_decides_among_ties_that_count(
    state: TieState, strength: int | None, said: bool | None, wanted: bool
) -> None:
    ben = but(BEN, state=state, gives={} if strength is None else {SupportKind.PRACTICAL: strength})
    network = Network((ben,), (RIDE,), answers=BEN_SAYS[said])

    assert covers(network, RIDE, ben) is wanted


def test_a_word_about_one_need_says_nothing_about_another() -> None:
    other = replace(RIDE, id="shopping")
    network = Network((BEN,), (RIDE, other), answers=BEN_SAYS[False])

    assert [covers(network, need, BEN) for need in (RIDE, other)] == [False, True]


def test_says_what_each_need_rests_on() -> None:
    rows = coverage(JOHNS)

    assert [(row.need, row.ties, row.state) for row in rows] == [
        (TALK, (ROSA, DANA), CoverState.COVERED),
        (RIDE, (BEN,), CoverState.SINGLE),
        (COMPANY, (), CoverState.OPEN),
    ]


def test_shows_the_most_urgent_need_first_then_by_its_words() -> None:
    needs = [
        Need("4", "b", SupportKind.SOCIAL, urgency=Urgency.SOMETIME),
        Need("3", "B", SupportKind.SOCIAL, urgency=Urgency.SOON),
        Need("2", "a", SupportKind.SOCIAL, urgency=Urgency.SOON),
        Need("1", "z", SupportKind.SOCIAL, urgency=Urgency.NOW),
    ]

    rows = coverage(Network(needs=tuple(needs)))

    assert [row.need.id for row in rows] == ["1", "2", "3", "4"]


def test_names_the_strongest_first_then_the_nearest_and_strained_ties_last() -> None:
    emotional = SupportKind.EMOTIONAL
    strained = but(ROSA, state=TieState.STRAINED)
    near = but(DANA, id="near", gives={emotional: 2}, circle=Circle.WEEKLY)
    far = but(DANA, id="far", gives={emotional: 2}, circle=Circle.YEARLY)
    network = Network((strained, DANA, far, near), (TALK,))

    assert [tie.id for tie in coverage(network)[0].ties] == ["near", "far", "dana", "rosa"]


@pytest.mark.parametrize(
    ("ties", "said", "wanted"),
    [
        ((), {}, None),
        ((DANA,), {}, 1),
        ((DANA, ROSA), {}, 3),
        ((BEN,), {("talk", "ben"): True}, 1),
    ],
)
def test_an_open_need_has_no_strength_not_a_strength_of_zero(
    ties: tuple[Tie, ...], said: dict[tuple[str, str], bool], wanted: int | None
) -> None:
    row = coverage(Network(ties, (TALK,), answers=said))[0]

    assert row.strength == wanted


@pytest.mark.parametrize(
    ("states", "wanted"),
    [
        ((), False),
        ((TieState.STRAINED,), True),
        ((TieState.STRAINED, TieState.STRAINED), True),
        ((TieState.STRAINED, TieState.ACTIVE), False),
        ((TieState.ACTIVE,), False),
    ],
)
def test_a_need_held_by_strained_ties_only_is_frail(states: tuple[TieState, ...], wanted: bool) -> None:
    ties = tuple(but(ROSA, id=str(number), state=state) for number, state in enumerate(states))

    assert coverage(Network(ties, (TALK,)))[0].is_frail is wanted


def test_gaps_are_the_needs_nobody_could_meet() -> None:
    assert gaps(JOHNS) == (COMPANY,)


def test_a_gap_appears_when_the_only_practical_supporter_goes() -> None:
    rest = replace(JOHNS, ties=(ROSA, DANA, MEYER))

    assert gaps(rest) == (RIDE, COMPANY)


def test_a_kept_group_closes_the_gap() -> None:
    more = replace(JOHNS, ties=(*JOHNS.ties, TUESDAYS))

    assert gaps(more) == ()


def test_names_who_carries_a_need_alone_and_most_of_them_first() -> None:
    needs = (TALK, replace(TALK, id="night"), RIDE)
    points = single_points(Network((BEN, ROSA), needs))

    assert [(point.tie, {need.id for need in point.needs}) for point in points] == [
        (ROSA, {"talk", "night"}),
        (BEN, {"ride"}),
    ]


def test_an_empty_network_has_no_single_point() -> None:
    assert single_points(Network()) == ()


def test_the_grid_shows_the_basic_kinds_always() -> None:
    rows = kind_coverage(Network())

    assert tuple(row.kind for row in rows) == BASIC_KINDS


def test_the_grid_shows_the_other_kinds_once_given_or_asked_for() -> None:
    asked = Need("form", "help with a form", SupportKind.ADVOCACY)
    rows = kind_coverage(Network((DANA,), (asked,)))

    assert [row.kind for row in rows[len(BASIC_KINDS) :]] == [SupportKind.FINANCIAL, SupportKind.ADVOCACY]


def test_the_grid_says_who_gives_a_kind_and_which_needs_ask_for_it() -> None:
    rows = {row.kind: row for row in kind_coverage(JOHNS)}
    emotional, social = rows[SupportKind.EMOTIONAL], rows[SupportKind.SOCIAL]

    assert (emotional.ties, emotional.needs, emotional.state) == ((ROSA, DANA), (TALK,), CoverState.COVERED)
    assert (social.ties, social.needs, social.state) == ((), (COMPANY,), CoverState.OPEN)


@pytest.mark.parametrize("state", sorted(set(TieState) - COUNTING))
def test_the_grid_leaves_out_ties_that_do_not_count(state: TieState) -> None:
    rows = kind_coverage(Network((but(BEN, state=state),)))

    assert all(row.state is CoverState.OPEN for row in rows)


@pytest.mark.parametrize(
    ("role", "given", "received", "wanted"),
    [
        (Role.FRIEND, 0, 0, Balance.NOT_KNOWN),
        (Role.SPONSOR, 0, 0, Balance.THEY_HELP_ME),
        (Role.SPONSEE, 0, 0, Balance.I_HELP_THEM),
        (Role.THERAPIST, 0, 0, Balance.THEY_HELP_ME),
        (Role.FRIEND, 0, 1, Balance.THEY_HELP_ME),
        (Role.FRIEND, 1, 0, Balance.I_HELP_THEM),
        (Role.FRIEND, 1, 1, Balance.BOTH_WAYS),
        (Role.FRIEND, 2, 3, Balance.BOTH_WAYS),
        (Role.FRIEND, 2, 4, Balance.THEY_HELP_ME),
        (Role.FRIEND, 4, 2, Balance.I_HELP_THEM),
        (Role.SPONSOR, 3, 0, Balance.I_HELP_THEM),
    ],
)
def test_says_in_words_who_gives(role: Role, given: int, received: int, wanted: Balance) -> None:
    assert balance(but(BEN, role=role, given=given, received=received)) is wanted


def test_every_role_has_a_direction_and_every_circle_a_rhythm() -> None:
    assert set(SECTOR_OF) == set(Role)
    assert set(SECTOR_OF.values()) == set(Sector)
    assert RHYTHM_DAYS == {Circle.WEEKLY: 7, Circle.MONTHLY: 30, Circle.NOW_AND_THEN: 90, Circle.YEARLY: 365}


@given(st.data(), networks())
def test_coverage_does_not_depend_on_the_order_of_telling(data: st.DataObject, network: Network) -> None:
    again = shuffled(network, data.draw)

    assert coverage(again) == coverage(network)
    assert single_points(again) == single_points(network)


@given(networks())
def test_every_need_is_open_or_single_or_covered(network: Network) -> None:
    rows = coverage(network)
    alone = [need for point in single_points(network) for need in point.needs]

    assert sorted(row.need.id for row in rows) == sorted(need.id for need in network.needs)
    assert {row.need.id for row in rows if row.state is CoverState.SINGLE} == {need.id for need in alone}
    assert [row.need for row in rows if row.state is CoverState.OPEN] == list(gaps(network))


@given(networks())
def test_counts_what_the_lists_name(network: Network) -> None:
    assert open_and_alone(network) == (len(gaps(network)), len(single_points(network)))


@given(st.data(), networks())
def test_coverage_never_rises_when_a_tie_goes(data: st.DataObject, network: Network) -> None:
    gone = data.draw(st.sets(st.sampled_from([tie.id for tie in network.ties])) if network.ties else st.just(set()))
    rest = replace(network, ties=tuple(tie for tie in network.ties if tie.id not in gone))

    for before, after in zip(coverage(network), coverage(rest), strict=True):
        assert after.ties == tuple(tie for tie in before.ties if tie.id not in gone)
