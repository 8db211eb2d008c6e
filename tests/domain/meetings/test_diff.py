"""What would change is decided before anything is written, and no listing is in two minds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.diff import Diff, Known, Standing, compare, fields_changed

KEYS = st.sampled_from([f"k{number}" for number in range(12)])
MARKS = st.sampled_from(["one", "two"])
KNOWN = st.dictionaries(KEYS, st.builds(Known, MARKS, st.sampled_from(Standing), st.booleans()))
SAID = st.dictionaries(KEYS, MARKS)
PILES = ("new", "changed", "back", "found", "unchanged", "gone", "held", "past", "own")


def piles(diff: Diff) -> list[str]:
    """Every key of a difference, as often as it stands in it."""
    return [key for name in PILES for key in getattr(diff, name)]


def applied(known: dict[str, Known], said: dict[str, str], diff: Diff) -> dict[str, Known]:
    """What is known after a difference was taken over."""
    after = {**known, **{key: Known(said[key]) for key in (*diff.written, *diff.found)}}
    after |= {key: Known(known[key].mark, Standing.GONE) for key in diff.gone}
    return after | {key: Known(known[key].mark, Standing.HELD) for key in diff.held}


@given(KNOWN, SAID, st.booleans())
def test_every_listing_stands_in_exactly_one_pile(known: dict[str, Known], said: dict[str, str], confirm: bool) -> None:
    assert sorted(piles(compare(known, said, confirm=confirm))) == sorted({*known, *said})


@given(KNOWN, SAID)
def test_the_same_feed_again_changes_nothing(known: dict[str, Known], said: dict[str, str]) -> None:
    after = applied(known, said, compare(known, said))

    assert not compare(after, said).is_seen


@given(KNOWN, SAID)
def test_unconfirmed_at_most_a_fifth_goes(known: dict[str, Known], said: dict[str, str]) -> None:
    live = [key for key, one in known.items() if one.standing is not Standing.GONE and not one.is_own]

    assert len(compare(known, said).gone) <= 0.2 * len(live)


@given(KNOWN, SAID)
def test_confirmed_nothing_is_held(known: dict[str, Known], said: dict[str, str]) -> None:
    assert not compare(known, said, confirm=True).held


@given(KNOWN, SAID, st.booleans())
def test_what_a_group_keeps_is_never_touched(known: dict[str, Known], said: dict[str, str], confirm: bool) -> None:
    diff = compare(known, said, confirm=confirm)

    assert {key for key, one in known.items() if one.is_own} == set(diff.own)


@pytest.mark.parametrize(
    ("known", "said", "pile"),
    [
        (None, "one", "new"),
        (Known("one"), "one", "unchanged"),
        (Known("one"), "two", "changed"),
        (Known("one", Standing.GONE), "one", "back"),
        (Known("one", Standing.GONE), "two", "back"),
        (Known("one", Standing.HELD), "one", "found"),
        (Known("one", Standing.HELD), "two", "changed"),
        (Known("one", Standing.GONE), None, "past"),
        (Known("one"), None, "held"),
        (Known("one", is_own=True), None, "own"),
        (Known("one", is_own=True), "two", "own"),
    ],
)
def test_each_case_has_its_pile(known: Known | None, said: str | None, pile: str) -> None:
    diff = compare({"k": known} if known else {}, {"k": said} if said else {})

    assert getattr(diff, pile) == ("k",)


def test_what_was_held_stays_held_when_the_source_grows() -> None:
    known = {"old": Known("one", Standing.HELD), **{f"k{number}": Known("one") for number in range(20)}}

    diff = compare(known, {key: "one" for key in known if key != "old"})

    assert (diff.held, diff.gone) == (("old",), ())


def test_a_change_names_both_sides() -> None:
    before, after = {"key": "a", "name": "One", "city": "Here"}, {"key": "b", "name": "Two", "notes": "New"}

    assert fields_changed(before, after) == {"city": ["Here", None], "name": ["One", "Two"], "notes": [None, "New"]}
