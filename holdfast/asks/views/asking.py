"""Asking: the list, the choice of a kind, what to say, and a look at who would be asked before it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.asks.access import ask_for, asks_of
from holdfast.asks.actions import AskFacts, open_ask
from holdfast.asks.forms import AskForm, typed, words_of
from holdfast.asks.models import Ask
from holdfast.asks.outlook import preview
from holdfast.asks.ownways import own_ways, own_words
from holdfast.asks.pages import asks_page, offer_for, wishes_of
from holdfast.asks.words import KINDS, kinds_offered, span
from holdfast.domain.asks.kinds import Kind
from holdfast.network.access import tie_for
from holdfast.network.models import Tie
from holdfast.supporters.queries import agreements_of
from holdfast.web.moment import now_of

HERE = {"nav_current": "asks"}
SAME = timedelta(minutes=1)
"""The same ask twice within this is one tap too many."""


@require_safe
def asks(request: Asked) -> HttpResponse:
    """Open asks first, then thanks, standing offers and past ones."""
    return render(request, "asks/list.html", {**asks_page(request.user, now=now_of(request)), **HERE})


@require_safe
def ask_new(request: Asked) -> HttpResponse:
    """What to ask for; of one person, if the way led over their page."""
    kinds = kinds_offered(with_money=wishes_of(request.user).with_money)
    agreed, one = list(agreements_of(request.user)), _tie(request)
    shown = {
        "kinds": [(kind.value, KINDS[kind]) for kind in kinds],
        "circle": len(agreed),
        "one": one,
        "has_agreed": any(agreement.tie_id == one.pk for agreement in agreed) if one else False,
    }
    return render(request, "asks/new.html", {**shown, **HERE})


@require_http_methods(["GET", "POST"])
def ask_write(request: Asked, kind: str) -> HttpResponse:
    """Say what is needed, look at it, send it. Each step keeps all that was typed."""
    person, now, step = request.user, now_of(request), request.POST.get("step", "")
    if kind not in kinds_offered(with_money=wishes_of(person).with_money):
        return redirect("ask_new")
    form = _form(request, Kind(kind), now)
    if form.is_valid() and step == "send":
        return redirect("ask", _send(request, form.facts(), now).pk)
    if form.is_valid() and step == "look":
        return render(request, "asks/look.html", {**_looked(request, form, now), **HERE})
    return render(request, "asks/write.html", {"form": form, "kind": KINDS[Kind(kind)], **HERE})


def _form(request: Asked, kind: Kind, now: datetime) -> AskForm:
    """Filled with what was sent; where that is not to be checked yet, it is only the beginning of the same form."""
    circle = list(agreements_of(request.user))
    if request.POST.get("step") in {"look", "send"}:
        return AskForm(request.POST, kind=kind, circle=circle, now=now)
    if request.method == "POST":
        return AskForm.going_on(request.POST, kind=kind, circle=circle, now=now)
    return AskForm(initial=_initial(request, kind), kind=kind, circle=circle, now=now)


def _initial(request: Asked, kind: Kind) -> dict[str, Any]:
    person, said = request.user, request.GET
    found: dict[str, Any] = {"dial": wishes_of(person).dial, **AskForm.starter(kind, said.get("words", ""))}
    if like := _uuid(said.get("like")):
        found |= words_of(ask_for(person, like))
    if one := _tie(request):
        found["only"] = [str(pk) for pk in agreements_of(person).filter(tie=one).values_list("pk", flat=True)]
    if offer := offer_for(person, _uuid(said.get("offer"))):
        found["only"] = [str(offer.agreement_id)]
    return found


def _tie(request: Asked) -> Tie | None:
    """Whom the person wants to ask, if they said so."""
    tie_id = _uuid(request.GET.get("tie"))
    return tie_for(request.user, tie_id) if tie_id else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _send(request: Asked, facts: AskFacts, now: datetime) -> Ask:
    """A second tap on the same button leads to the same ask."""
    lately = asks_of(request.user).filter(ended_at=None, kind=facts.kind, created_at__gt=now - SAME)
    same = next((ask for ask in lately if _said(ask) == _wanted(facts)), None)
    return same or open_ask(by=request.user, facts=facts, now=now)


def _said(ask: Ask) -> tuple[str, list[object]]:
    slots = ask.slots.order_by("position")
    return ask.text, [(one.label, one.starts_at, one.ends_at, one.places) for one in slots]


def _wanted(facts: AskFacts) -> tuple[str, list[object]]:
    return facts.text, [(one.label, one.starts_at, one.ends_at, one.places) for one in facts.slots]


def _looked(request: Asked, form: AskForm, now: datetime) -> dict[str, Any]:
    facts = form.facts()
    words, view = own_words(facts, now), preview(request.user, facts, now)
    return {
        "kind": KINDS[facts.kind],
        "facts": facts,
        "slots": [(slot, span(slot.starts_at, slot.ends_at, now)) for slot in facts.slots],
        "outlook": view,
        "others": own_ways(request.user, words, unreachable=view.unreachable),
        "words": words,
        "typed": typed(request.POST),
    }
