"""What a grant allows, at which moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holdfast.domain.consent import (
    LONGEST,
    Draft,
    Element,
    Grant,
    Item,
    Purpose,
    Viewer,
    ViewerKind,
    allowing,
    missing,
)

T = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
DEE = Viewer(ViewerKind.TEAM_MEMBER, UUID(int=1))
BEN = Viewer(ViewerKind.AGREEMENT, UUID(int=2))
RIVERSIDE = Viewer(ViewerKind.CARE_TEAM, UUID(int=3))
PLAN = Item.SAFETY_PLAN
WHOLE = Draft(DEE, "Dee Park", frozenset({PLAN}), Purpose.CARE, T, T + 90 * DAY, "John W", T)
GRANT = Grant(UUID(int=9), DEE, frozenset({PLAN}), T - 90 * DAY, T)

viewers = some.sampled_from([DEE, BEN, RIVERSIDE])
moments = some.integers(-400, 400).map(lambda hours: T + timedelta(hours=hours))
items = some.frozensets(some.sampled_from(list(Item)), min_size=1)


@some.composite
def grants(draw: some.DrawFn) -> Grant:
    starts_at = draw(moments)
    ends_at = starts_at + timedelta(hours=draw(some.integers(1, 300)))
    ended_at = draw(some.none() | some.integers(0, 300).map(lambda hours: starts_at + timedelta(hours=hours)))
    return Grant(UUID(int=draw(some.integers(1, 99))), draw(viewers), draw(items), starts_at, ends_at, ended_at)


histories = some.lists(grants(), max_size=6)


@pytest.mark.parametrize(
    ("at", "runs"),
    [
        (T - 90 * DAY - SECOND, False),
        (T - 90 * DAY, True),
        (T - SECOND, True),
        (T - timedelta(microseconds=1), True),
        (T, False),
        (T + SECOND, False),
    ],
)
def test_a_grant_runs_from_its_first_moment_and_no_longer_at_its_last(at: datetime, runs: bool) -> None:
    assert GRANT.runs(at) is runs


@given(grants(), moments)
def test_what_ended_never_runs_again(grant: Grant, at: datetime) -> None:
    assert not replace(grant, ended_at=T).runs(at)


@pytest.mark.parametrize("at", [T - 89 * DAY, T - SECOND])
def test_a_clock_set_back_revives_nothing_that_was_seen_to_run_out(at: datetime) -> None:
    assert not replace(GRANT, ended_at=GRANT.ends_at).runs(at)


@given(histories, viewers, some.sampled_from(list(Item)), moments)
def test_whatever_allows_is_for_this_viewer_this_item_and_this_moment(
    history: list[Grant], viewer: Viewer, item: Item, at: datetime
) -> None:
    found = allowing(history, viewers=[viewer], item=item, at=at)

    fits = [one for one in history if one.viewer == viewer and item in one.items and one.runs(at)]
    assert (found in fits) if fits else found is None


@given(histories, viewers, some.sampled_from(list(Item)), moments)
def test_nothing_is_allowed_while_the_person_restricts(
    history: list[Grant], viewer: Viewer, item: Item, at: datetime
) -> None:
    assert allowing(history, viewers=[viewer], item=item, at=at, is_restricted=True) is None


@given(histories, items, some.sampled_from(list(Item)), moments)
def test_narrowing_never_grows(history: list[Grant], kept: frozenset[Item], item: Item, at: datetime) -> None:
    everybody = [DEE, BEN, RIVERSIDE]
    narrowed = [replace(one, items=one.items & kept) for one in history]

    after = allowing(narrowed, viewers=everybody, item=item, at=at)
    assert after is None or (item in kept and allowing(history, viewers=everybody, item=item, at=at))


@given(histories, moments)
def test_the_order_of_grants_decides_nothing(history: list[Grant], at: datetime) -> None:
    by_id = {one.id: one for one in history}
    there, back = list(by_id.values()), list(by_id.values())[::-1]

    assert allowing(there, viewers=[DEE], item=PLAN, at=at) == allowing(back, viewers=[DEE], item=PLAN, at=at)


def test_a_viewer_of_another_kind_with_the_same_id_is_refused() -> None:
    other = Viewer(ViewerKind.CARE_TEAM, DEE.id)

    assert allowing([GRANT], viewers=[other], item=PLAN, at=T - SECOND) is None


def test_a_whole_draft_lacks_nothing() -> None:
    assert missing(WHOLE) == ()


@pytest.mark.parametrize(
    ("taken", "element"),
    [
        ({"recipient": "  "}, Element.RECIPIENT),
        ({"items": frozenset()}, Element.WHAT),
        ({"purpose": None}, Element.PURPOSE),
        ({"starts_at": None}, Element.START),
        ({"ends_at": None}, Element.END),
        ({"ends_at": T}, Element.END),
        ({"ends_at": T - SECOND}, Element.END),
        ({"ends_at": T + LONGEST + SECOND}, Element.END),
        ({"starts_at": T - DAY, "ends_at": T}, Element.END),
        ({"signature": ""}, Element.SIGNATURE),
        ({"signed_at": None}, Element.DATE),
    ],
)
def test_a_draft_without_one_element_cannot_be_given(taken: dict[str, object], element: Element) -> None:
    assert missing(replace(WHOLE, **taken)) == (element,)  # type: ignore[arg-type]


def test_the_longest_grant_is_a_year() -> None:
    assert missing(replace(WHOLE, ends_at=T + LONGEST)) == ()


def test_a_supporter_is_asked_for_no_signature() -> None:
    assert missing(replace(WHOLE, viewer=BEN, signature="")) == ()
