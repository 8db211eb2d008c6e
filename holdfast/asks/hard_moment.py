"""A hard moment: asking one's people at once, and how far each of them is, in true words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.asks.access import hard_moments_of
from holdfast.asks.actions import THINK_AGAIN, AskFacts, cancel_ask, close_ask, move_ask, open_ask
from holdfast.asks.models import Answer, Ask, Reply, SafetyNotes
from holdfast.asks.queries import candidates_of, population
from holdfast.asks.reaching import Way, ways_to
from holdfast.domain.asks import fallback
from holdfast.domain.asks.candidates import refusal_of
from holdfast.domain.asks.fallback import Stand, stands_at
from holdfast.domain.asks.kinds import WEIGHTS, Kind
from holdfast.domain.asks.looking_back import minutes_until
from holdfast.domain.asks.planning import Asking, Plan, plan
from holdfast.notices.queries import Carried, carried
from holdfast.supporters.models import Agreement

MOST_WORDS = 300
"""Longer words are cut: a hard moment is never sent back to correct a form."""


class State(StrEnum):
    """How far one supporter is. Only their own tap can say more than "handed over"."""

    NOWHERE = "nowhere"
    SAVED = "saved"
    FAILED = "failed"
    HANDED_OVER = "handed_over"
    OPENED = "opened"
    YES = "yes"
    AT = "at"
    LATER = "later"
    NO = "no"
    GIVEN_BACK = "given_back"


NOT_SENT = frozenset({State.NOWHERE, State.FAILED})
SILENT = frozenset({State.SAVED, State.HANDED_OVER, State.OPENED})
"""Whoever it could not be sent to is not waited for."""
LATER = frozenset({State.LATER, State.AT})
GAVE_BACK = frozenset({Answer.YES, Answer.NO})


@dataclass(frozen=True, slots=True)
class Asked:
    """One supporter who was asked: how far it came, when, in their words, and how to call them."""

    id: str
    name: str
    state: State
    at: datetime | None
    said: str
    can_at: datetime | None
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """Who is asked at the same moment, so many minutes from now."""

    names: tuple[str, ...]
    minutes: int

    @property
    def who(self) -> str:
        """The names as a sentence says them."""
        return get_text_list(list(self.names), _("and"))


@dataclass(frozen=True, slots=True)
class HardMoment:
    """One hard moment as its page shows it."""

    ask: Ask
    stand: Stand
    asked: tuple[Asked, ...]
    waves: tuple[Wave, ...]
    """Those who are asked next, if nobody answers."""

    @property
    def is_stuck(self) -> bool:
        """Nobody who was asked can have heard: it could not be sent to any of them."""
        return bool(self.asked) and all(one.state in NOT_SENT for one in self.asked)

    @property
    def coming(self) -> Asked | None:
        """The first who said yes."""
        return next((one for one in self.asked if one.state is State.YES), None)

    @property
    def lines_first(self) -> bool:
        """Whether the lines stand above everything else."""
        return fallback.shows_lines_first(self.stand)

    @property
    def is_live(self) -> bool:
        """Whether it can still change."""
        return self.stand is not Stand.OVER


# Before


def would_hear(person: Person, *, now: datetime) -> tuple[Wave, ...]:
    """Who would hear if the person asked now, in order, with minutes from the moment the first is asked."""
    begins = now + THINK_AGAIN
    asking = Asking(kind=Kind.CRISIS, opened_at=now, answer_by=now + WEIGHTS[Kind.CRISIS].within)
    candidates = candidates_of(person, now=now)
    chosen = plan(asking, candidates, begins, population())
    return _waves(_steps(chosen), {one.id: one.name for one in candidates}, begins)


def open_moment(person: Person) -> Ask | None:
    """The one that is open."""
    return hard_moments_of(person).filter(ended_at=None).first()


def can_ask(person: Person, *, now: datetime) -> bool:
    """Whether anybody may be asked at this hour. Opens no seal: the second tap is light."""
    candidates = candidates_of(person, now=now, with_names=False)
    return any(refusal_of(one, Kind.CRISIS, now + THINK_AGAIN) is None for one in candidates)


def notes_of(person: Person) -> str:
    """The person's own words for a hard moment; empty before they wrote any."""
    notes = SafetyNotes.objects.filter(person=person).first()
    return notes.text if notes else ""


# During


@transaction.atomic
def ask_my_people(*, by: Person, text: str, now: datetime) -> Ask:
    """Ask those who take calls in a hard moment. While one is open, pressing again leads to it: of two taps at the same
    time, the second waits for the person's row."""
    Person.objects.select_for_update().get(pk=by.pk)
    return open_moment(by) or open_ask(by=by, facts=AskFacts(Kind.CRISIS, text=text[:MOST_WORDS]), now=now)


@transaction.atomic
def take_back(*, ask: Ask, now: datetime) -> Ask | None:
    """Within ten seconds it vanishes and nobody ever hears of it (None); later those who were asked are told that it is
    over."""
    return None if cancel_ask(ask=ask, now=now) else close_ask(ask=ask, now=now)


def keep_moving(ask: Ask, *, now: datetime) -> Ask:
    """The page itself moves what is due, so that a dead worker does not stop the waves."""
    is_due = ask.ended_at is None and (ask.next_at is None or ask.next_at <= now)
    return move_ask(ask=ask, now=now) if is_due else ask


def hard_moment(ask: Ask, *, now: datetime) -> HardMoment:
    """How it stands, read from the rows alone."""
    replies = list(
        ask.replies.filter(agreement__ended_at=None)
        .select_related("agreement__tie")
        .prefetch_related("agreement__tie__channels", "promises")
        .order_by("asked_at", "created_at", "pk")
    )
    asked = _asked(replies)
    written = fallback.HardMoment(
        opened_at=ask.created_at,
        held_until=ask.held_until,
        answer_by=ask.answer_by,
        ended_at=ask.ended_at,
        closed_at=ask.closed_at,
        yeses=sum(one.state is State.YES for one in asked),
        awaited=sum(one.state in SILENT for one in asked),
        later=sum(one.state in LATER for one in asked),
    )
    return HardMoment(ask, stands_at(written, now), asked, _to_come(ask, replies, now))


def _asked(replies: Sequence[Reply]) -> tuple[Asked, ...]:
    far = carried(reply.pk for reply in replies)
    ways = ways_to(reply.agreement.tie for reply in replies)
    found = []
    for reply in replies:
        state = _state(reply, far.get(reply.pk, Carried.NOWHERE))
        at = reply.opened_at if state is State.OPENED else reply.answered_at
        tie = reply.agreement.tie
        found.append(Asked(str(reply.pk), tie.name, state, at, reply.said, reply.can_at, ways[tie]))
    return tuple(found)


def _state(reply: Reply, far: Carried) -> State:
    given = list(reply.promises.all())
    if given and all(promise.given_back_at for promise in given) and reply.answer in GAVE_BACK:
        return State.GIVEN_BACK
    if reply.answer:
        return State(reply.answer)
    return State.OPENED if reply.opened_at else State(far.value)


def _to_come(ask: Ask, replies: Iterable[Reply], now: datetime) -> tuple[Wave, ...]:
    if ask.ended_at:
        return ()
    if now < ask.held_until:
        return would_hear(ask.person, now=ask.created_at)
    known = {str(reply.agreement_id) for reply in replies}
    steps = [(who, at) for who, at in _stored_steps(ask) if who not in known]
    there = Agreement.objects.filter(pk__in=[who for who, _ in steps], ended_at=None).select_related("tie")
    return _waves(steps, {str(one.pk): one.tie.name for one in there}, now)


def _stored_steps(ask: Ask) -> list[tuple[str, datetime]]:
    stored: list[dict[str, str]] = ask.plan.get("steps", [])
    return [(step["who"], datetime.fromisoformat(step["at"])) for step in stored]


def _steps(chosen: Plan) -> list[tuple[str, datetime]]:
    return [(step.candidate, step.at) for step in chosen.steps]


def _waves(steps: Iterable[tuple[str, datetime]], names: Mapping[str, str], now: datetime) -> tuple[Wave, ...]:
    when = sorted(((minutes_until(at, now), names[who]) for who, at in steps if who in names), key=lambda one: one[0])
    groups = groupby(when, key=lambda one: one[0])
    return tuple(Wave(tuple(name for _, name in group), minutes) for minutes, group in groups)
