"""A hard moment: one tap asks, the page says what is true, and silence ends on the lines whatever breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.accounts.models import Person
from holdfast.asks import hard_moment as moments
from holdfast.asks.actions import THINK_AGAIN, answer, close_ask, give_back, move_ask, note_opened
from holdfast.asks.hard_moment import State, ask_my_people, hard_moment, keep_moving, take_back, would_hear
from holdfast.asks.models import Answer, Ask, Moment, Reply
from holdfast.domain.asks.fallback import Stand
from holdfast.domain.asks.hours import every_day
from holdfast.notices.models import Notice
from holdfast.supporters.actions import Limits
from tests.asks.circle import agreed

pytestmark = pytest.mark.django_db
AT_MOST = timedelta(minutes=15)
NIGHT = datetime(2026, 11, 1, 8, 59, 50, tzinfo=UTC)
"""Just before three in the morning in Chicago, on the night its clocks go back."""


@pytest.fixture
def ask(john: Person) -> Ask:
    agreed(john, "Rosa", NIGHT)
    agreed(john, "Ben", NIGHT)
    return ask_my_people(by=john, text="", now=NIGHT)


def asked_at_once(ask: Ask) -> Reply:
    """The first who is asked."""
    move_ask(ask=ask, now=NIGHT + THINK_AGAIN)
    return ask.replies.order_by("asked_at", "pk")[0]


def seen(ask: Ask, **after: float) -> moments.HardMoment:
    """The page as it stands so long after the tap."""
    ask.refresh_from_db()
    return hard_moment(ask, now=NIGHT + timedelta(**after))


def test_a_second_tap_leads_to_the_same_ask(john: Person, ask: Ask) -> None:
    assert ask_my_people(by=john, text="again", now=NIGHT + timedelta(seconds=1)) == ask


def test_can_ask_again_when_the_last_one_is_over(john: Person, ask: Ask) -> None:
    close_ask(ask=ask, now=NIGHT + timedelta(minutes=5))

    assert ask_my_people(by=john, text="", now=NIGHT + timedelta(minutes=6)) != ask


def test_cuts_long_words_and_refuses_none(john: Person) -> None:
    assert len(ask_my_people(by=john, text="x" * 9000, now=NIGHT).text) == moments.MOST_WORDS


def test_says_beforehand_who_would_hear(john: Person) -> None:
    agreed(john, "Rosa", NIGHT)
    agreed(john, "Ben", NIGHT, takes_crisis=False)
    agreed(john, "Sam", NIGHT, limits=Limits("America/Chicago", every_day(9 * 60, 21 * 60)))

    assert [wave.names for wave in would_hear(john, now=NIGHT)] == [("Rosa",)]


def test_asks_at_night_whoever_may_be_woken(john: Person) -> None:
    agreed(john, "Sam", NIGHT, limits=Limits("America/Chicago", every_day(9 * 60, 21 * 60)), wakes=True)

    assert would_hear(john, now=NIGHT)


def test_nobody_hears_for_ten_seconds(ask: Ask) -> None:
    keep_moving(ask, now=NIGHT + timedelta(seconds=9))

    assert seen(ask, seconds=9).stand is Stand.HELD
    assert not Notice.objects.exists()


def test_taking_it_back_leaves_nothing(ask: Ask) -> None:
    assert take_back(ask=ask, now=NIGHT + timedelta(seconds=9)) is None
    assert not Ask.objects.exists()
    assert not Notice.objects.exists()


def test_too_late_to_take_back_ends_it_for_those_who_were_asked(ask: Ask) -> None:
    reply = asked_at_once(ask)

    take_back(ask=ask, now=NIGHT + timedelta(seconds=20))

    reply.refresh_from_db()
    assert reply.told_at


def test_the_page_asks_while_the_worker_is_dead(ask: Ask) -> None:
    keep_moving(ask, now=NIGHT + THINK_AGAIN)

    assert seen(ask, seconds=10).asked


def test_the_page_leaves_alone_what_is_not_due(ask: Ask) -> None:
    moved = keep_moving(ask, now=NIGHT + THINK_AGAIN)

    assert keep_moving(moved, now=NIGHT + THINK_AGAIN) is moved


STATES: list[tuple[State, Callable[[Reply], object]]] = [
    (State.SAVED, lambda _: None),
    (State.HANDED_OVER, lambda reply: Notice.objects.filter(thing=reply.pk).update(sent_at=NIGHT)),
    (State.FAILED, lambda reply: Notice.objects.filter(thing=reply.pk).update(failed_at=NIGHT)),
    (State.NOWHERE, lambda reply: Notice.objects.filter(thing=reply.pk).delete()),
    (State.OPENED, lambda reply: note_opened(reply=reply, now=NIGHT)),
    (State.YES, lambda reply: answer(reply=reply, said=Answer.YES, now=NIGHT)),
    (State.NO, lambda reply: answer(reply=reply, said=Answer.NO, now=NIGHT)),
    (State.LATER, lambda reply: answer(reply=reply, said=Answer.LATER, now=NIGHT)),
    (State.AT, lambda reply: answer(reply=reply, said=Answer.AT, now=NIGHT, can_at=NIGHT)),
]


@pytest.mark.parametrize(("state", "happens"), STATES, ids=[state for state, _ in STATES])
def test_says_how_far_it_came_and_no_further(ask: Ask, state: State, happens: Callable[[Reply], object]) -> None:
    reply = asked_at_once(ask)

    happens(reply)

    assert seen(ask, seconds=30).asked[0].state is state


def test_a_yes_given_back_is_no_yes(ask: Ask) -> None:
    reply = asked_at_once(ask)
    answer(reply=reply, said=Answer.YES, now=NIGHT + timedelta(seconds=20))

    give_back(promise=reply.promises.get(), now=NIGHT + timedelta(seconds=40))

    assert seen(ask, seconds=50).asked[0].state is State.GIVEN_BACK
    assert seen(ask, seconds=50).stand is not Stand.ANSWERED


def test_the_first_yes_is_said_first(ask: Ask) -> None:
    reply = asked_at_once(ask)
    answer(reply=reply, said=Answer.YES, now=NIGHT + timedelta(seconds=20))
    move_ask(ask=ask, now=NIGHT + timedelta(seconds=20))

    moment = seen(ask, hours=1)

    assert moment.stand is Stand.ANSWERED
    assert moment.coming
    assert moment.coming.id == str(reply.pk)


def test_says_who_is_next_and_in_how_many_minutes(ask: Ask) -> None:
    asked_at_once(ask)

    moment = seen(ask, seconds=10)

    names = {one.name for one in moment.asked} | {name for wave in moment.waves for name in wave.names}
    assert names == {"Rosa", "Ben"}
    assert all(wave.minutes > 0 for wave in moment.waves)


def test_stands_on_the_lines_at_once_when_nothing_could_be_sent(ask: Ask) -> None:
    for minute in range(9):
        move_ask(ask=ask, now=NIGHT + THINK_AGAIN + timedelta(minutes=minute))

    Notice.objects.update(failed_at=NIGHT)

    assert seen(ask, minutes=9).is_stuck
    assert seen(ask, minutes=9, seconds=5).stand is Stand.NOBODY_YET


@pytest.mark.parametrize("minutes", range(0, 10, 3))
def test_silence_ends_on_the_lines_when_everything_dies(ask: Ask, minutes: int) -> None:
    """The worker dies after so many minutes, mail is dead, and nobody opens the page until the end."""
    for minute in range(minutes):
        move_ask(ask=ask, now=NIGHT + THINK_AGAIN + timedelta(minutes=minute))

    assert hard_moment(ask, now=NIGHT + AT_MOST).stand is Stand.NOBODY_YET
    assert hard_moment(keep_moving(ask, now=NIGHT + AT_MOST), now=NIGHT + AT_MOST).stand is Stand.NOBODY_YET


def test_ok_now_ends_it_once(ask: Ask) -> None:
    asked_at_once(ask)

    for minute in (1, 2):
        close_ask(ask=ask, now=NIGHT + timedelta(minutes=minute))

    assert ask.moments.filter(what=Moment.What.CLOSED).count() == 1
    assert seen(ask, minutes=3).stand is Stand.OVER


def test_ok_now_after_somebody_came_is_over_too(ask: Ask) -> None:
    answer(reply=asked_at_once(ask), said=Answer.YES, now=NIGHT + timedelta(minutes=1))
    move_ask(ask=ask, now=NIGHT + timedelta(minutes=1))

    close_ask(ask=ask, now=NIGHT + timedelta(hours=1))

    assert seen(ask, hours=1).stand is Stand.OVER
