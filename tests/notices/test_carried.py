"""How far a notice came, in true words; and whether the outbox works."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from holdfast.accounts.models import Person
from holdfast.notices.actions import link_behind, make_link, notify, remove_destination, set_receiver
from holdfast.notices.jobs import KEEP, MOST_REFUSALS, deliver_due, forget_old_links
from holdfast.notices.models import Link, Notice
from holdfast.notices.queries import LATE, Carried, are_moving, carried, ways
from tests.notices.conftest import a_reply, letter_box, place_of
from tests.notices.servers import MailServer, PushService

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
THING = uuid4()


def tell(person: Person, now: datetime) -> None:
    notify(to=person.pk, target=a_reply(now, THING), unique_key="k", now=now)


def test_a_thing_without_a_notice_is_nowhere(john: Person, now: datetime) -> None:
    tell(john, now)

    assert carried([THING]) == {THING: Carried.NOWHERE}


def test_what_is_written_is_saved(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)

    tell(john, now)

    assert carried([THING]) == {THING: Carried.SAVED}


def test_what_the_server_took_is_handed_over(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    tell(john, now)

    deliver_due(now=now)

    assert carried([THING]) == {THING: Carried.HANDED_OVER}


@pytest.mark.parametrize("answer", ["451 not now", "550 never", "421 closing"])
def test_a_failure_is_known_at_once(mail: MailServer, john: Person, now: datetime, answer: str) -> None:
    letter_box(john.pk, now)
    tell(john, now)
    mail.answers["RCPT"] = answer

    deliver_due(now=now)

    assert carried([THING]) == {THING: Carried.FAILED}


def test_the_best_of_several_places_counts(mail: MailServer, service: PushService, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    place_of(service.device(), john.pk, now)
    tell(john, now)
    mail.answers["RCPT"] = "550 never"

    deliver_due(now=now)

    assert carried([THING]) == {THING: Carried.HANDED_OVER}
    assert [(way.via, way.state) for way in ways([THING])[THING]] == [
        ("mail", Carried.FAILED),
        ("push", Carried.HANDED_OVER),
    ]


def test_a_way_says_when_it_may_leave(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, time_zone="UTC", quiet_from=time(19), quiet_until=time(21))

    tell(john, now)

    assert [way.at for way in ways([THING])[THING]] == [now + timedelta(minutes=90)]


def test_a_way_says_that_it_was_given_up(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    tell(john, now)
    mail.answers["RCPT"] = "550 never"

    for _ in range(MOST_REFUSALS):
        deliver_due(now=Notice.objects.get().due_at)

    assert [way.is_given_up for way in ways([THING])[THING]] == [True]


def test_what_was_handed_over_stays_so_when_the_place_is_removed(mail: MailServer, john: Person, now: datetime) -> None:
    there = letter_box(john.pk, now)
    tell(john, now)
    deliver_due(now=now)

    remove_destination(destination=there)

    assert carried([THING]) == {THING: Carried.HANDED_OVER}


def test_many_things_cost_one_read(
    mail: MailServer, john: Person, now: datetime, django_assert_num_queries: Any
) -> None:
    letter_box(john.pk, now)
    things = [uuid4() for _ in range(5)]
    for thing in things:
        notify(to=john.pk, target=a_reply(now, thing), unique_key=str(thing), now=now)

    with django_assert_num_queries(1):
        carried(things)
    with django_assert_num_queries(1):
        ways(things)


def test_an_empty_outbox_works(now: datetime) -> None:
    assert are_moving(now=now)


def test_an_outbox_whose_oldest_waits_too_long_does_not(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    tell(john, now)

    assert are_moving(now=now + LATE)
    assert not are_moving(now=now + LATE + MINUTE)


def test_what_waits_for_the_morning_is_not_late(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, snoozed_until=now + timedelta(days=2))
    tell(john, now)

    assert are_moving(now=now + timedelta(days=1))


def test_what_was_given_up_shows_for_a_day(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    tell(john, now)
    mail.answers["RCPT"] = "550 never"
    for _ in range(MOST_REFUSALS):
        deliver_due(now=Notice.objects.get().due_at)
    parked_at = Notice.objects.get().parked_at
    assert parked_at

    assert not are_moving(now=parked_at + timedelta(hours=23))
    assert are_moving(now=parked_at + timedelta(hours=25))


def test_a_mail_server_that_stays_away_shows(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    tell(john, now)
    mail.answers["RCPT"] = "421 closing"

    for _ in range(4):
        deliver_due(now=Notice.objects.get().due_at)

    assert not are_moving(now=Notice.objects.get().due_at)


def test_links_and_notices_are_forgotten_a_month_after_they_ended(
    mail: MailServer, john: Person, now: datetime
) -> None:
    letter_box(john.pk, now)
    tell(john, now)
    deliver_due(now=now)
    ended = now + timedelta(days=7)

    assert forget_old_links(now=now + KEEP) == 0
    assert forget_old_links(now=ended + KEEP + MINUTE) == 2
    assert not Link.objects.exists()


def test_what_still_waits_is_never_forgotten(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    tell(john, now)

    forget_old_links(now=now + timedelta(days=400))

    assert Notice.objects.count() == 1


@pytest.mark.parametrize("later", [timedelta(days=7), timedelta(days=8)])
def test_a_link_ends(john: Person, now: datetime, later: timedelta) -> None:
    token = make_link(owner=john.pk, target=a_reply(now), now=now)

    assert link_behind(token, now=now + timedelta(days=6))
    assert link_behind(token, now=now + later) is None
