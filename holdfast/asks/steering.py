"""What the person changes about an ask that is on its way; each holds the ask, as every change does.

ask_sooner, widen_ask, turn_dial, change_ask, reopen_ask, note_own_answer, thank_promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from holdfast.accounts.models import Person
from holdfast.asks import locks
from holdfast.asks.actions import thank_for
from holdfast.asks.ending import reopen
from holdfast.asks.letters import has_heard, tell
from holdfast.asks.models import Answer, Ask, Promise, Slot
from holdfast.asks.promising import release
from holdfast.asks.queries import candidates_of, free_slots, offering_at, population, times_of
from holdfast.asks.routing import ask_one, move
from holdfast.asks.wording import TEMPLATES
from holdfast.domain.asks.candidates import Candidate, Refusal, refusal_of
from holdfast.domain.asks.dates import answer_needed_by
from holdfast.domain.asks.estimates import estimate
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.asks.planning import Step
from holdfast.network.actions import TouchFacts, log_touch, thank
from holdfast.network.models import Tie, Touch
from holdfast.supporters.models import Agreement


class NotNow(Exception):
    """This supporter cannot be asked at this moment: a limit of theirs, which nobody passes."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


class AskIsOver(Exception):
    """The ask ended in the meantime."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What an ask says now."""

    text: str
    place: str = ""
    bring: str = ""
    preferences: str = ""


@transaction.atomic
def ask_sooner(*, ask: Ask, agreement: Agreement, now: datetime) -> Ask:
    """Ask somebody now whom the plan keeps for later. Their limits hold all the same.

    Raises NotNow for a limit, AskIsOver when nothing is open any more.
    """
    ask = _open(ask)
    everyone = candidates_of(ask.person, now=now, with_names=False)
    everyone = offering_at(everyone, times_of(ask, everyone, now=now))
    one = next((one for one in everyone if one.id == str(agreement.pk)), None)
    why = refusal_of(one, Kind(ask.kind), now) if one else Refusal.UNREACHABLE
    if one is None or why is not None:
        raise NotNow(why or Refusal.UNREACHABLE)
    before = ask.replies.filter(agreement=agreement).select_related("agreement").first()
    if before is None or (before.answer == Answer.LATER or before.told_at):
        ask.left_out.remove(agreement)
        ask.held_until = min(ask.held_until, now)
        ask.wave += 1
        ask.save(update_fields=["held_until", "wave"])
        ask_one(ask, _step(one, Kind(ask.kind), now), one, before, now)
    return move(ask, now)


def _step(one: Candidate, kind: Kind, now: datetime) -> Step:
    return Step(one.id, now, estimate(one, kind, (now,), now, population()).chance[0], 0.0)


@transaction.atomic
def widen_ask(*, ask: Ask, back_in: Iterable[Agreement] = (), now: datetime) -> Ask:
    """Everyone who agreed may be asked, not only those chosen beforehand; and some who were left out."""
    ask = _open(ask)
    ask.only.clear()
    ask.left_out.remove(*back_in)
    return _move(ask, now)


@transaction.atomic
def turn_dial(*, ask: Ask, dial: int, now: datetime) -> Ask:
    """Ask fewer people, or reach someone faster, from now on."""
    ask = _open(ask)
    ask.dial = dial
    ask.save(update_fields=["dial"])
    return _move(ask, now)


@transaction.atomic
def change_ask(*, ask: Ask, changed: Changed, now: datetime) -> int:
    """Say it differently. Everyone who said yes or still thinks about it is told once; returns how many.

    To whom the letter has not left yet, it will say it as it is then."""
    held = locks.held(ask.pk)
    if held is None or held.closed_at:
        raise AskIsOver
    held.text, held.place, held.bring = changed.text, changed.place, changed.bring
    held.preferences = changed.preferences
    held.save(update_fields=["text", "place", "bring", "preferences"])
    involved = held.replies.filter(agreement__ended_at=None).exclude(answer=Answer.NO).select_related("agreement")
    waiting = [one for one in involved if has_heard(one, now) and (one.answer == Answer.YES or not held.ended_at)]
    for reply in waiting:
        tell(held, reply, f"changed:{reply.pk}:{int(now.timestamp())}", now)
    return len(waiting)


@transaction.atomic
def reopen_ask(*, ask: Ask, now: datetime) -> Ask:
    """Ask on, with a new time for the answer: everyone but those who said no may be asked. A hard moment is not opened
    again in this way: it begins anew, on the page that has the lines on it."""
    held = locks.held(ask.pk)
    if held is None or not held.ended_at or held.kind == Kind.CRISIS:
        return held or ask
    if held.closed_at:
        _let_go_of_all(held, now)
    starts = [slot.starts_at for slot in held.slots.all() if slot.starts_at]
    first = min((at for at in starts if at > now), default=None)
    return move(reopen(held, answer_needed_by(Kind(held.kind), now, first), now), now)


def _let_go_of_all(ask: Ask, now: datetime) -> None:
    """Whoever had said yes was told that it is over: no promise of theirs stands, and they may be asked again."""
    for promise in Promise.objects.filter(slot__ask=ask, given_back_at=None):
        release(promise, now)
        ask.replies.filter(pk=promise.reply_id).update(answer="", answered_at=None)


@transaction.atomic
def note_own_answer(*, ask: Ask, tie: Tie, said: Answer, now: datetime) -> Ask:
    """What somebody said whom the person asked themselves. A yes takes the first free place, so fewer are asked."""
    ask = _open(ask)
    before: dict[str, Any] = next((one for one in ask.asked_myself if one["tie"] == str(tie.pk)), {})
    slot = _own_place(ask, before.get("slot"), said, now)
    ask.asked_myself = [one for one in ask.asked_myself if one is not before]
    ask.asked_myself.append({"tie": str(tie.pk), "said": str(said), "at": now.isoformat(), "slot": slot})
    ask.save(update_fields=["asked_myself"])
    return _move(ask, now)


def _own_place(ask: Ask, had: str | None, said: Answer, now: datetime) -> str | None:
    """Which place their yes takes: the same yes again takes no second one, and without it the place is free again."""
    if said != Answer.YES and had:
        Slot.objects.filter(ask=ask, pk=had).update(places=F("places") + 1)
    if said != Answer.YES or had:
        return had if said == Answer.YES else None
    for slot in free_slots(ask, now=now)[:1]:
        slot.places -= 1
        slot.save(update_fields=["places"])
        return str(slot.pk)
    return None


@transaction.atomic
def thank_promise(*, promise: Promise, note: str, now: datetime) -> None:
    """Thanks for what they did: they read it on their page, and the map knows that they helped."""
    if promise.thanked_at:
        return
    thank_for(promise=promise, now=now)
    tie, person = promise.reply.agreement.tie, promise.slot.ask.person
    facts = TouchFacts(_day_of(promise, person, now), Touch.Direction.RECEIVED, _kind_of(promise), note)
    log_touch(by=person, tie=tie, facts=facts, now=now)
    thank(by=person, tie=tie, now=now)


def _day_of(promise: Promise, person: Person, now: datetime) -> date:
    """The day they helped, on the person's calendar; never one that lies ahead."""
    return min(promise.slot.starts_at or now, now).astimezone(ZoneInfo(person.time_zone)).date()


def _kind_of(promise: Promise) -> str:
    template = TEMPLATES.get(Kind(promise.slot.ask.kind))
    return str(template.gives) if template else ""


def _open(ask: Ask) -> Ask:
    held = locks.held(ask.pk)
    if held is None or held.ended_at:
        raise AskIsOver
    return held


def _move(ask: Ask, now: datetime) -> Ask:
    """Plan again at once, unless nobody is asked yet and it may still be taken back."""
    return move(ask, now) if now >= ask.held_until else ask
