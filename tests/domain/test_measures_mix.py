"""How mixed a network is; who knows whom; what changes if one tie goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.measures import (
    components,
    counting,
    density,
    isolates,
    multiplexity,
    outward,
    pieces,
    shape_of,
    share,
    variety,
    who_knows_whom,
    without,
)
from holdfast.domain.network import (
    CoverState,
    Network,
    Sector,
    SupportKind,
    Tie,
    TieState,
    coverage,
    gaps,
    single_points,
)
from tests.domain.cast import BEN, COMPANY, DANA, JOHNS, MEYER, RIDE, ROSA, TALK, TUESDAYS, but, networks


def ids(rows: tuple[tuple[Tie, ...], ...]) -> list[list[str]]:
    return [sorted(tie.id for tie in row) for row in rows]


# --- how mixed


@pytest.mark.parametrize(
    ("groups", "wanted"),
    [
        ("", None),
        ("a", 0),
        ("aaaa", 0),
        ("ab", Fraction(1, 2)),
        ("aab", Fraction(4, 9)),
        ("aabb", Fraction(1, 2)),
        ("abcde", Fraction(4, 5)),
    ],
)
def test_variety_is_the_chance_that_two_draws_differ(groups: str, wanted: Fraction | None) -> None:
    assert variety(groups) == (None if wanted is None else pytest.approx(float(wanted), rel=1e-12))


@given(st.lists(st.sampled_from("abcde"), min_size=1))
def test_variety_is_at_most_that_of_equal_shares(groups: list[str]) -> None:
    assert 0 <= (variety(groups) or 0) <= 1 - 1 / len(Counter(groups)) + 1e-12


@pytest.mark.parametrize(("of", "among", "wanted"), [(0, 0, None), (1, 4, 0.25), (0, 3, 0.0), (3, 3, 1.0)])
def test_a_share_among_none_is_not_zero(of: int, among: int, wanted: float | None) -> None:
    assert share(of, among) == wanted


@pytest.mark.parametrize(
    ("ties", "wanted"),
    [
        ((), None),
        ((ROSA,), 2),
        ((ROSA, BEN), 1.5),
        ((but(BEN, gives={}),), 0),
        ((but(BEN, gives={SupportKind.SOCIAL: 0}),), 0),
    ],
)
def test_multiplexity_is_the_mean_number_of_kinds_given(ties: tuple[Tie, ...], wanted: float | None) -> None:
    assert multiplexity(ties) == wanted


@pytest.mark.parametrize(
    ("same", "wanted"),
    [((), 1), (("rosa",), 0.5), (("rosa", "ben"), 0), (("rosa", "ben", "dana", "meyer"), -1), (("stranger",), 1)],
)
def test_the_ei_index_runs_from_all_inside_to_all_outside(same: tuple[str, ...], wanted: float) -> None:
    assert outward(JOHNS.ties, same) == wanted


def test_the_ei_index_of_nobody_is_not_defined() -> None:
    assert outward((), ()) is None


def test_measures_johns_network() -> None:
    shape = shape_of(JOHNS)
    kin = sum(tie.sector is Sector.FAMILY for tie in JOHNS.ties)

    assert variety(tie.sector for tie in JOHNS.ties) == 0.75
    assert (share(kin, shape.size), density(shape)) == (0.25, pytest.approx(1 / 3))
    assert (components(shape), isolates(shape)) == (2, 1)


def test_acquaintances_of_ties_that_are_not_there_are_left_out() -> None:
    network = Network((ROSA, BEN), acquainted=frozenset({("ben", "gone"), ("ben", "rosa")}))

    assert shape_of(network).pairs == ((1, 0),)
    assert [len(row.others) for row in who_knows_whom(network)] == [1, 1]


# --- who knows whom


def test_tells_who_knows_whom_those_who_know_most_first() -> None:
    rows = who_knows_whom(JOHNS)

    assert [(row.tie.id, [tie.id for tie in row.others]) for row in rows] == [
        ("dana", ["ben", "rosa"]),
        ("ben", ["dana"]),
        ("rosa", ["dana"]),
        ("meyer", []),
    ]


@given(networks())
def test_knowing_goes_both_ways(network: Network) -> None:
    rows = {row.tie.id: {tie.id for tie in row.others} for row in who_knows_whom(network)}

    assert all(one in rows[other] for one, others in rows.items() for other in others)
    assert sum(len(others) for others in rows.values()) == 2 * len(shape_of(network).pairs)


def test_tells_the_pieces_a_network_hangs_together_in() -> None:
    assert ids(pieces(JOHNS)) == [["ben", "dana", "rosa"], ["meyer"]]


@given(networks())
def test_pieces_share_out_all_ties(network: Network) -> None:
    found = pieces(network)

    assert sorted(tie.id for piece in found for tie in piece) == sorted(tie.id for tie in network.ties)
    assert len(found) == components(shape_of(network))
    assert sum(len(piece) == 1 for piece in found) == isolates(shape_of(network))


# --- what changes if one tie goes


@pytest.mark.parametrize(
    ("tie", "opened", "left_single", "parts"),
    [
        (BEN, (RIDE,), (), [["dana", "rosa"], ["meyer"]]),
        (ROSA, (), (TALK,), [["ben", "dana"], ["meyer"]]),
        (DANA, (), (TALK,), [["ben"], ["meyer"], ["rosa"]]),
        (MEYER, (), (), [["ben", "dana", "rosa"]]),
    ],
    ids=lambda value: value.id if isinstance(value, Tie) else "",
)
def test_says_what_changes_without_one_tie(
    tie: Tie, opened: tuple[object, ...], left_single: tuple[object, ...], parts: list[list[str]]
) -> None:
    parting = without(JOHNS, tie.id)

    assert (parting.tie, parting.opened, parting.left_single) == (tie, opened, left_single)
    assert ids(parting.pieces) == parts


@pytest.mark.parametrize(("tie", "nothing"), [(BEN, False), (ROSA, False), (DANA, False), (MEYER, True)])
def test_says_when_nothing_would_change(tie: Tie, nothing: bool) -> None:
    assert without(JOHNS, tie.id).changes_nothing is nothing


def test_falling_apart_is_a_change_though_every_need_is_met() -> None:
    bridge = replace(JOHNS, needs=())

    assert not without(bridge, "dana").changes_nothing


def test_a_need_that_was_open_before_is_not_newly_open() -> None:
    assert COMPANY in gaps(JOHNS)
    assert COMPANY not in without(JOHNS, "rosa").opened


@pytest.mark.parametrize("state", [TieState.RESTING, TieState.PHASING_OUT, TieState.ENDED])
def test_a_tie_that_does_not_count_takes_nothing_along(state: TieState) -> None:
    network = replace(JOHNS, ties=(ROSA, but(DANA, state=state), BEN, TUESDAYS))

    assert without(network, "dana").changes_nothing


def test_a_tie_that_is_not_there_cannot_go() -> None:
    with pytest.raises(KeyError):
        without(JOHNS, "nobody")


@given(networks())
def test_what_opens_without_a_tie_is_what_rests_on_it_alone(network: Network) -> None:
    alone = {point.tie.id: point.needs for point in single_points(network)}

    for tie in network.ties:
        assert without(network, tie.id).opened == alone.get(tie.id, ())


@given(networks())
def test_a_parting_says_what_coverage_says_afterwards(network: Network) -> None:
    for tie in network.ties:
        parting = without(network, tie.id)
        rest = replace(network, ties=tuple(one for one in network.ties if one != tie))
        single = {row.need.id for row in coverage(rest) if row.state is CoverState.SINGLE}

        assert {need.id for need in parting.opened} <= {need.id for need in gaps(rest)}
        assert {need.id for need in parting.left_single} <= single
        assert sum(map(len, parting.pieces)) == len(counting(rest).ties)
