"""Letters leave the outbox once, through a real mail server, and say nothing that tells."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_string
from email.message import Message
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.notices.actions import SUBJECT, enqueue
from holdfast.notices.jobs import LEASE, MOST_REFUSALS, deliver_due
from holdfast.notices.models import Notice
from tests.words import NOT_IN_TITLES

pytestmark = pytest.mark.django_db(transaction=True)


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as it takes to receive a letter."""

    server: MailServer

    def handle(self) -> None:
        """Until the other side says goodbye."""
        self.wfile.write(b"220 here\r\n")
        while verb := self.rfile.readline().decode().strip().upper()[:4]:
            if verb == "DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(message_from_string(self._letter()))
            refused = self.server.refuses and verb == "RCPT"
            self.wfile.write(b"451 not now\r\n" if refused else b"250 fine\r\n")
            if verb == "QUIT":
                return

    def _letter(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        return "".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    """A real server on a port of its own; can be told to refuse."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[Message] = []
        self.refuses = False


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = False
        yield server
        server.shutdown()


def write(person: Person, now: datetime, key: str = "one") -> Notice:
    return enqueue(person=person, address="john@example.org", body="Look at /n/1", unique_key=key, now=now)


def test_delivers_what_is_due(server: MailServer, john: Person, now: datetime) -> None:
    notice = write(john, now)

    assert deliver_due(now=now) == 1

    assert [letter["Subject"] for letter in server.letters] == [SUBJECT]
    assert server.letters[0]["Message-ID"].startswith(f"<{notice.pk}@")


def test_sends_a_letter_once(server: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    deliver_due(now=now)

    assert deliver_due(now=now + timedelta(days=1)) == 0
    assert len(server.letters) == 1


def test_the_same_key_is_one_letter(server: MailServer, john: Person, now: datetime) -> None:
    assert write(john, now) == write(john, now)


def test_forgets_address_and_words_once_sent(server: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    deliver_due(now=now)

    sent = Notice.objects.get()
    assert (sent.address, sent.body) == ("", "")


def test_waits_longer_after_each_refusal(server: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    server.refuses = True

    deliver_due(now=now)
    first = Notice.objects.get().due_at
    deliver_due(now=first)
    second = Notice.objects.get().due_at

    assert second - first > first - now > timedelta(0)


def test_sends_later_what_was_refused_first(server: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    server.refuses = True
    deliver_due(now=now)
    server.refuses = False

    assert deliver_due(now=now + timedelta(hours=1)) == 1


def test_gives_up_in_the_end_and_says_so(server: MailServer, john: Person, now: datetime) -> None:
    write(john, now)
    server.refuses = True

    for _ in range(MOST_REFUSALS):
        deliver_due(now=Notice.objects.get().due_at)

    assert Notice.objects.get().parked_at
    assert deliver_due(now=now + timedelta(days=30)) == 0


def test_a_bad_letter_holds_up_nobody(server: MailServer, john: Person, now: datetime) -> None:
    enqueue(person=john, address="line\nbreak@example.org", body="x", unique_key="bad", now=now)
    write(john, now)

    assert deliver_due(now=now) == 1


def test_comes_up_again_when_a_worker_died_over_it(server: MailServer, john: Person, now: datetime) -> None:
    notice = write(john, now)
    Notice.objects.filter(pk=notice.pk).update(due_at=now + LEASE, attempts=1)

    assert deliver_due(now=now) == 0
    assert deliver_due(now=now + LEASE) == 1


def test_the_subject_tells_nothing() -> None:
    assert not [word for word in NOT_IN_TITLES if word in SUBJECT.lower()]
