"""Ten years of daily entries beside one week: server time and queries of every page that shows them.

    python benchmarks/tending/years.py [--days 3650] [--only WORD]
    python -m tests.postgres python benchmarks/tending/years.py

Two people live in a throwaway database, each with needs and a supporter who has an account and notes every day how they
are: one wrote every day for ten years and has 60 ties, the other for one week and has six. Every page of check-ins,
tending, Today, how it goes and the supporter's own page is opened once to warm up and seven times to be timed, in this
process, through the whole stack. CPU includes that of PostgreSQL's process. Needs `python -m holdfast prepare` once.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ["HOLDFAST_DATA"] = tempfile.mkdtemp(prefix="holdfast-years-")
os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern, reverse

from benchmarks.tending.decade import DAY, NOW, Lived, live, settled
from holdfast.accounts.models import Person
from holdfast.checkins import check_urls, day_urls, goal_urls, helping_urls, measure_urls
from holdfast.checkins.models import (
    Answered,
    Attendance,
    CheckIn,
    Chip,
    Commitment,
    CopingStep,
    Counter,
    Goal,
    GoalStep,
    HardMoment,
    LookAgain,
    Setback,
    Slip,
    Urge,
    Workbook,
    WorkStep,
)
from holdfast.checkins.shelf import for_people, for_supporters
from holdfast.domain.days import Aim
from holdfast.tending import urls as tending_urls
from holdfast.tending.models import (
    Boundary,
    Conflict,
    ImportantDate,
    SmallPromise,
    Thanks,
    Thing,
)

BAR = 100.0
"""Milliseconds."""
RUNS = 7


MODELS: dict[str, Any] = {
    "check_in_id": CheckIn,
    "urge_id": Urge,
    "hard_id": HardMoment,
    "coping_id": CopingStep,
    "counter_id": Counter,
    "setback_id": Setback,
    "chip_id": Chip,
    "commitment_id": Commitment,
    "goal_step_id": GoalStep,
    "attendance_id": Attendance,
    "slip_id": Slip,
    "workbook_id": Workbook,
    "work_step_id": WorkStep,
    "answered_id": Answered,
    "look_id": LookAgain,
    "thanks_id": Thanks,
    "date_id": ImportantDate,
    "thing_id": Thing,
    "boundary_id": Boundary,
    "conflict_id": Conflict,
    "small_promise_id": SmallPromise,
}
AIMS = {"counter": tuple(Aim), "counter_amount": (Aim.MORE,), "setback_new": (Aim.WITHOUT,)}
QUERIES = {
    "check_ins_past": ("", "?month={month}"),
    "been": ("", "?month={month}"),
    "how_it_goes": ("", "?back=year", "?back=all"),
}


def addresses(one: Lived) -> dict[str, tuple[Person, str]]:
    """Name of a page -> who opens it, and where it is."""
    found: dict[str, tuple[Person, str]] = {}
    mine = (check_urls, day_urls, goal_urls, measure_urls, tending_urls)
    names: list[Any] = [pattern for module in mine for pattern in module.urlpatterns]
    for pattern in names:
        for said, address in _of(pattern, one):
            found[said] = (one.person, address)
    for name in ("today", "tend", "look_again", "how_it_goes"):
        for query in QUERIES.get(name, ("",)):
            found[f"{name}{query}"] = (one.person, reverse(name) + query)
    found["look_again_kept"] = (one.person, reverse("look_again_kept", args=[_latest(one, "look_id")]))
    found["helping"] = (one.helper, reverse("helping"))
    for pattern in helping_urls.urlpatterns:
        for said, address in _of(pattern, one, is_helper=True):
            found[said] = (one.helper, address)
    return found


def _of(pattern: URLPattern, one: Lived, *, is_helper: bool = False) -> Iterator[tuple[str, str]]:
    name = str(pattern.name)
    wanted = list(pattern.pattern.converters)
    if unknown := [key for key in wanted if key in {"visit_id", "moment_id", "slip_code"}]:
        if unknown == ["slip_code"]:
            slip = Slip.objects.filter(person=one.person).order_by("-created_at")[0]
            yield name, reverse(name, kwargs={"slip_code": slip.code})
        return
    for said, more in _kinds(name, wanted, one, is_helper=is_helper):
        ids = {key: more.get(key) or _latest(one, key) for key in wanted}
        for query in QUERIES.get(name, ("",)):
            month = f"{NOW - min(one.days, 1000) * DAY:%Y-%m}"
            yield f"{said}{query.format(month='then')}", reverse(name, kwargs=ids) + query.format(month=month)


def _kinds(name: str, wanted: list[str], one: Lived, *, is_helper: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    if "measure_key" in wanted:
        for measure in for_supporters() if is_helper else for_people():
            yield f"{name} {measure.key}", {"measure_key": measure.key}
    elif name in AIMS:
        for aim in AIMS[name]:
            yield f"{name} {aim}", {"counter_id": Counter.objects.get(person=one.person, aim=aim).pk}
    elif "tie_id" in wanted:
        yield name, {"tie_id": one.ties[1].pk}
    elif "own_goal_id" in wanted:
        often = Goal.objects.filter(person=one.person, every="week")[0]
        steps = Goal.objects.filter(person=one.person, every="", reached_on=None)[0]
        yield f"{name} often", {"own_goal_id": often.pk}
        yield f"{name} steps", {"own_goal_id": steps.pk}
    elif is_helper and "chip_id" in wanted:
        yield name, {"chip_id": Chip.objects.get(person=one.person, giver=one.agreement).pk}
    elif is_helper and "setback_id" in wanted:
        yield name, {"setback_id": Setback.objects.get(person=one.person, told=one.agreement).pk}
    else:
        yield name, {"agreement_id": one.agreement.pk}


def _latest(one: Lived, key: str) -> UUID:
    if key not in one.ids:
        rows = MODELS[key].objects.filter(person=one.person)
        if key == "commitment_id":
            rows = rows.exclude(accepted_at=None)
        one.ids[key] = rows.order_by("-created_at", "pk").values_list("pk", flat=True)[0]
    found: Any = one.ids[key]
    return UUID(str(found))


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: milliseconds of the wall clock and of CPU, and how many queries."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]
    queries: int
    bytes: int


def cpu_seconds() -> float:
    """What this process used, and the process of PostgreSQL that works for it."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        used = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def seen(browser: Client, address: str) -> Seen | None:
    """Open a page; None for an address that only takes a form."""
    first = browser.get(address)
    if first.status_code == 405:
        return None
    if first.status_code != 200:
        print(f"   {address} answered {first.status_code}")
        return None
    walls, used = [], []
    for _ in range(RUNS):
        cpu, wall = cpu_seconds(), time.perf_counter()
        browser.get(address)
        walls.append((time.perf_counter() - wall) * 1000)
        used.append((cpu_seconds() - cpu) * 1000)
    with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as keys:
        browser.get(address)
    return Seen(tuple(walls), tuple(used), len(main) + len(keys), len(first.content))


def visits(one: Lived, only: str) -> dict[str, Seen]:
    """Every page, as whoever opens it."""
    found: dict[str, Seen] = {}
    browsers: dict[UUID, Client] = {}
    for name, (who, address) in addresses(one).items():
        if only not in name:
            continue
        if who.pk not in browsers:
            browsers[who.pk] = Client(SERVER_NAME="localhost")
            browsers[who.pk].force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        shown = seen(browsers[who.pk], address)
        if shown:
            found[name] = shown
    return found


def told(years: dict[str, Seen], week: dict[str, Seen]) -> None:
    """The table, and what misses the bar."""
    print(f"\n{connections['default'].vendor}, {date.today()}: milliseconds of ten years, and of one week")
    print(f"| {'page':42} | wall | worst |  CPU | worst | queries | week: wall |  CPU | queries | KB |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, page in sorted(years.items(), key=lambda item: -median(item[1].cpu)):
        other = week.get(name)
        beside = f"{median(other.wall):10.0f} | {median(other.cpu):4.0f} | {other.queries:7}" if other else " | | "
        print(
            f"| {name:42} | {median(page.wall):4.0f} | {max(page.wall):5.0f} | {median(page.cpu):4.0f} "
            f"| {max(page.cpu):5.0f} | {page.queries:7} | {beside} | {page.bytes / 1024:.0f} |"
        )
    slow = [name for name, page in years.items() if median(page.cpu) > BAR]
    waits = [name for name, page in years.items() if median(page.wall) > BAR]
    more = [name for name, page in years.items() if name in week and page.queries > week[name].queries]
    print(f"\n{len(years)} pages. Over {BAR:.0f} ms of CPU: {', '.join(slow) or 'none'}")
    print(f"Over {BAR:.0f} ms of wall clock: {', '.join(waits) or 'none'}")
    print(f"More queries than with one week: {', '.join(more) or 'none'}")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=3650)
    parser.add_argument("--only", default="")
    options: Any = parser.parse_args()
    logging.getLogger("django.request").setLevel(logging.ERROR)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        call_command("migrate", database="default", verbosity=0)
        call_command("migrate", database="keys", verbosity=0)
        call_command("createcachetable", verbosity=0)
        began = time.perf_counter()
        ten, week = settled("years", options.days, 60), settled("week", 7, 6)
        live(ten)
        live(week)
        gc.collect()
        gc.freeze()  # what the filling left behind is no server's burden
        with connections["default"].cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{connections['default'].vendor}: written in {time.perf_counter() - began:.0f} s", flush=True)
        told(visits(ten, options.only), visits(week, options.only))


if __name__ == "__main__":
    main()
