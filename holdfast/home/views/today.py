"""The reader's own day: at most three small things, and what is coming."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdfast.accounts.requests import Asked
from holdfast.asks.looking_back import waiting_to_look_back
from holdfast.asks.pages import open_asks
from holdfast.checkins.day_pages import lines_for_today
from holdfast.checkins.today import check_in_here
from holdfast.directory.places import remembered_place
from holdfast.directory.queries import Wish
from holdfast.directory.views.viewer import viewer_of
from holdfast.domain.network import gaps
from holdfast.home.coming import coming_up
from holdfast.home.helped import helping_of
from holdfast.home.offered import offers_for, steps_in
from holdfast.home.queries import erasure_of, first_evening_of
from holdfast.home.small import small_things
from holdfast.network.queries import situation_for, today_of
from holdfast.teams.queries import is_worker
from holdfast.teams.today import teams_today
from holdfast.tending.today import dates_ahead
from holdfast.web.moment import now_of


@require_GET
def today(request: Asked) -> HttpResponse:
    """Never a wall of numbers."""
    now, person = now_of(request), request.user
    offers = offers_for(person, Wish(place=remembered_place(request)), viewer_of(request, now))
    day = today_of(person, now)
    situation = situation_for(person, today=day, offers=offers)
    shown = {
        "nav_current": "today",
        "now": timezone.localtime(now),
        "small": small_things(person, steps_in(situation), today=day, now=now),
        "counters": lines_for_today(person, now),
        "asks": open_asks(person, now=now),
        "helping": helping_of(person),
        "works": is_worker(person, now),
        "teams": teams_today(person, now=now),
        "coming": coming_up(person, now=now),
        "dates": dates_ahead(person, day),
        "open_seats": len(gaps(situation.network)),
        "evening": first_evening_of(person),
        "waiting": erasure_of(person),
        "back": waiting_to_look_back(person, now=now),
        **check_in_here(person, now=now),
    }
    return render(request, "home/today.html", shown)
