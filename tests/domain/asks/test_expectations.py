"""Hoped minus offered: what there is to talk about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.asks.expectations import Difference, also_offered, differences
from holdfast.domain.asks.kinds import Kind, Stated

GLAD = dict.fromkeys(Kind, Stated.GLADLY)


@pytest.mark.parametrize(
    ("hoped", "offered", "takes_crisis", "wanted"),
    [
        ({Kind.COMPANY, Kind.TALK}, {Kind.TALK: Stated.GLADLY}, False, (Difference(Kind.COMPANY, None),)),
        ({Kind.RIDE}, {Kind.RIDE: Stated.DEPENDS}, False, (Difference(Kind.RIDE, Stated.DEPENDS),)),
        ({Kind.RIDE}, {Kind.RIDE: Stated.GLADLY, Kind.MEAL: Stated.GLADLY}, False, ()),
        ({Kind.CRISIS}, {}, False, (Difference(Kind.CRISIS, None),)),
        ({Kind.CRISIS}, {}, True, ()),
        (set(), {}, False, ()),
    ],
    ids=[
        "to go along, and they offer to phone",
        "it depends",
        "more is offered",
        "not now",
        "in a hard moment",
        "open",
    ],
)
def test_names_what_is_hoped_and_not_gladly_offered(
    hoped: set[Kind], offered: dict[Kind, Stated], takes_crisis: bool, wanted: tuple[Difference, ...]
) -> None:
    assert differences(hoped, offered, takes_crisis=takes_crisis) == wanted


@given(st.sets(st.sampled_from(Kind)))
def test_whoever_offers_everything_differs_in_nothing(hoped: set[Kind]) -> None:
    assert differences(hoped, GLAD, takes_crisis=True) == ()


@given(st.sets(st.sampled_from(Kind)), st.dictionaries(st.sampled_from(Kind), st.sampled_from(Stated)), st.booleans())
def test_never_names_what_was_not_hoped_for(hoped: set[Kind], offered: dict[Kind, Stated], takes: bool) -> None:
    assert {one.kind for one in differences(hoped, offered, takes_crisis=takes)} <= hoped


def test_to_come_along_is_hoped_for_and_a_phone_call_is_offered() -> None:
    """W80: one hopes for company at appointments, the other thinks of a call now and then."""
    hoped, offered = {Kind.COMPANY}, {Kind.TALK: Stated.GLADLY}

    assert differences(hoped, offered, takes_crisis=False) == (Difference(Kind.COMPANY, None),)
    assert also_offered(hoped, offered, takes_crisis=False) == (Kind.TALK,)


@given(st.sets(st.sampled_from(Kind)), st.dictionaries(st.sampled_from(Kind), st.sampled_from(Stated)), st.booleans())
def test_what_is_offered_is_hoped_for_or_offered_too(
    hoped: set[Kind], offered: dict[Kind, Stated], takes: bool
) -> None:
    also = set(also_offered(hoped, offered, takes_crisis=takes))

    assert not also & hoped
    assert also | hoped >= set(offered) - {Kind.CRISIS}
