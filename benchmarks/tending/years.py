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
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ["HOLDFAST_DATA"] = tempfile.mkdtemp(prefix="holdfast-years-")
os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import URLPattern, reverse  # noqa: E402

from holdfast.accounts.actions import open_account  # noqa: E402
from holdfast.accounts.models import Person  # noqa: E402
from holdfast.asks.actions import THINK_AGAIN, AskFacts, SlotFacts, answer, move_ask, open_ask  # noqa: E402
from holdfast.asks.models import Answer  # noqa: E402
from holdfast.checkins import check_urls, day_urls, goal_urls, helping_urls, measure_urls  # noqa: E402
from holdfast.checkins.chips import ask_giver  # noqa: E402
from holdfast.checkins.commitments import (  # noqa: E402
    CommitmentFacts,
    accept_witness,
    add_commitment,
    ask_witness,
)
from holdfast.checkins.coping import add_step  # noqa: E402
from holdfast.checkins.counters import CounterFacts, add_counter, note_days  # noqa: E402
from holdfast.checkins.goals import GoalFacts, add_goal, reach_goal  # noqa: E402
from holdfast.checkins.models import (  # noqa: E402
    Amount,
    Answered,
    Attendance,
    CheckIn,
    Chip,
    Commitment,
    CopingStep,
    Counter,
    Day,
    Goal,
    GoalMark,
    GoalStep,
    HardMoment,
    HelperAnswered,
    HelperCheck,
    LookAgain,
    Mark,
    Setback,
    Slip,
    Urge,
    Workbook,
    WorkStep,
)
from holdfast.checkins.setbacks import tell_setback  # noqa: E402
from holdfast.checkins.shelf import for_people, for_supporters  # noqa: E402
from holdfast.checkins.slips import SlipFacts, issue_slip  # noqa: E402
from holdfast.checkins.workbooks import begin_workbook, share_workbook, write_step  # noqa: E402
from holdfast.domain.asks.hours import ALWAYS  # noqa: E402
from holdfast.domain.asks.kinds import Kind, Stated  # noqa: E402
from holdfast.domain.days import Aim  # noqa: E402
from holdfast.domain.goals import Every, SoOften  # noqa: E402
from holdfast.domain.network import Area, SupportKind  # noqa: E402
from holdfast.home.actions import end_first_evening  # noqa: E402
from holdfast.home.demo import fill  # noqa: E402
from holdfast.network.actions import NeedFacts, add_need, main_network, note_review  # noqa: E402
from holdfast.network.models import Tie, TieRecord, Touch  # noqa: E402
from holdfast.supporters.actions import (  # noqa: E402
    Hopes,
    Limits,
    Newcomer,
    Offered,
    accept_invitation,
    invite,
)
from holdfast.supporters.models import Agreement  # noqa: E402
from holdfast.tending import urls as tending_urls  # noqa: E402
from holdfast.tending.models import (  # noqa: E402
    Boundary,
    Conflict,
    Crossing,
    Expectation,
    ImportantDate,
    SmallPromise,
    Thanks,
    Thing,
)

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
BAR = 100.0
"""Milliseconds."""
RUNS = 7
RECORDED = tuple(one.name for one in TieRecord._meta.concrete_fields if one.name not in {"id", "tie", "at", "by"})
NOTE = "A day like many. I wrote two lines so that I know later how it was."
WANTED = (
    ("Somebody to talk to at night", SupportKind.EMOTIONAL),
    ("Rides", SupportKind.PRACTICAL),
    ("Company", SupportKind.SOCIAL),
    ("Somebody who keeps me to it", SupportKind.ACCOUNTABILITY),
    ("Somebody who knows about debts", SupportKind.FINANCIAL),
    ("Somebody who has been there", SupportKind.INSPIRATION),
)


@dataclass
class Lived:
    """One person, for how many days they wrote, and what pages need in their addresses."""

    person: Person
    days: int
    ties: list[Tie]
    agreement: Agreement
    helper: Person
    ids: dict[str, object] = field(default_factory=dict)

    def back(self, every: int = 1) -> Iterator[tuple[int, datetime]]:
        """Each so many days, the latest first: how many days ago, and the moment."""
        yield from ((days, NOW - days * DAY) for days in range(1, self.days + 1, every))

    def owned(self, at: datetime) -> dict[str, Any]:
        """What every row has."""
        return {"person": self.person, "created_at": at}

    def dated(self, at: datetime) -> dict[str, Any]:
        """What every row of a day has."""
        return {**self.owned(at), "on": at.date()}


def settled(nickname: str, days: int, ties: int) -> Lived:
    """A person with so many ties, and a supporter who has an account."""
    since = NOW - 3660 * DAY
    person = open_account(nickname=nickname, passphrase="three quiet herons at dawn", now=since)
    helper = open_account(nickname=f"{nickname}-helper", passphrase="three quiet herons at dawn", now=since)
    network = main_network(by=person, name="Recovery", now=since)
    found = fill(person, network, count=ties, now=since)
    for text, kind in WANTED:
        add_need(by=person, network=network, facts=NeedFacts(text, kind, Area.RECOVERY), now=since)
    end_first_evening(by=person, now=since)
    note_review(network=network, today=NOW.date())
    invitation = invite(by=person, tie=found[0], hopes=Hopes("a talk"), now=since)
    newcomer = Newcomer(found[0].name, Limits(hours=ALWAYS, most_asked=None), helper)
    offered = Offered(dict.fromkeys(Kind, Stated.GLADLY), takes_crisis=True)
    agreement = accept_invitation(invitation=invitation, who=newcomer, offered=offered, now=since)
    return Lived(person, days, found, agreement, helper)


@transaction.atomic
def live(one: Lived) -> None:
    """Everything they wrote."""
    for part in (ties_and_touches, how_i_was, said_and_marked, goals, where, counters, measured, tended, helped, asked):
        part(one)


def ties_and_touches(one: Lived) -> None:
    """A contact every day, one tie left waiting, and each year a record of how each tie is."""
    touches = [
        Touch(
            **one.dated(at), tie=one.ties[days % (len(one.ties) - 1)], direction=("both", "received", "given")[days % 3]
        )
        for days, at in one.back()
    ]
    Touch.objects.bulk_create(touches, 500)
    Touch.objects.filter(person=one.person, on__lt=NOW.date() - 3 * DAY).update(thanked_at=NOW)
    first = list(TieRecord.objects.filter(tie__in=one.ties))
    again = [
        TieRecord(tie_id=row.tie_id, at=at, by=row.by, **{name: getattr(row, name) for name in RECORDED})
        for _, at in one.back(365)
        for row in first
    ]
    TieRecord.objects.bulk_create(again, 500)


def how_i_was(one: Lived) -> None:
    """A check-in, an urge, a morning and an evening each day; a hard moment every ten days; a look back a quarter."""
    CheckIn.objects.bulk_create(
        [CheckIn(**one.dated(at), feeling=1 + days % 5, urge=days % 11, note=NOTE) for days, at in one.back()], 500
    )
    Urge.objects.bulk_create(
        [Urge(**one.dated(at), strength=days % 11, trigger=f"t{days % 12}", helped=NOTE) for days, at in one.back()],
        500,
    )
    Day.objects.bulk_create(
        [Day(**one.dated(at), intention=NOTE, review=NOTE, hard=1 + days % 5) for days, at in one.back()], 500
    )
    HardMoment.objects.bulk_create(
        [
            HardMoment(
                **one.dated(at),
                happened=NOTE,
                did=NOTE,
                who="someone",
                tie=one.ties[days % len(one.ties)],
                used_own=True,
            )
            for days, at in one.back(10)
        ]
    )
    for number in range(8):
        add_step(by=one.person, text=f"Way number {number}", now=NOW - DAY)
    figures = json.dumps([["How I have been", [NOTE] * 6], ["Who holds me", [NOTE] * 6], ["What I did", [NOTE] * 6]])
    looks = [
        LookAgain(
            **one.dated(at),
            since_on=at.date() - 90 * DAY,
            went_well=NOTE,
            was_hard=NOTE,
            next_small=NOTE,
            figures=figures,
        )
        for _, at in one.back(91)
    ]
    LookAgain.objects.bulk_create(looks)


def said_and_marked(one: Lived) -> None:
    """Three commitments marked every day, the first with a witness."""
    since = NOW - one.days * DAY
    for number in range(3):
        facts = CommitmentFacts(f"Say it, number {number}", days=tuple(range(1, 8)))
        commitment = add_commitment(by=one.person, facts=facts, now=since)
        marks = [
            Mark(**one.dated(at), commitment=commitment, is_kept=days % 4 > 0, note=NOTE) for days, at in one.back()
        ]
        Mark.objects.bulk_create(marks, 500)
        ask_witness(commitment=commitment, agreement=one.agreement, shows_words=True, now=since)
        accept_witness(commitment=commitment, now=since)


def goals(one: Lived) -> None:
    """Two that run, one reached every quarter, a workbook."""
    since = NOW - one.days * DAY
    often = add_goal(by=one.person, facts=GoalFacts("Run", often=SoOften(3, Every.WEEK)), now=since)
    GoalMark.objects.bulk_create([GoalMark(**one.dated(at), goal=often) for _, at in one.back(2)], 500)
    for _, at in one.back(91):
        goal = add_goal(by=one.person, facts=GoalFacts("Try a group", steps=("Look", "Ask", "Go")), now=at)
        reach_goal(goal=goal, on=at.date())
    add_goal(by=one.person, facts=GoalFacts("Try another group", steps=("Look", "Ask", "Go")), now=since)
    book = begin_workbook(by=one.person, name="Mine", titles=[f"Step {n}" for n in range(12)], now=since)
    for step in book.steps.all():
        write_step(step=step, title=step.title, text=NOTE * 20, today=since.date())
    share_workbook(workbook=book, agreement=one.agreement)


def where(one: Lived) -> None:
    """A meeting every three days with two others, and a slip every quarter."""
    place, people = one.ties[4 % len(one.ties)], one.ties[:2]
    rows = [
        Attendance(**one.dated(at), tie=place, name=place.name, at=clock(19), minutes=60, note=NOTE)
        for _, at in one.back(3)
    ]
    Attendance.objects.bulk_create(rows, 500)
    others = Attendance.others.through
    pairs = [others(attendance_id=row.pk, tie_id=tie.pk) for row in rows for tie in people]
    others.objects.bulk_create(pairs, 500)
    for _, at in one.back(91):
        issue_slip(by=one.person, facts=SlipFacts("My name", tuple(rows[:10])), now=at)


def counters(one: Lived) -> None:
    """Without, less and more; a setback every hundred days, an amount every day."""
    since = NOW - one.days * DAY
    for aim, bound in ((Aim.WITHOUT, None), (Aim.LESS, 2.0), (Aim.MORE, 3.0)):
        facts = CounterFacts(f"Days {aim}", aim, "times", bound)
        counter = add_counter(by=one.person, facts=facts, started_at=since, now=since)
        if bound:
            rows = [
                Amount(**one.dated(at), counter=counter, amount=days % 5, counts=days % 40 > 0)
                for days, at in one.back()
            ]
            Amount.objects.bulk_create(rows, 500)
        else:
            setbacks = [
                Setback(**one.owned(at), counter=counter, at=at, again_at=at, note=NOTE) for _, at in one.back(100)
            ]
            Setback.objects.bulk_create(setbacks)
            tell_setback(setback=setbacks[0], to=[one.agreement], words=NOTE, now=NOW - DAY)
        note_days(counter=counter, now=NOW)
    ask_giver(chip=Chip.objects.filter(person=one.person).order_by("days")[0], agreement=one.agreement, now=NOW - DAY)


def measured(one: Lived) -> None:
    """Every measure this host offers, every two weeks."""
    rows = [
        Answered(
            **one.dated(NOW - days * DAY),
            instrument=measure.key,
            version=measure.version,
            language="en",
            answers=json.dumps([measure.scale_of(item).values[days % 2] for item in range(1, measure.length + 1)]),
        )
        for measure in for_people()
        for days in range(35, max(one.days, 36), 14)
    ]
    Answered.objects.bulk_create(rows, 500)


def tended(one: Lived) -> None:
    """Limits, crossings, cards, conflicts, days that count, things and thanks, as they come in ten years."""
    tie_of: Callable[[int], Tie] = lambda days: one.ties[days % len(one.ties)]  # noqa: E731
    limits = [Boundary(**one.owned(at), tie=tie_of(days), text=NOTE, said_on=at.date()) for days, at in one.back(180)]
    Boundary.objects.bulk_create(limits)
    crossings = [Crossing(**one.dated(at), boundary=limits[0], note=NOTE) for _, at in one.back(30)]
    Crossing.objects.bulk_create(crossings)
    Expectation.objects.bulk_create(
        [
            Expectation(
                **one.owned(NOW),
                tie=tie,
                hoped_kinds=["talk", "ride"],
                hoped=NOTE,
                offered_kinds=["meal"],
                offered=NOTE,
            )
            for tie in one.ties[1:]
        ]
    )
    conflicts = [
        Conflict(
            **one.dated(at), tie=tie_of(days), issue=NOTE, mine=NOTE, theirs=NOTE, settled_at=NOW if days > 1 else None
        )
        for days, at in one.back(91)
    ]
    Conflict.objects.bulk_create(conflicts)
    SmallPromise.objects.bulk_create(
        [
            SmallPromise(**one.owned(conflict.created_at), tie=conflict.tie, conflict=conflict, text=NOTE, is_kept=True)
            for conflict in conflicts
            for _ in range(4)
        ]
    )
    ImportantDate.objects.bulk_create(
        [
            ImportantDate(**one.owned(NOW), tie=tie, text=NOTE, month=on.month, day=on.day)
            for tie, on in ((tie, NOW + (1 + 6 * number) * DAY) for number, tie in enumerate(one.ties))
        ]
    )
    Thing.objects.bulk_create(
        [
            Thing(**one.dated(at), tie=tie_of(days), kind="lent", text=NOTE, back_on=at.date())
            for days, at in one.back(30)
        ]
    )
    Thanks.objects.bulk_create(
        [Thanks(**one.dated(at), tie=tie_of(days), is_given=days % 2 > 0, text=NOTE) for days, at in one.back(5)]
    )


def helped(one: Lived) -> None:
    """The supporter noted every day how they are, and answered their own measures every two weeks."""
    supporter = one.agreement.supporter
    HelperCheck.objects.bulk_create(
        [
            HelperCheck(supporter=supporter, on=at.date(), created_at=at, feeling=3, load=1 + days % 5, note=NOTE)
            for days, at in one.back()
        ],
        500,
    )
    rows = [
        HelperAnswered(
            supporter=supporter,
            on=at.date(),
            created_at=at,
            instrument=measure.key,
            version=measure.version,
            language="en",
            answers=json.dumps([measure.scale_of(item).values[0] for item in range(1, measure.length + 1)]),
        )
        for measure in for_supporters()
        for _, at in one.back(14)
    ]
    HelperAnswered.objects.bulk_create(rows, 500)


def asked(one: Lived) -> None:
    """An ask every two months, to which the supporter said yes."""
    for _, at in one.back(61):
        slot = SlotFacts("", at + 5 * timedelta(hours=1), at + 6 * timedelta(hours=1))
        ask = open_ask(by=one.person, facts=AskFacts(Kind.RIDE, NOTE, slots=(slot,)), now=at)
        ask = move_ask(ask=ask, now=at + THINK_AGAIN)
        for reply in ask.replies.all():
            answer(reply=reply, said=Answer.YES, now=at + 2 * THINK_AGAIN, slots=list(ask.slots.all()))
        move_ask(ask=ask, now=at + DAY)


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
