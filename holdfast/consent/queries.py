"""Reads of what a person shares, and of who looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.consent.access import emergencies_of, grants_of, looks_at
from holdfast.consent.items import all_shown
from holdfast.consent.models import Emergency, Entry, Grant, Restriction
from holdfast.consent.viewers import names_of
from holdfast.consent.words import PURPOSES, names_of_items
from holdfast.domain.consent import IN_AN_EMERGENCY, Item, Purpose

ENDED = 20
"""How many that ended the overview lists."""


@dataclass(frozen=True, slots=True)
class GrantShown:
    """One grant as a line of a list."""

    row: Grant
    items: str
    why: str
    is_ahead: bool = False
    last: LookShown | None = None
    """The last look by it; None as long as nobody looked."""


@dataclass(frozen=True, slots=True)
class EmergencyShown:
    """Emergency access as the person reads of it."""

    row: Emergency
    is_open: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Who sees what now and from a day ahead, what ended, and what is open in an emergency."""

    running: tuple[GrantShown, ...]
    ended: tuple[GrantShown, ...]
    emergencies: tuple[EmergencyShown, ...]
    stopped: Restriction | None

    @property
    def seeing(self) -> int:
        """How many people and teams see something now."""
        return len({one.row.viewer_id for one in self.running if not one.is_ahead})

    @property
    def unshared(self) -> str:
        """What nobody sees now, with commas."""
        seen = {item for one in self.running if not one.is_ahead for item in one.row.value().items}
        return names_of_items(set(all_shown()) - seen)


def overview_of(person: Person, *, now: datetime) -> Overview:
    """All of it, and who looked last by each; as many queries for one as for all."""
    rows = list(grants_of(person).defer("text", "signature", "discloser"))
    running = [row for row in rows if row.ended_at is None and row.ends_at > now]
    ended = [row for row in rows if row not in running]
    last = last_looks(person, [row.pk for row in running])
    return Overview(
        tuple(replace(grant_shown(row, now), last=last.get(row.pk)) for row in running),
        tuple(grant_shown(row, now) for row in ended[:ENDED]),
        tuple(open_emergencies(person, now=now)),
        Restriction.objects.filter(person=person).first(),
    )


def open_emergencies(person: Person, *, now: datetime) -> list[EmergencyShown]:
    """Those that are open now, and those the person has not read of."""
    rows = emergencies_of(person)[:ENDED]
    shown = [EmergencyShown(row, row.ended_at is None and row.ends_at > now) for row in rows]
    return [one for one in shown if one.is_open or one.row.read_at is None]


def grant_shown(row: Grant, now: datetime) -> GrantShown:
    """One grant in words."""
    return GrantShown(row, names_of_items(row.value().items), why_of(row), row.starts_at > now)


def why_of(grant: Grant) -> str:
    """Why it was given, with the person's own words if there are any."""
    return f"{PURPOSES[Purpose(grant.purpose)]}. {grant.purpose_words}".strip()


@dataclass(frozen=True, slots=True)
class LookShown:
    """One look: when, who (by name, and as whom), at what, whether a copy was taken, why, and by what."""

    entry: Entry
    who: str
    viewer: str
    items: str
    why: str
    is_emergency: bool = False

    is_by_grant: bool = False

    @property
    def day(self) -> date:
        """On which day, by the clock of whoever reads."""
        return timezone.localdate(self.entry.at)

    @property
    def whose(self) -> tuple[str, str, str, bool]:
        """Who, as whom and why: looks that agree in it stand together."""
        return self.who, self.viewer, self.why, self.is_emergency

    @property
    def is_copy(self) -> bool:
        """Whether they took it along."""
        return self.entry.verb == Entry.Verb.TOOK


def looks_shown(person: Person, entries: Sequence[Entry]) -> list[LookShown]:
    """The lines with names and reasons: three queries, however many there are."""
    by = {entry.grant_id for entry in entries if entry.grant_id}
    grants = grants_of(person).defer("text", "signature", "discloser").in_bulk(by)
    emergencies = emergencies_of(person).in_bulk(by)
    names = names_of(person, {entry.actor for entry in entries}) if entries else {}
    return [_look(entry, grants.get(entry.grant_id), emergencies.get(entry.grant_id), names) for entry in entries]


def last_looks(person: Person, grants: Sequence[UUID]) -> dict[UUID | None, LookShown]:
    """The last look by each of these grants, where there was one."""
    if not grants:
        return {}
    by = looks_at(person).filter(grant_id__in=grants).order_by().values("grant_id")
    rows = Entry.objects.filter(number__in=by.annotate(last=Max("number")).values("last"))
    return {one.entry.grant_id: one for one in looks_shown(person, list(rows))}


def _look(entry: Entry, grant: Grant | None, emergency: Emergency | None, names: Mapping[UUID, str]) -> LookShown:
    items = names_of_items(Item(item) for item in entry.items.split(",") if item)
    if emergency:
        return LookShown(entry, emergency.name, emergency.affiliation, items, emergency.reason, is_emergency=True)
    viewer = grant.recipient if grant else ""
    name = names.get(entry.actor, "")
    is_named = not name or viewer == name or viewer.startswith(f"{name}, ")  # "Ann" is not "Annex House"
    who, place = (viewer or _("Somebody whose account is gone"), "") if is_named else (name, viewer)
    return LookShown(entry, who, place, items, why_of(grant) if grant else "", is_by_grant=grant is not None)


def sees_now(person: Person, item: Item, *, now: datetime) -> list[str]:
    """The names of those who see this item now, each once: one query, and another for what emergencies open."""
    stopped = Restriction.objects.filter(person=OuterRef("person"))
    rows = grants_of(person).filter(~Exists(stopped), ended_at=None, starts_at__lte=now, ends_at__gt=now)
    rows = rows.defer("text", "signature", "discloser", "purpose_words")
    names = [row.recipient for row in rows if item in row.value().items]
    if item in IN_AN_EMERGENCY:
        opened = emergencies_of(person).filter(ended_at=None, ends_at__gt=now)
        names += [f"{row.name}, {row.affiliation}" for row in opened]
    return list(dict.fromkeys(names))
