"""Thanks, days that count, gifts and things lent: short lists with one form each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.network.access import tie_for
from holdfast.network.models import Tie
from holdfast.network.queries import today_of
from holdfast.tending import dates as day_rules
from holdfast.tending import lent
from holdfast.tending import thanks as thanking
from holdfast.tending.access import date_for, thanks_for, thanks_of, thing_for, things_of, tie_asked
from holdfast.tending.forms import DateForm, SayThanksForm, ThanksForm, ThingForm, initial_of
from holdfast.tending.words import SHORT_THINGS
from holdfast.web.moment import now_of

NAV = {"nav_current": "tend"}
MOST_SHOWN = 50


@require_http_methods(["GET", "POST"])
def thanks(request: Asked) -> HttpResponse:
    """Who helped and was not thanked; the words that are kept."""
    now, person, tie = now_of(request), request.user, _tie(request)
    today = today_of(person, now)
    initial = {"on": today, "tie": str(tie.pk) if tie else ""}
    form = ThanksForm(request.POST or None, person=person, initial=initial)
    if form.is_valid():
        thanking.keep_thanks(by=person, facts=form.facts(), now=now)
        return _here(request)
    kept = _of(thanks_of(person), tie)[:MOST_SHOWN]
    owed = () if tie else thanking.owed(person, today=today, now=now)
    shown = {"form": form, "owed": owed, "kept": kept, "tie": tie, "say": SayThanksForm(auto_id=False)}
    return render(request, "tending/thanks.html", {**shown, **NAV})


@require_POST
def thanks_say(request: Asked, tie_id: UUID) -> HttpResponse:
    """They were thanked."""
    tie, now, form = tie_for(request.user, tie_id), now_of(request), SayThanksForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else request.POST.get("text", "")[:2000]
    thanking.say_thanks(by=request.user, tie=tie, text=text, today=today_of(request.user, now), now=now)
    messages.info(request, _("Thanks noted."))
    return redirect("thanks")


@require_POST
def thanks_remove(request: Asked, thanks_id: UUID) -> HttpResponse:
    """No longer kept."""
    thanking.remove_thanks(thanks=thanks_for(request.user, thanks_id))
    return redirect("thanks")


@require_http_methods(["GET", "POST"])
def dates(request: Asked) -> HttpResponse:
    """Every day that is kept, the next one first."""
    now, person, tie = now_of(request), request.user, _tie(request)
    form = DateForm(request.POST or None, person=person, initial={"tie": str(tie.pk) if tie else ""})
    if form.is_valid():
        day_rules.write_date(by=person, facts=form.facts(), now=now)
        return _here(request)
    found = day_rules.all_dates(person, today_of(person, now))
    shown = {"form": form, "found": [one for one in found if tie is None or one.row.tie_id == tie.pk], "tie": tie}
    return render(request, "tending/dates.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def date_edit(request: Asked, date_id: UUID) -> HttpResponse:
    """Say it differently, or let it go."""
    row = date_for(request.user, date_id)
    if "remove" in request.POST:
        day_rules.remove_date(row=row)
        return redirect("dates")
    form = DateForm(request.POST or None, person=request.user, initial=initial_of(row, DateForm.base_fields))
    if form.is_valid():
        day_rules.write_date(by=request.user, facts=form.facts(), now=now_of(request), row=row)
        return redirect("dates")
    return _edit(request, form, _("Change this day"), "dates")


@require_http_methods(["GET", "POST"])
def things(request: Asked) -> HttpResponse:
    """What is out, and what went back and forth."""
    now, person, tie = now_of(request), request.user, _tie(request)
    today = today_of(person, now)
    initial = {"on": today, "tie": str(tie.pk) if tie else ""}
    form = ThingForm(request.POST or None, person=person, initial=initial)
    if form.is_valid():
        lent.write_thing(by=person, facts=form.facts(), now=now)
        return _here(request)
    rows = [(one, SHORT_THINGS[one.kind]) for one in _of(things_of(person), tie)[:MOST_SHOWN]]
    out = [pair for pair in rows if pair[0].kind in lent.COME_BACK and pair[0].back_on is None]
    shown = {"form": form, "out": out, "rest": [pair for pair in rows if pair not in out], "tie": tie, "today": today}
    return render(request, "tending/things.html", {**shown, **NAV})


@require_http_methods(["GET", "POST"])
def thing_edit(request: Asked, thing_id: UUID) -> HttpResponse:
    """Say it differently, or let it go."""
    row = thing_for(request.user, thing_id)
    if "remove" in request.POST:
        lent.remove_thing(row=row)
        return redirect("things")
    form = ThingForm(request.POST or None, person=request.user, initial=initial_of(row, ThingForm.base_fields))
    if form.is_valid():
        lent.write_thing(by=request.user, facts=form.facts(), now=now_of(request), row=row)
        return redirect("things")
    return _edit(request, form, _("Change this"), "things")


@require_POST
def thing_back(request: Asked, thing_id: UUID) -> HttpResponse:
    """It is back."""
    lent.note_back(row=thing_for(request.user, thing_id), on=today_of(request.user, now_of(request)))
    return redirect("things")


def _tie(request: Asked) -> Tie | None:
    return tie_asked(request.user, request.GET.get("tie", ""))


def _of(rows: Any, tie: Tie | None) -> Any:
    return rows.filter(tie=tie) if tie else rows


def _here(request: Asked) -> HttpResponse:
    return redirect(request.get_full_path())


def _edit(request: Asked, form: Any, heading: str, back: str) -> HttpResponse:
    shown = {"form": form, "heading": heading, "back": back, "can_remove": True, **NAV}
    return render(request, "tending/edit.html", shown)
