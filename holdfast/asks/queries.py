"""Rows to the values the planner understands, in a constant number of reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import exp
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum, Value

from holdfast.accounts.models import Person
from holdfast.asks.models import Answer, Ask, AskingWishes, Offer, Outcome, Population, Promise, Reply, Slot
from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.fallback import HardMoment, Stand, stands_at
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import from_json
from holdfast.domain.asks.planning import Asking, Contact
from holdfast.domain.asks.population import Population as People
from holdfast.domain.asks.population import population_from_json
from holdfast.domain.network import COUNTING
from holdfast.notices.models import Destination
from holdfast.sealing.keys import open_keys
from holdfast.supporters.models import Agreement, Supporter
from holdfast.supporters.queries import agreements_of, hours_of

WEEK = timedelta(days=7)
FADES = timedelta(days=30)
"""How long help given and received weighs."""
CLOSENESS = {1: 1.0, 2: 0.7, 3: 0.4, 4: 0.2}
"""How near each circle is."""
OVERDUE = timedelta(minutes=2)


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
    agreements = list(agreements_of(person))
    supporters = {agreement.supporter_id: agreement.supporter for agreement in agreements}
    open_keys(pk for pk, supporter in supporters.items() if supporter.__dict__["learned"])
    asked, last = _asked(supporters, now)
    helped, balance = _helped(agreements, now)
    reachable, offers = _reachable(supporters), _offers(agreements)
    return [
        Candidate(
            id=str(agreement.pk),
            name=agreement.tie.name if with_names else "",
            kinds={Kind(kind): Stated(stated) for kind, stated in agreement.kinds.items()},
            hours=hours_of(agreement.supporter),
            takes_crisis=agreement.takes_crisis,
            wakes=agreement.wakes,
            asked=asked[agreement.supporter_id],
            most_asked=agreement.supporter.most_asked,
            helped=helped[agreement.supporter_id],
            most_helped=agreement.supporter.most_helped,
            closeness=CLOSENESS[agreement.tie.circle],
            balance=balance[agreement.pk],
            away_until=agreement.supporter.away_until,
            reachable=agreement.supporter_id in reachable,
            is_paused=agreement.paused_at is not None or agreement.tie.state not in COUNTING,
            role=agreement.tie.role,
            offers=tuple(
                (Kind(offer.kind), hours_of(agreement.supporter, offer.hours or None)) for offer in offers[agreement.pk]
            ),
            last_asked_at=last.get(agreement.pk),
            learned=from_json(agreement.supporter.learned),
        )
        for agreement in agreements
    ]


def asking_of(ask: Ask, candidates: Iterable[Candidate], *, now: datetime) -> Asking:
    """An ask as the planner sees it. Who was told that it was over, and then it opened again, may be asked again."""
    silent: list[Contact] = []
    done: set[str] = set()
    away = {one.id for one in candidates if _rests(one, Kind(ask.kind), now)}
    for who, asked_at, answer, told_at in ask.replies.values_list("agreement", "asked_at", "answer", "told_at"):
        if answer or str(who) in away:
            done.add(str(who))
        elif told_at is None:
            silent.append(Contact(str(who), asked_at))
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
    return population_from(Population.objects.filter(pk=1).values_list("learned", flat=True).first() or "")


@lru_cache(maxsize=8)
def population_from(text: str) -> People:
    """The same text is the same value: what was worked out for it is found again."""
    return population_from_json(text)


def later_ones(ask: Ask) -> Mapping[str, datetime]:
    """Those who said "not now", and from when on they may be asked again if nobody else can."""
    rows = ask.replies.filter(answer=Answer.LATER, can_at__isnull=False).values_list("agreement", "can_at")
    return {str(who): can_at for who, can_at in rows if can_at is not None and can_at < ask.answer_by}


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
    return sum(place.wanted(now) for place in places_of(ask))


def promises_kept(ask: Ask) -> QuerySet[Promise]:
    """Who has taken a place in this ask."""
    return Promise.objects.filter(slot__ask=ask, given_back_at=None, is_waiting=False).order_by("made_at", "pk")


def free_slots(ask: Ask, *, now: datetime | None = None) -> list[Slot]:
    """The slots in which somebody is wanted, in order; without `now` also those whose time is over."""
    return [place.slot for place in places_of(ask) if place.wanted(now or ask.created_at) > 0]


def late_yeses(ask: Ask) -> QuerySet[Reply]:
    """Those who said yes when the time was over: the person may take it, or not."""
    standing = Promise.objects.filter(reply__ask=ask, given_back_at=None)
    late = ask.replies.filter(answer=Answer.YES, agreement__ended_at=None).exclude(pk__in=standing.values("reply"))
    return late.select_related("agreement__tie").order_by("answered_at", "pk")


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
    left = ask.left_out.through.objects.filter(ask=ask).values_list("agreement", Value(0))
    only = ask.only.through.objects.filter(ask=ask).values_list("agreement", Value(1))
    chosen: tuple[set[str], set[str]] = (set(), set())
    for who, which in left.union(only):
        chosen[which].add(str(who))
    others = {one.id for one in candidates} - chosen[1] if chosen[1] else set()
    return frozenset(chosen[0] | others)


def _asked(supporters: Collection[UUID], now: datetime) -> tuple[Mapping[UUID, int], Mapping[UUID, datetime]]:
    """Times asked in the last seven days, by everyone together; and when each agreement was last asked."""
    asked: dict[UUID, int] = defaultdict(int)
    last: dict[UUID, datetime] = {}
    rows = Reply.objects.filter(agreement__supporter__in=supporters).order_by()
    week = Sum("times", filter=Q(asked_at__gt=now - WEEK), default=0)
    counted = rows.values_list("agreement__supporter", "agreement").annotate(week=week, last=Max("asked_at"))
    for supporter, agreement, times, at in counted:
        asked[supporter] += times
        last[agreement] = at
    return asked, last


def _helped(agreements: Iterable[Agreement], now: datetime) -> tuple[Mapping[UUID, float], Mapping[UUID, float]]:
    """Hours of help promised in the last seven days, to everyone together; and for each agreement the hours given to
    this person minus those received from them, fading."""
    week: dict[UUID, float] = defaultdict(float)
    balance: dict[UUID, float] = defaultdict(float)
    supporters = {agreement.supporter_id: agreement for agreement in agreements}
    friends = {one.supporter.account_id: one for one in supporters.values() if one.supporter.account_id}
    mine = Q(reply__agreement__supporter__in=supporters)
    theirs = Q(person__in=friends, reply__agreement__supporter__account__in={one.person_id for one in friends.values()})
    rows = Promise.objects.filter(given_back_at=None, is_waiting=False, made_at__gt=now - 3 * FADES)
    rows = rows.exclude(slot__ask__outcome=Outcome.WITHDRAWN)
    columns = ("reply__agreement__supporter", "reply__agreement", "slot__ask__kind", "made_at", "person")
    for supporter, agreement, kind, made_at, person in rows.filter(mine | theirs if friends else mine).values_list(
        *columns
    ):
        effort = WEIGHTS[Kind(kind)].effort
        weight = exp((made_at - now) / FADES)
        if supporter in supporters:
            week[supporter] += effort if made_at > now - WEEK else 0.0
            balance[agreement] += effort * weight
        if person in friends and supporter not in supporters:
            balance[friends[person].pk] -= effort * weight
    return week, balance


def rings_somewhere(person: Person) -> bool:
    """Whether a message in a hard moment can reach anybody where they are: an account alone rings nowhere."""
    return bool(_with_place([one.supporter_id for one in agreements_of(person) if one.takes_crisis or one.wakes]))


def _reachable(supporters: Mapping[UUID, Supporter]) -> set[UUID]:
    """Those with a place this host can send to, or an account in which they see it."""
    return {pk for pk, supporter in supporters.items() if supporter.account_id} | _with_place(supporters)


def _with_place(supporters: Iterable[UUID]) -> set[UUID]:
    there = Destination.objects.filter(person_id__in=list(supporters), confirmed_at__isnull=False, off_at=None)
    if not settings.EMAIL_HOST:
        there = there.exclude(via=Destination.Via.MAIL)
    return set(there.values_list("person_id", flat=True))


def _offers(agreements: Iterable[Agreement]) -> Mapping[UUID, list[Offer]]:
    found: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in Offer.objects.filter(agreement__in=list(agreements), ended_at=None):
        found[offer.agreement_id].append(offer)
    return found


def has_money(person: Person) -> bool:
    """Whether this person asks for money, too."""
    return AskingWishes.objects.filter(pk=person.pk, with_money=True).exists()
