"""Those asked: another time accepted, thanks said, an answer given elsewhere; and how the person asks."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.asks import steering
from holdfast.asks.access import ask_for, promise_for, reply_for
from holdfast.asks.actions import accept_time, decline_time, set_wishes, take_late
from holdfast.asks.answering import AnswerRefused, NoAnswer
from holdfast.asks.forms import OwnAnswerForm, ThanksForm, WishesForm
from holdfast.asks.keeping import reopen_slot
from holdfast.asks.models import Answer
from holdfast.asks.pages import wishes_of
from holdfast.asks.words import refused
from holdfast.domain.asks.candidates import Refusal
from holdfast.network.access import tie_for
from holdfast.web.moment import now_of


@require_POST
def ask_time(request: Asked, reply_id: UUID) -> HttpResponse:
    """ "I can, but at 5", or a yes after the time was over: the person says whether that helps."""
    reply, now = reply_for(request.user, reply_id), now_of(request)
    said = {"name": reply.agreement.tie.name}
    try:
        if "no" in request.POST:
            decline_time(reply=reply, now=now)
        else:
            (accept_time if reply.answer == Answer.AT else take_late)(reply=reply, now=now)
            messages.info(request, _("%(name)s is told that you count on them.") % said)
    except AnswerRefused as late:
        gone = _("That is no longer possible: it is over, or somebody took it.")
        messages.info(request, refused(said["name"], Refusal.RESPITE) if late.why is NoAnswer.AWAY else gone)
    return redirect("ask", reply.ask_id)


@require_POST
def ask_replace(request: Asked, promise_id: UUID) -> HttpResponse:
    """Do not wait for a promise that is not confirmed: somebody else is asked at once."""
    promise = promise_for(request.user, promise_id)
    reopen_slot(promise=promise, now=now_of(request))
    return redirect(promise.slot.ask)


@require_POST
def ask_thank(request: Asked, promise_id: UUID) -> HttpResponse:
    """Say thanks: they read it on their page."""
    promise, form = promise_for(request.user, promise_id), ThanksForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    steering.thank_promise(promise=promise, note=note, now=now_of(request))
    messages.info(request, _("%(name)s reads your thanks.") % {"name": promise.reply.agreement.tie.name})
    return redirect("asks" if request.POST.get("from") == "asks" else promise.slot.ask)


@require_POST
def ask_own(request: Asked, ask_id: UUID) -> HttpResponse:
    """Note what somebody said whom the person asked themselves."""
    found, form = ask_for(request.user, ask_id), OwnAnswerForm(request.POST)
    if form.is_valid():
        tie, said = tie_for(request.user, form.cleaned_data["tie"]), Answer(form.cleaned_data["said"])
        try:
            steering.note_own_answer(ask=found, tie=tie, said=said, now=now_of(request))
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
