"""What a supporter sees of somebody's days: only what they were told, and the chips they are asked to hand over."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from holdfast.accounts.models import Person
from holdfast.asks.beside import Section
from holdfast.asks.views.link import visit_of
from holdfast.asks.views.link_visit import Visit, spoken
from holdfast.checkins.access import chip_asked_of, telling_to, told_to
from holdfast.checkins.chips import decline_chip, hand_over
from holdfast.checkins.counter_queries import chips_waiting
from holdfast.checkins.day_forms import LineForm
from holdfast.checkins.day_pages import TOLD_FOR, tellings, token
from holdfast.notices.models import Link

NIL = UUID(int=0)
"""No row has it."""


def told_behind(request: HttpRequest, address: str, found: Link) -> HttpResponse:
    """What somebody wanted this supporter to know."""
    visit = visit_of(address, found)
    return spoken(request, visit.supporter, lambda: told(request, visit, found.thing or NIL))


def chip_behind(request: HttpRequest, address: str, found: Link) -> HttpResponse:
    """A chip to hand over; or, for the person, one that was handed over: they sign in first."""
    if Person.objects.filter(pk=found.person_id).exists():
        return redirect("chips")
    visit = visit_of(address, found)
    return spoken(request, visit.supporter, lambda: chip(request, visit, found.thing or NIL))


def told(request: HttpRequest, visit: Visit, setback_id: UUID) -> HttpResponse:
    """Somebody picked up again and wanted them to know: what helps, and what is better left unsaid."""
    agreement, setback = telling_to(visit.supporter, setback_id)
    shown = {"name": agreement.person_name, "setback": setback}
    return visit.shown(request, "checkins/days_link_told.html", shown)


def chip(request: HttpRequest, visit: Visit, chip_id: UUID) -> HttpResponse:
    """One line, and it is handed over; or not this time."""
    found = chip_asked_of(visit.supporter, chip_id)
    name = found.giver.person_name if found.giver else ""
    if request.POST.get("do") == "decline":
        decline_chip(chip=found)
        return visit.shown(request, "checkins/days_link_chip_left.html", {"name": name})
    form = LineForm(request.POST or None)
    if form.is_valid():
        found = hand_over(chip=found, line=form.cleaned_data["line"], now=visit.now)
    shown = {"name": name, "token": token(found), "form": form}
    return visit.shown(request, "checkins/days_link_chip.html", shown)


def beside_days(visit: Visit) -> Section | None:
    """On a supporter's page: what they were told lately, and the chips that wait for them."""
    waiting = [(one.giver.person_name, token(one)) for one in chips_waiting(visit.supporter) if one.giver]
    known = tellings(told_to(visit.supporter).filter(told_at__gt=visit.now - TOLD_FOR), visit.supporter)
    if not waiting and not known:
        return None
    return Section("checkins/days_beside.html", {"chips": waiting, "told": known})
