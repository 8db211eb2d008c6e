"""Awaited check-ins: who hears, in which words, paused, ended; and a supporter who spoke with them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.accounts.actions import change_preferences
from holdfast.accounts.models import Person
from holdfast.asks.actions import answer
from holdfast.asks.models import Answer, Ask, CheckInWatch, Reply
from holdfast.asks.watching import WatchFacts, escalate_missed, watch_check_ins
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.lateness import ALARMED, QUESTIONS, Pace, Stage
from holdfast.notices.actions import add_destination, confirm_destination, set_receiver
from holdfast.notices.models import Notice
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address
from tests.browser import Browser

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SET: dict[str, Any] = {"at": "20:00", "days": ["1", "3"], "pace": "patient"}


@pytest.fixture(autouse=True)
def mail(settings: Any, john: Person, present: datetime) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    place = add_destination(owner=john.pk, via="mail", address="john@example.org", now=present)
    confirm_destination(destination=place, now=present)


@pytest.fixture
def rosa(john: Person, present: datetime) -> Agreement:
    """She looks in."""
    return agreed(john, "Rosa", present)


@pytest.fixture
def ben(john: Person, present: datetime) -> Agreement:
    """He drives, and did not say that he looks in."""
    return agreed(john, "Ben", present, kinds={Kind.RIDE: Stated.GLADLY})


def walked(watch: CheckInWatch, begins: datetime, hours: int) -> CheckInWatch:
    for step in range(hours * 12):
        escalate_missed(now=begins + 5 * step * MINUTE)
    watch.refresh_from_db()
    return watch


def missed(john: Person, rosa: Agreement, present: datetime) -> CheckInWatch:
    """Due 22 hours ago, at whatever hour that was; the next is two hours ahead."""
    due = (present - 22 * HOUR).astimezone(ZoneInfo(john.time_zone)).time().replace(second=0, microsecond=0)
    begins = present - 30 * HOUR
    return walked(watch_check_ins(by=john, facts=WatchFacts(due, chosen=(rosa,)), now=begins), begins, 30)


def test_nobody_is_chosen_beforehand(page: Browser, rosa: Agreement) -> None:
    page.press("/check-in/awaited/", SET)

    watch = CheckInWatch.objects.get()
    assert (watch.at, watch.days, watch.pace, watch.chosen.count()) == (time(20), [1, 3], Pace.PATIENT, 0)


def test_only_those_who_look_in_can_be_chosen(page: Browser, rosa: Agreement, ben: Agreement) -> None:
    text = page.press("/check-in/awaited/", {**SET, "chosen": [str(ben.pk)]}).content.decode()

    assert "Something needs a second look" in text
    assert not CheckInWatch.objects.exists()


def test_those_chosen_are_kept(page: Browser, rosa: Agreement) -> None:
    page.press("/check-in/awaited/", {**SET, "chosen": [str(rosa.pk)]})

    assert list(CheckInWatch.objects.get().chosen.all()) == [rosa]


def test_says_exactly_what_they_read(page: Browser, rosa: Agreement, ben: Agreement) -> None:
    text = page.get("/check-in/awaited/").content.decode()

    assert "Could you look in on john-w?" in text
    assert "Not asked to look in so far: Ben " in text


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"at": ""}, "Enter a time."),
        ({"at": "late"}, "Enter a time, such as 20:00."),
        ({"days": []}, "Select a day, at least."),
    ],
)
def test_a_mistake_is_said_in_a_word(page: Browser, wrong: dict[str, Any], word: str) -> None:
    assert word in page.press("/check-in/awaited/", {**SET, **wrong}).content.decode()


def test_a_pause_awaits_nothing_before_its_day(page: Browser, john: Person, present: datetime) -> None:
    watch = watch_check_ins(by=john, facts=WatchFacts(time(20)), now=present)
    until = (present + 10 * DAY).date()

    page.press("/check-in/awaited/pause/", {"until": until.isoformat()})
    watch.refresh_from_db()
    assert watch.due_at > present + 9 * DAY

    page.press("/check-in/awaited/pause/", {"again": "yes"})
    watch.refresh_from_db()
    assert watch.due_at <= present + DAY + HOUR


@pytest.mark.parametrize("until", ["", "soon", "2020-01-01", "2999-01-01"])
def test_a_pause_needs_a_day_to_come(page: Browser, john: Person, present: datetime, until: str) -> None:
    watch = watch_check_ins(by=john, facts=WatchFacts(time(20)), now=present)

    text = page.press("/check-in/awaited/pause/", {"until": until}).content.decode()

    assert "Enter a day" in text
    assert CheckInWatch.objects.get().due_at == watch.due_at


def test_a_pause_ends_what_was_asked_of_others(page: Browser, john: Person, rosa: Agreement, present: datetime) -> None:
    watch = missed(john, rosa, present)
    assert watch.stage == Stage.ROUTED

    page.press("/check-in/awaited/pause/", {"until": (present + 5 * DAY).date().isoformat()})

    assert Ask.objects.get().ended_at is not None


def test_ending_it_tells_nobody(page: Browser, john: Person, rosa: Agreement, present: datetime) -> None:
    watch = watch_check_ins(by=john, facts=WatchFacts(time(20), chosen=(rosa,)), now=present)
    Notice.objects.all().delete()

    page.press("/check-in/awaited/end/")
    walked(watch, present, 40)

    assert not Notice.objects.exists()
    assert page.post("/check-in/awaited/end/").status_code == 404


def test_says_when_there_is_no_place_to_ask_at(page: Browser, settings: Any) -> None:
    settings.EMAIL_HOST = ""

    assert "we could not ask you first" in page.get("/check-in/awaited/").content.decode()


def test_a_supporter_who_spoke_with_them_says_so(
    stranger: Browser, john: Person, rosa: Agreement, present: datetime
) -> None:
    watch, asked_at = missed(john, rosa, present), present - HOUR
    ask = Ask.objects.get()
    reply = Reply.objects.create(person=john, ask=ask, agreement=rosa, wave=1, asked_at=asked_at, created_at=asked_at)
    here = address(rosa, present, "reply", reply.pk)
    assert "I spoke with them" not in stranger.get(here).content.decode()
    answer(reply=reply, said=Answer.YES, now=present)
    assert "I spoke with them" in stranger.get(here).content.decode()

    text = stranger.press(here, {"do": "spoke"}).content.decode()

    watch.refresh_from_db()
    assert watch.stage == Stage.CLOSED
    assert "Nobody waits for it any more." in text
    assert "I spoke with them" not in text


def test_nobody_closes_it_who_did_not_say_yes(
    stranger: Browser, john: Person, rosa: Agreement, present: datetime
) -> None:
    watch, asked_at = missed(john, rosa, present), present - HOUR
    reply = Reply.objects.create(
        person=john, ask=Ask.objects.get(), agreement=rosa, wave=1, asked_at=asked_at, created_at=asked_at
    )

    stranger.press(address(rosa, present, "reply", reply.pk), {"do": "spoke"})

    watch.refresh_from_db()
    assert watch.stage in ALARMED


NOON = datetime(2026, 11, 17, 18, 0, tzinfo=UTC)


def test_quiet_hours_hold_back_the_question_and_the_alarm_alike(john: Person, rosa: Agreement) -> None:
    set_receiver(owner=john.pk, time_zone="America/Chicago", quiet_from=time(20, 30), quiet_until=time(7))
    watch = watch_check_ins(by=john, facts=WatchFacts(time(20), chosen=(rosa,)), now=NOON)
    seven = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)

    assert walked(watch, NOON, 18).stage == Stage.EXPECTED
    assert walked(watch, NOON, 20).stage in QUESTIONS
    assert walked(watch, NOON, 21).stage == Stage.ROUTED
    mine = Notice.objects.filter(person_id=john.pk)
    assert mine.count() == 4
    assert all(notice.due_at >= seven for notice in mine)


def test_it_travels_with_the_person(john: Person) -> None:
    watch = watch_check_ins(by=john, facts=WatchFacts(time(20)), now=NOON)

    change_preferences(by=john, time_zone="Europe/Madrid", language="en", supports_someone=False)

    watch.refresh_from_db()
    assert watch.due_at == datetime(2026, 11, 17, 19, 0, tzinfo=UTC)
