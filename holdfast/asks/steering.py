"""What the person changes about an ask that is on its way.

ask_sooner, widen_ask, turn_dial, change_ask, reopen_ask, note_own_answer, thank_promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.asks.actions import LINK_HOLDS, move_ask, thank_for
from holdfast.asks.models import Answer, Ask, Moment, Promise, Reply
from holdfast.asks.queries import candidates_of, free_slots
from holdfast.asks.wording import TEMPLATES
from holdfast.domain.asks.candidates import Refusal, refusal_of
from holdfast.domain.asks.dates import answer_needed_by
from holdfast.domain.asks.kinds import Kind
from holdfast.network.actions import TouchFacts, log_touch, thank
from holdfast.network.models import Tie, Touch
from holdfast.notices.actions import Target, notify
from holdfast.notices.models import Urgency
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
    one = next((one for one in candidates_of(ask.person, now=now) if one.id == str(agreement.pk)), None)
    why = refusal_of(one, Kind(ask.kind), now) if one else Refusal.UNREACHABLE
    if why is not None:
        raise NotNow(why)
    ask.left_out.remove(agreement)
    ask.held_until = min(ask.held_until, now)
    ask.wave += 1
    reply, is_new = Reply.objects.get_or_create(
        ask=ask,
        agreement=agreement,
        defaults={"person_id": ask.person_id, "wave": ask.wave, "asked_at": now, "created_at": now},
    )
    if is_new:
        Moment.objects.create(ask=ask, at=now, what=Moment.What.ASKED, reply=reply)
        _tell(reply, f"ask:{reply.pk}", now)
    return _move(ask, now)


@transaction.atomic
def widen_ask(*, ask: Ask, back_in: Iterable[Agreement] = (), now: datetime) -> Ask:
    """Everyone who agreed may be asked, not only those chosen beforehand; and some who were left out."""
    ask = _open(ask)
    ask.only.clear()
    ask.left_out.remove(*back_in)
    Moment.objects.create(ask=ask, at=now, what=Moment.What.WIDENED)
    return _move(ask, now)


@transaction.atomic
def turn_dial(*, ask: Ask, dial: int, now: datetime) -> Ask:
    """Ask fewer people, or reach someone faster, from now on."""
    ask = _open(ask)
    ask.dial = dial
    return _move(ask, now)


@transaction.atomic
def change_ask(*, ask: Ask, changed: Changed, now: datetime) -> int:
    """Say it differently. Everyone who said yes or still thinks about it is told once; returns how many."""
    ask = _open(ask, also_ended=True)
    ask.text, ask.place, ask.bring = changed.text, changed.place, changed.bring
    ask.preferences = changed.preferences
    ask.save()
    involved = ask.replies.filter(agreement__ended_at=None).exclude(answer=Answer.NO)
    for reply in involved.select_related("agreement"):
        _tell(reply, f"changed:{reply.pk}:{now.timestamp()}", now)
    return len(involved)


@transaction.atomic
def reopen_ask(*, ask: Ask, now: datetime) -> Ask:
    """Ask on: those who did not say no can be asked, with a new time for the answer."""
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if not ask.ended_at:
        return ask
    first = min((slot.starts_at for slot in ask.slots.all() if slot.starts_at), default=None)
    ask.ended_at, ask.outcome = None, ""
    ask.answer_by = answer_needed_by(Kind(ask.kind), now, first)
    Moment.objects.create(ask=ask, at=now, what=Moment.What.REOPENED)
    return _move(ask, now)


@transaction.atomic
def note_own_answer(*, ask: Ask, tie: Tie, said: Answer, now: datetime) -> Ask:
    """What somebody said whom the person asked themselves. A yes takes the first free place, so fewer are asked."""
    ask = _open(ask)
    ask.asked_myself = [one for one in ask.asked_myself if one["tie"] != str(tie.pk)]
    ask.asked_myself.append({"tie": str(tie.pk), "said": str(said), "at": now.isoformat()})
    for slot in free_slots(ask)[:1] if said == Answer.YES else ():
        slot.places -= 1
        slot.save()
    return _move(ask, now)


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


def _open(ask: Ask, *, also_ended: bool = False) -> Ask:
    found = Ask.objects.select_for_update().select_related("person").get(pk=ask.pk)
    if found.ended_at and not also_ended:
        raise AskIsOver
    return found


def _move(ask: Ask, now: datetime) -> Ask:
    ask.next_at = max(now, ask.held_until)
    ask.save()
    return move_ask(ask=ask, now=now)


def _tell(reply: Reply, key: str, now: datetime) -> None:
    target = Target("reply", reply.ask.answer_by + LINK_HOLDS, reply.pk)
    notify(to=reply.agreement.supporter_id, target=target, unique_key=key, now=now, urgency=Urgency.USUAL)
