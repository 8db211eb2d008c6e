"""A supporter's own page: what is asked, what they promised, their limits, and the way out."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.accounts.requests import Asked
from holdfast.asks.access import NIL, offer_of
from holdfast.asks.actions import end_offer, give_back, offer_help
from holdfast.asks.beside import sections_of
from holdfast.asks.calendars import renew_help_calendar, secret_of, stop_help_calendar
from holdfast.asks.helping import (
    asked_now,
    promises_between,
    promises_of,
    thanks_to,
    times_asked,
    updates_to,
)
from holdfast.asks.keeping import offer_swap, wake_asks_of
from holdfast.asks.link_forms import StandingForm
from holdfast.asks.link_words import load
from holdfast.asks.parting import leave_all, leave_one
from holdfast.asks.queries import has_money
from holdfast.asks.views.link_answer import back_word
from holdfast.asks.views.link_visit import Visit
from holdfast.notices.actions import address_of, set_receiver, usable_destinations
from holdfast.notices.telling import telling
from holdfast.supporters import actions
from holdfast.supporters.access import agreement_of, supporter_of
from holdfast.supporters.forms import (
    LeaveForm,
    OfferForm,
    PageLimitsForm,
    PasteForm,
    RestForm,
    limits_initial,
)
from holdfast.supporters.forms import offer_initial as initial_of
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_with, language_of
from holdfast.supporters.words import GIVE, HELP
from holdfast.web.moment import now_of


def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is asked of me, what I promised, and everything I can change."""
    supporter, now = visit.supporter, visit.now
    people = list(agreements_with(supporter))
    rests = supporter.away_until if supporter.away_until and supporter.away_until > now else None
    shown = {
        "asked": asked_now(supporter),
        "promises": list(promises_of(supporter, now=now)),
        "people": people,
        "updates": updates_to(people, now=now)[:5],
        "thanks": list(thanks_to(supporter, now=now)[:5]),
        "load": load(supporter, times_asked(supporter, now=now)),
        "rests": rests,
        "is_reachable": bool(usable_destinations(supporter.pk)),
        "sections": sections_of(visit),
    }
    return visit.shown(request, "asks/link_home.html", shown)


@require_safe
def helping(request: Asked) -> HttpResponse:
    """The same for somebody signed in; whoever helps nobody reads how that begins."""
    supporter = supporter_of(request.user)
    if supporter is None:
        return render(request, "asks/link_nobody.html", {"is_link": False, "paste": PasteForm()})
    return home(request, Visit(supporter, reverse("helping"), is_link=False, now=now_of(request)))


def person(request: HttpRequest, visit: Visit, agreement_id: UUID) -> HttpResponse:
    """What I do for one person, what they share with me, and my standing offers to them."""
    agreement = agreement_of(visit.supporter, agreement_id)
    options = {"hoped": agreement.hoped_kinds, "with_money": has_money(agreement.person)}
    form = OfferForm(request.POST or None, initial=initial_of(agreement), **options)
    if form.is_valid():
        actions.set_agreement(agreement=agreement, offered=form.facts())
        wake_asks_of(supporter=visit.supporter, now=visit.now)
        return visit.to(f"people/{agreement.pk}/", "kept")
    shown = {**shared_with(agreement), "form": form, "offers": agreement.offers.filter(ended_at=None)}
    return visit.shown(request, "asks/link_person.html", shown)


def shared_with(agreement: Agreement) -> dict[str, object]:
    """What one person shares with this supporter, in words; the same for the person who wants to see it."""
    hoped = [HELP[kind] for kind in agreement.hoped_kinds]
    return {"agreement": agreement, "name": agreement.person_name, "hoped_kinds": hoped}


def offers(request: HttpRequest, visit: Visit, agreement_id: UUID) -> HttpResponse:
    """Standing offers to one person: add one, or end one."""
    agreement = agreement_of(visit.supporter, agreement_id)
    here = f"people/{agreement.pk}/offers/"
    if ended := request.POST.get("end"):
        end_offer(offer=offer_of(agreement, ended), now=visit.now)
        return visit.to(here, "ended")
    form = StandingForm(request.POST or None)
    if form.is_valid():
        offer_help(agreement=agreement, facts=form.facts(), now=visit.now)
        return visit.to(here, "offered")
    rows = [(offer, GIVE[offer.kind]) for offer in agreement.offers.filter(ended_at=None).order_by("created_at", "pk")]
    return visit.shown(request, "asks/link_offers.html", {"agreement": agreement, "form": form, "rows": rows})


def stop(request: HttpRequest, visit: Visit, agreement_id: UUID) -> HttpResponse:
    """Stop helping one person."""
    agreement = agreement_of(visit.supporter, agreement_id)
    form = LeaveForm(request.POST or None)
    if not form.is_valid():
        return visit.shown(request, "asks/link_leave.html", {"form": form, "name": agreement.person_name})
    leave_one(agreement=agreement, now=visit.now)
    if agreements_with(visit.supporter).exists():
        return visit.to("", "left")
    return visit.shown(request, "asks/link_left.html", {})


def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Stop helping everyone; the page goes too."""
    form = LeaveForm(request.POST or None)
    if not form.is_valid():
        return visit.shown(request, "asks/link_leave.html", {"form": form, "name": ""})
    leave_all(supporter=visit.supporter, now=visit.now)
    return visit.shown(request, "asks/link_left.html", {})


def limits(request: HttpRequest, visit: Visit) -> HttpResponse:
    """My hours and how much a week, across everyone."""
    supporter = visit.supporter
    initial = {**limits_initial(supporter), "language": language_of(supporter)}
    form = PageLimitsForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.set_limits(supporter=supporter, limits=form.limits())
        set_receiver(owner=supporter.pk, language=form.cleaned_data["language"])
        wake_asks_of(supporter=supporter, now=visit.now)
        return visit.to("limits/", "kept")
    return visit.shown(request, "asks/link_limits.html", {"form": form})


def rest(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Not before a day of my choice, and what becomes of what I promised for that time."""
    supporter, now = visit.supporter, visit.now
    if done := _rest_done(request, visit):
        return visit.to("rest/", done)
    form = RestForm(request.POST if request.POST.get("do") == "rest" else None, now=now, zone=supporter.time_zone)
    if form.is_valid():
        actions.take_respite(supporter=supporter, until=form.moment(), now=now)
        wake_asks_of(supporter=supporter, now=now)
        return visit.to("rest/", "rest")
    until = supporter.away_until if supporter.away_until and supporter.away_until > now else None
    promised = promises_between(supporter, supporter.away_from or now, until) if until else []
    return visit.shown(request, "asks/link_rest.html", {"form": form, "until": until, "promised": promised})


def _rest_done(request: HttpRequest, visit: Visit) -> str:
    do = request.POST.get("do", "")
    if do == "end":
        actions.end_respite(supporter=visit.supporter)
        wake_asks_of(supporter=visit.supporter, now=visit.now)
        return "there"
    promise = promises_of(visit.supporter, now=visit.now).filter(pk=_uuid(request.POST.get("promise"))).first()
    if promise and do in {"back", "swap"}:
        if do == "swap":
            offer_swap(promise=promise, now=visit.now)
            return do
        give_back(promise=promise, now=visit.now)
        return back_word(promise)
    return ""


def ways(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where and when I am told, and the address of this page."""
    supporter, now = visit.supporter, visit.now
    if request.POST.get("do") == "renew" and visit.is_link:
        token = actions.renew_page(supporter=supporter, now=now)
        return Visit(supporter, reverse("link", args=[token]), is_link=True, now=now).to("ways/", "renewed")
    found = telling(owner=supporter.pk, data=request.POST if "act" in request.POST else None, now=now)
    said = {"done": found.said} if found.said else {}
    shown = {
        "telling": telling(owner=supporter.pk, data=None, now=now) if found.said else found,
        "to": f"{visit.here}ways/",
        "address": address_of(visit.here.strip("/").rpartition("/")[2]) if visit.is_link else "",
    }
    return visit.shown(request, "asks/link_ways.html", {**shown, **said})


def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What I promised, in the calendar of my phone."""
    owner = visit.supporter.pk
    if request.method == "POST":
        is_on = request.POST.get("do") == "on"
        if is_on:
            renew_help_calendar(owner=owner, now=visit.now)
        else:
            stop_help_calendar(owner=owner)
        return visit.to("calendar/", "on" if is_on else "off")
    secret = secret_of(owner)
    address = settings.ADDRESS + reverse("week_feed", args=[secret]) if secret else ""
    shown = {"address": address, "app_address": f"webcal:{address.partition(':')[2]}"}
    return visit.shown(request, "asks/link_calendar.html", shown)


def how_to_help(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A page on helping: what does good, and what is better left unsaid."""
    return visit.shown(request, "asks/link_help.html", {})


def _uuid(text: str | None) -> UUID:
    """An id from a form; one that is none names nothing."""
    try:
        return UUID(text or "")
    except ValueError:
        return NIL
