"""A supporter's own side, by their link or their account: how they are, what they gave, groups, good ways to help."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from holdfast.asks.helping import times_asked
from holdfast.asks.link_words import load
from holdfast.asks.views.link_visit import Visit
from holdfast.checkins.access import own_answered_for, own_check_for, own_measure_for
from holdfast.checkins.helper_groups import GROUPS
from holdfast.checkins.helper_side import given, is_much, noted
from holdfast.checkins.measure_forms import AnswersForm, HowForm
from holdfast.checkins.measure_pages import result_page
from holdfast.checkins.measure_words import about
from holdfast.checkins.measures import taken_by_supporter
from holdfast.checkins.measuring import (
    TooSoon,
    answer_own_measure,
    day_of,
    forget_answers,
    forget_how_i_was,
    note_how_i_am,
)
from holdfast.checkins.shelf import for_supporters

DONE = {
    "noted": _("Saved, for you alone."),
    "gone": _("Deleted."),
    "soon": _("You have answered this one already. Your first answers stand."),
}
"""What was just done, by the code in the address."""


def me(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How are you, in ten seconds; and what one noted before."""
    supporter = visit.supporter
    if done := _deleted(request, visit):
        return visit.to("me/", done)
    form = HowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        note_how_i_am(supporter=supporter, now=visit.now, **form.cleaned_data)
        return visit.to("me/", "noted")
    own = [(one, about(one)) for one in for_supporters()]
    past = noted(supporter)
    shown = {"form": form, "past": past, "own": own, "is_much": is_much(visit)}
    return _page(request, visit, "checkins/helper_me.html", shown)


def _deleted(request: HttpRequest, visit: Visit) -> str:
    """One note goes, or everything: which of them the button said."""
    if check_id := request.POST.get("forget"):
        own_check_for(visit.supporter, check_id).delete()
        return "gone"
    if "forget_all" in request.POST:
        forget_how_i_was(supporter=visit.supporter)
        return "gone"
    return ""


def own_measure(request: HttpRequest, visit: Visit, measure_key: str) -> HttpResponse:
    """A measure about helping: its questions while it is open, and what came of it."""
    instrument, supporter = own_measure_for(measure_key), visit.supporter
    here = f"me/{instrument.key}/"
    if answered_id := request.POST.get("forget"):
        forget_answers(answered=own_answered_for(supporter, answered_id))
        return visit.to(here, "gone")
    page = result_page(
        instrument, taken_by_supporter(supporter, instrument), today=day_of(supporter, visit.now), since=None
    )
    begun = page["standing"].begun
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, instrument=instrument, begun=begun.answers if begun else ())
    if form.can_keep:
        return visit.to(here, _kept(visit, form))
    is_open = page["standing"].opens_on is None
    return _page(request, visit, "checkins/helper_measure.html", {**page, "form": form, "is_open": is_open})


def _kept(visit: Visit, form: AnswersForm) -> str:
    try:
        answer_own_measure(supporter=visit.supporter, given=form.given(), now=visit.now)
    except TooSoon:
        return "soon"
    return "noted"


def what_i_gave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """My load against my limit, what I gave, and the thanks that came back: in words, across everyone."""
    supporter = visit.supporter
    shown = {
        "load": load(supporter, times_asked(supporter, now=visit.now)),
        "given": given(supporter, now=visit.now),
    }
    return _page(request, visit, "checkins/helper_gave.html", shown)


def groups(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Groups for those who care for somebody."""
    return _page(request, visit, "checkins/helper_groups.html", {"groups": GROUPS})


def good_help(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Help that helps, and help that keeps it going."""
    return _page(request, visit, "checkins/helper_good.html", {})


def _page(request: HttpRequest, visit: Visit, template: str, shown: dict[str, Any]) -> HttpResponse:
    done = DONE.get(request.GET.get("done", ""), "")
    return visit.shown(request, template, {**shown, "done": done})
