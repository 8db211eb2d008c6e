"""Notes that both see, and a worker's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from holdfast.accounts.requests import Asked
from holdfast.teams import notes
from holdfast.teams.access import shared_note_of, work_note_of, work_notes_of
from holdfast.teams.messages import names_in
from holdfast.teams.models import SharedNote
from holdfast.teams.together_forms import NoteForm, StatementForm, WordsForm
from holdfast.teams.views.together_frame import Side, by_person, by_worker

MOST = 100


@by_person()
def team_notes(request: Asked, side: Side) -> HttpResponse:
    """What we both read."""
    return _list(request, side)


@by_worker()
def work_notes(request: Asked, side: Side) -> HttpResponse:
    """The same for the team."""
    return _list(request, side)


def _list(request: Asked, side: Side) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, initial={"on": side.today}, today=side.today)
    if form.is_valid():
        said = form.cleaned_data
        notes.write_note(care_team=side.care_team, by=side.member, on=said["on"], text=said["text"], now=side.now)
        return side.to("notes")
    shown = {"rows": notes.notes_of(side.care_team), "names": names_in(side.care_team), "form": form}
    return side.page(request, "teams/notes_list.html", "notes", shown)


@by_person()
def team_note(request: Asked, side: Side, shared_note_id: UUID) -> HttpResponse:
    """One note: correct my own, or say how I see theirs."""
    note = shared_note_of(side.care_team, shared_note_id)
    if not note.by_team:
        return _correct(request, side, note)
    form = StatementForm(request.POST if request.method == "POST" else None, initial={"statement": note.statement})
    if form.is_valid():
        notes.say_statement(note=note, text=form.cleaned_data["statement"], now=side.now)
        return side.to("notes")
    shown = {
        "note": note,
        "form": form,
        "who": names_in(side.care_team).get(note.member_id) if note.member_id else None,
    }
    return side.page(request, "teams/notes_statement.html", "notes", shown)


@by_worker()
def work_note(request: Asked, side: Side, shared_note_id: UUID) -> HttpResponse:
    """Correct a note of the team's; what the person wrote is theirs to correct."""
    note = shared_note_of(side.care_team, shared_note_id)
    if not note.by_team:
        raise Http404
    return _correct(request, side, note)


def _correct(request: Asked, side: Side, note: SharedNote) -> HttpResponse:
    if note.replaced_by_id is not None:
        return side.to("notes")
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"text": note.text})
    try:
        if form.is_valid():
            notes.correct_note(note=note, by=side.member, text=form.cleaned_data["text"], now=side.now)
            return side.to("notes")
    except notes.WasReplaced:
        messages.info(request, _("It was corrected meanwhile. These are the newest words."))
        return side.to("notes")
    return side.page(request, "teams/notes_correct.html", "notes", {"note": note, "form": form})


@by_worker()
def work_own_notes(request: Asked, side: Side) -> HttpResponse:
    """My own notes about this team; nobody else reads them here."""
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, initial={"on": side.today}, today=side.today)
    if form.is_valid():
        notes.write_own_note(by=side.worker, on=form.cleaned_data["on"], text=form.cleaned_data["text"], now=side.now)
        return side.to("own_notes")
    shown = {"rows": work_notes_of(side.worker)[:MOST], "form": form}
    return side.page(request, "teams/notes_own.html", "notes", shown)


@by_worker()
def work_own_note(request: Asked, side: Side, work_note_id: UUID) -> HttpResponse:
    """Write one of them differently."""
    row = work_note_of(side.worker, work_note_id)
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, initial={"on": row.on, "text": row.text}, today=side.today)
    if form.is_valid():
        said = form.cleaned_data
        notes.write_own_note(by=side.worker, on=said["on"], text=said["text"], now=side.now, row=row)
        return side.to("own_notes")
    return side.page(request, "teams/notes_own.html", "notes", {"rows": [], "form": form, "row": row})
