"""Morning and evening: asked at their hours, only where wanted, and passed over without a word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holdfast.accounts.models import Person
from holdfast.checkins.daybook import part_to_ask, write_intention, write_review
from holdfast.checkins.models import Day, Wishes
from holdfast.domain.daybook import Part, day_of, part_of
from tests.browser import Browser

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("hour", "minute", "part", "day"),
    [
        (3, 59, Part.EVENING, 16),
        (4, 0, Part.MORNING, 17),
        (10, 59, Part.MORNING, 17),
        (11, 0, None, 17),
        (17, 59, None, 17),
        (18, 0, Part.EVENING, 17),
        (23, 59, Part.EVENING, 17),
        (0, 0, Part.EVENING, 16),
    ],
)
def test_a_night_belongs_to_the_day_before(hour: int, minute: int, part: Part | None, day: int) -> None:
    here = datetime(2026, 11, 17, hour, minute, tzinfo=CHICAGO)

    assert (part_of(here), day_of(here)) == (part, date(2026, 11, day))


@given(some.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)))  # noqa: DTZ001
def test_a_morning_is_never_of_the_day_before(here: datetime) -> None:
    at = here.replace(tzinfo=UTC)

    assert part_of(at) is not Part.MORNING or day_of(at) == at.date()


def at(hour: int) -> datetime:
    return datetime(2026, 11, 17, hour, tzinfo=CHICAGO)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "hour", "part"),
    [
        ({}, 8, None),
        ({}, 20, None),
        ({"with_morning": True}, 8, Part.MORNING),
        ({"with_morning": True}, 20, None),
        ({"with_evening": True}, 20, Part.EVENING),
        ({"with_evening": True}, 14, None),
    ],
)
def test_asks_only_what_is_wanted_at_its_hour(
    john: Person, wanted: dict[str, bool], hour: int, part: Part | None
) -> None:
    assert part_to_ask(john, wishes=Wishes(person=john, **wanted), now=at(hour)) is part


@pytest.mark.django_db
def test_asks_no_more_once_it_is_written(john: Person) -> None:
    both = Wishes(person=john, with_morning=True, with_evening=True)
    write_intention(by=john, text="one call", now=at(8))
    write_review(by=john, text="", hard=4, now=at(20))

    assert (part_to_ask(john, wishes=both, now=at(9)), part_to_ask(john, wishes=both, now=at(21))) == (None, None)


@pytest.mark.django_db
def test_morning_and_evening_are_one_row(john: Person) -> None:
    write_intention(by=john, text="one call", now=at(8))
    write_review(by=john, text="it went well", hard=None, now=at(20) + timedelta(hours=6))

    assert [(row.on, row.intention, row.review) for row in Day.objects.all()] == [
        (date(2026, 11, 17), "one call", "it went well")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "sent"), [("morning", {"text": "one call"}), ("evening", {"hard": "4", "text": "x"})])
def test_the_pages_keep_what_was_written(page: Browser, path: str, sent: dict[str, str]) -> None:
    page.press(f"/check-in/{path}/", sent)

    assert sent["text"] in page.get(f"/check-in/{path}/").content.decode()


@pytest.mark.django_db
def test_an_empty_one_is_no_mistake(page: Browser) -> None:
    assert page.press("/check-in/evening/", {}).redirect_chain[-1][0] == "/today/"
