"""Letters leave the outbox once, through a real mail server, and come up again when something goes wrong."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from email import message_from_string
from typing import Any
from uuid import uuid4

import pytest

from holdfast.accounts.models import Person
from holdfast.notices.actions import SUBJECT, enqueue, notify, remove_destination, revoke_links, set_receiver
from holdfast.notices.delivery import WHILE_UNREACHABLE
from holdfast.notices.jobs import LEASE, MOST_REFUSALS, deliver_due
from holdfast.notices.models import Destination, Notice, Urgency
from tests.notices.conftest import a_reply, letter_box
from tests.notices.servers import HERE, MailServer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TAKEN_BUT = "421 goodbye"
"""Said after the letter was taken: the sender cannot know."""


def write(person: Person, now: datetime, key: str = "one") -> Notice:
    return enqueue(person=person, address="john@example.org", body="Look at /u/1/", unique_key=key, now=now)


def test_delivers_what_is_due(mail: MailServer, john: Person, now: datetime) -> None:
    notice = write(john, now)

    assert deliver_due(now=now) == 1

    letters = [message_from_string(letter) for letter in mail.letters]
    assert [letter["Subject"] for letter in letters] == [SUBJECT]
    assert letters[0]["Message-ID"].startswith(f"<{notice.pk}@")


def test_sends_a_letter_once(mail: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    deliver_due(now=now)

    assert deliver_due(now=now + timedelta(days=1)) == 0
    assert len(mail.letters) == 1


def test_the_same_key_is_one_letter(mail: MailServer, john: Person, now: datetime) -> None:
    assert write(john, now) == write(john, now)


def test_forgets_address_and_words_once_sent(mail: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    deliver_due(now=now)

    sent = Notice.objects.get()
    assert (sent.address, sent.body) == ("", "")


def test_waits_longer_after_each_refusal(mail: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    mail.answers["RCPT"] = "451 not now"

    deliver_due(now=now)
    first = Notice.objects.get().due_at
    deliver_due(now=first)
    second = Notice.objects.get().due_at

    assert second - first > first - now > timedelta(0)


def test_sends_later_what_was_refused_first(mail: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    mail.answers["RCPT"] = "451 not now"
    deliver_due(now=now)
    mail.answers.clear()

    assert deliver_due(now=now + timedelta(hours=1)) == 1
    assert Notice.objects.get().failed_at is None


def test_gives_up_in_the_end_and_says_so(mail: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    mail.answers["RCPT"] = "550 never"

    for _ in range(MOST_REFUSALS):
        deliver_due(now=Notice.objects.get().due_at)

    assert Notice.objects.get().parked_at
    assert deliver_due(now=now + timedelta(days=30)) == 0


def test_a_bad_letter_holds_up_nobody(mail: MailServer, john: Person, now: datetime) -> None:
    enqueue(person=john, address="line\nbreak@example.org", body="x", unique_key="bad", now=now)
    write(john, now)

    assert deliver_due(now=now) == 1


def test_comes_up_again_when_a_worker_died_over_it(mail: MailServer, john: Person, now: datetime) -> None:
    notice = write(john, now)
    Notice.objects.filter(pk=notice.pk).update(due_at=now + LEASE, attempts=1)

    assert deliver_due(now=now) == 0
    assert deliver_due(now=now + LEASE) == 1


def test_a_repeat_has_the_same_message_id(mail: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    mail.answers["DATA"] = TAKEN_BUT
    deliver_due(now=now)
    mail.answers.clear()

    deliver_due(now=now + MINUTE)

    ids = {message_from_string(letter)["Message-ID"] for letter in mail.letters}
    assert (len(mail.letters), len(ids)) == (2, 1)


@pytest.mark.parametrize(
    ("verb", "answer"), [("EHLO", "421 closing"), ("MAIL", "421 closing"), ("RCPT", "421 closing"), ("DATA", "421 bye")]
)
def test_a_server_that_says_goodbye_is_not_held_against_the_letter(
    mail: MailServer, john: Person, now: datetime, verb: str, answer: str
) -> None:
    write(john, now)
    mail.answers |= {verb: answer, "HELO": answer}

    deliver_due(now=now)

    notice = Notice.objects.get()
    assert (notice.refusals, notice.failed_at) == (0, now)


def test_an_outage_of_a_day_parks_nothing(settings: Any, john: Person, now: datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HERE, 1
    write(john, now)

    tries = 0
    while (due_at := Notice.objects.get().due_at) < now + timedelta(days=1):
        deliver_due(now=due_at)
        tries += 1

    assert Notice.objects.get().parked_at is None
    assert tries < timedelta(days=1) / WHILE_UNREACHABLE + 10


def test_an_outage_is_noticed_once_for_all_letters(settings: Any, john: Person, now: datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HERE, 1
    for key in "abc":
        write(john, now, key)

    deliver_due(now=now)

    assert set(Notice.objects.values_list("failed_at", "due_at")) == {(now, now + MINUTE)}


def test_what_is_urgent_is_tried_again_within_seconds(settings: Any, john: Person, now: datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HERE, 1
    letter_box(john.pk, now)
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now, urgency=Urgency.NOW)

    deliver_due(now=now)

    assert Notice.objects.get().due_at == now + timedelta(seconds=5)


def test_everywhere_at_once(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    letter_box(john.pk, now, "john@example.net")

    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)

    assert deliver_due(now=now) == 2
    assert {message_from_string(letter)["To"] for letter in mail.letters} == {"john@example.org", "john@example.net"}


def test_waits_for_the_end_of_quiet_hours(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, time_zone="UTC", quiet_from=time(19), quiet_until=time(20))
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)

    assert deliver_due(now=now) == 0
    assert deliver_due(now=now + 30 * MINUTE) == 1


def test_what_is_urgent_passes_quiet_hours_and_breaks(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    night = {"quiet_from": time(19), "quiet_until": time(20), "snoozed_until": now + timedelta(days=9)}
    set_receiver(owner=john.pk, time_zone="UTC", **night)
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now, urgency=Urgency.NOW)

    assert deliver_due(now=now) == 1


def test_a_break_that_begins_afterwards_holds_too(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)
    set_receiver(owner=john.pk, snoozed_until=now + timedelta(hours=3))

    assert deliver_due(now=now) == 0
    assert deliver_due(now=now + timedelta(hours=3)) == 1


def test_a_break_that_is_ended_lets_it_go_at_once(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, snoozed_until=now + timedelta(days=3))
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)

    set_receiver(owner=john.pk, now=now + MINUTE, snoozed_until=None)

    assert deliver_due(now=now + MINUTE) == 1


def test_what_waited_leaves_as_one_letter(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, time_zone="UTC", digest_at=time(21))
    for minute in range(3):
        at = now + minute * MINUTE
        notify(to=john.pk, target=a_reply(at), unique_key=f"k{minute}", now=at, urgency=Urgency.LATER)

    assert deliver_due(now=now + 5 * MINUTE) == 0
    assert deliver_due(now=now + 90 * MINUTE) == 3
    assert len(mail.letters) == 1


def test_what_could_leave_at_once_leaves_by_itself(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    for key in "ab":
        notify(to=john.pk, target=a_reply(now), unique_key=key, now=now)

    assert deliver_due(now=now) == 2
    assert len(mail.letters) == 2


def test_a_digest_that_comes_again_with_more_in_it_is_another_message(
    mail: MailServer, john: Person, now: datetime
) -> None:
    letter_box(john.pk, now)
    set_receiver(owner=john.pk, time_zone="UTC", digest_at=time(19, 31))
    for key in "ab":
        notify(to=john.pk, target=a_reply(now), unique_key=key, now=now, urgency=Urgency.LATER)
    mail.answers["DATA"] = TAKEN_BUT
    deliver_due(now=now + MINUTE)
    mail.answers.clear()
    notify(to=john.pk, target=a_reply(now), unique_key="c", now=now, urgency=Urgency.LATER)

    assert deliver_due(now=now + 3 * MINUTE) == 3
    assert len({message_from_string(letter)["Message-ID"] for letter in mail.letters}) == 2


def test_what_was_revoked_is_not_sent(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    thing = uuid4()
    notify(to=john.pk, target=a_reply(now, thing), unique_key="k", now=now)

    revoke_links(owner=john.pk, thing=thing, now=now)

    assert deliver_due(now=now) == 0


def test_nothing_goes_to_a_place_that_was_removed(mail: MailServer, john: Person, now: datetime) -> None:
    there = letter_box(john.pk, now)
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)

    remove_destination(destination=there)

    assert deliver_due(now=now) == 0
    assert not Destination.objects.exists()


def test_a_letter_box_that_works_again_is_not_failing(mail: MailServer, john: Person, now: datetime) -> None:
    letter_box(john.pk, now)
    notify(to=john.pk, target=a_reply(now), unique_key="k", now=now)
    mail.answers["RCPT"] = "451 not now"
    deliver_due(now=now)
    assert Destination.objects.get().failing_since == now
    mail.answers.clear()

    deliver_due(now=now + MINUTE)

    assert Destination.objects.get().failing_since is None
