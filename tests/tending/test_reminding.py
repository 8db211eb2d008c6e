"""One reminder a day at the person's hour, only if something waits, whatever the worker and its clock do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from holdfast.accounts.models import Person
from holdfast.network.actions import TouchFacts, log_touch
from holdfast.network.models import Tie
from holdfast.notices.models import Link, Notice
from holdfast.tending.models import ReachingOut
from holdfast.tending.reminding import LOOK_AGAIN, remind_at, remind_reaching_out
from tests.asks.circle import with_place
from tests.browser import Browser
from tests.tending.conftest import Add

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAILY = range(1, 8)


@pytest.fixture(autouse=True)
def mail(settings: Any, john: Person) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    with_place(john)


@pytest.fixture
def ann(add: Add) -> Tie:
    """Long overdue."""
    return add("Ann", ago=60)


def at(text: str) -> datetime:
    """A moment on John's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


def works(looks: Iterable[datetime]) -> list[datetime]:
    """The moments at which somebody was reminded."""
    return [now for now in looks if remind_reaching_out(now=now)]


def ticks(begins: datetime, ends: datetime, every: timedelta = timedelta(minutes=20)) -> list[datetime]:
    return [begins + number * every for number in range(int((ends - begins) / every) + 1)]


def days(moments: Iterable[datetime]) -> list[date]:
    return [moment.astimezone(CHICAGO).date() for moment in moments]


def test_comes_at_the_persons_hour(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 19:30"))

    sent = works(ticks(at("2026-11-20 19:30"), at("2026-11-21 23:50")))

    assert [moment.astimezone(CHICAGO).hour for moment in sent] == [9]


def test_says_nothing_of_what_it_is_about(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 08:00"))

    remind_reaching_out(now=at("2026-11-20 09:00"))

    notice = Notice.objects.get()
    assert "Ann" not in notice.subject + notice.body


def test_nothing_waits_and_nothing_comes(john: Person, ben: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 19:30"))

    assert works(ticks(at("2026-11-20 19:30"), at("2026-11-22 12:00"))) == []


def test_comes_once_a_day_while_something_waits(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 08:00"))

    sent = works(ticks(at("2026-11-20 08:00"), at("2026-11-25 23:00")))

    assert days(sent) == [date(2026, 11, day) for day in range(20, 26)]


def test_comes_on_the_chosen_days(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=[1, 4], now=at("2026-11-20 08:00"))

    sent = works(ticks(at("2026-11-20 08:00"), at("2026-12-01 23:00")))

    assert [day.isoweekday() for day in days(sent)] == [1, 4, 1]


@pytest.mark.parametrize("days_", [[], DAILY])
def test_without_an_hour_or_a_day_none_comes(john: Person, ann: Tie, days_: Iterable[int]) -> None:
    remind_at(by=john, at=None if days_ else time(9), days=days_, now=at("2026-11-20 08:00"))

    assert works(ticks(at("2026-11-20 08:00"), at("2026-11-22 23:00"))) == []


def test_a_worker_that_slept_over_the_evening_does_not_wake_anybody(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 08:00"))

    assert works(ticks(at("2026-11-20 22:30"), at("2026-11-21 06:50"))) == []
    assert days(works(ticks(at("2026-11-21 07:00"), at("2026-11-21 12:00")))) == [date(2026, 11, 21)]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("2026-03-06 12:00", "2026-03-11 12:00"), ("2026-10-30 12:00", "2026-11-04 12:00")],
    ids=["a short night", "a long night"],
)
def test_a_change_of_the_clock_neither_doubles_nor_loses(john: Person, ann: Tie, begins: str, ends: str) -> None:
    log_touch(by=john, tie=ann, facts=TouchFacts(date(2025, 1, 1)), now=at(begins))
    ann.touches.exclude(on=date(2025, 1, 1)).delete()
    remind_at(by=john, at=time(7, 30), days=DAILY, now=at(begins))

    sent = days(works(ticks(at(begins), at(ends))))

    assert sent == [at(begins).astimezone(CHICAGO).date() + number * DAY for number in range(1, 6)]


def test_a_clock_set_back_sends_no_second_one(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 08:00"))
    works(ticks(at("2026-11-20 08:00"), at("2026-11-20 12:00")))

    again = works(ticks(at("2026-11-20 07:00"), at("2026-11-20 21:00")))

    assert again == []


def test_a_clock_that_was_a_year_ahead_loses_none(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2027-11-20 08:00"))
    works(ticks(at("2027-11-20 08:00"), at("2027-11-20 12:00")))

    sent = works(ticks(at("2026-11-21 08:00"), at("2026-11-21 21:00")))

    assert days(sent) == [date(2026, 11, 21)]


def test_a_move_to_another_zone_is_noticed_within_hours(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 12:00"))
    works(ticks(at("2026-11-20 12:00"), at("2026-11-20 18:00")))
    john.time_zone = "Asia/Kathmandu"
    john.save()

    sent = works(ticks(at("2026-11-20 18:00"), at("2026-11-22 18:00")))

    here = [moment.astimezone(ZoneInfo("Asia/Kathmandu")) for moment in sent]
    assert [moment.day for moment in here] == [21, 22]
    assert all(9 <= moment.hour < 9 + LOOK_AGAIN / HOUR for moment in here)


def test_a_closed_account_hears_nothing(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 08:00"))
    john.is_active = False
    john.save()

    assert works(ticks(at("2026-11-20 08:00"), at("2026-11-21 12:00"))) == []


def test_the_link_leads_to_the_page_after_sign_in(john: Person, ann: Tie, page: Browser, stranger: Browser) -> None:
    now = datetime.now(UTC).replace(hour=18, minute=0)
    remind_at(by=john, at=time(7), days=DAILY, now=now - DAY)
    remind_reaching_out(now=now)
    token = Notice.objects.get().body.split("/u/")[1].split("/")[0]

    assert Link.objects.get().opens == "reach_out"
    assert page.get(f"/u/{token}/").headers["Location"] == "/in-touch/"
    assert stranger.press(f"/u/{token}/").redirect_chain[-1][0].startswith("/account/in/")


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 08:00"))
    together, counts = Barrier(2), []

    def work() -> None:
        together.wait()
        try:
            counts.append(remind_reaching_out(now=at("2026-11-20 09:00")))
        finally:
            connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == 1
    assert Notice.objects.count() == 1


def test_a_worker_that_died_half_way_loses_none(john: Person, ann: Tie) -> None:
    remind_at(by=john, at=time(9), days=DAILY, now=at("2026-11-20 08:00"))
    ReachingOut.objects.update(next_at=at("2026-11-20 09:05"))

    assert days(works(ticks(at("2026-11-20 09:00"), at("2026-11-20 10:00")))) == [date(2026, 11, 20)]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"at": "23:30", "days": ["1"]}, "Choose a time from 7"),
        ({"at": "09:00"}, "Choose one day at least"),
        ({"at": "soon", "days": ["1"]}, "Enter a valid time"),
    ],
)
def test_says_what_to_change(page: Browser, sent: dict[str, Any], error: str) -> None:
    assert error in page.post("/in-touch/reminder/", sent).content.decode()


def test_is_switched_off_by_an_empty_hour(page: Browser, john: Person) -> None:
    page.post("/in-touch/reminder/", {"at": "09:00", "days": ["1"]})

    page.post("/in-touch/reminder/", {"at": "", "days": ["1"]})

    assert ReachingOut.objects.get(pk=john.pk).next_at is None
