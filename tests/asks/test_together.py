"""Several at the same time, in real transactions: limits hold, places are given once, nothing waits for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, answer, cut_off, move_ask, open_ask
from holdfast.asks.jobs import move_due
from holdfast.asks.models import Answer, Ask, Promise, Reply
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.models import Notice
from holdfast.supporters.actions import Limits
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.conftest import NOW
from tests.asks.told import asked, reply_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="one SQLite in memory has one connection; its writers queue in any case"
    ),
]
AFTER = NOW + THINK_AGAIN


def together(acts: Iterable[Callable[[], object]]) -> None:
    """All at once, each in a thread and a transaction of its own; the first that fails fails the test."""
    work, failed = list(acts), []
    gate = Barrier(len(work))

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def people(count: int, limits: Limits | None = None) -> tuple[list[Person], list[Agreement]]:
    """So many, all of whom one supporter helps."""
    made = [
        open_account(nickname=f"person-{number}", passphrase="three quiet herons at dawn", now=NOW)
        for number in range(count)
    ]
    first = agreed(made[0], "Rosa", NOW, limits=limits)
    return made, [first, *(agreed(one, "Rosa", NOW, who=first.supporter) for one in made[1:])]


def test_two_asks_at_once_never_pass_one_limit() -> None:
    made, _ = people(6, Limits(hours=((0, 10080),), most_asked=1))
    asks = [open_ask(by=one, facts=AskFacts(Kind.TALK), now=NOW) for one in made]

    together([lambda ask=ask: move_ask(ask=ask, now=AFTER) for ask in asks])  # type: ignore[misc]

    assert Reply.objects.count() == 1


def test_several_workers_ask_everybody_once() -> None:
    made, _ = people(5)
    for one in made:
        open_ask(by=one, facts=AskFacts(Kind.TALK), now=NOW)

    together([lambda: move_due(now=AFTER)] * 4)

    asked_for = Notice.objects.filter(unique_key__startswith="ask:")
    assert (Reply.objects.count(), asked_for.count()) == (5, 5)


def test_two_yeses_at_once_are_one_place() -> None:
    made, _ = people(1)
    for name in ("Ben", "Ana", "Sam"):
        agreed(made[0], name, NOW)
    replies = list(asked(made[0], NOW).replies.all())

    together([lambda reply=reply: answer(reply=reply, said=Answer.YES, now=AFTER) for reply in replies])  # type: ignore[misc]

    assert Promise.objects.filter(is_waiting=False).count() == 1
    assert Promise.objects.count() == len(replies)


def test_answers_moves_and_partings_at_once_all_come_through() -> None:
    made, agreements = people(4)
    for one in made:
        agreed(one, "Ben", NOW)
    asks = [asked(one, NOW) for one in made]
    acts: list[Callable[[], object]] = [lambda: move_due(now=AFTER)]
    for ask, agreement in zip(asks, agreements, strict=True):
        reply = reply_of(ask, agreement)
        acts.append(lambda reply=reply: answer(reply=reply, said=Answer.NO, now=AFTER))  # type: ignore[misc]
        acts.append(lambda ask=ask: move_ask(ask=ask, now=AFTER))  # type: ignore[misc]
    ben = Agreement.objects.filter(person=made[-1]).exclude(pk=agreements[-1].pk).get()
    acts.append(lambda: cut_off(by=made[-1], tie=ben.tie, now=AFTER))

    together(acts)

    assert not Ask.objects.filter(ended_at=None, next_at=None).exists()
