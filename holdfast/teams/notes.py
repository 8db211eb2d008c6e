"""Notes: those that both see, with their earlier words and the person's statement; and a worker's own.

write_note, correct_note, say_statement; write_own_note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from holdfast.teams.models import CareTeam, Member, SharedNote, WorkNote
from holdfast.teams.telling import tell_person, tell_team

MOST = 200


class WasReplaced(Exception):
    """Somebody corrected this note meanwhile: there are newer words."""


@transaction.atomic
def write_note(*, care_team: CareTeam, by: Member | None, on: date, text: str, now: datetime) -> SharedNote:
    """A note that both read; without a member it is the person's."""
    row = SharedNote.objects.create(
        person_id=care_team.person_id,
        care_team=care_team,
        member=by,
        by_team=by is not None,
        on=on,
        text=text,
        created_at=now,
    )
    _tell(row, now)
    return row


@transaction.atomic
def correct_note(*, note: SharedNote, by: Member | None, text: str, now: datetime) -> SharedNote:
    """Say it rightly. The old words stay, with what the person said to them. Raises WasReplaced."""
    held = SharedNote.objects.select_for_update().get(pk=note.pk)
    if held.replaced_by_id is not None:
        raise WasReplaced
    new = SharedNote.objects.create(
        person_id=held.person_id,
        care_team_id=held.care_team_id,
        member=by,
        by_team=by is not None,
        session_id=held.session_id,
        on=held.on,
        text=text,
        created_at=now,
    )
    held.replaced_by = new
    held.save(update_fields=["replaced_by"])
    _tell(new, now)
    return new


def _tell(note: SharedNote, now: datetime) -> None:
    if not note.by_team:
        tell_team(note.care_team, now=now)
    else:
        tell_person(note.care_team, "team_notes", about=note.pk, now=now)


@transaction.atomic
def say_statement(*, note: SharedNote, text: str, now: datetime) -> None:
    """The person sees it otherwise: their words stand with the note for everybody who reads it."""
    note.statement = text
    note.save(update_fields=["statement"])
    tell_team(note.care_team, now=now)


@transaction.atomic
def write_own_note(*, by: Member, on: date, text: str, now: datetime, row: WorkNote | None = None) -> WorkNote:
    """A worker's own note, sealed with their own key."""
    person_id = by.worker.person_id
    note = row or WorkNote(person_id=person_id, care_team=by.care_team, created_at=now)
    note.on, note.text = on, text
    note.save()
    return note


# Reading


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as it stands, with its earlier words, the newest of them first."""

    note: SharedNote
    earlier: tuple[SharedNote, ...]


def notes_of(care_team: CareTeam) -> list[NoteShown]:
    """Every note that both see, the newest first. One read."""
    rows = list(care_team.shared_notes.order_by("-on", "-created_at", "pk")[:MOST])
    before = {row.replaced_by_id: row for row in rows if row.replaced_by_id}
    return [NoteShown(row, tuple(_earlier(row, before, rows))) for row in rows if row.replaced_by_id is None]


def _earlier(row: SharedNote, before: dict[UUID, SharedNote], rows: Sequence[SharedNote]) -> list[SharedNote]:
    found: list[SharedNote] = []
    older = before.get(row.pk)
    while older is not None and len(found) < len(rows):
        found.append(older)
        older = before.get(older.pk)
    return found
