"""What a person asked for and what came of it: out as plain values, in again as history, or gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from holdfast.accounts.models import Person
from holdfast.accounts.rows import CannotLoad, Loading, load_row, plain, rows_in
from holdfast.asks.models import (
    Ask,
    AskingWishes,
    CheckInWatch,
    HelpCalendar,
    Moment,
    Offer,
    Outcome,
    Promise,
    Reply,
    SafetyNotes,
    Slot,
    Update,
)
from holdfast.notices.models import Link, Notice
from holdfast.supporters.models import Agreement, Supporter

__all__ = ["CannotLoad", "dump", "erase", "has_anything", "load"]
PARTS: dict[str, Any] = {
    "safety_notes": SafetyNotes,
    "asks": Ask,
    "slots": Slot,
    "replies": Reply,
    "promises": Promise,
    "moments": Moment,
    "offers": Offer,
    "updates": Update,
    "check_ins": CheckInWatch,
}
"""In the order in which they can be written: what is pointed at comes first."""
OWNER = {Slot: "ask__person", Moment: "ask__person"}
LEFT_OUT: Mapping[Any, Collection[str]] = {
    Ask: {"plan", "next_at"},
    Reply: {"chance", "circumstances", "learned_at"},
    Promise: {"next_at"},
}
"""What is worked out of a supporter's week with others, and what only the worker needs."""
WISHES = ("with_money", "dial")


def dump(person: Person) -> dict[str, Any]:
    """Everything the person keeps here, as plain values."""
    parts = {
        name: [plain(row, LEFT_OUT.get(model, ())) for row in _rows(model, person)] for name, model in PARTS.items()
    }
    wishes = AskingWishes.objects.filter(pk=person.pk).first()
    return {**parts, "wishes": {name: getattr(wishes, name) for name in WISHES} if wishes else {}}


@transaction.atomic
def load(*, person: Person, data: Mapping[str, Any], now: datetime, loading: Loading) -> int:
    """Write it as the person's own. What was under way has ended: a copy asks nobody. Raises CannotLoad and then
    changes nothing."""
    count = sum(
        load_row(model, row, loading, f"{name} {number}", lambda made: _end(made, loading.ids, now))
        for name, model in PARTS.items()
        for number, row in enumerate(rows_in(data, name), start=1)
    )
    return count + _load_wishes(person, data.get("wishes") or {})


@transaction.atomic
def erase(person: Person) -> None:
    """Delete everything the person keeps here, and every link to it in supporters' hands. They are told nothing."""
    things = [*_ids(Reply, person), *_ids(Update, person), *_ids(Ask, person), *_agreements(person)]
    for model in (Notice, Link):
        model.objects.filter(thing__in=things).delete()
    for model in reversed(PARTS.values()):
        _rows(model, person).delete()
    AskingWishes.objects.filter(pk=person.pk).delete()
    HelpCalendar.objects.filter(person_id__in=[person.pk, *_here_for_them_alone(person)]).delete()


def has_anything(person: Person) -> bool:
    """Whether the person keeps anything here yet."""
    return any(_rows(model, person).exists() for model in (Ask, SafetyNotes, Offer, Update, CheckInWatch))


def _rows(model: Any, person: Person) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model.objects.filter(**{OWNER.get(model, "person"): person})
    return rows.order_by("pk")


def _ids(model: Any, person: Person) -> list[UUID]:
    return list(_rows(model, person).values_list("pk", flat=True))


def _agreements(person: Person) -> list[UUID]:
    return list(Agreement.objects.filter(person=person).values_list("pk", flat=True))


def _here_for_them_alone(person: Person) -> list[UUID]:
    others = Agreement.objects.exclude(person=person).values("supporter")
    return list(Supporter.objects.filter(agreements__person=person).exclude(pk__in=others).values_list("pk", flat=True))


def _end(made: Any, ids: Mapping[str, Any], now: datetime) -> None:
    """What is under way ends with the copy; an id within JSON is the new one."""
    for kind, change in ENDS.items():
        if isinstance(made, kind):
            change(made, ids, now)


def _end_ask(ask: Ask, ids: Mapping[str, Any], now: datetime) -> None:
    ask.asked_myself = [{**one, "tie": str(ids[one["tie"]]), "slot": None} for one in ask.asked_myself]
    ask.next_at, ask.closed_at = None, ask.closed_at or now
    ask.ended_at, ask.outcome = ask.ended_at or now, ask.outcome or Outcome.WITHDRAWN


def _end_reply(reply: Reply, ids: Mapping[str, Any], now: datetime) -> None:
    reply.late_for = [str(ids[one]) for one in reply.late_for]


def _end_offer(offer: Offer, ids: Mapping[str, Any], now: datetime) -> None:
    if not all(0 <= int(begins) < int(ends) for begins, ends in offer.hours):
        raise ValueError("hours")
    offer.ended_at = offer.ended_at or now


def _end_watch(watch: CheckInWatch, ids: Mapping[str, Any], now: datetime) -> None:
    if not all(day in range(1, 8) for day in watch.days):
        raise ValueError("days")
    watch.ended_at = watch.ended_at or now


ENDS: Mapping[Any, Callable[[Any, Mapping[str, Any], datetime], None]] = {
    Ask: _end_ask,
    Reply: _end_reply,
    Offer: _end_offer,
    CheckInWatch: _end_watch,
}


def _load_wishes(person: Person, said: Any) -> int:
    if not isinstance(said, Mapping):
        raise CannotLoad("wishes is not a row")
    if not said:
        return 0
    if said.get("dial") not in range(-2, 3) or not isinstance(said.get("with_money"), bool):
        raise CannotLoad("wishes: dial or with_money")
    AskingWishes.objects.create(person=person, dial=said["dial"], with_money=said["with_money"])
    return 1
