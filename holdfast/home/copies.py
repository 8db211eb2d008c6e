"""A person's own copy: everything they have here, out as a ZIP, and in again into an empty account."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.actions import change_preferences
from holdfast.accounts.models import Person
from holdfast.accounts.rows import Loading
from holdfast.asks import portable as asked
from holdfast.asks import words as asking_words
from holdfast.asks.access import asks_of, updates_of
from holdfast.asks.models import Ask, SafetyNotes
from holdfast.care import portable as planned
from holdfast.care.queries import plan_shown
from holdfast.care.recovery_queries import VersionShown, versions_shown, way_of
from holdfast.care.recovery_words import PARTS as WAY
from holdfast.care.versions import lines_in
from holdfast.checkins import portable as checked
from holdfast.consent import portable as shared
from holdfast.directory import portable as been
from holdfast.directory.access import visits_of
from holdfast.directory.visiting import visit_lines
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.outside import object_of
from holdfast.domain.recovery_plan import in_order
from holdfast.home.archive import DATA, ArchiveRefused, envelope, packed
from holdfast.home.models import FirstEvening
from holdfast.home.queries import first_evening_of
from holdfast.network import portable, words
from holdfast.network.access import goals_of, networks_of, rungs_of, ties_of
from holdfast.network.models import Need
from holdfast.notices import portable as told
from holdfast.notices.models import Destination, Receiver
from holdfast.supporters import portable as agreed
from holdfast.supporters.models import Agreement
from holdfast.teams import portable as worked
from holdfast.tending import portable as tended

PARTS = (
    ("network", portable),
    ("supporters", agreed),
    ("asks", asked),
    ("tending", tended),
    ("checkins", checked),
    ("care", planned),
)
"""What points to what comes after it."""
PAGES = ("index", "people", "needs", "contacts", "visits", "steps", "plan", "way", "asks", "account")


SAID = (portable.CannotLoad, been.CannotLoad, told.CannotLoad)
"""What says itself where a copy does not fit."""
DOES_NOT_FIT = _("Something in “data.json” does not fit: %(what)s. Nothing was taken over.")


class NotEmpty(Exception):
    """A copy is only read into an account that holds nothing yet: nothing is ever mixed or overwritten."""


def parts_of(person: Person) -> dict[str, Any]:
    """Everything the person has, as plain values."""
    evening = first_evening_of(person)
    return {
        "account": {
            "nickname": person.nickname,
            "email": person.email,
            "time_zone": person.time_zone,
            "language": person.language,
            "supports_someone": person.supports_someone,
            "created_at": person.created_at.isoformat(),
        },
        "network": portable.dump(person),
        "directory": been.dump(person),
        "supporters": agreed.dump(person),
        "asks": asked.dump(person),
        "tending": tended.dump(person),
        "checkins": checked.dump(person),
        "care": planned.dump(person),
        "consent": shared.dump(person),
        "teams": worked.dump(person),
        "notices": told.dump(person.pk),
        "first_evening": {"page": evening.page, "ended_at": evening.ended_at and evening.ended_at.isoformat()},
    }


def zip_of(person: Person, *, now: datetime) -> Iterator[bytes]:
    """The ZIP, a piece at a time. Everything is read before the first piece leaves."""
    return packed(list(_files(person, now)), now=now)


def _files(person: Person, now: datetime) -> Iterator[tuple[str, str]]:
    shown = _shown(person, now)
    for name in PAGES:
        yield f"{name}.html", render_to_string(f"home/copy/{name}.html", {**shown, "current": name})
    yield "style.css", render_to_string("home/copy/style.css")
    yield DATA, json.dumps(envelope(parts_of(person), now=now), ensure_ascii=False, indent=1)


def _shown(person: Person, now: datetime) -> dict[str, Any]:
    ties = ties_of(person).prefetch_related("support", "channels", "touches", "records", "networks")
    return {
        "person": person,
        "made_at": now,
        "networks": list(networks_of(person)),
        "ties": [_tie(tie) for tie in ties],
        "needs": [_need(need) for need in Need.objects.filter(person=person).order_by("created_at", "pk")],
        "goals": list(goals_of(person)),
        "rungs": list(rungs_of(person)),
        "visits": visit_lines(visits_of(person)),
        "plan": plan_shown(person, now=None),
        "way": way_of(person),
        "versions": [_version(one) for one in versions_shown(person, most=None)],
        **_asked(person),
        **_told(person),
    }


def _version(one: VersionShown) -> dict[str, Any]:
    parts = [(WAY[part], lines) for part, lines in in_order(lines_in(one.row)) if lines]
    return {"row": one.row, "changes": one.changes, "parts": parts}


def _told(person: Person) -> dict[str, Any]:
    places = Destination.objects.filter(person_id=person.pk).exclude(via=Destination.Via.PUSH)
    receiver = Receiver.objects.filter(pk=person.pk).first() or Receiver(pk=person.pk)
    return {"receiver": receiver, "places": list(places.order_by("created_at", "pk"))}


def _asked(person: Person) -> dict[str, Any]:
    notes = SafetyNotes.objects.filter(person=person).first()
    asks = asks_of(person).prefetch_related("slots", "replies__agreement__tie")
    agreements = Agreement.objects.filter(person=person).select_related("tie").order_by("accepted_at", "pk")
    return {
        "asks": [_ask(ask) for ask in asks],
        "agreements": list(agreements),
        "updates": list(updates_of(person)),
        "safety_notes": notes.text if notes else "",
    }


def _ask(ask: Ask) -> dict[str, Any]:
    return {
        "ask": ask,
        "kind": asking_words.KINDS[Kind(ask.kind)],
        "outcome": asking_words.OUTCOMES.get(ask.outcome, ""),
        "slots": [slot for slot in ask.slots.all() if slot.label or slot.starts_at],
        "replies": [(reply, asking_words.ANSWERS.get(reply.answer, "")) for reply in ask.replies.all()],
    }


def _tie(tie: Any) -> dict[str, Any]:
    return {
        "tie": tie,
        "role": words.ROLES[tie.role],
        "circle": words.CIRCLES[tie.circle],
        "state": words.STATES[tie.state],
        "gives": [(words.KINDS[one.kind], words.STRENGTHS[one.strength]) for one in tie.support.all()],
        "channels": [(words.CHANNELS[one.via], one.value) for one in tie.channels.all()],
        "feel_after": words.FEELINGS.get(tie.feel_after),
        "trust": words.TRUST.get(tie.trust),
        "touches": [(one, words.DIRECTIONS[one.direction]) for one in tie.touches.all()],
        "records": [(one.at, words.STATES[one.state], words.CIRCLES[one.circle]) for one in tie.records.all()],
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "need": need,
        "kind": words.KINDS[need.kind],
        "area": words.AREAS[need.area],
        "urgency": words.URGENCIES[need.urgency],
    }


@transaction.atomic
def read_in(*, by: Person, data: Mapping[str, Any], now: datetime) -> int:
    """Take over what a copy holds, and return how many rows that was. Raises NotEmpty and ArchiveRefused.

    Visits to what this host does not list are left out: `left_out` says how many.
    """
    if not is_empty(by):
        raise NotEmpty
    _read_account(by, data.get("account"))
    _read_evening(by, object_of(data.get("first_evening")))
    try:
        return _read_rows(by, data, now)
    except (*SAID, IntegrityError, DataError) as error:
        raise ArchiveRefused(DOES_NOT_FIT % {"what": _said(error)}) from error


def _read_rows(person: Person, data: Mapping[str, Any], now: datetime) -> int:
    """Asks point to agreements, and those to ties, so each part finds the new ids of those before it."""
    loading = Loading(person)
    count = been.load(person=person, data=object_of(data.get("directory")), now=now)
    count += told.load(owner=person.pk, data=object_of(data.get("notices")), now=now)
    return count + sum(
        int(part.load(person=person, data=object_of(data.get(name)), now=now, loading=loading)) for name, part in PARTS
    )


def is_empty(person: Person) -> bool:
    """Whether the account holds nothing that a copy could be mixed with."""
    return not any(part.has_anything(person) for part in (portable, been, agreed, asked, tended, checked, planned))


def left_out(data: Mapping[str, Any]) -> int:
    """How many visits of a copy lead to nothing that this host lists."""
    return been.left_out(object_of(data.get("directory")))


def _read_account(person: Person, said: Any) -> None:
    """Zone, language and whether they support someone; the name they sign in with stays the new one."""
    names = ("time_zone", "language", "supports_someone")
    values = {name: object_of(said).get(name, getattr(person, name)) for name in names}
    try:
        Person(**values).clean_fields(exclude={field.name for field in Person._meta.fields} - set(names))
    except ValidationError as error:
        raise ArchiveRefused(DOES_NOT_FIT % {"what": "account"}) from error
    change_preferences(by=person, **values)


def _read_evening(person: Person, said: Mapping[str, Any]) -> None:
    """Who walked the four pages once is not sent through them again."""
    evening = FirstEvening(person=person, page=said.get("page", 1), ended_at=said.get("ended_at"))
    try:
        evening.clean_fields(exclude={"person"})
    except ValidationError as error:
        raise ArchiveRefused(DOES_NOT_FIT % {"what": "first_evening"}) from error
    if evening.page > 1 or evening.ended_at:
        evening.save()


def _said(error: Exception) -> str:
    """What the network part says is for people; what a database says is not."""
    return str(error) if isinstance(error, SAID) else type(error).__name__
