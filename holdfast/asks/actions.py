"""Every change of an ask: each is one transaction, and may be repeated, by several at a time, by anybody.

open_ask, cancel_ask, move_ask, move_claimed, withdraw_ask, close_ask; note_opened, answer, add_words, accept_time,
decline_time, take_late, give_back; thank_for; tell_update, take_back_update; offer_help, end_offer; write_notes;
set_wishes; cut_off. Swapping and confirming are in `keeping`, a supporter's leaving in `parting`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.asks import locks
from holdfast.asks.answering import AnswerRefused, NoAnswer, refuse_if_gone, say_otherwise, say_yes, write
from holdfast.asks.ending import close, settle
from holdfast.asks.letters import LINK_HOLDS, note, tell, tell_over, tell_person
from holdfast.asks.models import (
    Answer,
    Ask,
    AskingWishes,
    Moment,
    Offer,
    Outcome,
    Promise,
    Reply,
    SafetyNotes,
    Slot,
    Update,
)
from holdfast.asks.parting import part
from holdfast.asks.promising import hand_on, release, take
from holdfast.asks.queries import Place, places_of
from holdfast.asks.routing import move
from holdfast.domain.asks.kinds import WEIGHTS, Kind
from holdfast.network.models import Tie
from holdfast.notices.actions import Target, notify, revoke_links
from holdfast.notices.models import Urgency
from holdfast.supporters.actions import revoke_invitations_to
from holdfast.supporters.models import Agreement, EndedBy

What = Moment.What
THINK_AGAIN = timedelta(seconds=10)


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
        answer_by=_answer_by(facts, now),
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
    note(ask, What.OPENED, now)
    return ask


@transaction.atomic
def cancel_ask(*, ask: Ask, now: datetime) -> bool:
    """Think again: while nobody was asked, the ask vanishes and nobody ever hears of it. False when it is too late."""
    held = locks.held(ask.pk)
    if held is None:
        return True
    if held.replies.exists() or now >= held.held_until:
        return False
    Ask.objects.filter(pk=ask.pk).delete()
    return True


@transaction.atomic
def move_ask(*, ask: Ask, now: datetime) -> Ask:
    """Whatever is due: ask the next, end it, or wait. Safe to call at any time, by anybody, any number of times."""
    held = locks.held(ask.pk)
    if held is None or held.ended_at or (held.next_at and now < held.next_at):
        return held or ask
    return move(held, now) if now >= held.held_until else held


@transaction.atomic
def move_claimed(*, ask: Ask, now: datetime) -> Ask:
    """The same for a worker that has moved `next_at` ahead so that no other takes it up meanwhile."""
    held = locks.held(ask.pk)
    return move(held, now) if held and not held.ended_at and now >= held.held_until else held or ask


@transaction.atomic
def note_opened(*, reply: Reply, now: datetime) -> None:
    """The supporter looked at it: not an answer."""
    if Reply.objects.filter(pk=reply.pk, opened_at=None).update(opened_at=now):
        note(reply.ask, What.SEEN, now, reply)


@transaction.atomic
def answer(
    *, reply: Reply, said: Answer, now: datetime, slots: Iterable[Slot] = (), can_at: datetime | None = None
) -> Reply:
    """A human tap. Yes takes the slots named, besides those they have; without names the first free one, or a place on
    a waiting list. Any answer can be changed. After the time was over, the person may take a late yes.

    Raises AnswerRefused.
    """
    ask, reply = _held_with(reply)
    refuse_if_gone(ask, reply, said, now)
    if said == Answer.AT and can_at is None:
        raise AnswerRefused(NoAnswer.NO_TIME)
    if said == Answer.LATER and can_at is None:
        can_at = now + max(timedelta(0), ask.answer_by - now) / 2 if reply.answer != said else reply.can_at
    is_news = write(ask, reply, said, can_at, now)
    if said == Answer.YES:
        say_yes(ask, reply, slots, now, is_news=is_news)
    elif is_news:
        say_otherwise(ask, reply, said, now)
    reply.refresh_from_db()
    return reply


@transaction.atomic
def add_words(*, reply: Reply, words: str) -> Reply:
    """What the supporter writes with their answer, for the person alone."""
    reply.said = words
    reply.save(update_fields=["said"])
    return reply


@transaction.atomic
def accept_time(*, reply: Reply, now: datetime) -> Reply:
    """ "I can, but at 5": the person says that 5 is fine. Raises AnswerRefused when they left, or nothing is free."""
    ask, reply = _held_with(reply)
    refuse_if_gone(ask, reply, Answer.YES, now)
    place = _free_place(ask, now)
    if place is None or reply.answer != Answer.AT or reply.can_at is None:
        raise AnswerRefused(NoAnswer.TAKEN)
    _take_for(ask, [_moved_to(place, reply.can_at)], reply, now)
    return reply


@transaction.atomic
def decline_time(*, reply: Reply, now: datetime) -> None:
    """ "I can, but at 5": that does not help. They are told that nobody waits for them."""
    ask, reply = _held_with(reply)
    if reply.answer == Answer.AT and ask.closed_at is None:
        tell_over(ask, [reply], note(ask, What.TOLD, now, reply), now)


@transaction.atomic
def take_late(*, reply: Reply, now: datetime) -> Reply:
    """A yes came after the time was over, and the person takes it: the places it named, and no other. Raises
    AnswerRefused when none of them is free."""
    ask, reply = _held_with(reply)
    refuse_if_gone(ask, reply, Answer.YES, now)
    free = [place for place in places_of(ask) if place.wanted(now)]
    places = [place for place in free if str(place.slot.pk) in reply.late_for] if reply.late_for else free[:1]
    has_one = reply.promises.filter(given_back_at=None).exists()
    if not places or has_one or reply.answer != Answer.YES:
        raise AnswerRefused(NoAnswer.TAKEN)
    _take_for(ask, places, reply, now)
    return reply


@transaction.atomic
def give_back(*, promise: Promise, now: datetime) -> None:
    """The place is free again at once: the first who waits for it moves up, or the ask opens again."""
    held = locks.held(promise.slot.ask_id)
    if held is None or not release(promise, now):
        return
    moment = note(held, What.GIVEN_BACK, now, promise.reply)
    if not promise.is_waiting and held.closed_at is None:
        tell_person(held, moment, now)
    settle(held, now, is_free_again=not promise.is_waiting)


@transaction.atomic
def withdraw_ask(*, ask: Ask, now: datetime) -> Ask:
    """The person takes it back. Within the time to think again it vanishes; later everybody who was asked and did not
    say no is told that it is over, those who promised too."""
    if cancel_ask(ask=ask, now=now):
        return ask
    held = locks.held(ask.pk)
    if held is None or held.closed_at:
        return held or ask
    return close(held, note(held, What.WITHDRAWN, now), Outcome.WITHDRAWN, now)


@transaction.atomic
def close_ask(*, ask: Ask, now: datetime) -> Ask:
    """ "I'm OK now": over for everyone, and everybody who was asked is told once. How it ended stays true."""
    held = locks.held(ask.pk)
    if held is None or held.closed_at:
        return held or ask
    said_yes = held.replies.filter(answer=Answer.YES).exists()
    outcome = Outcome(held.outcome) if held.outcome else (Outcome.MET if said_yes else Outcome.WITHDRAWN)
    return close(held, note(held, What.CLOSED, now), outcome, now)


@transaction.atomic
def thank_for(*, promise: Promise, now: datetime) -> None:
    """The person says thanks: the supporter reads it on their page."""
    if Promise.objects.filter(pk=promise.pk, thanked_at=None).update(thanked_at=now):
        tell(promise.slot.ask, promise.reply, f"thanks:{promise.pk}", now, Urgency.LATER)


@transaction.atomic
def tell_update(*, by: Person, text: str, circle: Iterable[Agreement], now: datetime) -> Update:
    """Say something once to a chosen circle."""
    update = Update.objects.create(person=by, text=text, created_at=now)
    update.told.set(circle)
    for agreement in update.told.filter(person=by, ended_at=None).order_by("pk"):
        key = sha256(f"{update.pk}:{agreement.pk}".encode()).hexdigest()[:32]
        target = Target("update", now + LINK_HOLDS, update.pk)
        notify(to=agreement.supporter_id, target=target, unique_key=f"update:{key}", now=now)
    return update


@transaction.atomic
def take_back_update(*, update: Update, now: datetime) -> None:
    """No link to it opens anything any more."""
    if Update.objects.filter(pk=update.pk, taken_back_at=None).update(taken_back_at=now):
        for supporter_id in update.told.values_list("supporter", flat=True):
            revoke_links(owner=supporter_id, thing=update.pk, now=now)


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
    """Everything between the person and this supporter ends at once: asks, promises, links, updates, open invitations.
    Nobody is told."""
    revoke_invitations_to(tie=tie, now=now)
    part(
        Agreement.objects.filter(person=by, tie=tie, ended_at=None).select_related("supporter", "tie"),
        EndedBy.PERSON,
        now,
    )


def _answer_by(facts: AskFacts, now: datetime) -> datetime:
    """A hard moment never waits longer than its usual time, whatever was said."""
    usual = now + WEIGHTS[facts.kind].within
    wished = facts.answer_by or usual
    return min(wished, usual) if facts.kind == Kind.CRISIS else wished


def _held_with(reply: Reply) -> tuple[Ask, Reply]:
    """The ask, held, and its reply as it is now. Raises AnswerRefused when it is gone."""
    held = locks.held(reply.ask_id)
    rows = Reply.objects.select_related("agreement__supporter")
    if held is None or (now_is := rows.filter(pk=reply.pk).first()) is None:
        raise AnswerRefused(NoAnswer.OVER)
    return held, now_is


def _free_place(ask: Ask, now: datetime) -> Place | None:
    """The first place somebody is wanted for. Who would like to swap it is free: it will be at another time."""
    place = next((place for place in places_of(ask) if place.wanted(now)), None)
    if place is not None and len(place.kept) >= place.slot.places:
        hand_on(ask, next(promise for promise in place.kept if promise.swap_at), now)
        place = next(again for again in places_of(ask) if again.slot.pk == place.slot.pk)
    return place


def _take_for(ask: Ask, places: Iterable[Place], reply: Reply, now: datetime) -> None:
    """The person takes what was offered: the supporter is told, and they learn it from nobody else."""
    reply.answer, reply.told_at = Answer.YES, None
    reply.save(update_fields=["answer", "told_at"])
    promises = [take(ask, place, reply, now) for place in places]
    note(ask, What.YES, now, reply)
    tell(ask, reply, f"taken:{promises[0].pk}", now)
    settle(ask, now)


def _moved_to(place: Place, at: datetime) -> Place:
    """The same slot at another time; where others share it, one place of it splits off."""
    slot = place.slot
    length = slot.ends_at - slot.starts_at if slot.starts_at and slot.ends_at else None
    if place.promises or slot.places > 1:
        slot.places -= 1
        slot.save(update_fields=["places"])
        slot = Slot(ask_id=slot.ask_id, position=slot.position, label=slot.label)
    slot.starts_at, slot.ends_at = at, at + length if length else None
    slot.save()
    return Place(slot, (), ())
