"""A check-in that does not come: the person is asked first, then those they chose, and nothing is lost between."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models.signals import pre_save

from holdfast.accounts.models import Person
from holdfast.asks.actions import answer, move_ask
from holdfast.asks.models import Answer, Ask, CheckInWatch, Reply
from holdfast.asks.watching import (
    LOOK_AGAIN,
    TRY_AGAIN,
    WatchFacts,
    end_watch,
    escalate_missed,
    note_check_in,
    note_spoken,
    watch_check_ins,
)
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.lateness import GAPS, NeverDue, Pace, Stage, habit_from_json
from holdfast.notices.actions import add_destination, confirm_destination
from holdfast.notices.models import Notice
from tests.asks.circle import agreed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 18, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FIRST = DUE + 75 * MINUTE
GAP = GAPS[Pace.USUAL]
ALARM = FIRST + 3 * GAP


@pytest.fixture(autouse=True)
def mail(settings: Any, john: Person) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    place = add_destination(owner=john.pk, via="mail", address="john@example.org", now=NOON)
    confirm_destination(destination=place, now=NOON)


@pytest.fixture
def watch(john: Person) -> CheckInWatch:
    """John checks in every evening at eight; Rosa hears if he does not, Ben does not."""
    agreed(john, "Ben", NOON)
    rosa = agreed(john, "Rosa", NOON)
    return watch_check_ins(by=john, facts=WatchFacts(time(20), chosen=(rosa,)), now=NOON)


def ticks(begins: datetime, ends: datetime, every: timedelta = 5 * MINUTE) -> None:
    now = begins
    while now <= ends:
        escalate_missed(now=now)
        now += every


def stage_of(watch: CheckInWatch) -> Stage:
    watch.refresh_from_db()
    return Stage(watch.stage)


def moved(ask: Ask) -> None:
    for minutes in range(0, 120, 5):
        move_ask(ask=ask, now=ALARM + minutes * MINUTE)


def asked_of(person: Person) -> int:
    return Notice.objects.filter(person_id=person.pk).count()


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        (FIRST - 5 * MINUTE, Stage.EXPECTED),
        (FIRST, Stage.NUDGED),
        (FIRST + GAP, Stage.ASKED_AGAIN),
        (FIRST + 2 * GAP, Stage.ASKED_LAST),
        (ALARM, Stage.ROUTED),
    ],
)
def test_each_question_comes_at_its_time(watch: CheckInWatch, at: datetime, stage: Stage) -> None:
    ticks(DUE, at)

    assert stage_of(watch) is stage


def test_every_question_is_a_notice_to_the_person_and_to_nobody_else(watch: CheckInWatch, john: Person) -> None:
    ticks(DUE, FIRST + 2 * GAP)

    assert (asked_of(john), Notice.objects.count()) == (3, 3)


def test_a_tick_that_comes_twice_does_everything_once(watch: CheckInWatch, john: Person) -> None:
    for _ in range(3):
        ticks(DUE, ALARM)

    assert (asked_of(john), Ask.objects.count()) == (4, 1)


def test_only_those_chosen_are_asked(watch: CheckInWatch) -> None:
    ticks(DUE, ALARM)
    moved(Ask.objects.get())

    assert [reply.agreement.tie.name for reply in Reply.objects.all()] == ["Rosa"]


def test_the_ask_says_what_kind_it_is(watch: CheckInWatch) -> None:
    ticks(DUE, ALARM)

    assert Ask.objects.get().kind == Kind.MISSED


def test_nobody_is_asked_where_nobody_was_chosen(john: Person) -> None:
    agreed(john, "Ben", NOON)
    watch = watch_check_ins(by=john, facts=WatchFacts(time(20)), now=NOON)

    ticks(DUE, ALARM)

    assert (stage_of(watch), Ask.objects.count()) == (Stage.MISSED, 0)


def test_nobody_is_asked_once_the_only_one_chosen_left(watch: CheckInWatch) -> None:
    watch.chosen.update(ended_at=NOON)

    ticks(DUE, ALARM)

    assert (stage_of(watch), Ask.objects.count()) == (Stage.MISSED, 0)


def test_supporters_of_somebody_else_cannot_be_chosen(maria: Person, watch: CheckInWatch) -> None:
    hers = watch_check_ins(by=maria, facts=WatchFacts(time(9), chosen=tuple(watch.chosen.all())), now=NOON)

    assert not hers.chosen.exists()


@pytest.mark.parametrize("minutes", [-30, 20, 80, 120, 145])
def test_a_check_in_keeps_the_alarm_away(watch: CheckInWatch, john: Person, minutes: int) -> None:
    at = DUE + minutes * MINUTE
    ticks(DUE, at)
    note_check_in(by=john, now=at)
    ticks(at, ALARM + 5 * HOUR)

    assert (stage_of(watch), watch.due_at, Ask.objects.count()) == (Stage.CLOSED, DUE + DAY, 0)


def test_a_check_in_after_the_alarm_ends_the_ask_for_everyone(watch: CheckInWatch, john: Person) -> None:
    ticks(DUE, ALARM)

    note_check_in(by=john, now=ALARM + HOUR)

    assert Ask.objects.get().ended_at == ALARM + HOUR
    assert stage_of(watch) is Stage.CLOSED


def test_a_check_in_is_remembered_in_the_habit(watch: CheckInWatch, john: Person) -> None:
    note_check_in(by=john, now=DUE + 12 * MINUTE)

    watch.refresh_from_db()
    assert habit_from_json(watch.habit).minutes == (12,)


def test_a_supporter_who_spoke_to_them_closes_it(watch: CheckInWatch) -> None:
    ticks(DUE, ALARM)
    ask = Ask.objects.get()
    moved(ask)
    answer(reply=ask.replies.get(), said=Answer.YES, now=ALARM + 2 * HOUR)

    assert note_spoken(ask=ask, now=ALARM + 2 * HOUR) == 1
    assert stage_of(watch) is Stage.CLOSED


def test_an_alarm_nobody_answered_does_not_end_the_watch(watch: CheckInWatch, john: Person) -> None:
    ticks(DUE, ALARM)
    move_ask(ask=Ask.objects.get(), now=ALARM + 3 * HOUR)

    ticks(DUE + DAY, ALARM + DAY)

    assert (stage_of(watch), Ask.objects.count()) == (Stage.ROUTED, 2)


def test_a_watch_that_was_switched_off_asks_nobody(watch: CheckInWatch) -> None:
    end_watch(watch=watch, now=NOON)

    ticks(DUE, ALARM)

    assert not Notice.objects.exists()


def test_a_new_time_is_awaited_anew(watch: CheckInWatch, john: Person) -> None:
    ticks(DUE, FIRST)
    watch_check_ins(by=john, facts=WatchFacts(time(22)), now=FIRST, watch=watch)

    assert (stage_of(watch), watch.due_at) == (Stage.EXPECTED, DUE + 2 * HOUR)


def test_a_watch_without_days_is_refused(john: Person) -> None:
    with pytest.raises(NeverDue):
        watch_check_ins(by=john, facts=WatchFacts(time(20), days=frozenset()), now=NOON)


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (datetime(2027, 3, 13, 12, tzinfo=UTC), datetime(2027, 3, 14, 8, 30, tzinfo=UTC)),
        (datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 1, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_night_on_which_the_clock_changes_has_one_check_in(john: Person, before: datetime, due: datetime) -> None:
    watch = watch_check_ins(by=john, facts=WatchFacts(time(2, 30)), now=before)

    assert watch.due_at == due
    ticks(before, due + 12 * HOUR)
    assert asked_of(john) == 4


def test_the_time_of_the_wall_clock_stays_when_the_clock_changes(watch: CheckInWatch, john: Person) -> None:
    saturday = datetime(2027, 3, 13, 20, tzinfo=ZoneInfo("America/Chicago"))
    note_check_in(by=john, now=saturday)

    watch.refresh_from_db()
    assert watch.due_at - saturday.astimezone(UTC) == 23 * HOUR


class Killed(BaseException):
    """The worker dies here."""


@pytest.mark.parametrize("statement", range(40))
def test_a_worker_that_dies_at_any_statement_loses_and_repeats_nothing(
    watch: CheckInWatch, john: Person, statement: int
) -> None:
    ticks(DUE, ALARM - 5 * MINUTE)
    statements = count()

    def die(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if next(statements) == statement:
            raise Killed
        return execute(sql, params, many, context)

    with suppress(Killed), connection.execute_wrapper(die):
        escalate_missed(now=ALARM)

    escalate_missed(now=ALARM + MINUTE)
    assert (stage_of(watch), Ask.objects.count(), asked_of(john)) == (Stage.ROUTED, 1, 4)


def test_a_second_worker_that_read_the_same_row_does_nothing(watch: CheckInWatch, john: Person) -> None:
    seen: list[int] = []

    def other_worker(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and not seen:
            seen.append(0)
            seen.append(escalate_missed(now=FIRST))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(other_worker):
        first = escalate_missed(now=FIRST)

    assert (first + seen[1], asked_of(john)) == (1, 1)


def test_a_check_in_between_reading_and_claiming_wins(watch: CheckInWatch, john: Person) -> None:
    seen: list[str] = []

    def person(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and not seen:
            seen.append(sql)
            note_check_in(by=john, now=FIRST)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(person):
        assert escalate_missed(now=FIRST) == 0

    assert (stage_of(watch), asked_of(john)) == (Stage.CLOSED, 0)


def test_a_row_that_makes_no_sense_waits_an_hour_and_stops_nobody(
    watch: CheckInWatch, maria: Person, caplog: pytest.LogCaptureFixture
) -> None:
    hers = watch_check_ins(by=maria, facts=WatchFacts(time(3)), now=NOON)
    CheckInWatch.objects.filter(pk=watch.pk).update(time_zone="Nowhere/Atall", next_at=DUE)

    escalate_missed(now=FIRST)

    assert stage_of(watch) is Stage.EXPECTED
    assert watch.next_at == FIRST + LOOK_AGAIN
    assert stage_of(hers) is Stage.NUDGED
    assert str(watch.pk) in caplog.text


def test_a_row_that_cannot_be_written_is_tried_again(watch: CheckInWatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError

    pre_save.connect(fail, sender=Notice)
    escalate_missed(now=FIRST)
    pre_save.disconnect(fail, sender=Notice)

    assert (stage_of(watch), watch.next_at) == (Stage.EXPECTED, FIRST + TRY_AGAIN)
    assert escalate_missed(now=FIRST + TRY_AGAIN) == 1


@pytest.mark.parametrize("hours", [1, 3, 10, 30, 80])
@pytest.mark.parametrize("begins", [DUE - HOUR, DUE + 10 * MINUTE, FIRST + MINUTE, ALARM - MINUTE])
def test_an_outage_never_alarms_before_the_person_was_asked_three_times_since(
    watch: CheckInWatch, john: Person, begins: datetime, hours: int
) -> None:
    ticks(DUE, begins)
    stage_before, asked_before = stage_of(watch), asked_of(john)
    resumed = begins + hours * HOUR
    escalate_missed(now=resumed, down_for=hours * HOUR)

    assert not Ask.objects.exists()
    left = 3 - (asked_before if stage_before is not Stage.EXPECTED else 0)
    ticks(resumed + MINUTE, resumed + (left + 1) * GAP - 2 * MINUTE)
    assert Ask.objects.count() == 0 or asked_of(john) >= asked_before + left


def test_after_an_outage_nobody_is_asked_at_once(watch: CheckInWatch, john: Person) -> None:
    escalate_missed(now=DUE + 10 * MINUTE)

    escalate_missed(now=DUE + 5 * HOUR, down_for=5 * HOUR - 10 * MINUTE)

    assert asked_of(john) == 0
    watch.refresh_from_db()
    assert watch.next_at == DUE + 5 * HOUR + 65 * MINUTE


def test_the_outage_in_the_table_is_that_of_the_rule(watch: CheckInWatch) -> None:
    ticks(DUE, FIRST)
    watch.refresh_from_db()
    before = watch.next_at
    began, now = FIRST + MINUTE, FIRST + 3 * HOUR

    escalate_missed(now=now, down_for=now - began)
    escalate_missed(now=now, down_for=now - began)

    watch.refresh_from_db()
    assert (watch.next_at, watch.moved, watch.counted_to) == (before + (now - began), now - began, now)


def test_a_short_silence_of_the_worker_is_no_outage(watch: CheckInWatch) -> None:
    escalate_missed(now=FIRST, down_for=MINUTE)

    assert stage_of(watch) is Stage.NUDGED


def test_only_what_is_due_is_read(watch: CheckInWatch, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        escalate_missed(now=DUE)
