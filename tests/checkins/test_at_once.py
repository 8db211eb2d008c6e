"""Two taps, two tabs, two workers at the same time, in real transactions: nothing is written twice, nothing fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.checkins import chips, commitments, counters, daybook, setbacks, wishes
from holdfast.checkins.models import Amount, Chip, Counter, Day, Mark, Setback, Wishes
from holdfast.domain.days import Aim
from holdfast.network.models import Tie
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement
from holdfast.tending import hopes, reminding, stepping_back
from holdfast.tending.models import Expectation, Phasing, ReachingOut
from tests.asks.circle import agreed, tie_named, with_place
from tests.asks.test_together import together
from tests.tending.tended import lent_book

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="one SQLite in memory has one connection; its writers queue in any case"
    ),
]
NOW = timezone.now()
Act = Callable[[], object]


def person() -> Person:
    return open_account(nickname="john-w", passphrase="three quiet herons at dawn", now=NOW)


def counter(john: Person, aim: Aim = Aim.WITHOUT) -> Counter:
    facts = counters.CounterFacts("x", aim, "y" if aim != Aim.WITHOUT else "", None if aim == Aim.WITHOUT else 2.0)
    return counters.add_counter(by=john, facts=facts, started_at=NOW - timedelta(days=40), now=NOW)


def test_one_setback_is_one_and_told_once() -> None:
    rosa = agreed(john := person(), "Rosa", NOW)
    mine = counter(john)
    facts = setbacks.SetbackFacts(NOW, NOW, told=(rosa,))

    together([lambda: setbacks.write_setback(counter=mine, facts=facts, now=NOW)] * 4)

    assert Setback.objects.count() == 1
    assert Notice.objects.filter(person_id=rosa.supporter_id, unique_key__startswith="told:").count() <= 1


def test_chips_are_earned_once() -> None:
    mine = counter(person())
    later = NOW + timedelta(days=60)

    together([lambda: counters.note_days(counter=mine, now=later)] * 4)

    assert sorted(Chip.objects.values_list("days", flat=True)) == [1, 30, 60, 90]


def test_an_amount_and_a_mark_are_one() -> None:
    john = person()
    smokes = counter(john, Aim.LESS)
    said = commitments.add_commitment(by=john, facts=commitments.CommitmentFacts("x", days=(1,)), now=NOW)
    amount: Act = lambda: counters.write_amount(counter=smokes, on=NOW.date(), amount=1, now=NOW)  # noqa: E731
    mark: Act = lambda: commitments.mark_day(  # noqa: E731
        commitment=said, on=NOW.date(), is_kept=True, note=None, now=NOW
    )

    together([amount, amount, mark, mark])

    assert (Amount.objects.count(), Mark.objects.count()) == (1, 1)


def test_a_chip_is_asked_of_one() -> None:
    john = person()
    both = [agreed(john, name, NOW) for name in ("Rosa", "Ben")]
    chip = chips.make_chip(by=john, text="x", earned_on=NOW.date(), now=NOW)

    together([_asks(chip, one) for one in both])

    assert Chip.objects.get().giver in both
    assert Notice.objects.filter(thing=chip.pk, sent_at=None).values("person_id").distinct().count() <= 1


def _asks(chip: Chip, agreement: Agreement) -> Act:
    return lambda: chips.ask_giver(chip=Chip.objects.get(pk=chip.pk), agreement=agreement, now=NOW)


def _first_words(john: Person, tie: Tie) -> dict[str, Act]:
    card = hopes.HopesFacts([], "x", [], "", None)
    return {
        "day": lambda: daybook.write_intention(by=john, text="x", now=NOW),
        "wishes": lambda: wishes.set_wishes(by=john, facts=wishes.WishFacts(with_morning=True), now=NOW),
        "hopes": lambda: hopes.write_hopes(by=john, tie=tie, facts=card, now=NOW),
        "back": lambda: stepping_back.step_back(by=john, tie=tie, is_unsafe=False, now=NOW),
        "reminder": lambda: reminding.remind_at(by=john, at=time(12), days=[1], now=NOW),
    }


@pytest.mark.parametrize("what", ["day", "wishes", "hopes", "back", "reminder"])
def test_the_first_words_typed_twice_are_one(what: str) -> None:
    john = person()
    tie = tie_named(john, "Ben", NOW)

    together([_first_words(john, tie)[what]] * 4)

    rows = {"day": Day, "wishes": Wishes, "hopes": Expectation, "back": Phasing, "reminder": ReachingOut}
    assert rows[what].objects.count() == 1


def test_two_workers_remind_once(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    john = person()
    with_place(john, "john", NOW)
    lent_book(tie_named(john, "Ben", NOW), NOW, NOW.date())
    day = NOW.replace(hour=8, minute=0)
    reminding.remind_at(by=john, at=time(12), days=range(1, 8), now=day)
    at = day.replace(hour=13) + timedelta(days=40)

    together([lambda: reminding.remind_reaching_out(now=at)] * 4)

    assert Notice.objects.filter(person_id=john.pk, unique_key__startswith="reach:").count() == 1
