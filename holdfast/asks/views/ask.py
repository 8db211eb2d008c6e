"""One ask on its way: where it stands, and what the person can change about it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.asks import steering
from holdfast.asks.access import ask_for
from holdfast.asks.actions import cancel_ask, withdraw_ask
from holdfast.asks.forms import AskForm, ChangeForm, DialForm
from holdfast.asks.models import Ask
from holdfast.asks.pages import ask_page
from holdfast.asks.words import KINDS, refused
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.queries import agreements_of
from holdfast.web.moment import now_of

HERE = {"nav_current": "asks"}


@require_safe
def ask(request: Asked, ask_id: UUID) -> HttpResponse:
    """Where it stands, in true words. With scripts the page asks for its state every few seconds."""
    found, now = ask_for(request.user, ask_id), now_of(request)
    if found.kind == Kind.CRISIS:
        return redirect("support_now_asked", found.pk)
    shown = {**ask_page(found, now=now), "dial_form": DialForm(initial={"dial": found.dial}), **HERE}
    return render(request, "asks/_state.html" if request.htmx else "asks/ask.html", shown)


@require_http_methods(["GET", "POST"])
def ask_change(request: Asked, ask_id: UUID) -> HttpResponse:
    """Say what is different; those involved are told once."""
    found, now = ask_for(request.user, ask_id), now_of(request)
    initial = {name: getattr(found, name) for name in ChangeForm.base_fields}
    form = ChangeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            told = steering.change_ask(ask=found, changed=steering.Changed(**form.cleaned_data), now=now)
            messages.info(request, _told(told))
        except steering.AskIsOver:
            messages.info(request, _("It ended in the meantime."))
        return redirect("ask", found.pk)
    return render(request, "asks/change.html", {"form": form, "ask": found, **HERE})


@require_POST
def ask_sooner(request: Asked, ask_id: UUID) -> HttpResponse:
    """Ask somebody now who would be asked later."""
    found, now = ask_for(request.user, ask_id), now_of(request)
    chosen = next((one for one in agreements_of(request.user) if str(one.pk) == request.POST.get("who")), None)
    if chosen is not None:
        try:
            steering.ask_sooner(ask=found, agreement=chosen, now=now)
        except steering.NotNow as limit:
            messages.info(request, refused(chosen.tie.name, limit.why))
        except steering.AskIsOver:
            messages.info(request, _("It ended in the meantime."))
    return redirect("ask", found.pk)


@require_POST
def ask_wider(request: Asked, ask_id: UUID) -> HttpResponse:
    """More people may be asked."""
    found, now = ask_for(request.user, ask_id), now_of(request)
    chosen = set(request.POST.getlist("back_in"))
    back_in = [one for one in agreements_of(request.user) if str(one.pk) in chosen]
    try:
        steering.widen_ask(ask=found, back_in=back_in, now=now)
    except steering.AskIsOver:
        messages.info(request, _("It ended in the meantime."))
    return redirect("ask", found.pk)


@require_POST
def ask_dial(request: Asked, ask_id: UUID) -> HttpResponse:
    """Fewer people, or faster."""
    found, form = ask_for(request.user, ask_id), DialForm(request.POST)
    if form.is_valid():
        try:
            steering.turn_dial(ask=found, dial=form.cleaned_data["dial"], now=now_of(request))
        except steering.AskIsOver:
            messages.info(request, _("It ended in the meantime."))
    return redirect("ask", found.pk)


@require_POST
def ask_withdraw(request: Asked, ask_id: UUID) -> HttpResponse:
    """Take it back. Within ten seconds nobody hears of it, and what was typed is there to be changed."""
    found, now = ask_for(request.user, ask_id), now_of(request)
    form = form_like(found, now)
    if cancel_ask(ask=found, now=now):
        messages.info(request, _("Taken back. Nobody was asked. Change it here, or leave it."))
        return render(request, "asks/write.html", {"form": form, "kind": KINDS[form.kind], **HERE})
    withdraw_ask(ask=found, now=now)
    messages.info(request, _("Taken back. Those asked are told."))
    return redirect("ask", found.pk)


@require_POST
def ask_again(request: Asked, ask_id: UUID) -> HttpResponse:
    """Open it again."""
    found: Ask = ask_for(request.user, ask_id)
    if found.kind == Kind.CRISIS:
        return redirect("support_now")
    steering.reopen_ask(ask=found, now=now_of(request))
    return redirect("ask", found.pk)


def form_like(ask: Ask, now: datetime) -> AskForm:
    """A form that begins with what this ask said."""
    return AskForm.like(ask, circle=agreements_of(ask.person), now=now)


def _told(people: int) -> str:
    if not people:
        return _("Changed. There was nobody to tell.")
    return ngettext("Changed. %(n)s person is told.", "Changed. %(n)s people are told.", people) % {"n": people}
