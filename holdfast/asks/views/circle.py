"""Those asked: another time accepted, thanks said, what somebody answered by their own means; and how the person asks."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.asks import steering
from holdfast.asks.access import ask_for, promise_for, reply_for
from holdfast.asks.actions import accept_time, set_wishes
from holdfast.asks.forms import OwnAnswerForm, ThanksForm, WishesForm
from holdfast.asks.models import Answer
from holdfast.asks.pages import wishes_of
from holdfast.network.access import tie_for


@require_POST
def ask_time(request: Asked, reply_id: UUID) -> HttpResponse:
    """ "I can, but at 5": the person says that 5 is fine."""
    reply = reply_for(request.user, reply_id)
    if reply.answer == Answer.AT and not reply.ask.ended_at:
        accept_time(reply=reply, now=timezone.now())
        messages.info(request, _("%(name)s is told that this time is fine.") % {"name": reply.agreement.tie.name})
    return redirect("ask", reply.ask_id)


@require_POST
def ask_thank(request: Asked, promise_id: UUID) -> HttpResponse:
    """Say thanks: they read it on their page."""
    promise, form = promise_for(request.user, promise_id), ThanksForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    steering.thank_promise(promise=promise, note=note, now=timezone.now())
    messages.info(request, _("%(name)s reads your thanks.") % {"name": promise.reply.agreement.tie.name})
    return redirect("asks" if request.POST.get("from") == "asks" else promise.slot.ask)


@require_POST
def ask_own(request: Asked, ask_id: UUID) -> HttpResponse:
    """Note what somebody said whom the person asked themselves."""
    found, form = ask_for(request.user, ask_id), OwnAnswerForm(request.POST)
    if form.is_valid():
        tie, said = tie_for(request.user, form.cleaned_data["tie"]), Answer(form.cleaned_data["said"])
        try:
            steering.note_own_answer(ask=found, tie=tie, said=said, now=timezone.now())
        except steering.AskIsOver:
            messages.info(request, _("It ended in the meantime."))
    return redirect("ask", found.pk)


@require_http_methods(["GET", "POST"])
def asking_wishes(request: Asked) -> HttpResponse:
    """Whether money may be asked for, and where the dial stands at first."""
    wishes = wishes_of(request.user)
    form = WishesForm(request.POST or None, initial={"dial": wishes.dial, "with_money": wishes.with_money})
    if form.is_valid():
        set_wishes(by=request.user, **form.cleaned_data)
        messages.info(request, _("Kept."))
        return redirect("asks")
    return render(request, "asks/wishes.html", {"form": form, "nav_current": "asks"})
