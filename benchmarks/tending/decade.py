"""Two people and all they wrote, for `years.py`, which sets Django up before it imports this."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db import transaction

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.asks.actions import THINK_AGAIN, AskFacts, SlotFacts, answer, move_ask, open_ask
from holdfast.asks.models import Answer
from holdfast.checkins.chips import ask_giver
from holdfast.checkins.commitments import (
    CommitmentFacts,
    accept_witness,
    add_commitment,
    ask_witness,
)
from holdfast.checkins.coping import add_step
from holdfast.checkins.counters import CounterFacts, add_counter, note_days
from holdfast.checkins.goals import GoalFacts, add_goal, reach_goal
from holdfast.checkins.models import (
    Amount,
    Answered,
    Attendance,
    CheckIn,
    Chip,
    Day,
    GoalMark,
    HardMoment,
    HelperAnswered,
    HelperCheck,
    LookAgain,
    Mark,
    Setback,
    Urge,
)
from holdfast.checkins.setbacks import tell_setback
from holdfast.checkins.shelf import for_people, for_supporters
from holdfast.checkins.slips import SlipFacts, issue_slip
from holdfast.checkins.workbooks import begin_workbook, share_workbook, write_step
from holdfast.domain.asks.hours import ALWAYS
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.days import Aim
from holdfast.domain.goals import Every, SoOften
from holdfast.domain.network import Area, SupportKind
from holdfast.home.actions import end_first_evening
from holdfast.home.demo import fill
from holdfast.network.actions import NeedFacts, add_need, main_network, note_review
from holdfast.network.models import Tie, TieRecord, Touch
from holdfast.supporters.actions import (
    Hopes,
    Limits,
    Newcomer,
    Offered,
    accept_invitation,
    invite,
)
from holdfast.supporters.models import Agreement
from holdfast.tending.models import (
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
