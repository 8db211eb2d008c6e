"""What a person keeps goes out whole and comes back the same, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.domain.network import Role, SupportKind
from holdfast.network import actions
from holdfast.network.models import Need, Tie
from holdfast.network.portable import CannotLoad, dump, erase, has_anything, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(john: Person, ben: Tie, rides: Need, add_tie: Callable[..., Tie], now: datetime) -> Person:
    """John, with something in every part."""
    rosa = add_tie("Rosa", Role.SIBLING, channels=(actions.ChannelFacts("phone", "0100"),), notes="likes tea")
    actions.introduce(by=john, tie=ben, others=[rosa], now=now)
    actions.answer_cover(tie=rosa, answers={rides: True})
    actions.log_touch(by=john, tie=ben, facts=actions.TouchFacts(now.date(), "received", note="a lift"), now=now)
    actions.answer_step(by=john, rule="single_point", subject=str(ben.pk), answer="later", now=now)
    actions.choose_goal(by=john, template="weekly_call", now=now, tie=rosa)
    actions.start_ladder(by=john, now=now)
    return john


def told(data: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """The rows without their ids, in an order of their own."""
    links = {"id", "tie", "need", "network", "networks", "one", "other", "subject"}
    return {
        part: sorted(str(sorted((name, value) for name, value in row.items() if name not in links)) for row in rows)
        for part, rows in data.items()
    }


def test_every_part_has_something(full: Person) -> None:
    assert all(dump(full).values())


def test_comes_back_the_same_for_somebody_else(full: Person, maria: Person, now: datetime) -> None:
    data = dump(full)

    load(person=maria, data=data, now=now)

    assert told(dump(maria)) == told(data)


def test_leaves_the_first_persons_own_rows_alone(full: Person, maria: Person, now: datetime) -> None:
    before = dump(full)

    load(person=maria, data=before, now=now)

    assert dump(full) == before


@pytest.mark.parametrize(
    "damage",
    [
        {"ties": "not a list"},
        {"ties": [3]},
        {"ties": [{"name": "without an id"}]},
        {"ties": [{"id": "1", "name": "x", "role": "wizard", "created_at": "2026-01-01T00:00:00Z"}]},
        {"ties": [{"id": "1", "name": "x", "role": "friend", "created_at": "soon"}]},
        {"ties": [{"id": "1", "password": "x"}]},
        {
            "needs": [
                {"id": "1", "text": "x", "kind": "social", "network": "absent", "created_at": "2026-01-01T00:00:00Z"}
            ]
        },
        {"support": [{"id": "1", "tie": "absent", "kind": "social", "strength": 2}]},
    ],
    ids=str,
)
def test_damaged_data_is_refused_whole(full: Person, maria: Person, now: datetime, damage: dict[str, Any]) -> None:
    data = {**dump(full), **damage}

    with pytest.raises(CannotLoad):
        load(person=maria, data=data, now=now)

    assert not has_anything(maria)


def test_erasing_leaves_nothing(full: Person, maria: Person) -> None:
    erase(full)

    assert not any(dump(full).values())


def test_erasing_touches_nobody_else(full: Person, maria: Person, now: datetime) -> None:
    load(person=maria, data=dump(full), now=now)
    before = dump(maria)

    erase(full)

    assert dump(maria) == before


def test_an_empty_file_loads_nothing(maria: Person, now: datetime) -> None:
    assert load(person=maria, data={}, now=now) == 0


def test_weak_support_is_kept_as_it_is(john: Person, add_tie: Callable[..., Tie]) -> None:
    add_tie("Ann", gives={SupportKind.FINANCIAL: 1})

    assert dump(john)["support"][0]["strength"] == 1
