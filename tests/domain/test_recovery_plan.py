"""Versions of a recovery plan: when a change is one of its own, how two differ, and what a proposal needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.recovery_plan import (
    SESSION,
    Change,
    Draft,
    Helper,
    Line,
    Part,
    difference,
    folds,
    in_order,
    is_outdated,
    lacks,
)

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
words = st.text("abc ", min_size=1, max_size=3)
helpers = st.lists(st.builds(Helper, name=words, does=words), max_size=2).map(tuple)
lines = st.lists(
    st.builds(
        Line, id=st.sampled_from([str(n) for n in range(8)]), part=st.sampled_from(Part), text=words, helpers=helpers
    ),
    max_size=6,
    unique_by=lambda line: line.id,
)


@pytest.mark.parametrize(
    ("begun_at", "is_named", "is_folded"),
    [
        (NOW, False, True),
        (NOW - SESSION + timedelta(seconds=1), False, True),
        (NOW - SESSION, False, False),
        (NOW + timedelta(seconds=1), False, False),  # a clock was set back
        (NOW, True, False),
        (None, False, False),
    ],
)
def test_changes_within_an_hour_are_one_version(begun_at: datetime | None, is_named: bool, is_folded: bool) -> None:
    assert folds(begun_at, is_named=is_named, now=NOW) is is_folded


@given(lines)
def test_a_version_does_not_differ_from_itself(body: list[Line]) -> None:
    assert not difference(body, body)


@given(lines, lines)
def test_every_line_of_both_is_accounted_for(old: list[Line], new: list[Line]) -> None:
    found = difference(old, new)

    kept = len(new) - len(found.added)
    assert len(old) - len(found.left_out) == kept
    assert {one.after.id for one in found.changed} <= {line.id for line in new}


@given(lines, lines)
def test_what_one_adds_the_other_leaves_out(old: list[Line], new: list[Line]) -> None:
    there, back = difference(old, new), difference(new, old)

    assert len(there.added) == len(back.left_out)
    assert len(there.changed) == len(back.changed)


@given(lines, lines)
def test_no_difference_means_the_same_words_in_the_same_order(old: list[Line], new: list[Line]) -> None:
    def said(body: list[Line]) -> list[object]:
        return [[(line.text, [(h.name, h.does) for h in line.helpers]) for line in ls] for _, ls in in_order(body)]

    if not difference(old, new):
        assert said(old) == said(new)


def test_lines_with_new_ids_are_known_by_their_words() -> None:
    old, new = Line("1", Part.NEEDS, "Sleep"), Line("9", Part.NEEDS, "Sleep")

    assert not difference([old], [new])


def test_another_order_is_a_difference() -> None:
    one, two = Line("1", Part.NEEDS, "Sleep"), Line("2", Part.NEEDS, "Rest")

    assert difference([one, two], [two, one]).is_moved


def test_another_order_between_parts_is_none() -> None:
    one, two = Line("1", Part.NEEDS, "Sleep"), Line("2", Part.DAILY, "Rest")

    assert not difference([one, two], [two, one])


@pytest.mark.parametrize(
    ("draft", "is_lacking"),
    [
        (Draft(Part.NEEDS, Change.ADD, "Sleep"), False),
        (Draft(Part.NEEDS, Change.ADD, "  "), True),
        (Draft(Part.NEEDS, Change.EDIT, "Sleep", line_id="1"), False),
        (Draft(Part.NEEDS, Change.EDIT, "Sleep"), True),
        (Draft(Part.NEEDS, Change.EDIT, "", line_id="1"), True),
        (Draft(Part.NEEDS, Change.REMOVE, line_id="1"), False),
        (Draft(Part.NEEDS, Change.REMOVE), True),
    ],
)
def test_a_proposal_says_enough_to_be_answered(draft: Draft, is_lacking: bool) -> None:
    assert lacks(draft) is is_lacking


@pytest.mark.parametrize(
    ("change", "now", "is_late"),
    [
        (Change.ADD, None, False),
        (Change.EDIT, "Sleep", False),
        (Change.EDIT, "Rest", True),
        (Change.REMOVE, None, True),
    ],
)
def test_a_line_that_changed_meanwhile_is_noticed(change: Change, now: str | None, is_late: bool) -> None:
    assert is_outdated(change=change, before="Sleep", now=now) is is_late
