"""Rows to the values the planner understands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from holdfast.accounts.models import Person
from holdfast.asks.models import Answer, Ask, AskingWishes, Offer, Promise, Reply, Slot
from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import from_json
from holdfast.domain.asks.planning import Asking, Contact
from holdfast.notices.models import Destination
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_of, hours_of

WEEK = timedelta(days=7)
CLOSENESS = {1: 1.0, 2: 0.7, 3: 0.4, 4: 0.2}
"""How near each circle is."""


def candidates_of(person: Person, *, now: datetime) -> list[Candidate]:
    """Everyone who agreed to help this person, with their limits and their week across everyone they support."""
    agreements = list(agreements_of(person))
    supporters = {agreement.supporter_id for agreement in agreements}
    asked, helped = _asked(supporters, now), _helped(supporters, now)
    reachable = _reachable(supporters)
    last, offers = _last_asked(agreements), _offers(agreements)
    return [
        Candidate(
            id=str(agreement.pk),
            name=agreement.tie.name,
            kinds={Kind(kind): Stated(stated) for kind, stated in agreement.kinds.items()},
            hours=hours_of(agreement.supporter),
            takes_crisis=agreement.takes_crisis,
            wakes=agreement.wakes,
            asked=asked[agreement.supporter_id],
            most_asked=agreement.supporter.most_asked,
            helped=helped[agreement.supporter_id],
            most_helped=agreement.supporter.most_helped,
            closeness=CLOSENESS[agreement.tie.circle],
            away_until=agreement.supporter.away_until,
            reachable=agreement.supporter_id in reachable,
            is_paused=agreement.paused_at is not None,
            role=agreement.tie.role,
            offers=tuple(
                (Kind(offer.kind), hours_of(agreement.supporter, offer.hours or None)) for offer in offers[agreement.pk]
            ),
            last_asked_at=last.get(agreement.pk),
            learned=from_json(agreement.supporter.learned),
        )
        for agreement in agreements
    ]


def asking_of(ask: Ask) -> Asking:
    """An ask as the planner sees it."""
    replies = list(ask.replies.all())
    only = {str(pk) for pk in ask.only.values_list("pk", flat=True)}
    everyone = {str(pk) for pk in agreements_of(ask.person).values_list("pk", flat=True)} if only else set()
    left_out = {str(pk) for pk in ask.left_out.values_list("pk", flat=True)} | (everyone - only if only else set())
    return Asking(
        kind=Kind(ask.kind),
        opened_at=ask.created_at,
        answer_by=ask.answer_by,
        places=places_open(ask),
        dial=ask.dial,
        silent=tuple(Contact(str(reply.agreement_id), reply.asked_at) for reply in replies if not reply.answer),
        done=frozenset(str(reply.agreement_id) for reply in replies if reply.answer),
        left_out=frozenset(left_out),
    )


def places_open(ask: Ask) -> int:
    """How many yeses are still wanted."""
    wanted = sum(slot.places for slot in ask.slots.all())
    return max(0, wanted - promises_kept(ask).count())


def promises_kept(ask: Ask) -> QuerySet[Promise]:
    """Who has taken a place in this ask."""
    return Promise.objects.filter(slot__ask=ask, given_back_at=None, is_waiting=False).order_by("made_at", "pk")


def free_slots(ask: Ask) -> list[Slot]:
    """The slots with a place left, in order."""
    kept = Count("promises", filter=Q(promises__given_back_at=None, promises__is_waiting=False))
    slots = ask.slots.annotate(kept=kept).order_by("position", "pk")
    return [slot for slot in slots if slot.kept < slot.places]


def _asked(supporters: Iterable[UUID], now: datetime) -> Mapping[UUID, int]:
    """Times asked in the last seven days, by everyone together."""
    rows = Reply.objects.filter(agreement__supporter__in=supporters, asked_at__gt=now - WEEK)
    found = rows.values_list("agreement__supporter").annotate(n=Count("pk")).order_by()
    return defaultdict(int, dict(found))


def _helped(supporters: Iterable[UUID], now: datetime) -> Mapping[UUID, float]:
    """Hours of help promised in the last seven days, to everyone together."""
    rows = Promise.objects.filter(
        reply__agreement__supporter__in=supporters, given_back_at=None, is_waiting=False, made_at__gt=now - WEEK
    )
    hours: dict[UUID, float] = defaultdict(float)
    for supporter, kind in rows.values_list("reply__agreement__supporter", "slot__ask__kind"):
        hours[supporter] += WEIGHTS[Kind(kind)].effort
    return hours


def _reachable(supporters: Iterable[UUID]) -> set[UUID]:
    there = Destination.objects.filter(person_id__in=supporters, confirmed_at__isnull=False, off_at=None)
    return set(there.values_list("person_id", flat=True))


def _last_asked(agreements: Iterable[Agreement]) -> Mapping[UUID, datetime]:
    rows = Reply.objects.filter(agreement__in=list(agreements)).order_by("asked_at")
    return dict(rows.values_list("agreement", "asked_at"))


def _offers(agreements: Iterable[Agreement]) -> Mapping[UUID, list[Offer]]:
    found: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in Offer.objects.filter(agreement__in=list(agreements), ended_at=None):
        found[offer.agreement_id].append(offer)
    return found


def answered(reply: Reply) -> bool:
    """Whether the supporter said yes, no, later or another time."""
    return reply.answer in Answer.values


def has_money(person: Person) -> bool:
    """Whether this person asks for money, too."""
    return AskingWishes.objects.filter(pk=person.pk, with_money=True).exists()
