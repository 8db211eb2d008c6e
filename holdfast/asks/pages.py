"""What the pages of asks show: where an ask stands in true words, its timeline, its turns, what waits for thanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.accounts.models import Person
from holdfast.asks.access import asks_of, offers_to
from holdfast.asks.actions import AskFacts
from holdfast.asks.models import Answer, Ask, AskingWishes, Moment, Offer, Outcome, Promise, Reply, Slot
from holdfast.asks.outlook import Known, Outlook, outlook, pasts_of
from holdfast.asks.ownways import OwnWay, facts_of, own_ways, own_words
from holdfast.asks.queries import asking_of, candidates_of, offering_at, times_of, without_place
from holdfast.asks.words import ANSWERS, CARRIED, KINDS, OUTCOMES, clock, span
from holdfast.domain.asks.kinds import Kind
from holdfast.network.models import Tie
from holdfast.notices.queries import Carried, carried
from holdfast.supporters.queries import agreements_of

PAST_SHOWN = 30
NOTHING_CARRIED: Mapping[UUID, Carried] = {}
What = Moment.What


@dataclass(frozen=True, slots=True)
class Line:
    """One supporter on the timeline: what is true of them, and nothing more."""

    name: str
    words: str
    tone: str
    """yes, no, open, trouble or ahead: how the picture marks it."""
    at: str = ""
    reply: UUID | None = None
    """Can do it at another time, or said yes too late: the person decides."""
    is_late: bool = False
    agreement: str = ""
    """Could be asked now instead."""
    tie: UUID | None = None
    """Could not be reached: a way to them is on the tie's page."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One knot of the timeline."""

    at: datetime
    when: str
    words: str
    tone: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing to take on: when, who took it, who waits, and how many places are open."""

    label: str
    when: str
    takers: tuple[tuple[str, Promise], ...]
    waiting: tuple[str, ...]
    own: tuple[str, ...]
    open: int
    can_thank: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One ask in a list."""

    ask: Ask
    kind: Any
    text: str
    when: str
    state: str


def ask_page(ask: Ask, *, now: datetime) -> dict[str, Any]:
    """Everything an ask's page shows."""
    replies = list(
        ask.replies.select_related("agreement__tie", "agreement__supporter", "ask")
        .prefetch_related("promises")
        .order_by("wave", "asked_at", "pk")
    )
    slots = list(_slots(ask.slots))
    facts = facts_of(ask)
    far = carried([reply.pk for reply in replies])
    view = None if ask.ended_at else _ahead_of(ask, facts, _unheard(replies, far), now)
    turns = tuple(_turns(ask, slots, now))
    words = own_words(facts, now)
    lost = _trouble(replies, far)
    return {
        "ask": ask,
        "kind": KINDS[Kind(ask.kind)],
        "state": state_of(ask, replies, slots, now, lost),
        "is_held": not ask.ended_at and now < ask.held_until,
        "held_seconds": max(0, round((ask.held_until - now).total_seconds())),
        "outlook": view,
        "stops": timeline(ask, replies, far, view, now),
        "turns": turns,
        "is_one_turn": len(turns) == 1 and not turns[0].label,
        "trouble": lost,
        "is_unreached": bool(lost) and {_name_of(one) for one in replies if not one.answer} <= set(lost),
        "others": _others(ask, words, view) if view else [],
        "words": words,
        "left_out": list(ask.left_out.filter(ended_at=None).select_related("tie")) if view else [],
        "shared": _names(replies),
    }


def _ahead_of(ask: Ask, facts: AskFacts, unheard: frozenset[str], now: datetime) -> Outlook:
    everyone = candidates_of(ask.person, now=now)
    everyone = offering_at(everyone, times_of(ask, everyone, now=now))
    asking = asking_of(ask, everyone, now=now)
    opened = {str(who) for who in ask.replies.exclude(opened_at=None).values_list("agreement", flat=True)}
    unreached = (without_place(ask.person, now=now) | unheard) - opened
    return outlook(asking, everyone, now, facts, Known(pasts_of(ask.person, now=now), unreached))


def _unheard(replies: Iterable[Reply], far: Mapping[UUID, Carried]) -> frozenset[str]:
    """Agreements of those whose message could not be delivered so far."""
    lost = {Carried.FAILED, Carried.NOWHERE}
    return frozenset(str(one.agreement_id) for one in replies if far.get(one.pk, Carried.NOWHERE) in lost)


def _others(ask: Ask, words: str, view: Outlook) -> list[OwnWay]:
    asked = [one["tie"] for one in ask.asked_myself]
    return own_ways(ask.person, words, unreachable=view.unreachable, asked=asked)


def state_of(ask: Ask, replies: Sequence[Reply], slots: Iterable[Slot], now: datetime, lost: Sequence[str] = ()) -> str:
    """Where it stands, in one sentence that claims nothing more than is known. `lost`: whom no message reached."""
    if ask.ended_at:
        return _ended(ask, slots)
    if now < ask.held_until:
        return _("Saved. Nobody is asked yet.")
    takers = _takers(slots)
    places = sum(_free(slot) for slot in slots)
    if takers:
        said = {"names": get_text_list(takers, _("and")), "n": places}
        return (
            ngettext("%(names)s said yes. %(n)s place is open.", "%(names)s said yes. %(n)s places are open.", places)
            % said
        )
    waiting = [reply.agreement.tie.name for reply in replies if _is_awaited(reply)]
    if waiting and set(waiting) <= set(lost):
        return _("No yes yet. We could not reach %(names)s so far. If it matters now, call or text.") % {
            "names": get_text_list(waiting, _("and"))
        }
    if waiting:
        return _("No yes yet. Waiting for %(names)s.") % {"names": get_text_list(waiting, _("and"))}
    return _("No yes yet.") if replies else _("Nobody is asked yet.")


def _ended(ask: Ask, slots: Iterable[Slot]) -> str:
    takers = _takers(slots)
    said = {"names": get_text_list(takers, _("and"))}
    if takers and ask.outcome == Outcome.PARTLY:
        return _("%(names)s said yes. The rest is still open.") % said
    if takers and ask.outcome != Outcome.WITHDRAWN:
        return _("%(names)s said yes.") % said
    return str(OUTCOMES.get(ask.outcome, _("It is over")))


def _takers(slots: Iterable[Slot]) -> list[str]:
    return list(dict.fromkeys(_name(promise) for slot in slots for promise in _kept(slot) if not promise.is_waiting))


def _free(slot: Slot) -> int:
    return max(0, slot.places - sum(not promise.is_waiting for promise in _kept(slot)))


def _kept(slot: Slot) -> list[Promise]:
    return [promise for promise in slot.promises.all() if promise.given_back_at is None]


def _name(promise: Promise) -> str:
    return promise.reply.agreement.tie.name


def _name_of(reply: Reply) -> str:
    return reply.agreement.tie.name


def _names(replies: Iterable[Reply]) -> list[str]:
    return [reply.agreement.tie.name for reply in replies]


def _is_awaited(reply: Reply) -> bool:
    """Somebody who left, was cut off, or was told that it is over, is not waited for."""
    return not reply.answer and reply.told_at is None and reply.agreement.ended_at is None


def _trouble(replies: Iterable[Reply], far: Mapping[UUID, Carried]) -> list[str]:
    """Whose message could not be delivered."""
    lost = {Carried.FAILED, Carried.NOWHERE}
    return [
        reply.agreement.tie.name
        for reply in replies
        if _is_awaited(reply)
        and not (reply.opened_at or reply.ask.ended_at)
        and far.get(reply.pk, Carried.NOWHERE) in lost
    ]


# The timeline


def timeline(
    ask: Ask, replies: Sequence[Reply], far: Mapping[UUID, Carried], view: Outlook | None, now: datetime
) -> list[Stop]:
    """What happened in its order, then what comes if nobody answers, then the end."""
    stops = [*_waves(replies, far, now), *_moments(ask, now), *_asked_myself(ask, now)]
    stops.sort(key=lambda stop: stop.at)
    if view is not None:
        is_awaited = any(not reply.answer and reply.told_at is None for reply in replies)
        stops += _ahead(view, now, is_awaited=is_awaited)
        stops.append(Stop(ask.answer_by, clock(ask.answer_by, now), _("You need an answer by then."), "end"))
    return stops


def _waves(replies: Sequence[Reply], far: Mapping[UUID, Carried], now: datetime) -> Iterator[Stop]:
    for _wave, group in groupby(replies, key=lambda reply: (reply.wave, reply.asked_at)):
        members = list(group)
        lines = tuple(_line(reply, far.get(reply.pk, Carried.NOWHERE), now) for reply in members)
        at = members[0].asked_at
        yield Stop(at, clock(at, now), _("Asked"), _best(lines), lines)


def _line(reply: Reply, far: Carried, now: datetime) -> Line:
    name, tie = reply.agreement.tie.name, reply.agreement.tie_id
    if reply.answer:
        return _answered(reply, now)
    if reply.ask.ended_at or not _is_awaited(reply):
        return Line(name, _("did not answer"), "no")
    if reply.opened_at:
        return Line(
            name,
            _("the page was opened, by them or by their mail program; no answer yet"),
            "open",
            clock(reply.opened_at, now),
        )
    if far is Carried.NOWHERE and reply.agreement.supporter.account_id:
        return Line(name, _("waits on their page, not opened yet"), "open")
    lost = far in {Carried.FAILED, Carried.NOWHERE}
    return Line(name, str(CARRIED[far]), "trouble" if lost else "open", tie=tie if lost else None)


def _answered(reply: Reply, now: datetime) -> Line:
    name, is_open = reply.agreement.tie.name, reply.ask.closed_at is None and reply.agreement.ended_at is None
    at = clock(reply.answered_at, now) if reply.answered_at else ""
    if reply.answer == Answer.AT and reply.can_at:
        words = _("can, but at another time: %(time)s") % {"time": clock(reply.can_at, now)}
        return Line(name, words, "open", at, reply=reply.pk if is_open and not reply.told_at else None)
    stands = any(promise.given_back_at is None for promise in reply.promises.all())
    if reply.answer == Answer.YES and not stands and is_open:
        return Line(name, _late(reply, now), "yes", at, reply=reply.pk, is_late=True)
    return Line(name, str(ANSWERS[reply.answer]), "yes" if reply.answer == Answer.YES else "no", at)


def _late(reply: Reply, now: datetime) -> str:
    """A yes that came too late, and for what, where there was a choice."""
    slots = Slot.objects.filter(pk__in=reply.late_for).order_by("position", "pk")
    spans = [(slot.label, span(slot.starts_at, slot.ends_at, now)) for slot in slots]
    named = [" ".join(filter(None, words)) for words in spans if any(words)]
    late = _("yes, after the time was over")
    return f"{late}: {get_text_list(named, _('and'))}" if named else late


def _best(lines: Iterable[Line]) -> str:
    tones = [line.tone for line in lines]
    return next((tone for tone in ("yes", "trouble", "open", "no") if tone in tones), "open")


HAPPENED: Mapping[str, tuple[Any, str]] = {
    What.OPENED: (gettext_lazy("You asked."), "mine"),
    What.REOPENED: (gettext_lazy("Open again."), "mine"),
    What.COVERED: (gettext_lazy("All covered."), "yes"),
    What.DAY_OPEN: (gettext_lazy("A day is near, and nobody has taken it yet. It is still looked for."), "trouble"),
    What.PARTLY: (gettext_lazy("The time is over. Some of it is covered."), "yes"),
    What.NOBODY: (gettext_lazy("The time is over. Nobody could."), "end"),
    What.WITHDRAWN: (gettext_lazy("You took it back. Those asked were told that it is over."), "mine"),
    What.CLOSED: (gettext_lazy("You closed it. Everyone was told."), "mine"),
    What.GIVEN_BACK: (gettext_lazy("%(name)s gave the place back."), "open"),
    What.SWAP: (gettext_lazy("%(name)s would like to swap, and keeps it until somebody else takes it."), "open"),
    What.UP: (gettext_lazy("%(name)s moved up from the waiting list."), "yes"),
    What.CONFIRMED: (gettext_lazy("%(name)s confirmed it."), "yes"),
    What.UNSURE: (gettext_lazy("%(name)s has not confirmed yet."), "trouble"),
}


def _moments(ask: Ask, now: datetime) -> Iterator[Stop]:
    for moment in ask.moments.select_related("reply__agreement__tie").order_by("at", "pk"):
        if moment.what in HAPPENED:
            words, tone = HAPPENED[moment.what]
            name = moment.reply.agreement.tie.name if moment.reply else _("Somebody")
            yield Stop(moment.at, clock(moment.at, now), words % {"name": name}, tone)


def _asked_myself(ask: Ask, now: datetime) -> Iterator[Stop]:
    names = {str(tie.pk): tie.name for tie in Tie.objects.filter(pk__in=[one["tie"] for one in ask.asked_myself])}
    for one in ask.asked_myself:
        if one["tie"] in names:
            at = datetime.fromisoformat(one["at"])
            tone = "yes" if one["said"] == Answer.YES else "no"
            line = Line(names[one["tie"]], str(ANSWERS[one["said"]]), tone)
            yield Stop(at, clock(at, now), _("You asked yourself"), tone, (line,))


def _ahead(view: Outlook, now: datetime, *, is_awaited: bool) -> Iterator[Stop]:
    """Whoever comes after somebody is asked only if nobody answers."""
    for at, group in groupby(view.turns, key=lambda turn: turn.at):
        members = list(group)
        lines = tuple(Line(turn.name, turn.why, "ahead", agreement=turn.id) for turn in members)
        later = _("Next, if nobody answers") if is_awaited else _("Next")
        words, is_awaited = (_("Next, in a moment") if at <= now else later), True
        yield Stop(at, members[0].when, words, "ahead", lines)


# Turns


def _slots(slots: Any) -> QuerySet[Slot]:
    promises = Promise.objects.select_related("reply__agreement__tie").order_by("made_at", "pk")
    found: QuerySet[Slot] = slots.prefetch_related(Prefetch("promises", promises)).order_by("position", "pk")
    return found


def _turns(ask: Ask, slots: Iterable[Slot], now: datetime) -> Iterator[Turn]:
    own = _own_yeses(ask)
    for slot in slots:
        kept = _kept(slot)
        mine = () if slot.places else own
        yield Turn(
            label=slot.label,
            when=span(slot.starts_at, slot.ends_at, now),
            takers=tuple((_name(promise), promise) for promise in kept if not promise.is_waiting),
            waiting=tuple(_name(promise) for promise in kept if promise.is_waiting),
            own=mine,
            open=_free(slot),
            can_thank=bool(ask.ended_at) and (slot.starts_at is None or slot.starts_at <= now),
        )


def _own_yeses(ask: Ask) -> tuple[str, ...]:
    said_yes = [one["tie"] for one in ask.asked_myself if one["said"] == Answer.YES]
    return tuple(tie.name for tie in Tie.objects.filter(pk__in=said_yes)) if said_yes else ()


# Lists


def asks_page(person: Person, *, now: datetime) -> dict[str, Any]:
    """Everything the list of asks shows."""
    past = _whole(asks_of(person).exclude(ended_at=None).order_by("-ended_at", "pk"))[:PAST_SHOWN]
    return {
        "open": open_asks(person, now=now),
        "past": [_row(ask, now) for ask in past],
        "to_thank": to_thank(person, now=now),
        "offers": [(offer, KINDS[Kind(offer.kind)]) for offer in offers_to(person)],
        "circle": len(agreements_of(person)),
    }


def open_asks(person: Person, *, now: datetime) -> list[Row]:
    """The person's asks that are on their way, the most urgent first."""
    found = list(_whole(asks_of(person).filter(ended_at=None).order_by("answer_by", "pk")))
    far = carried([reply.pk for ask in found for reply in ask.replies.all()])
    return [_row(ask, now, far) for ask in found]


def to_thank(person: Person, *, now: datetime) -> list[tuple[str, Any, Promise]]:
    """Promises that were kept and not thanked for: who, for what."""
    kept = Promise.objects.filter(person=person, given_back_at=None, is_waiting=False, thanked_at=None)
    kept = kept.exclude(slot__ask__ended_at=None).exclude(slot__ask__outcome=Outcome.WITHDRAWN)
    kept = kept.exclude(slot__starts_at__gt=now).select_related("slot__ask", "reply__agreement__tie")
    return [(_name(one), KINDS[Kind(one.slot.ask.kind)], one) for one in kept.order_by("-made_at", "pk")[:PAST_SHOWN]]


def wishes_of(person: Person) -> AskingWishes:
    """How the person asks; without a row the dial stands in the middle, and money is not among the kinds."""
    return AskingWishes.objects.filter(person=person).first() or AskingWishes(person=person)


def offer_for(person: Person, offer_id: UUID | None) -> Offer | None:
    """A standing offer to this person, if it still stands."""
    return offers_to(person).filter(pk=offer_id).first() if offer_id else None


def _whole(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    replies = Reply.objects.select_related("agreement__tie").order_by("asked_at", "pk")
    return asks.prefetch_related(Prefetch("replies", replies), Prefetch("slots", _slots(Slot.objects)))


def _row(ask: Ask, now: datetime, far: Mapping[UUID, Carried] = NOTHING_CARRIED) -> Row:
    slots, replies = list(ask.slots.all()), list(ask.replies.all())
    first = slots[0] if slots else None
    lost = [] if ask.ended_at else _trouble(replies, far)
    when = span(first.starts_at, first.ends_at, now) if first else ""
    return Row(ask, KINDS[Kind(ask.kind)], ask.text, when, state_of(ask, replies, slots, now, lost))
