"""Get support now: ask my people, call them, or call a line. Everything stands on the page itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from holdfast.accounts.models import Person
from holdfast.accounts.requests import Asked
from holdfast.asks.hard_moment import ask_my_people, can_ask, notes_of, open_moment, would_hear
from holdfast.asks.own_first import own_steps
from holdfast.asks.own_plan import plan_of
from holdfast.asks.queries import rings_somewhere
from holdfast.asks.reaching import MyPeople, people_to_reach
from holdfast.directory.line_queries import CountryLines, countries_with_lines, lines_for, verified_lines
from holdfast.directory.line_words import country_words
from holdfast.web.context import KEEP
from holdfast.web.moment import now_of


@login_not_required
@require_GET
def support_now(request: HttpRequest) -> HttpResponse:
    """For everyone: a stranger sees the lines, a person their people too."""
    mine = _mine(request.user) if isinstance(request.user, Person) else {"people": MyPeople()}
    return render(request, "asks/now/page.html", {**mine, **shown_lines(request)})


@csrf_exempt
@login_not_required
@require_POST
def ask_now(request: HttpRequest) -> HttpResponse:
    """The second tap. An old page must not stand in the way: a request that our own page sent is enough, whatever the
    age of its token; any other needs the token as everywhere."""
    own = f"{request.scheme}://{request.get_host()}"
    return _ask(request) if request.headers.get("Origin") == own else csrf_protect(_ask)(request)


def _ask(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Person):
        return redirect("support_now")
    now = now_of(request)
    if open_moment(request.user) is None and not can_ask(request.user, now=now):
        messages.info(request, _("None of your people can be asked at this hour. The lines are here for you."))
        return redirect("support_now")
    ask = ask_my_people(by=request.user, text=request.POST.get("text", "").strip(), now=now)
    return redirect("support_now_asked", ask.pk)


@require_POST
def keep_now(request: Asked) -> HttpResponse:
    """Keep a copy on this device, or no longer. The session remembers it: signing out ends it."""
    request.session[KEEP] = "keep" in request.POST
    return redirect("support_now")


@require_GET
def kept(request: Asked) -> HttpResponse:
    """The copy that the service worker keeps, once the person said so: names, numbers, notes, plan and lines."""
    if not request.session.get(KEEP):
        raise Http404
    mine = _mine(request.user)
    plan = {"plan_shown": mine["plan"].read(request.user, now_of(request))} if mine["plan"] else {}
    return render(request, "asks/now/copy.html", {**mine, **plan, **shown_lines(request)})


@login_not_required
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """The copy that is kept for everyone: the lines alone, whoever asks."""
    return render(request, "asks/now/copy.html", shown_lines(request))


def _mine(person: Person) -> dict[str, Any]:
    now = timezone.now()
    return {
        "people": people_to_reach(person, now=now),
        "waves": would_hear(person, now=now),
        "rings": rings_somewhere(person, now=now),
        "open_ask": open_moment(person),
        "notes": notes_of(person),
        "own_steps": own_steps(person),
        "plan": plan_of(person),
    }


def shown_lines(request: HttpRequest) -> dict[str, Any]:
    """The lines of the country chosen on this device, and the two or three that always stand on the screen."""
    known = verified_lines()
    countries = countries_with_lines(known)
    country = request.COOKIES.get("country", settings.COUNTRY)
    if country not in dict(countries):
        country = settings.COUNTRY
    found = lines_for(country, today=timezone.localdate(), known=known)
    options = _options(get_language() or "", country, tuple(code for code, _name in countries))
    return {"now": now_of(request), "lines": found, "first": _first_ways(found), "options": options}


@lru_cache(maxsize=512)
def _options(language: str, chosen: str, codes: tuple[str, ...]) -> SafeString:
    """The countries to choose from, by name: the same for everybody who reads this language and chose this country."""
    named = sorted(((code, str(country_words(code))) for code in codes), key=lambda pair: pair[1])
    rows = ((code, mark_safe(" selected") if code == chosen else "", name) for code, name in named)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


def _first_ways(lines: CountryLines) -> list[Any]:
    ways = [(line, way) for line in lines.lines for way in line.ways]
    firsts = (next(((line, way) for line, way in ways if way.via == via), None) for via in ("call", "text"))
    return [one for one in firsts if one]
