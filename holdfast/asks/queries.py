"""Rows to the values the planner understands, in a constant number of reads."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from math import exp
from uuid import UUID

from django.db.models import Q, QuerySet

from holdfast.accounts.models import Person
from holdfast.asks import readings
from holdfast.asks.models import Answer, Ask, AskingWishes, Promise, Slot
from holdfast.asks.prepared import id_of
from holdfast.asks.readings import Id
from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.fallback import HardMoment, Stand, stands_at
from holdfast.domain.asks.hours import ALWAYS, WeekHours
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import Learned, from_json
from holdfast.domain.asks.planning import Asking, Contact
from holdfast.domain.asks.population import Population as People
from holdfast.domain.asks.population import population_from_json
from holdfast.domain.network import COUNTING
from holdfast.network.models import Tie
from holdfast.sealing.fields import opened
from holdfast.sealing.keys import open_keys
from holdfast.supporters.models import Supporter

WEEK = timedelta(days=7)
FADES = timedelta(days=30)
"""How long help given and received weighs."""
CLOSENESS = {1: 1.0, 2: 0.7, 3: 0.4, 4: 0.2}
"""How near each circle is."""
OVERDUE = timedelta(minutes=2)
ANY_TIME = "[]"
"""An offer without hours of its own holds within those of the supporter."""
_NAME, _LEARNED = Tie._meta.get_field("name"), Supporter._meta.get_field("learned")


@dataclass(frozen=True, slots=True)
class Place:
    """One slot of an ask, with the promises that stand: those who have it, and those who wait, the earliest first."""

    slot: Slot
    kept: tuple[Promise, ...]
    waiting: tuple[Promise, ...]

    @property
    def promises(self) -> tuple[Promise, ...]:
        """All that stand."""
        return (*self.kept, *self.waiting)

    @property
    def until(self) -> datetime | None:
        """When its time is over, if it has one."""
        return self.slot.ends_at or self.slot.starts_at

    def is_past(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.until is not None and self.until <= now

    def wanted(self, now: datetime) -> int:
        """How many yeses are still wanted: a place somebody would like to swap is one of them."""
        firm = sum(promise.swap_at is None for promise in self.kept)
        return 0 if self.is_past(now) else max(0, self.slot.places - firm)


def candidates_of(person: Person, *, now: datetime, with_names: bool = True) -> list[Candidate]:
    """Everyone who agreed to help this person, with their limits and their week across everyone they support.

    Whose tie rests, or is on its way out, is asked nothing, as if the person had paused them. Without names no word of
    the person is unsealed.
    """
    cards = readings.cards_of(person.pk, now)
    helped, balance = _helped(person.pk, now), _balance(person.pk, cards, now)
    offers = _offers(person.pk)
    open_keys(id_of(card.supporter) for card in cards if card.learned)
    return [
        Candidate(
            id=str(id_of(card.agreement)),
            name=opened(_NAME, card.name, owner=person.pk, row=id_of(card.tie)) if with_names else "",
            kinds=_kinds(card.kinds),
            hours=hours_from(card.hours, card.zone),
            takes_crisis=card.takes_crisis,
            wakes=card.wakes,
            asked=card.asked or 0,
            most_asked=card.most_asked,
            helped=helped[card.supporter],
            most_helped=card.most_helped,
            closeness=CLOSENESS[card.circle],
            balance=balance[card.agreement],
            away_until=card.away_until,
            reachable=bool(card.has_place or card.account),
            is_paused=card.paused_at is not None or card.state not in COUNTING,
            role=card.role,
            offers=tuple(
                (kind, hours_from(card.hours if spans == ANY_TIME else spans, card.zone))
                for kind, spans in offers[card.agreement]
            ),
            last_asked_at=card.last_asked_at,
            learned=_learned(id_of(card.supporter), card.learned),
        )
        for card in cards
    ]


def offering_at(candidates: Sequence[Candidate], starts: Iterable[datetime | None]) -> list[Candidate]:
    """A standing offer is for when the thing happens, not for when somebody is asked: it holds at any hour where it
    covers one of these times, and else it is none of this ask. Without a time it stays as it was said."""
    times = [at for at in starts if at is not None]
    return [replace(one, offers=_covering(one.offers, times)) if times and one.offers else one for one in candidates]


def _covering(
    offers: Iterable[tuple[Kind, WeekHours]], times: Iterable[datetime]
) -> tuple[tuple[Kind, WeekHours], ...]:
    found = [(kind, hours.zone) for kind, hours in offers if any(hours.holds(at) for at in times)]
    return tuple((kind, WeekHours(ALWAYS, zone)) for kind, zone in found)


def times_of(ask: Ask, candidates: Iterable[Candidate], *, now: datetime) -> list[datetime | None]:
    """When what is still wanted takes place; read only where somebody offers something."""
    if not any(one.offers for one in candidates):
        return []
    slots = [slot for slot in readings.wanted_for(ask.pk) if slot.starts_at is None or slot.starts_at > now]
    return [slot.starts_at for slot in slots if slot.places > slot.firm]


def asking_of(ask: Ask, candidates: Iterable[Candidate], *, now: datetime) -> Asking:
    """An ask as the planner sees it. Who was told that it was over, and then it opened again, may be asked again."""
    silent: list[Contact] = []
    done: set[str] = set()
    away = {one.id for one in candidates if _rests(one, Kind(ask.kind), now)}
    for one in readings.asked_for(ask.pk):
        who = str(id_of(one.agreement))
        if one.answer or who in away:
            done.add(who)
        elif one.told_at is None:
            silent.append(Contact(who, one.asked_at))
    return Asking(
        kind=Kind(ask.kind),
        opened_at=ask.created_at,
        answer_by=ask.answer_by,
        places=places_open(ask, now=now),
        dial=ask.dial,
        silent=tuple(silent),
        done=frozenset(done),
        left_out=_left_out(ask, candidates),
    )


def population() -> People:
    """What is known of people in general, with what all answers of this installation taught."""
    return population_from(readings.learned_of_all())


@lru_cache(maxsize=8)
def population_from(text: str) -> People:
    """The same text is the same value: what was worked out for it is found again."""
    return population_from_json(text)


def later_ones(ask: Ask) -> Mapping[str, datetime]:
    """Those who said "not now", and from when on they may be asked again if nobody else can."""
    said = [one for one in readings.asked_for(ask.pk) if one.answer == Answer.LATER]
    times = [(str(id_of(one.agreement)), one.can_at) for one in said]
    return {who: at for who, at in times if at is not None and at < ask.answer_by}


def places_of(ask: Ask) -> tuple[Place, ...]:
    """The slots of an ask in order, with the promises that stand; two reads."""
    promises: dict[UUID, list[Promise]] = defaultdict(list)
    for promise in Promise.objects.filter(slot__ask=ask, given_back_at=None).order_by("made_at", "pk"):
        promises[promise.slot_id].append(promise)
    return tuple(
        Place(
            slot,
            tuple(promise for promise in promises[slot.pk] if not promise.is_waiting),
            tuple(promise for promise in promises[slot.pk] if promise.is_waiting),
        )
        for slot in ask.slots.order_by("position", "pk")
    )


def places_open(ask: Ask, *, now: datetime) -> int:
    """How many yeses are still wanted."""
    return sum(wanted for wanted, _ in wanted_now(ask, now=now))


def wanted_now(ask: Ask, *, now: datetime) -> list[tuple[int, datetime | None]]:
    """For each slot whose time is not over, how many yeses are still wanted, and when it is over."""
    slots = [(slot, slot.ends_at or slot.starts_at) for slot in readings.wanted_for(ask.pk)]
    ahead = [(slot, until) for slot, until in slots if until is None or until > now]
    return [(max(0, slot.places - slot.firm), until) for slot, until in ahead]


def helps_until(ask: Ask, *, now: datetime) -> datetime:
    """Until when a yes still helps: the time for the answer; with several days, till the last that is wanted begins."""
    return max([ask.answer_by, *days_wanted(ask, now=now)])


def answers_help_until(asks: Iterable[Ask]) -> Mapping[UUID, datetime]:
    """The same for several asks, after the time for an answer of each; one read."""
    there = {ask.pk: ask for ask in asks}
    slots: dict[UUID, list[tuple[datetime | None, bool]]] = defaultdict(list)
    for ask_id, slot in readings.wanted_for_all(there):
        slots[ask_id].append((slot.starts_at, slot.places > slot.firm))
    return {pk: max([ask.answer_by, *_days(ask, slots[pk], ask.answer_by)]) for pk, ask in there.items()}


def days_wanted(ask: Ask, *, now: datetime) -> list[datetime]:
    """When each slot begins that lies ahead and wants somebody; none where all of them begin at one time."""
    return _days(ask, [(slot.starts_at, slot.places > slot.firm) for slot in readings.wanted_for(ask.pk)], now)


def _days(ask: Ask, slots: Collection[tuple[datetime | None, bool]], now: datetime) -> list[datetime]:
    if ask.kind == Kind.CRISIS or len({starts_at for starts_at, _ in slots if starts_at}) < 2:
        return []
    return [starts_at for starts_at, is_wanted in slots if is_wanted and starts_at and starts_at > now]


def promises_kept(ask: Ask) -> QuerySet[Promise]:
    """Who has taken a place in this ask."""
    return Promise.objects.filter(slot__ask=ask, given_back_at=None, is_waiting=False).order_by("made_at", "pk")


def free_slots(ask: Ask, *, now: datetime | None = None) -> list[Slot]:
    """The slots in which somebody is wanted, in order; without `now` also those whose time is over."""
    return [place.slot for place in places_of(ask) if place.wanted(now or ask.created_at) > 0]


def asks_overdue(now: datetime) -> QuerySet[Ask]:
    """Open asks that nobody moves: each should have been moved by now, or has no moment at which it would be."""
    late = Q(next_at__lte=now - OVERDUE) | Q(next_at=None)
    return Ask.objects.filter(late, ended_at=None).order_by("next_at", "pk")


def stand_of(ask: Ask, *, now: datetime) -> Stand:
    """Where a hard moment stands, whatever the worker does."""
    running = ask.replies.filter(agreement__ended_at=None)
    return stands_at(
        HardMoment(
            opened_at=ask.created_at,
            held_until=ask.held_until,
            answer_by=ask.answer_by,
            ended_at=ask.ended_at,
            closed_at=ask.closed_at,
            yeses=promises_kept(ask).count(),
            awaited=running.filter(answer="", told_at=None).count(),
            later=running.filter(answer__in=[Answer.LATER, Answer.AT]).count(),
        ),
        now,
    )


def _rests(candidate: Candidate, kind: Kind, now: datetime) -> bool:
    passes = kind is Kind.CRISIS and candidate.wakes
    return candidate.away_until is not None and now < candidate.away_until and not passes


def _left_out(ask: Ask, candidates: Iterable[Candidate]) -> frozenset[str]:
    """Those the person leaves out, and where they chose some beforehand, everybody else."""
    chosen: tuple[set[str], set[str]] = (set(), set())
    for who, is_wanted in readings.chosen_for(ask.pk):
        chosen[is_wanted].add(str(id_of(who)))
    others = {one.id for one in candidates} - chosen[1] if chosen[1] else set()
    return frozenset(chosen[0] | others)


def _helped(person_id: UUID, now: datetime) -> Mapping[Id, float]:
    """Hours of help promised in the last seven days, to everyone together."""
    hours: dict[Id, float] = defaultdict(float)
    for supporter, kind, number in readings.promised_lately(person_id, now):
        hours[supporter] += WEIGHTS[Kind(kind)].effort * number
    return hours


def _balance(person_id: UUID, cards: Iterable[readings.Card], now: datetime) -> Mapping[Id, float]:
    """For each agreement the hours given to this person, minus those received from them, fading."""
    balance: dict[Id, float] = defaultdict(float)
    for agreement, kind, made_at in readings.given_to(person_id, now):
        balance[agreement] += WEIGHTS[Kind(kind)].effort * exp((made_at - now) / FADES)
    friends = {card.account: card.agreement for card in cards if card.account}
    for friend, kind, made_at in readings.received_from(person_id, now) if friends else ():
        if friend in friends:
            balance[friends[friend]] -= WEIGHTS[Kind(kind)].effort * exp((made_at - now) / FADES)
    return balance


def _offers(person_id: UUID) -> Mapping[Id, list[tuple[Kind, str]]]:
    found: dict[Id, list[tuple[Kind, str]]] = defaultdict(list)
    for agreement, kind, spans in readings.offers_to(person_id):
        found[agreement].append((Kind(kind), spans))
    return found


def _learned(supporter: UUID, sealed: bytes) -> Learned:
    return from_json(opened(_LEARNED, sealed, owner=supporter, row=supporter))


@lru_cache(maxsize=2048)
def hours_from(spans: str, zone: str) -> WeekHours:
    """Hours as a row has them. The same hours are read once: most people have usual ones."""
    return WeekHours(tuple((int(begins), int(ends)) for begins, ends in json.loads(spans)), zone)


@lru_cache(maxsize=2048)
def _kinds(stated: str) -> Mapping[Kind, Stated]:
    return {Kind(kind): Stated(said) for kind, said in json.loads(stated).items()}


def without_place(person: Person, *, now: datetime) -> frozenset[str]:
    """Agreements of those to whom nothing can be sent: they read of an ask only when they sign in, if at all."""
    return frozenset(str(id_of(card.agreement)) for card in readings.cards_of(person.pk, now) if not card.has_place)


def reached(candidates: Iterable[Candidate], unreached: Collection[str]) -> list[Candidate]:
    """The same people, with those to whom nothing can be sent as unreachable."""
    return [replace(one, reachable=one.reachable and one.id not in unreached) for one in candidates]


def rings_somewhere(person: Person, *, now: datetime) -> bool:
    """Whether a message in a hard moment can reach anybody where they are: an account alone rings nowhere."""
    return any(card.has_place for card in readings.cards_of(person.pk, now) if card.takes_crisis or card.wakes)


def has_money(person: Person) -> bool:
    """Whether this person asks for money, too."""
    return AskingWishes.objects.filter(pk=person.pk, with_money=True).exists()
