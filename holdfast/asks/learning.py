"""What a contact that came to an end teaches, taken down once: of the supporter, and of people in general."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.asks.models import Ask, Population, Reply
from holdfast.asks.queries import population_from
from holdfast.domain.asks import learned as lessons
from holdfast.domain.asks import population as general
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.learned import Circumstances, Event, Outcome
from holdfast.supporters.models import Supporter


def take_down(ask: Ask, replies: Iterable[Reply], outcome: Outcome, now: datetime) -> None:
    """Add how these contacts ended. The caller holds the supporters' rows; the row of all is held from here on."""
    ended = [reply for reply in replies if _is_first(reply, now)]
    if ended:
        row = _held_population(now)
        people = population_from(row.learned)
        for reply in ended:
            people = _learn(reply, _event(ask, reply, outcome, now), people)
        row.learned, row.updated_at = people.to_json(), now
        row.save()


def _is_first(reply: Reply, now: datetime) -> bool:
    return bool(Reply.objects.filter(pk=reply.pk, learned_at=None).update(learned_at=now))


def _held_population(now: datetime) -> Population:
    Population.objects.get_or_create(pk=1, defaults={"updated_at": now})
    return Population.objects.select_for_update().get(pk=1)


def _learn(reply: Reply, event: Event, people: general.Population) -> general.Population:
    """The supporter learns on what was known of people before, and people on what was known of the supporter."""
    supporter = Supporter.objects.filter(pk=reply.agreement.supporter_id, left_at=None).first()
    if supporter is None:
        return people
    before = lessons.from_json(supporter.learned)
    supporter.learned = lessons.learn(before, event, people).to_json()
    supporter.save(update_fields=["learned"])
    return lessons.learn_population(people, before, event)


def _event(ask: Ask, reply: Reply, outcome: Outcome, now: datetime) -> Event:
    hour = reply.asked_at.astimezone(ZoneInfo(reply.agreement.supporter.time_zone)).hour
    minutes = max(0.0, (now - reply.asked_at).total_seconds() / 60)
    return Event(Kind(ask.kind), hour, outcome, minutes, now, _seen(reply.circumstances))


def _seen(stored: Mapping[str, Any]) -> Circumstances:
    return Circumstances(**{**stored, "stated": Stated(stored["stated"])}) if stored else Circumstances()
