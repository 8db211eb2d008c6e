"""A tick of the worker: 1,000 due among 1,000 people, then the same 1,000 due among 1,000,000.

    python benchmarks/routing/tick.py [--people 1000000] [--due 1000] [--rounds 3]
    python -m tests.postgres python benchmarks/routing/tick.py

Moves 1,000 asks, asks 1,000 people whose check-in did not come, and delivers the notices of both (to a mail server that
takes no time). Everybody else has an ask that is over, a reply, a supporter, a notice that was sent and a check-in that
is not due. Prints seconds of the wall clock and of CPU (ours and that of PostgreSQL's process), the least of some
rounds, and the ratios. The database is a throwaway.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ["HOLDFAST_DATA"] = tempfile.mkdtemp(prefix="holdfast-tick-")
os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test.utils import override_settings

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, answer, move_ask, open_ask
from holdfast.asks.jobs import move_due
from holdfast.asks.models import Answer, Ask, CheckInWatch, Reply
from holdfast.asks.watching import WatchFacts, escalate_missed, watch_check_ins
from holdfast.domain.asks.kinds import Kind
from holdfast.network.models import Tie
from holdfast.notices.actions import add_destination, confirm_destination
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Destination, Link, Notice
from holdfast.supporters.models import Agreement, Supporter
from tests.asks.circle import agreed

START = datetime(2026, 11, 2, 15, tzinfo=UTC)
DAY = timedelta(days=1)
SAME: dict[Any, tuple[str, ...]] = {
    Person: ("id",),
    Supporter: ("id",),
    Tie: ("id", "person_id"),
    Agreement: ("id", "person_id", "tie_id", "supporter_id"),
    Ask: ("id", "person_id"),
    Reply: ("id", "person_id", "ask_id", "agreement_id"),
    CheckInWatch: ("id", "person_id"),
    Destination: ("id", "person_id"),
    Notice: ("id", "person_id", "destination_id"),
    Link: ("id", "person_id", "thing"),
}
"""What everybody has one row of, and its columns that hold the number of whose it is."""
UNIQUE: dict[Any, str] = {Person: "nickname", Destination: "digest", Notice: "unique_key", Link: "digest"}


def person_named(nickname: str) -> Person:
    """A person with a supporter, a place for notices and a watch, made by the product itself."""
    person = open_account(nickname=nickname, passphrase="three quiet herons at dawn", now=START)
    agreed(person, nickname, START)
    place = add_destination(owner=person.pk, via="mail", address=f"{nickname}@example.org", now=START)
    confirm_destination(destination=place, now=START)
    watch_check_ins(by=person, facts=WatchFacts((START + 2 * DAY).time()), now=START)
    return person


def everybody_else(count: int) -> None:
    """Copies of one person with whom all is done, in bulk."""
    one = person_named("template")
    ask = open_ask(by=one, facts=AskFacts(Kind.TALK), now=START - 60 * DAY)
    move_ask(ask=ask, now=START - 60 * DAY + THINK_AGAIN)
    answer(reply=ask.replies.get(), said=Answer.YES, now=START - 60 * DAY + 2 * THINK_AGAIN)
    move_ask(ask=ask, now=START - 60 * DAY + 3 * THINK_AGAIN)
    while deliver_due(now=START):
        pass
    watch = CheckInWatch.objects.get(person=one)
    CheckInWatch.objects.filter(pk=watch.pk).update(due_at=START + 300 * DAY, next_at=START + 300 * DAY)
    agreement = Agreement.objects.get(person=one)
    mine = {Person: one.pk, Supporter: agreement.supporter_id}
    for model in SAME:
        key = mine.get(model) or model.objects.filter(person_id=one.pk).values_list("pk", flat=True)[0]
        copies(model, key, count)
    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")


def copies(model: Any, key: object, count: int) -> None:
    """So many rows like this one, each with a number of its own for keys and names."""
    connection = connections["default"]
    is_sqlite = connection.vendor == "sqlite"
    number = "printf('%%032x', n)" if is_sqlite else "lpad(to_hex(n), 32, '0')::uuid"
    numbers = (
        "RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < %s)"
        if is_sqlite
        else "many AS (SELECT generate_series(1, %s) AS n)"
    )
    columns = [field.column for field in model._meta.concrete_fields]
    changed = dict.fromkeys(SAME[model], number) | ({UNIQUE[model]: "'copy' || n"} if model in UNIQUE else {})
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    pk = model._meta.pk.get_db_prep_value(key, connection)
    one = f'one AS MATERIALIZED (SELECT * FROM "{table}" WHERE "id" = %s)'
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH {numbers}, {one} INSERT INTO "{table}" ({names}) SELECT {values} FROM many, one t', [count, pk]
        )


def arm(made: list[Person], now: datetime) -> None:
    """End what is left of the day before; make 1,000 asks and 1,000 check-ins due."""
    Ask.objects.filter(ended_at=None).update(ended_at=now, next_at=None)
    Notice.objects.filter(sent_at=None).update(sent_at=now)
    for person in made:
        open_ask(by=person, facts=AskFacts(Kind.TALK), now=now - THINK_AGAIN)
    mine = CheckInWatch.objects.filter(person__in=made)
    mine.update(stage="expected", due_at=now - timedelta(hours=2), next_at=now, at=(now - timedelta(hours=2)).time())


def drained(job: Callable[..., int], now: datetime) -> tuple[int, float, float]:
    """How many a job did until nothing was due, in how many seconds of the wall clock and of CPU."""
    began, cpu, done = time.perf_counter(), cpu_seconds(), 0
    while found := job(now=now):
        done += found
    return done, time.perf_counter() - began, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """What this process used, and the process of PostgreSQL that works for it."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        used = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


Times = dict[str, tuple[float, float]]
JOBS = {"asks": move_due, "check-ins": escalate_missed, "notices": deliver_due}


def ticks(made: list[Person], first: int, rounds: int) -> Times:
    """The least seconds of each job (wall clock, our CPU) over some rounds on days of their own."""
    least: Times = {}
    for turn in range(first, first + rounds):
        now = START + (2 + turn) * DAY
        arm(made, now)
        for name, job in JOBS.items():
            done, *took = drained(job, now)
            _keep(least, name, took)
            print(f"  day {turn}: {done:5} {name:9} in {took[0]:6.2f} s, {took[1]:6.2f} s of CPU", flush=True)
        idle = [drained(job, now) for job in JOBS.values()]
        _keep(least, "nothing due", [sum(one[1] for one in idle), sum(one[2] for one in idle)])
    return least


def _keep(least: Times, name: str, took: list[float]) -> None:
    before = least.get(name, tuple(took))
    least[name] = (min(before[0], took[0]), min(before[1], took[1]))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    asked: Any = parser.parse_args()
    for name in settings.DATABASES:
        call_command("migrate", database=name, verbosity=0)
    quick = {
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with override_settings(**quick):
        print(f"{connections['default'].vendor}: {asked.due} people", flush=True)
        made = [person_named(f"person-{number}") for number in range(asked.due)]
        few = ticks(made, 0, asked.rounds)
        began = time.perf_counter()
        everybody_else(asked.people - asked.due)
        print(f"{asked.people} people, filled in {time.perf_counter() - began:.0f} s", flush=True)
        many = ticks(made, asked.rounds, asked.rounds)
    print(f"\n{connections['default'].vendor:11} {asked.due:>9} {asked.people:>9}  ratio       CPU, ratio")
    for least in (few, many):
        least["together"] = (sum(least[name][0] for name in JOBS), sum(least[name][1] for name in JOBS))
    for name, (wall, cpu) in few.items():
        ratio, of_cpu = many[name][0] / wall, many[name][1] / cpu
        of_many = f"{many[name][0]:8.3f}s  {ratio:5.2f}   {cpu:6.3f}s {many[name][1]:6.3f}s {of_cpu:5.2f}"
        print(f"{name:11} {wall:8.3f}s {of_many}")


if __name__ == "__main__":
    main()
