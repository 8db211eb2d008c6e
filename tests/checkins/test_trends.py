"""How it goes, read from ten years as from one week."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.checkins.models import CheckIn, HardMoment
from holdfast.checkins.trends import felt, hard_moments, rested, span_of, touched
from holdfast.domain.network import Role, SupportKind
from holdfast.domain.trends import Course, Span
from holdfast.network import actions
from tests.browser import Browser

pytestmark = pytest.mark.django_db


def said(person: Person, on: date, now: datetime, feeling: int, urge: int | None = None) -> None:
    CheckIn.objects.create(person=person, on=on, created_at=now, feeling=feeling, urge=urge)


@pytest.fixture
def weeks(john: Person, now: datetime) -> list[date]:
    """Every day of eight weeks, easier each week, with urges that grow weaker."""
    days = [now.date() - timedelta(days=back) for back in range(56)]
    for back, day in enumerate(days):
        said(john, day, now, 5 - back // 14, back // 7)
    return days


def test_the_mean_of_each_week_is_a_point(john: Person, weeks: list[date], now: datetime) -> None:
    feeling, urge = felt(john, span_of(john, Span.SEASON, today=weeks[0], fresh_on=None))

    assert feeling.course is Course.UP
    assert urge.course is Course.DOWN


def test_after_a_fresh_start_nothing_from_before_is_read(john: Person, weeks: list[date], now: datetime) -> None:
    pieces = span_of(john, Span.ALL, today=weeks[0], fresh_on=weeks[3])

    feeling, _ = felt(john, pieces)

    assert len([value for value in feeling.values if value is not None]) <= 2


def test_weeks_without_contact_are_none_and_not_left_out(john: Person, now: datetime) -> None:
    main = actions.main_network(by=john, name="Recovery", now=now)
    rosa = actions.add_tie(by=john, networks=[main], facts=actions.TieFacts("Rosa", Role.FRIEND), now=now)
    actions.log_touch(by=john, tie=rosa, facts=actions.TouchFacts(now.date()), now=now)

    trend = touched(john, span_of(john, Span.SEASON, today=now.date(), fresh_on=None))

    assert trend.values == (*[0.0] * 12, 1.0)


def test_a_need_that_somebody_takes_on_closes_a_seat(john: Person, now: datetime) -> None:
    before = now - timedelta(days=40)
    main = actions.main_network(by=john, name="Recovery", now=before)
    facts = actions.NeedFacts("Rides", SupportKind.PRACTICAL)
    actions.add_need(by=john, network=main, facts=facts, now=before)
    giving = actions.TieFacts("Ben", Role.FRIEND, gives={SupportKind.PRACTICAL: 2})
    actions.add_tie(by=john, networks=[main], facts=giving, now=now - timedelta(days=10))

    pieces = span_of(john, Span.SEASON, today=now.date(), fresh_on=None)
    open_, alone = rested(john, pieces, now=now)

    assert [open_.values[-6], open_.values[-1]] == [1.0, 0.0]
    assert alone.values[-1] == 1.0


def test_hard_moments_with_somebody_are_counted(john: Person, now: datetime) -> None:
    for who, own in (("someone", False), ("alone", True), ("alone", False)):
        HardMoment.objects.create(person=john, on=now.date(), created_at=now, who=who, used_own=own)

    found = hard_moments(john, span_of(john, Span.SEASON, today=now.date(), fresh_on=None))

    assert (found.not_alone, len(found.held)) == (2, 3)


@pytest.mark.parametrize("back", ["season", "year", "all"])
def test_the_page_reads_as_little_for_years_as_for_a_week(
    page: Browser, john: Person, now: datetime, back: str
) -> None:
    said(john, now.date(), now, 3)
    with CaptureQueriesContext(connection) as few:
        page.get(f"/how/?back={back}")
    days = [now.date() - timedelta(days=back) for back in range(1, 400)]
    CheckIn.objects.bulk_create(CheckIn(person=john, on=day, created_at=now, feeling=3, urge=2) for day in days)

    with CaptureQueriesContext(connection) as many:
        page.get(f"/how/?back={back}")

    assert len(many) == len(few)
