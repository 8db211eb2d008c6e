"""Whoever helps nobody any more is forgotten, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks.actions import cut_off
from holdfast.home.actions import erase_account
from holdfast.notices.models import Destination
from holdfast.sealing.models import PersonKey
from holdfast.supporters.jobs import KEPT_FOR, forget_unattached
from holdfast.supporters.models import Supporter
from tests.asks.circle import agreed

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=1)


def test_leaves_those_who_help_alone(john: Person, now: datetime) -> None:
    agreed(john, "Ben", now)

    assert forget_unattached(now=now + timedelta(days=400)) == 0


def test_forgets_whoever_was_cut_off(john: Person, now: datetime) -> None:
    ben = agreed(john, "Ben", now)
    cut_off(by=john, tie=ben.tie, now=now)

    assert forget_unattached(now=now + KEPT_FOR + MOMENT) == 1
    assert not Destination.objects.exists()
    assert not PersonKey.objects.filter(pk=ben.supporter_id).exists()


def test_waits_a_day(john: Person, now: datetime) -> None:
    ben = agreed(john, "Ben", now - timedelta(days=9))
    cut_off(by=john, tie=ben.tie, now=now)

    assert forget_unattached(now=now + KEPT_FOR - MOMENT) == 0


def test_is_not_needed_for_whoever_helped_an_account_that_was_erased(john: Person, now: datetime) -> None:
    ben = agreed(john, "Ben", now)
    erase_account(by=john, now=now)

    assert not PersonKey.objects.filter(pk=ben.supporter_id).exists()


def test_keeps_the_limits_of_an_account(john: Person, maria: Person, now: datetime) -> None:
    ben = agreed(john, "Ben", now)
    Supporter.objects.update(account=maria)
    cut_off(by=john, tie=ben.tie, now=now)

    assert forget_unattached(now=now + timedelta(days=9)) == 0


def test_once_is_enough(john: Person, now: datetime) -> None:
    ben = agreed(john, "Ben", now)
    cut_off(by=john, tie=ben.tie, now=now)
    forget_unattached(now=now + timedelta(days=9))

    assert forget_unattached(now=now + timedelta(days=9)) == 0
