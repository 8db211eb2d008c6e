"""Erasing an account: what goes, what stays, and what happens when something goes wrong on the way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.home.actions import ask_erasure, cancel_erasure, erase_account
from holdfast.home.jobs import TRY_AGAIN_AFTER, erase_due_accounts
from holdfast.home.models import Erased, ErasureRequest
from holdfast.home.queries import erased_ids
from holdfast.sealing.keys import KeyMissing, key_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_takes_the_person_and_the_key(john: Person, now: datetime) -> None:
    person_id = john.pk

    erase_account(by=john, now=now)

    assert not Person.objects.exists()
    with pytest.raises(KeyMissing):
        key_of(person_id)


def test_keeps_only_a_random_id(john: Person, now: datetime) -> None:
    person_id = str(john.pk)

    erase_account(by=john, now=now)

    assert erased_ids() == {person_id}


def test_leaves_everyone_else(john: Person, maria: Person, now: datetime) -> None:
    erase_account(by=john, now=now)

    assert Person.objects.get() == maria
    assert key_of(maria.pk)


def test_waits_a_week_when_asked(john: Person, now: datetime) -> None:
    request = ask_erasure(by=john, now=now)

    assert request.due_at == now + WEEK
    assert erase_due_accounts(now=now + WEEK - timedelta(seconds=1)) == 0
    assert Person.objects.exists()


def test_erases_when_the_week_is_over(john: Person, now: datetime) -> None:
    ask_erasure(by=john, now=now)

    assert erase_due_accounts(now=now + WEEK) == 1
    assert not Person.objects.exists()


def test_asking_again_does_not_move_the_day(john: Person, now: datetime) -> None:
    ask_erasure(by=john, now=now)

    request = ask_erasure(by=john, now=now + timedelta(days=3))

    assert request.due_at == now + WEEK


def test_stays_when_the_person_changes_their_mind(john: Person, now: datetime) -> None:
    ask_erasure(by=john, now=now)

    cancel_erasure(by=john, now=now)

    assert erase_due_accounts(now=now + 2 * WEEK) == 0
    assert Person.objects.get() == john


def test_one_bad_row_does_not_hold_up_the_others(
    john: Person, maria: Person, now: datetime, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_erasure(by=john, now=now - timedelta(hours=1))
    ask_erasure(by=maria, now=now)
    monkeypatch.setattr(Person, "delete", refuse_for(john))

    done = erase_due_accounts(now=now + WEEK)

    assert done == 1
    assert ErasureRequest.objects.get().person_id == john.pk
    assert "john" not in caplog.text


def test_comes_back_to_a_bad_row_later(john: Person, now: datetime) -> None:
    ErasureRequest.objects.create(person=john, asked_at=now, due_at=now)
    claimed = ErasureRequest.objects.filter(due_at=now).update(due_at=now + TRY_AGAIN_AFTER)

    assert claimed == 1
    assert erase_due_accounts(now=now) == 0
    assert erase_due_accounts(now=now + TRY_AGAIN_AFTER) == 1


def test_an_erased_id_is_written_down_once(john: Person, now: datetime) -> None:
    Erased.objects.create(person_id=john.pk, erased_at=now - WEEK)

    erase_account(by=john, now=now)

    assert Erased.objects.get().erased_at == now


def refuse_for(someone: Person) -> object:
    delete = Person.delete

    def refusing(person: Person, *args: object, **kwargs: object) -> object:
        if person.pk == someone.pk:
            raise RuntimeError("the disk is full")
        return delete(person)

    return refusing
