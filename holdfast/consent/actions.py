"""Giving, narrowing, renewing and revoking; every change is a line of the record.

give_grant, give_grant_once, revoke, narrow, end_all_of; open_emergency, end_emergency, note_emergency_read; restrict,
lift; end_run_out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404

from holdfast.accounts.models import Person
from holdfast.consent.access import is_restricted
from holdfast.consent.models import Emergency, Entry, Grant, Restriction
from holdfast.consent.record import NOBODY, Line, hold, write
from holdfast.domain.consent import EMERGENCY, IN_AN_EMERGENCY, Draft, Element, Item, Viewer, missing
from holdfast.notices.actions import Target, notify
from holdfast.notices.models import Urgency

Verb = Entry.Verb
WHO_LOOKED = "who_looked"
"""What a link opens that tells of emergency access."""
TOLD_FOR = timedelta(days=30)
"""How long that link works: longer than the access it tells of."""
TWICE = timedelta(minutes=1)
"""What is signed twice within this time is one."""
AT_ONCE = 500
"""Ended in one transaction at most; the rest a moment later."""


class Incomplete(Exception):
    """The grant lacks what it cannot be without."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.elements = tuple(elements)
        super().__init__(", ".join(self.elements))


class NoReason(Exception):
    """Emergency access without a name, an affiliation, a nature or a reason."""


class Stopped(Http404):
    """The person has stopped everything. To whoever asks it is as if there were nothing: they are not told why."""


@dataclass(frozen=True, slots=True)
class Words:
    """The sealed words of a grant: why, how the person is called in it, and the whole text that was signed."""

    purpose: str = ""
    discloser: str = ""
    text: str = ""
    text_version: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a professional opens a plan without a grant."""

    name: str
    affiliation: str
    nature: str
    reason: str


@transaction.atomic
def give_grant(*, by: Person, draft: Draft, words: Words, now: datetime, follows: Grant | None = None) -> Grant:
    """Share what the draft says with its viewer, in place of the grant it follows. Raises Incomplete.

    `follows` is a grant of the same person to the same viewer.
    """
    draft = replace(draft, signed_at=now)
    lacking = missing(draft)
    if lacking or draft.purpose is None or draft.starts_at is None or draft.ends_at is None:
        raise Incomplete(lacking)
    if follows:
        hold()
        Grant.objects.filter(pk=follows.pk, ended_at=None).update(ended_at=now)
    grant = Grant.objects.create(
        person=by,
        viewer_kind=draft.viewer.kind,
        viewer_id=draft.viewer.id,
        recipient=draft.recipient,
        discloser=words.discloser,
        items=sorted(draft.items),
        purpose=draft.purpose,
        purpose_words=words.purpose,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        signature=draft.signature,
        text=words.text,
        text_version=words.text_version,
        follows=follows,
        created_at=now,
    )
    write(_line(Verb.RENEWED if follows else Verb.GIVEN, grant, by.pk), now=now)
    return grant


@transaction.atomic
def give_grant_once(*, by: Person, draft: Draft, words: Words, now: datetime, follows: Grant | None = None) -> Grant:
    """The same for a form that may be sent twice at one moment: of two the second finds what the first gave.

    Otherwise two of one kind would run, and stopping one would stop nothing.
    """
    hold()
    lately = Grant.objects.filter(person=by, viewer_id=draft.viewer.id, created_at__gt=now - TWICE)
    same = (one for one in lately.filter(ended_at=None) if (one.ends_at, one.purpose) == (draft.ends_at, draft.purpose))
    there = next((one for one in same if one.value().items == draft.items and one.text == words.text), None)
    return there or give_grant(by=by, draft=draft, words=words, now=now, follows=follows)


@transaction.atomic
def revoke(*, grant: Grant, now: datetime, by: UUID | None = None) -> None:
    """End a grant; the next request already finds nothing. Revoking what has ended changes nothing."""
    hold()
    if Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=now, was_revoked=True):
        write(_line(Verb.REVOKED, grant, by or grant.person_id), now=now)


@transaction.atomic
def narrow(*, grant: Grant, items: frozenset[Item], now: datetime) -> None:
    """Keep only these of its items; with none left it is revoked. Nothing can be added."""
    hold()
    row = Grant.objects.get(pk=grant.pk)
    kept = row.value().items & items
    if not kept:
        revoke(grant=row, now=now)
    elif row.ended_at is None and kept != row.value().items:
        Grant.objects.filter(pk=row.pk).update(items=sorted(kept))
        row.items = sorted(kept)
        write(_line(Verb.NARROWED, row, row.person_id), now=now)


@transaction.atomic
def end_all_of(viewer: Viewer, *, now: datetime) -> None:
    """The relation is over: everything that was given to this viewer ends with it."""
    for grant in Grant.objects.filter(viewer_id=viewer.id, ended_at=None).order_by("pk"):
        revoke(grant=grant, now=now)
    for emergency in Emergency.objects.filter(viewer_id=viewer.id, ended_at=None).order_by("pk"):
        end_emergency(emergency=emergency, now=now)


def open_emergency(*, person: Person, viewer: Viewer, actor: UUID, reason: Reason, now: datetime) -> Emergency:
    """Open the plan for a day without a grant, and tell the person at once, in one transaction.

    What is open already stays as it is: a second tap makes neither the day longer nor a second letter.
    Raises NoReason, and Stopped while the person shares nothing; that it was tried is then in the record.
    """
    if not all(part.strip() for part in (reason.name, reason.affiliation, reason.nature, reason.reason)):
        raise NoReason
    with transaction.atomic():
        hold()
        is_stopped = is_restricted(person.pk)
        if is_stopped:
            write(Line(Verb.REFUSED, person.pk, actor, viewer, IN_AN_EMERGENCY), now=now)
        else:
            row = _open_already(person, viewer, now) or _opened(person, viewer, actor, reason, now)
    if is_stopped:
        raise Stopped
    return row


def _open_already(person: Person, viewer: Viewer, now: datetime) -> Emergency | None:
    rows = Emergency.objects.filter(person=person, viewer_kind=viewer.kind, viewer_id=viewer.id, ended_at=None)
    return rows.filter(created_at__lte=now, ends_at__gt=now).first()


def _opened(person: Person, viewer: Viewer, actor: UUID, reason: Reason, now: datetime) -> Emergency:
    row = Emergency.objects.create(
        person=person,
        viewer_kind=viewer.kind,
        viewer_id=viewer.id,
        name=reason.name,
        affiliation=reason.affiliation,
        nature=reason.nature,
        reason=reason.reason,
        created_at=now,
        ends_at=now + EMERGENCY,
    )
    write(Line(Verb.EMERGENCY, person.pk, actor, viewer, IN_AN_EMERGENCY, row.pk), now=now)
    until = now + TOLD_FOR
    notify(
        to=person.pk,
        target=Target(WHO_LOOKED, until, row.pk),
        unique_key=f"emergency:{row.pk}",
        urgency=Urgency.NOW,
        now=now,
    )
    return row


@transaction.atomic
def end_emergency(*, emergency: Emergency, now: datetime, by: UUID | None = None) -> None:
    """The person ends it, or it ends with the relation; ending it twice changes nothing."""
    hold()
    if Emergency.objects.filter(pk=emergency.pk, ended_at=None).update(ended_at=now):
        actor = emergency.person_id if by is None else by
        line = Line(Verb.EMERGENCY_ENDED, emergency.person_id, actor, emergency.viewer, IN_AN_EMERGENCY, emergency.pk)
        write(line, now=now)


@transaction.atomic
def note_emergency_read(*, emergency: Emergency, now: datetime) -> None:
    """The person has read of it."""
    Emergency.objects.filter(pk=emergency.pk, read_at=None).update(read_at=now)


@transaction.atomic
def restrict(*, by: Person, now: datetime) -> None:
    """Stop everything until the person lifts it. What was opened in an emergency ends for good."""
    hold()
    _, is_new = Restriction.objects.get_or_create(person=by, defaults={"since": now})
    if is_new:
        write(Line(Verb.RESTRICTED, by.pk, by.pk), now=now)
    for emergency in Emergency.objects.filter(person=by, ended_at=None).order_by("pk"):
        end_emergency(emergency=emergency, now=now)


@transaction.atomic
def lift(*, by: Person, now: datetime) -> None:
    """Share again what is still granted."""
    hold()
    count, _ = Restriction.objects.filter(person=by).delete()
    if count:
        write(Line(Verb.LIFTED, by.pk, by.pk), now=now)


@transaction.atomic
def end_run_out(*, now: datetime) -> int:
    """Write down what has run out, so that a clock set back revives nothing; how many ended."""
    rows = list(Grant.objects.filter(ended_at=None, ends_at__lte=now).order_by("ends_at", "pk")[:AT_ONCE])
    opened = list(Emergency.objects.filter(ended_at=None, ends_at__lte=now).order_by("ends_at", "pk")[:AT_ONCE])
    if rows or opened:
        hold()
    for grant in rows:
        if Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=grant.ends_at):
            write(_line(Verb.RAN_OUT, grant, NOBODY), now=now)
    for emergency in opened:
        end_emergency(emergency=emergency, now=now, by=NOBODY)
    return len(rows) + len(opened)


def _line(verb: Entry.Verb, grant: Grant, actor: UUID) -> Line:
    return Line(verb, grant.person_id, actor, grant.viewer, grant.value().items, grant.pk)
