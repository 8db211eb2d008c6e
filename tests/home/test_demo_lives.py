"""How the three fictional people lived."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.checkins.counters import shown_counters
from holdfast.checkins.models import CheckIn, Chip, HelperCheck, LookAgain, Setback
from holdfast.home.cast import EMILY, JOHN, MARIA
from holdfast.home.cast_lives import LIVES
from holdfast.home.demo import move_in, new_passphrase
from holdfast.network.models import Touch
from holdfast.supporters.models import Supporter
from holdfast.tending.models import Conflict
from tests.words import AVOID

pytestmark = pytest.mark.django_db


def test_john_lost_a_run_and_nothing_of_the_total(now: datetime) -> None:
    john = move_in(JOHN, passphrase=new_passphrase(), now=now)

    (counter,) = shown_counters(john, now)
    assert counter.current.days < 62
    assert counter.total.days > 200
    assert not Setback.objects.get().told.exists()


def test_ruth_handed_him_a_chip_with_a_line(now: datetime) -> None:
    move_in(JOHN, passphrase=new_passphrase(), now=now)

    chip = Chip.objects.exclude(handed_at=None).get()
    assert chip.giver is not None
    assert chip.giver.tie.name == "Ruth"
    assert "proud" in chip.line


def test_john_kept_a_page_of_looking_again(now: datetime) -> None:
    john = move_in(JOHN, passphrase=new_passphrase(), now=now)

    assert LookAgain.objects.get(person=john).figures


def test_joan_helps_two_people_with_one_page_of_her_own(now: datetime) -> None:
    passphrase = new_passphrase()
    for character in (MARIA, EMILY):
        move_in(character, passphrase=passphrase, now=now)

    joan = Supporter.objects.get(account__nickname="joan")
    assert {one.person.nickname for one in joan.agreements.all()} == {"maria", "emily"}
    assert HelperCheck.objects.filter(supporter=joan).count() == 3


def test_maria_has_something_to_talk_about_with_somebody_between(now: datetime) -> None:
    move_in(MARIA, passphrase=new_passphrase(), now=now)

    mediator = Conflict.objects.get().mediator
    assert mediator is not None
    assert mediator.name == "Dr Okafor"


@pytest.mark.parametrize("hour", [0, 5, 12, 18, 23])
def test_nothing_that_was_lived_lies_ahead(now: datetime, hour: int) -> None:
    then = now.replace(hour=hour)
    emily = move_in(EMILY, passphrase=new_passphrase(), now=then)

    today = then.astimezone(ZoneInfo(EMILY.time_zone)).date()
    assert CheckIn.objects.filter(person=emily, on__gte=today - timedelta(days=90)).count() > 60
    assert not CheckIn.objects.filter(on__gt=today).exists()
    assert not Touch.objects.filter(on__gt=today).exists()


def test_their_words_are_as_kind_as_ours() -> None:
    text = repr(LIVES)

    assert [pattern.pattern for pattern in AVOID if pattern.search(text)] == []
