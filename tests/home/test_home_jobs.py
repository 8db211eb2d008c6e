"""What the worker does for the whole house."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person, PersonSession
from holdfast.home.jobs import BATCH, clear_expired_sessions, erase_due_accounts, note_beat
from holdfast.home.models import Beat, ErasureRequest
from holdfast.home.queries import worker_age
from tests.browser import Browser
from tests.conftest import PASSPHRASE
from tests.home.house import House


@pytest.mark.django_db
def test_a_beat_replaces_the_one_before(now: datetime) -> None:
    note_beat(now=now - timedelta(minutes=1))

    note_beat(now=now)

    assert Beat.objects.count() == 1
    assert worker_age(now=now + timedelta(seconds=20)) == timedelta(seconds=20)


@pytest.mark.django_db
def test_a_worker_never_seen_has_no_age(now: datetime) -> None:
    assert worker_age(now=now) is None


@pytest.mark.django_db
def test_forgets_sessions_that_ended(page: Browser, now: datetime) -> None:
    ends_at = PersonSession.objects.get().expire_date

    assert clear_expired_sessions(now=ends_at - timedelta(seconds=1)) == 0
    assert clear_expired_sessions(now=ends_at + timedelta(seconds=1)) == 1


@pytest.mark.django_db
def test_erases_a_few_at_a_time_the_longest_waiting_first(now: datetime) -> None:
    people = [open_account(nickname=f"p{number}", passphrase=PASSPHRASE, now=now) for number in range(BATCH + 1)]
    for number, person in enumerate(people):
        ErasureRequest.objects.create(person=person, asked_at=now, due_at=now - timedelta(minutes=number))

    assert erase_due_accounts(now=now) == BATCH
    assert Person.objects.get() == people[0]


CUT = """
from django.conf import settings
from holdfast.accounts.models import Person
from holdfast.home.jobs import checkpoint
Person.objects.update(email="x@example.org")
log = settings.DATA / "holdfast.sqlite3-wal"
print(log.stat().st_size > 0, checkpoint(now=None), log.stat().st_size)
"""


@pytest.mark.sqlite_only
def test_a_checkpoint_empties_the_log_while_the_product_runs(house: House) -> None:
    assert house.do(CUT).strip() == "True 2 0"
