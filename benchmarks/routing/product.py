"""One plan in the product: from the rows of an ask to its schedule, and one whole move, beside the bare planner.

    python benchmarks/routing/product.py [--supporters 12] [--rounds 200]
    python -m tests.postgres python benchmarks/routing/product.py

Prints milliseconds of CPU of this process (median and 95th percentile), statements, and the ratio to the planner
alone, which gets the same values ready made. Each supporter helps two people more and has a year behind them, asked
every other week. The database is a throwaway.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ["HOLDFAST_DATA"] = tempfile.mkdtemp(prefix="holdfast-plan-")
os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks import locks
from holdfast.asks.actions import AskFacts, answer, open_ask
from holdfast.asks.models import Answer, Ask, Reply
from holdfast.asks.queries import asking_of, candidates_of, population
from holdfast.asks.routing import move
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.asks.planning import plan
from holdfast.sealing.keys import forget_opened_keys
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed

NOW = datetime(2026, 11, 17, 18, tzinfo=UTC)
DAY = timedelta(days=1)
HISTORY = 26
EVERY = timedelta(days=14)


def person_named(name: str) -> Person:
    """Somebody who asks."""
    return open_account(nickname=name, passphrase="three quiet herons at dawn", now=NOW - 300 * DAY)


def circle(supporters: int) -> tuple[Person, Ask]:
    """A person with so many supporters, each of whom helps two more and has a history; and an ask that is due."""
    person, others = person_named("plan"), [person_named("other-1"), person_named("other-2")]
    for number in range(supporters):
        mine = agreed(person, f"Supporter{number}", NOW - 200 * DAY)
        theirs = [agreed(other, f"Supporter{number}", NOW - 200 * DAY, who=mine.supporter) for other in others]
        remember([mine, *theirs], number)
    return person, open_ask(by=person, facts=AskFacts(Kind.TALK, "please"), now=NOW)


def remember(agreements: list[Agreement], number: int) -> None:
    """Asks that were answered, some lately, some long ago."""
    for turn in range(HISTORY):
        agreement, at = agreements[turn % len(agreements)], NOW - turn * EVERY - (number % 14 + 1) * DAY
        ask = open_ask(by=agreement.person, facts=AskFacts(Kind.TALK, "before"), now=at)
        reply = Reply.objects.create(
            ask=ask, agreement=agreement, person=agreement.person, wave=1, asked_at=at, created_at=at
        )
        said = Answer.YES if (turn + number) % 3 else Answer.NO
        answer(reply=reply, said=said, now=at + timedelta(minutes=7))
        Ask.objects.filter(pk=ask.pk, ended_at=None).update(ended_at=at, next_at=None, outcome="nobody")


def measured(what: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median and 95th percentile of its CPU time, in milliseconds."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        what()
        took.append((time.process_time() - began) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def reads(what: Callable[[], object]) -> int:
    """How many statements it sends to the main database."""
    with CaptureQueriesContext(connection) as caught:
        what()
    return len(caught)


def report(supporters: int, rounds: int) -> None:
    """Measure and print."""
    person, ask = circle(supporters)
    at = ask.held_until
    candidates, people = candidates_of(person, now=at, with_names=False), population()
    asking = asking_of(ask, candidates, now=at)

    def planned() -> None:
        forget_opened_keys()
        found = candidates_of(person, now=at, with_names=False)
        plan(asking_of(ask, found, now=at), found, at, population())

    def moved() -> None:
        forget_opened_keys()
        with transaction.atomic():
            held = locks.held(ask.pk)
            assert held is not None
            move(held, at)
            transaction.set_rollback(True)

    bare = measured(lambda: plan(asking, candidates, at, people), rounds)
    print(f"{supporters} supporters, {connection.vendor}; CPU ms median / p95")
    for name, what in (("plan with the database", planned), ("one move, written and undone", moved)):
        what()
        took = measured(what, rounds)
        print(
            f"  {name:30} {took[0]:6.2f} / {took[1]:6.2f} {took[0] / bare[0]:5.1f} times bare, {reads(what)} statements"
        )
    print(f"  {'the planner alone':30} {bare[0]:6.2f} / {bare[1]:6.2f}")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--supporters", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=200)
    chosen = parser.parse_args()
    for database in ("keys", "default"):
        call_command("migrate", database=database, verbosity=0)
    with override_settings(EMAIL_HOST="mail.example.org"):
        report(chosen.supporters, chosen.rounds)


if __name__ == "__main__":
    main()
