"""Sessions of a person and their team, on both sides; what they agreed; and one entry for a calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from holdfast.accounts.requests import Asked
from holdfast.domain.appointments import calendar_entry, is_twice
from holdfast.teams import sessions_together as sessions
from holdfast.teams.access import session_of
from holdfast.teams.models import Agreed, Session
from holdfast.teams.together_forms import AgreedForm, BringForm, SessionForm
from holdfast.teams.together_words import KINDS, STATES, when
from holdfast.teams.views.together_frame import Side, by_person, by_worker

KEPT = {"kept": True, "not_kept": False, "unsaid": None}
CLOSED = {Session.State.HELD, Session.State.MISSED, Session.State.PLANNED}
WHOSE = {"mine": "mine", "theirs": "theirs"}


@by_person("GET", "HEAD")
def team_sessions(request: Asked, side: Side) -> HttpResponse:
    """When we meet, and when we met."""
    return _list(request, side)


@by_worker("GET", "HEAD")
def work_sessions(request: Asked, side: Side) -> HttpResponse:
    """The same for the team."""
    return _list(request, side)


def _list(request: Asked, side: Side) -> HttpResponse:
    found = sessions.sessions_of(side.care_team, now=side.now)
    parts = {"ahead": found.ahead, "unsaid": found.unsaid, "past": found.past}
    shown = {name: [_shown(side, one) for one in rows] for name, rows in parts.items()}
    return side.page(request, "teams/sessions_list.html", "sessions", shown)


def _shown(side: Side, row: Session) -> dict[str, Any]:
    own, team = side.person.time_zone, row.time_zone
    clocks = (team, own) if side.member else (own, team)
    return {"row": row, "kind": KINDS[row.kind], "state": STATES[row.state], "when": when(row.starts_at, *clocks)}


@by_worker()
def work_session_new(request: Asked, side: Side) -> HttpResponse:
    """Plan one."""
    return _plan(request, side, None)


@by_worker()
def work_session_change(request: Asked, side: Side, session_id: UUID) -> HttpResponse:
    """Move it, or say more."""
    return _plan(request, side, session_of(side.care_team, session_id))


def _plan(request: Asked, side: Side, row: Session | None) -> HttpResponse:
    zone = side.care_team.programme.time_zone
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, initial=_first(row, zone) if row else {}, zone=zone, today=side.today)
    if form.is_valid():
        found = sessions.plan_session(by=side.worker, facts=form.facts(), now=side.now, row=row)
        if is_twice(form.cleaned_data["on"], form.cleaned_data["at"], zone):
            messages.info(request, _("The clock shows this time twice that night. The first of the two is meant."))
        return side.to("session", session_id=found.pk)
    return side.page(request, "teams/sessions_form.html", "sessions", {"form": form, "row": row, "zone": zone})


def _first(row: Session, zone: str) -> dict[str, Any]:
    local = row.starts_at.astimezone(ZoneInfo(zone))
    words = {name: getattr(row, name) for name in ("kind", "minutes", "place", "link", "who_comes", "about")}
    return {**words, "on": local.date(), "at": local.time()}


@by_person()
def team_session(request: Asked, side: Side, session_id: UUID) -> HttpResponse:
    """One: where and when, call it off, bring something to mend, what was agreed."""
    row, do = session_of(side.care_team, session_id), request.POST.get("do", "")
    form = BringForm(
        request.POST if do == "bring" else None, care_team=side.care_team, initial={"conflict": row.conflict_id}
    )
    if form.is_valid():
        sessions.bring_conflict(session=row, conflict=form.chosen())
    elif do and not form.is_bound:
        _done_by_person(request, side, row)
    if do and not form.errors:
        return side.to("session", session_id=row.pk)
    brings = row.kind != Session.Kind.ONE_TO_ONE and row.state == Session.State.PLANNED
    shown = {"form": form, "brings": brings and bool(form.rows or row.conflict)}
    return _page(request, side, row, shown)


def _done_by_person(request: Asked, side: Side, row: Session) -> None:
    do = request.POST.get("do")
    if do == "cancel":
        sessions.cancel_session(session=row, by=None, now=side.now)
    elif do in KEPT:
        sessions.say_kept(agreed=_agreed(request, row), is_kept=KEPT[do])
    elif row.conflict is not None and do == "note":
        sessions.note_on_conflict(session=row, now=side.now)
        messages.info(request, _("Noted with what you wrote."))
    elif row.conflict is not None and do in WHOSE:
        sessions.promise_from(agreed=_agreed(request, row), whose=WHOSE[do], now=side.now)
        messages.info(request, _("It is a small promise now."))


@by_worker()
def work_session(request: Asked, side: Side, session_id: UUID) -> HttpResponse:
    """One: did it take place, and what was agreed."""
    row, do = session_of(side.care_team, session_id), request.POST.get("do", "")
    form = AgreedForm(request.POST if do == "agree" else None)
    if form.is_valid():
        sessions.add_agreed(session=row, facts=form.facts(), now=side.now)
    elif do and not form.is_bound:
        _done_by_worker(request, side, row)
    if do and not form.errors:
        return side.to("session", session_id=row.pk)
    return _page(request, side, row, {"form": form})


def _done_by_worker(request: Asked, side: Side, row: Session) -> None:
    do = request.POST.get("do")
    if do == "cancel":
        sessions.cancel_session(session=row, by=side.worker, now=side.now)
    elif do in CLOSED:
        sessions.close_session(session=row, state=do)
    elif do in KEPT:
        sessions.say_kept(agreed=_agreed(request, row), is_kept=KEPT[do])
    elif do == "remove":
        sessions.remove_agreed(agreed=_agreed(request, row))


def _agreed(request: Asked, row: Session) -> Agreed:
    """What the button stood beside, of this session, or 404."""
    try:
        asked = UUID(request.POST.get("agreed", ""))
    except ValueError:
        asked = UUID(int=0)
    return get_object_or_404(sessions.agreed_in(row), pk=asked)


def _page(request: Asked, side: Side, row: Session, more: dict[str, Any]) -> HttpResponse:
    is_over = sessions.ends_at(row) <= side.now
    shown = {**_shown(side, row), "agreed": list(sessions.agreed_in(row)), "is_over": is_over, **more}
    return side.page(request, f"teams/sessions_{side.before}.html", "sessions", shown)


@by_person("GET", "HEAD")
def team_session_calendar(request: Asked, side: Side, session_id: UUID) -> HttpResponse:
    """One entry for a calendar that tells nothing but when."""
    row = session_of(side.care_team, session_id)
    body = calendar_entry(str(row.pk), row.starts_at, row.minutes, summary=_("Appointment"), now=side.now)
    headers = {"Content-Disposition": 'attachment; filename="calendar.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
