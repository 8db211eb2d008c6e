"""The week's help: the picture, the calendar's secret address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from holdfast.accounts.models import Person
from holdfast.accounts.requests import Asked
from holdfast.asks.calendars import calendar_at, renew_help_calendar, secret_of, stop_help_calendar
from holdfast.asks.week import WEEK, planned_for, span_of, unthanked, week_shown
from holdfast.asks.week_picture import picture_of
from holdfast.domain.asks.week import first_day
from holdfast.web.moment import now_of

TYPE = "text/calendar; charset=utf-8"
FARTHEST = timedelta(days=3660)


@require_GET
def week(request: Asked, day: str = "") -> HttpResponse:
    """Seven days of help: who does what, and what is still open."""
    now = now_of(request)
    today = timezone.localdate(now)
    first = first_day(_day(day, today), int(get_format("FIRST_DAY_OF_WEEK")))
    shown = _shown(request.user, first, today)
    return render(request, "asks/week.html", {**shown, "unthanked": unthanked(request.user, now=now)[:3]})


@require_GET
def week_calendar(request: Asked) -> HttpResponse:
    """The address, and what to do with it."""
    secret = secret_of(request.user.pk)
    address = request.build_absolute_uri(resolve_url("week_feed", secret)) if secret else ""
    return render(
        request,
        "asks/week_calendar.html",
        {"address": address, "app_address": f"webcal:{address.partition(':')[2]}", "nav_current": "asks"},
    )


@require_POST
def week_calendar_renew(request: Asked) -> HttpResponse:
    """Switch it on, or take a new address in place of the old one."""
    was_on = secret_of(request.user.pk)
    renew_help_calendar(owner=request.user.pk, now=now_of(request))
    if was_on:
        messages.info(request, _("This is the new address. The old one answers no more."))
    return redirect("week_calendar")


@require_POST
def week_calendar_stop(request: Asked) -> HttpResponse:
    """Switch it off."""
    stop_help_calendar(owner=request.user.pk)
    messages.info(request, _("It is off. The address answers no more."))
    return redirect("week_calendar")


@login_not_required
@require_safe
def week_feed(request: HttpRequest, help_secret: str) -> HttpResponse:
    """The calendar; whoever has the address may read it, and nobody else learns that it is there."""
    content = calendar_at(help_secret, now=now_of(request), is_named="names" in request.GET)
    headers = {"Cache-Control": "private, max-age=300", "Content-Disposition": 'inline; filename="calendar.ics"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)


def _day(text: str, today: date) -> date:
    try:
        found = parse_date(text) if text else today
    except ValueError:
        found = None
    if found is None or abs(found - today) > FARTHEST:
        raise Http404
    return found


def _shown(person: Person, first: date, today: date) -> dict[str, Any]:
    begins, ends = span_of(first, person.time_zone)
    planned = planned_for(person, begins=begins, ends=ends)
    shown = week_shown(planned, first, person.time_zone)
    known = {str(one.slot.pk): one for one in planned}
    days = [(day.on, [(block, known[block.turn.id]) for block in day.blocks]) for day in shown.days]
    return {
        "picture": picture_of(shown, planned, today),
        "days": days,
        "week": shown,
        "today": today,
        "first": first,
        "before": first - WEEK,
        "after": first + WEEK,
        "open_ones": sum(1 for _, blocks in days for block, one in blocks if one.is_open and not block.is_rest),
        "nav_current": "asks",
    }
