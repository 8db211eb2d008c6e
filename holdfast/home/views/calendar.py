"""Your calendar: the page with its secret address, and the calendar itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.home.calendars import (
    address_of,
    calendar_of,
    person_at,
    renew_calendar_address,
    stop_calendar_address,
)
from holdfast.web.moment import now_of

TYPE = "text/calendar; charset=utf-8"


@require_GET
def calendar(request: Asked) -> HttpResponse:
    """The address, and what to do with it."""
    found = address_of(request.user)
    address = request.build_absolute_uri(resolve_url("calendar_feed", found.secret)) if found else ""
    shown = {"address": address, "app_address": f"webcal:{address.partition(':')[2]}", "found": found}
    return render(request, "home/calendar.html", shown)


@require_POST
def calendar_renew(request: Asked) -> HttpResponse:
    """Switch it on, or take a new address in place of the old one."""
    was_on = address_of(request.user) is not None
    renew_calendar_address(by=request.user, now=now_of(request))
    if was_on:
        messages.info(request, _("This is the new address. The old one answers no more."))
    return redirect("calendar")


@require_POST
def calendar_stop(request: Asked) -> HttpResponse:
    """Switch it off."""
    stop_calendar_address(by=request.user, now=now_of(request))
    messages.info(request, _("It is off. The address answers no more."))
    return redirect("calendar")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar; whoever has the address may read it, and nobody else learns that it is there."""
    content = calendar_of(person_at(secret), now=now_of(request), is_named="names" in request.GET)
    headers = {"Cache-Control": "private, max-age=900", "Content-Disposition": 'inline; filename="calendar.ics"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)
