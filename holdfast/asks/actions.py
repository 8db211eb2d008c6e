"""Every change of an ask.

open_ask, cancel_ask, move_ask; note_opened, answer, accept_time, give_back, offer_swap; withdraw_ask, close_ask;
thank_for, tell_update, take_back_update; offer_help, end_offer; write_notes; set_wishes; cut_off,
part_ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from holdfast.accounts.models import Person
from holdfast.asks.calendars import stop_help_calendar
from holdfast.asks.models import (
    Answer,
    Ask,
    AskingWishes,
    Moment,
    Offer,
    Outcome,
    Population,
    Promise,
    Reply,
    SafetyNotes,
    Slot,
    Update,
)
from holdfast.asks.queries import asking_of, candidates_of, free_slots, places_open
from holdfast.domain.asks.kinds import WEIGHTS, Kind
from holdfast.domain.asks.planning import Plan, Step, plan
from holdfast.network.models import Tie
from holdfast.notices.actions import Target, notify, revoke_links
from holdfast.notices.models import Urgency
from holdfast.supporters.actions import end_agreement, revoke_invitations_to
from holdfast.supporters.models import Agreement, EndedBy

What = Moment.What
THINK_AGAIN = timedelta(seconds=10)
LOOK_AGAIN = timedelta(minutes=5)
LINK_HOLDS = timedelta(days=7)
"""A link to an ask works until this long after an answer was needed."""


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """One thing to take on."""

    label: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    places: int = 1


@dataclass(frozen=True, slots=True)
class AskFacts:
    """What a person asks. Without `answer_by` the usual time of the kind holds; without slots there is one."""

    kind: Kind
    text: str = ""
    place: str = ""
    bring: str = ""
    preferences: str = ""
    answer_by: datetime | None = None
    dial: int = 0
    slots: tuple[SlotFacts, ...] = (SlotFacts(),)
    left_out: tuple[Agreement, ...] = ()
    only: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What a supporter offers: a kind, in their words, at which hours of their week (none is any)."""

    kind: Kind
    text: str = ""
    hours: tuple[tuple[int, int], ...] = ()


@transaction.atomic
def open_ask(*, by: Person, facts: AskFacts, now: datetime) -> Ask:
    """Ask. Nobody hears of it for ten seconds, so that it can still be taken back."""
    ask = Ask.objects.create(
        person=by,
        kind=facts.kind,
        text=facts.text,
        place=facts.place,
        bring=facts.bring,
        preferences=facts.preferences,
        answer_by=facts.answer_by or now + WEIGHTS[facts.kind].within,
        dial=facts.dial,
        held_until=now + THINK_AGAIN,
        next_at=now + THINK_AGAIN,
        created_at=now,
    )
    for position, slot in enumerate(facts.slots):
        Slot.objects.create(
            ask=ask,
            position=position,
            label=slot.label,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            places=slot.places,
        )
    ask.left_out.set(facts.left_out)
    ask.only.set(facts.only)
    _note(ask, What.OPENED, now)
    return ask


@transaction.atomic
def move_ask(*, ask: Ask, now: datetime) -> Ask:
    """Whatever is due: ask the next, end it, or wait. Safe to call at any time, by anybody, any number of times."""
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if ask.ended_at or now < ask.held_until:
        return ask
    if places_open(ask) == 0:
        return _meet(ask, now)
    if now >= ask.answer_by:
        return _end(ask, Outcome.NOBODY, now)
    chosen = plan(asking_of(ask), candidates_of(ask.person, now=now), now)
    if due := chosen.due(now):
        ask.wave += 1
        for step in due:
            _ask_one(ask, step, now)
    ask.plan = _stored(chosen)
    ask.next_at = min(chosen.next_at(now) or ask.answer_by, ask.answer_by, now + LOOK_AGAIN)
    ask.save()
    return ask


@transaction.atomic
def note_opened(*, reply: Reply, now: datetime) -> None:
    """The supporter looked at it: not an answer."""
    if Reply.objects.filter(pk=reply.pk, opened_at=None).update(opened_at=now):
        _note(reply.ask, What.SEEN, now, reply)


@transaction.atomic
def answer(
    *, reply: Reply, said: Answer, now: datetime, slots: Iterable[Slot] = (), can_at: datetime | None = None
) -> Reply:
    """A human tap. Yes takes the slots (the first free one if none is named; a full one puts them on its waiting list);
    whoever was asked too is told when all is covered. An answer can be changed while the ask is open."""
    ask = Ask.objects.select_for_update().get(pk=reply.ask_id)
    reply.answer, reply.answered_at, reply.can_at = said, now, can_at
    reply.save()
    _note(ask, What(said), now, reply)
    if said == Answer.YES:
        for slot in list(slots) or free_slots(ask)[:1] or list(ask.slots.all()[:1]):
            _promise(slot, reply, now)
    else:
        Promise.objects.filter(reply=reply, given_back_at=None).update(given_back_at=now)
    _tell_person(ask, f"{said}:{reply.pk}:{now.timestamp()}", now)
    if not ask.ended_at:
        ask.next_at = now
        ask.save()
    return reply


@transaction.atomic
def accept_time(*, reply: Reply, now: datetime) -> Reply:
    """ "I can, but at 5": the person says that 5 is fine."""
    for slot in free_slots(reply.ask)[:1]:
        if slot.starts_at and slot.ends_at and reply.can_at:
            slot.ends_at = reply.can_at + (slot.ends_at - slot.starts_at)
        slot.starts_at = reply.can_at
        slot.save()
    _tell(reply, f"time:{reply.pk}", now)
    return answer(reply=reply, said=Answer.YES, now=now)


@transaction.atomic
def give_back(*, promise: Promise, now: datetime) -> None:
    """The place is free again at once: the first who waits for it moves up, or the ask opens again."""
    if not Promise.objects.filter(pk=promise.pk, given_back_at=None).update(given_back_at=now):
        return
    ask = Ask.objects.select_for_update().get(pk=promise.slot.ask_id)
    _note(ask, What.GIVEN_BACK, now, promise.reply)
    _tell_person(ask, f"back:{promise.pk}", now)
    waiting = promise.slot.promises.filter(given_back_at=None, is_waiting=True).order_by("made_at").first()
    if waiting:
        waiting.is_waiting = False
        waiting.save()
        _tell(waiting.reply, f"up:{waiting.pk}", now)
    elif now < _last_use(ask):
        ask.ended_at, ask.outcome, ask.next_at = None, "", now
        ask.save()
        _note(ask, What.REOPENED, now)


@transaction.atomic
def offer_swap(*, promise: Promise, now: datetime) -> None:
    """Others are asked to take it; it stays theirs until somebody does."""
    if Promise.objects.filter(pk=promise.pk, given_back_at=None, swap_at=None).update(swap_at=now):
        _tell_person(promise.slot.ask, f"swap:{promise.pk}", now)


@transaction.atomic
def withdraw_ask(*, ask: Ask, now: datetime) -> Ask:
    """The person takes it back. Those who were asked are told that it is over."""
    return _end(Ask.objects.select_for_update().get(pk=ask.pk), Outcome.WITHDRAWN, now)


@transaction.atomic
def close_ask(*, ask: Ask, now: datetime) -> Ask:
    """ "I'm OK now": over for everyone."""
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    _note(ask, What.CLOSED, now)
    outcome = Outcome.MET if ask.replies.filter(answer=Answer.YES).exists() else Outcome.WITHDRAWN
    return _end(ask, outcome, now)


@transaction.atomic
def thank_for(*, promise: Promise, now: datetime) -> None:
    """The person says thanks: the supporter reads it on their page."""
    if Promise.objects.filter(pk=promise.pk, thanked_at=None).update(thanked_at=now):
        _tell(promise.reply, f"thanks:{promise.pk}", now, Urgency.LATER)


@transaction.atomic
def tell_update(*, by: Person, text: str, circle: Iterable[Agreement], now: datetime) -> Update:
    """Say something once to a chosen circle."""
    update = Update.objects.create(person=by, text=text, created_at=now)
    update.told.set(circle)
    for agreement in update.told.select_related("supporter"):
        target = Target("update", now + LINK_HOLDS, update.pk)
        notify(to=agreement.supporter_id, target=target, unique_key=f"update:{update.pk}:{agreement.pk}", now=now)
    return update


@transaction.atomic
def offer_help(*, agreement: Agreement, facts: OfferFacts, now: datetime) -> Offer:
    """A standing offer."""
    return Offer.objects.create(
        person_id=agreement.person_id,
        agreement=agreement,
        kind=facts.kind,
        text=facts.text,
        hours=[list(span) for span in facts.hours],
        created_at=now,
    )


@transaction.atomic
def end_offer(*, offer: Offer, now: datetime) -> None:
    """No longer offered."""
    Offer.objects.filter(pk=offer.pk, ended_at=None).update(ended_at=now)


@transaction.atomic
def write_notes(*, by: Person, text: str, now: datetime) -> SafetyNotes:
    """The person's own words for a hard moment."""
    notes = SafetyNotes.objects.filter(person=by).first() or SafetyNotes(person=by, created_at=now)
    notes.text = text
    notes.save()
    return notes


@transaction.atomic
def set_wishes(*, by: Person, with_money: bool, dial: int) -> AskingWishes:
    """How the person asks."""
    wishes, _ = AskingWishes.objects.update_or_create(person=by, defaults={"with_money": with_money, "dial": dial})
    return wishes


@transaction.atomic
def cut_off(*, by: Person, tie: Tie, now: datetime) -> None:
    """The person ends everything between them and somebody: asks, promises, links, updates. Nobody is told."""
    revoke_invitations_to(tie=tie, now=now)
    for agreement in Agreement.objects.filter(person=by, tie=tie, ended_at=None).select_related("supporter"):
        part_ways(agreement=agreement, by=EndedBy.PERSON, now=now)


@transaction.atomic
def part_ways(*, agreement: Agreement, by: EndedBy, now: datetime) -> None:
    """Everything between the two ends at once: promises are free again, links are dead, nothing more is told.

    The agreement ends first, so that nothing that follows is told to this supporter any more.
    """
    supporter = agreement.supporter
    end_agreement(agreement=agreement, by=by, now=now)
    for reply in agreement.replies.all():
        revoke_links(owner=supporter.pk, thing=reply.pk, now=now)
    for update in agreement.updates.all():
        revoke_links(owner=supporter.pk, thing=update.pk, now=now)
    agreement.offers.filter(ended_at=None).update(ended_at=now)
    ahead = Q(slot__starts_at__gt=now) | Q(slot__starts_at=None, slot__ask__ended_at=None)
    for promise in Promise.objects.filter(ahead, reply__agreement=agreement, given_back_at=None):
        give_back(promise=promise, now=now)
    if not supporter.agreements.filter(ended_at=None).exists():
        stop_help_calendar(owner=supporter.pk)


def population() -> Population:
    """What all answers of this installation taught."""
    return Population.objects.filter(pk=1).first() or Population(pk=1)


def _ask_one(ask: Ask, step: Step, now: datetime) -> None:
    reply, is_new = Reply.objects.get_or_create(
        ask=ask,
        agreement_id=step.candidate,
        defaults={
            "person_id": ask.person_id,
            "wave": ask.wave,
            "asked_at": now,
            "chance": step.chance,
            "created_at": now,
        },
    )
    if is_new:
        _note(ask, What.ASKED, now, reply)
        _tell(reply, f"ask:{reply.pk}", now, Urgency.NOW if ask.kind == Kind.CRISIS else Urgency.USUAL)


def _promise(slot: Slot, reply: Reply, now: datetime) -> None:
    taken = slot.promises.filter(given_back_at=None, is_waiting=False).count()
    Promise.objects.get_or_create(
        slot=slot,
        reply=reply,
        given_back_at=None,
        defaults={
            "person_id": reply.person_id,
            "made_at": now,
            "created_at": now,
            "is_waiting": taken >= slot.places,
        },
    )


def _meet(ask: Ask, now: datetime) -> Ask:
    _note(ask, What.COVERED, now)
    return _end(ask, Outcome.MET, now)


def _end(ask: Ask, outcome: Outcome, now: datetime) -> Ask:
    if ask.ended_at:
        return ask
    ask.ended_at, ask.outcome, ask.next_at = now, outcome, None
    ask.save()
    if outcome != Outcome.MET:
        _note(ask, What(outcome), now)
    for reply in ask.replies.filter(told_at=None).exclude(answer__in=[Answer.NO]):
        if outcome == Outcome.MET and reply.answer == Answer.YES:
            continue
        _tell(reply, f"over:{reply.pk}", now, Urgency.LATER)
        reply.told_at = now
        reply.save()
    _tell_person(ask, f"ended:{ask.pk}:{now.timestamp()}", now)
    return ask


def _tell(reply: Reply, key: str, now: datetime, urgency: Urgency = Urgency.USUAL) -> None:
    if reply.agreement.ended_at:
        return
    target = Target("reply", reply.ask.answer_by + LINK_HOLDS, reply.pk)
    notify(to=reply.agreement.supporter_id, target=target, unique_key=key, now=now, urgency=urgency)


def _tell_person(ask: Ask, key: str, now: datetime) -> None:
    urgency = Urgency.NOW if ask.kind == Kind.CRISIS else Urgency.USUAL
    target = Target("ask", ask.answer_by + LINK_HOLDS, ask.pk)
    notify(to=ask.person_id, target=target, unique_key=key, now=now, urgency=urgency)


def _last_use(ask: Ask) -> datetime:
    times = [slot.starts_at for slot in ask.slots.all() if slot.starts_at]
    return max([*times, ask.answer_by])


def _note(ask: Ask, what: str, now: datetime, reply: Reply | None = None) -> None:
    Moment.objects.create(ask=ask, at=now, what=what, reply=reply)


def _stored(chosen: Plan) -> dict[str, object]:
    return {
        "chance": chosen.chance,
        "steps": [
            {"who": step.candidate, "at": step.at.isoformat(), "chance": step.chance, "minutes": step.minutes}
            for step in chosen.steps
        ],
        "not_asked": [{"who": one.candidate, "why": one.why} for one in chosen.not_asked],
    }
