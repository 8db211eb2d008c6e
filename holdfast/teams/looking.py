"""A worker looks at what was shared: one item at a time, one line of the record each. Or, with a name and a reason, in
an emergency. Very many people within one hour is noticed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.consent.actions import Reason, open_emergency
from holdfast.consent.caseload import Given, Wanted, given_to
from holdfast.consent.items import shown_as
from holdfast.consent.models import Emergency
from holdfast.consent.showing import Look, Looker, look
from holdfast.domain.consent import Item
from holdfast.notices.actions import Target, notify
from holdfast.teams.models import BusyHour, CareTeam, Member, Worker
from holdfast.teams.queries import member_viewer, viewers_behind

MANY, WITHIN = 30, timedelta(hours=1)
"""So many people's records opened in this time is told to the operators."""
BUSY = "busy"
"""What the link in that letter opens."""


Moments = Mapping[tuple[Item, UUID], datetime]
"""When this item of this owner last changed."""


class NotAllowed(Exception):
    """The person has not allowed this team to open anything in an emergency."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was shared and is new to this worker: an item, and whether it was given since or written since."""

    item: Item
    at: datetime
    is_new: bool


def looker_of(member: Member) -> Looker:
    """As whom a member looks."""
    return Looker(member.worker.person_id, viewers_behind(member))


def given_to_members(members: Iterable[Member], *, now: datetime) -> list[list[Given]]:
    """What each of them may see now, in their order; items that nothing keeps are left out."""
    rows = list(members)
    wanted = [Wanted(row.care_team.person_id, viewers_behind(row)) for row in rows]
    return [[one for one in given if shown_as(one.item)] for given in given_to(wanted, now=now)]


def changes_for(members: Iterable[Member], given: Iterable[list[Given]]) -> list[list[Change]]:
    """For each of them, in their order, what is new of the granted items since the worker last opened the page; nothing
    is said of anything else. As many reads for all as for one."""
    pairs = list(zip(members, given, strict=True))
    changed = _changed_at([(one.item, member.care_team.person_id) for member, known in pairs for one in known])
    return [_changes(member, known, changed) for member, known in pairs]


def _changed_at(wanted: Iterable[tuple[Item, UUID]]) -> Moments:
    owners = defaultdict(set)
    for item, owner in wanted:
        owners[item].add(owner)
    found = ((item, shown_as(item), of) for item, of in owners.items())
    return {(item, who): at for item, how, of in found if how for who, at in how.changed_at(of).items()}


def _changes(member: Member, given: Iterable[Given], changed: Moments) -> list[Change]:
    found = (_change(member.seen_at, one, changed.get((one.item, member.care_team.person_id))) for one in given)
    return sorted((one for one in found if one), key=lambda one: one.at, reverse=True)


def _change(seen: datetime | None, given: Given, changed: datetime | None) -> Change | None:
    if seen is None or given.since > seen:
        return Change(given.item, given.since, is_new=True)
    return Change(given.item, changed, is_new=False) if changed and changed > seen else None


@transaction.atomic
def note_seen(*, member: Member, now: datetime) -> None:
    """The worker opened the person's page; what changes is counted from here."""
    Member.objects.filter(pk=member.pk).update(seen_at=now)


def look_at(*, member: Member, item: Item, now: datetime, takes_copy: bool = False) -> Look:
    """One item; exactly one line of the record. 404 for what is not shared."""
    found = look(looker_of(member), owner=member.care_team.person, item=item, now=now, takes_copy=takes_copy)
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(looked_at=now)
        _notice_busy_hour(member.worker, now)
    return found


def _notice_busy_hour(worker: Worker, now: datetime) -> None:
    """Write the hour down once, with the most people it came to; the operators are told once."""
    looked = Member.objects.filter(worker__person=worker.person_id, looked_at__gt=now - WITHIN)
    people = looked.values("care_team__person").distinct().count()
    if people < MANY:
        return
    row = BusyHour.objects.filter(worker=worker, at__gt=now - WITHIN, settled_at=None).first()
    if row is not None:
        BusyHour.objects.filter(pk=row.pk, people__lt=people).update(people=people)
        return
    row = BusyHour.objects.create(worker=worker, at=now, people=people)
    for operator in Person.objects.filter(is_operator=True, is_active=True):
        target = Target(BUSY, now + timedelta(days=14), worker.pk)
        notify(to=operator.pk, target=target, unique_key=f"busy:{row.pk}", now=now)


def open_in_emergency(*, member: Member, reason: Reason, now: datetime) -> Emergency:
    """The plan for a hard hour opens for a day to this worker alone; the person is told at once who and why.

    Raises NotAllowed, consent.actions.NoReason, and consent.actions.Stopped while the person shares nothing.
    """
    allowed = CareTeam.objects.filter(pk=member.care_team_id, may_open_in_emergency=True, ended_at=None)
    if not allowed.exists():
        raise NotAllowed
    return open_emergency(
        person=member.care_team.person,
        viewer=member_viewer(member),
        actor=member.worker.person_id,
        reason=_verified(reason, member),
        now=now,
    )


def _verified(reason: Reason, member: Member) -> Reason:
    """With the names that an operator verified; where something else was typed, that stands beside them."""
    if not (reason.name.strip() and reason.affiliation.strip()):
        return reason
    return replace(
        reason,
        name=_beside(member.worker.name, reason.name),
        affiliation=_beside(member.care_team.programme.name, reason.affiliation),
    )


def _beside(verified: str, typed: str) -> str:
    return verified if verified.casefold() == typed.strip().casefold() else f"{verified} ({typed.strip()})"
