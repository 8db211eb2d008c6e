"""The three small things of the first page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from holdfast.accounts.models import Person
from holdfast.checkins.goals import GoalFacts, add_goal, near
from holdfast.home.small import MOST, shares
from tests.browser import Browser


@given(st.lists(st.integers(0, 9), max_size=6))
def test_never_more_than_there_are_nor_than_three(waiting: list[int]) -> None:
    taken = shares(waiting)

    assert sum(taken) == min(MOST, sum(waiting))
    assert all(took <= there for took, there in zip(taken, waiting, strict=True))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_up_to_three_kinds_all_have_a_place(waiting: list[int]) -> None:
    assert all(took for took, there in zip(shares(waiting), waiting, strict=True) if there)


@pytest.mark.parametrize(
    ("waiting", "taken"),
    [([2, 0, 0, 1], [2, 0, 0, 1]), ([5, 1], [2, 1]), ([0, 4], [0, 3]), ([1] * 4, [1, 1, 1, 0])],
)
def test_one_of_each_kind_comes_first(waiting: list[int], taken: list[int]) -> None:
    assert shares(waiting) == taken


@pytest.mark.django_db
def test_a_goal_whose_day_is_near_is_named_with_its_reason(page: Browser, john: Person) -> None:
    by_on = (timezone.now() + timedelta(days=2)).date()
    add_goal(by=john, facts=GoalFacts("Write to my sister", by_on=by_on), now=timezone.now())

    text = page.get("/today/").content.decode()

    assert [one.text for one in near(john, timezone.now())] == ["Write to my sister"]
    assert "Write to my sister" in text
    assert "You wanted it by" in text
