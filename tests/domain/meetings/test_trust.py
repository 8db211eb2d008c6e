"""When reports are enough to take a listing out of the search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.domain.meetings.trust import Told, are_two, is_enough

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)


def told(*marks: tuple[str, int]) -> list[Told]:
    return [Told(mark, NOW - timedelta(days=days)) for mark, days in marks]


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("a", "b", True),
        ("a", "a", False),
        ("a p", "b q", True),
        ("a p", "a q", False),
        ("a p", "b p", False),
        ("a p", "a", False),
        ("", "b", False),
        ("", "", False),
    ],
)
def test_two_reporters_share_nothing(one: str, other: str, two: bool) -> None:
    assert are_two(one, other) is two


@pytest.mark.parametrize(
    ("reports", "enough"),
    [
        ([], False),
        ([("a", 0)], False),
        ([("a", 0), ("a", 1)], False),
        ([("a", 0), ("b", 30)], True),
        ([("a", 0), ("b", 31)], False),
        ([("a", 0), ("a", 1), ("b", 2)], True),
    ],
)
def test_two_within_thirty_days_are_enough(reports: list[tuple[str, int]], enough: bool) -> None:
    assert is_enough(told(*reports), vouched_at=None, now=NOW) is enough


@pytest.mark.parametrize(("days", "enough"), [(0, False), (29, False), (30, True)])
def test_the_groups_word_stands_for_thirty_days(days: int, enough: bool) -> None:
    vouched_at = NOW - timedelta(days=days)

    assert is_enough(told(("a", 0), ("b", 0)), vouched_at=vouched_at, now=NOW) is enough
