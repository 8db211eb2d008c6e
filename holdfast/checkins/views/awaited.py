"""Awaited check-ins: when, who hears of one that does not come, and in which words."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.models import Person
from holdfast.accounts.requests import Asked
from holdfast.asks.models import CheckInWatch
from holdfast.asks.watching import end_watch, pause_watch, watch_check_ins
from holdfast.checkins.access import watch_of
from holdfast.checkins.awaiting import awaited_shown, those_who_look_in
from holdfast.checkins.check_forms import PauseForm, WatchForm
from holdfast.domain.lateness import Pace
from holdfast.network.queries import today_of
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def awaited(request: Asked) -> HttpResponse:
    """How it stands, and the settings."""
    person, watch, now = request.user, watch_of(request.user), now_of(request)
    circle = those_who_look_in(person)
    form = WatchForm(request.POST if request.method == "POST" else None, circle=circle, initial=_initial(watch))
    if form.is_valid():
        watch_check_ins(by=person, facts=form.facts(), now=now, watch=watch)
        messages.info(request, _("Kept. From now on your check-in is awaited."))
        return redirect("awaited")
    pause = PauseForm(today=today_of(person, now))
    return render(request, "checkins/check_awaited.html", _shown(person, watch, form, pause))


@require_POST
def awaited_pause(request: Asked) -> HttpResponse:
    """Nothing is awaited until a day; or again from now on."""
    watch, now = _running(request.user), now_of(request)
    if "again" in request.POST:
        pause_watch(watch=watch, until=now, now=now)
        return redirect("awaited")
    pause = PauseForm(request.POST, today=today_of(request.user, now))
    if not pause.is_valid():
        form = WatchForm(circle=those_who_look_in(request.user), initial=_initial(watch))
        return render(request, "checkins/check_awaited.html", _shown(request.user, watch, form, pause))
    zone = ZoneInfo(request.user.time_zone)
    pause_watch(watch=watch, until=datetime.combine(pause.cleaned_data["until"], time(), zone), now=now)
    messages.info(request, _("Kept. Nothing is awaited before that day."))
    return redirect("awaited")


@require_POST
def awaited_end(request: Asked) -> HttpResponse:
    """No longer awaited. Nobody is told."""
    end_watch(watch=_running(request.user), now=now_of(request))
    messages.info(request, _("Ended. Your check-in is no longer awaited. Nobody was told."))
    return redirect("awaited")


def _running(person: Person) -> CheckInWatch:
    watch = watch_of(person)
    if watch is None or watch.ended_at:
        raise Http404
    return watch


def _initial(watch: CheckInWatch | None) -> dict[str, Any]:
    if watch is None:
        return {"at": time(20), "days": list(range(1, 8)), "pace": Pace.USUAL}
    chosen = [str(one.pk) for one in watch.chosen.all()]
    return {"at": watch.at, "days": watch.days, "pace": watch.pace, "chosen": chosen}


def _shown(person: Person, watch: CheckInWatch | None, form: WatchForm, pause: PauseForm) -> dict[str, Any]:
    running = watch if watch and not watch.ended_at else None
    return {
        **awaited_shown(person, running),
        "watch": running,
        "form": form,
        "pause": pause,
        "nav_current": "tend",
    }
