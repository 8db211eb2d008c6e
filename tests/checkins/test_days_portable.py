"""Days, setbacks, amounts and chips go out whole, come in as they were, and go without a trace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.checkins import portable
from holdfast.checkins.chips import ask_giver, hand_over, make_chip
from holdfast.checkins.counter_queries import days_as_of
from holdfast.checkins.counters import CounterFacts, add_counter, note_days, write_amount
from holdfast.checkins.models import Amount, Chip, Counter, Setback
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.domain.days import Aim
from holdfast.home.archive import ArchiveRefused
from holdfast.home.copies import parts_of, read_in
from tests.asks.circle import agreed
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def full(john: Person) -> Person:
    """John, with something in every part of his days."""
    rosa = agreed(john, "Rosa", NOW)
    drinks = add_counter(by=john, facts=CounterFacts("No drinks"), started_at=NOW - 70 * DAY, now=NOW)
    facts = SetbackFacts(NOW - 9 * DAY, NOW - 8 * DAY, "heron note", (rosa,), "heron words")
    write_setback(counter=drinks, facts=facts, now=NOW)
    walks = CounterFacts("Walks", Aim.MORE, "minutes", 20)
    counter = add_counter(by=john, facts=walks, started_at=NOW - 9 * DAY, now=NOW)
    write_amount(counter=counter, on=NOW.date(), amount=30, now=NOW)
    chip = Chip.objects.get(counter=drinks, days=60)
    ask_giver(chip=chip, agreement=rosa, now=NOW)
    hand_over(chip=Chip.objects.get(pk=chip.pk), line="heron line", now=NOW)
    make_chip(by=john, text="heron chip", earned_on=NOW.date(), now=NOW)
    return john


def figures(person: Person) -> list[Any]:
    counters = Counter.objects.filter(person=person).order_by("position")
    return [(one.name, days_as_of(one, NOW + 5 * DAY)) for one in counters]


def as_written(person: Person) -> Any:
    """A copy as it lies in a file."""
    return json.loads(json.dumps(parts_of(person)))


def test_every_figure_and_chip_comes_in_as_it_was(full: Person, maria: Person) -> None:
    before = figures(full)

    read_in(by=maria, data=as_written(full), now=NOW)

    assert figures(maria) == before
    chips = [sorted((one.days, one.line, one.text) for one in Chip.objects.filter(person=who, days__isnull=False))
             for who in (full, maria)]  # fmt: skip
    assert chips[0] == chips[1]
    assert Setback.objects.get(person=maria).note == "heron note"


def test_nobody_who_was_told_before_sees_anything_of_the_copy(full: Person, maria: Person) -> None:
    read_in(by=maria, data=as_written(full), now=NOW)

    told = Setback.objects.get(person=maria).told
    assert not told.filter(ended_at=None).exists()


def test_looking_at_a_copy_adds_no_second_chip(full: Person, maria: Person) -> None:
    read_in(by=maria, data=as_written(full), now=NOW)
    count = Chip.objects.filter(person=maria).count()

    for counter in Counter.objects.filter(person=maria):
        note_days(counter=counter, now=NOW)

    assert Chip.objects.filter(person=maria).count() == count


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("counters", {"time_zone": "Mars/Olympus"}),
        ("counters", {"bound": float("inf")}),
        ("counters", {"aim": "never"}),
        ("counters", {"kept_days": -1}),
        ("amounts", {"amount": float("nan")}),
        ("setbacks", {"at": "yesterday"}),
    ],
)
def test_what_no_page_could_show_does_not_come_in(
    full: Person, maria: Person, part: str, change: Mapping[str, Any]
) -> None:
    data = parts_of(full)
    found = next(rows for rows in _parts(data) if part in rows)
    found[part][0] |= change

    with pytest.raises((portable.CannotLoad, ArchiveRefused)):
        read_in(by=maria, data=data, now=NOW)

    assert not Counter.objects.filter(person=maria).exists()


def _parts(data: Any) -> list[Any]:
    return [data, *(value for value in data.values() if isinstance(value, dict))]


def test_erasing_leaves_nothing(full: Person) -> None:
    portable.erase(full)

    assert [model.objects.filter(person=full).count() for model in (Counter, Setback, Amount, Chip)] == [0, 0, 0, 0]
