"""The page for machines that watch over the house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.home.jobs import note_beat
from holdfast.notices.models import Notice
from tests.browser import Browser

pytestmark = pytest.mark.django_db


def test_says_that_all_is_well(stranger: Browser) -> None:
    note_beat(now=timezone.now())

    response = stranger.get("/status/")

    assert response.status_code == 200
    assert response.json() == {"database": True, "worker": True, "notices": True, "asks": True}


@pytest.mark.parametrize("ago", [timedelta(minutes=2), timedelta(days=9)])
def test_says_when_the_worker_is_silent(stranger: Browser, ago: timedelta) -> None:
    note_beat(now=timezone.now() - ago)

    response = stranger.get("/status/")

    assert response.status_code == 503
    assert response.json()["worker"] is False


def test_says_when_the_worker_was_never_seen(stranger: Browser) -> None:
    assert stranger.get("/status/").json()["worker"] is False


def test_says_when_a_notice_waits_too_long(stranger: Browser, john: Person) -> None:
    now = timezone.now()
    note_beat(now=now)
    due_at = now - timedelta(minutes=6)
    Notice.objects.create(person_id=john.pk, subject="x", unique_key="x", created_at=due_at, due_at=due_at)

    response = stranger.get("/status/")

    assert response.status_code == 503
    assert response.json()["notices"] is False


def test_answers_strangers_with_nothing_but_yes_and_no(stranger: Browser) -> None:
    assert set(stranger.get("/status/").json().values()) <= {True, False}


def test_takes_no_posts(stranger: Browser) -> None:
    assert stranger.post("/status/").status_code == 405
