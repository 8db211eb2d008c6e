"""Messages of a person and their team; both sides, and which supporters may write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from holdfast.accounts.requests import Asked
from holdfast.supporters.queries import agreements_of
from holdfast.teams import messages
from holdfast.teams.access import (
    agreement_to_let_write,
    leads_of,
    message_of,
    running_writers,
    works_or_404,
    writer_to,
)
from holdfast.teams.messages import From
from holdfast.teams.referrals import waiting_referrals
from holdfast.teams.together_forms import MessageForm
from holdfast.teams.together_words import standing_words
from holdfast.teams.views.together_frame import Side, by_person, by_worker
from holdfast.web.eyes import is_looked_at
from holdfast.web.moment import now_of

PAGE = 30


@by_person()
def team_messages(request: Asked, side: Side) -> HttpResponse:
    """Write to the team; what was written, who opened it, who takes it on."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        messages.write_to_team(care_team=side.care_team, text=form.cleaned_data["text"], now=side.now)
        notes.info(request, _("Saved for your team. You see here who has opened it."))
        return side.to("messages")
    shown = _shown(request, side)
    if is_looked_at(request):
        messages.read_by_person(care_team=side.care_team, now=side.now)
    return side.page(request, "teams/messages_person.html", "messages", {**shown, "form": form})


@by_worker()
def work_messages(request: Asked, side: Side) -> HttpResponse:
    """The same for the team. Whatever stands on the page counts as opened by who looks."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        messages.answer_person(by=side.worker, text=form.cleaned_data["text"], now=side.now)
        notes.info(request, _("Saved. They can read it now."))
        return side.to("messages")
    shown = _shown(request, side)
    if is_looked_at(request):
        messages.open_messages(by=side.worker, messages=[one.message for one in shown["messages_shown"]], now=side.now)
    return side.page(request, "teams/messages_work.html", "messages", {**shown, "form": form})


def _shown(request: Asked, side: Side) -> dict[str, Any]:
    found = Paginator(messages.all_of(side.care_team), PAGE).get_page(request.GET.get("page"))
    rows = list(found)
    writers = {one.agreement_id: one for one in running_writers().filter(care_team=side.care_team)}
    shown = messages.shown_messages(rows, messages.names_in(side.care_team), messages.writers_named(side.care_team))
    return {
        "page_obj": found,
        "messages_shown": shown,
        **messages.parted(shown, reader=From.TEAM if side.member else From.PERSON),
        "writers": writers,
        "names": messages.readers_of(side.care_team, side.now),
    }


@by_worker("POST")
def work_message(request: Asked, side: Side, message_id: UUID) -> HttpResponse:
    """I take this on; I cannot after all; it needs no answer."""
    message, do = message_of(side.care_team, message_id), request.POST.get("do")
    if do == "take":
        messages.take_on(by=side.worker, message=message, now=side.now)
    elif do == "give_back":
        messages.give_back(by=side.worker, message=message)
    elif do == "settle":
        messages.settle_message(message=message, now=side.now)
    return side.to("messages")


@by_worker()
def work_supporter(request: Asked, side: Side, writing_id: UUID) -> HttpResponse:
    """What one supporter wrote, and an answer to them."""
    writer = writer_to(side.care_team, writing_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        messages.answer_supporter(by=side.worker, writer=writer, text=form.cleaned_data["text"], now=side.now)
        return side.to("supporter", writing_id=writer.pk)
    found = list(messages.thread_of(writer).prefetch_related("seen")[:PAGE])
    if is_looked_at(request):
        messages.open_messages(by=side.worker, messages=found, now=side.now)
    names = {writer.agreement_id: writer.agreement.tie.name}
    shown = messages.shown_messages(found, messages.names_in(side.care_team), names)
    more = {**messages.parted(shown, reader=From.TEAM), "writer": writer, "form": form}
    return side.page(request, "teams/messages_work_supporter.html", "messages", more)


@by_person()
def team_writers(request: Asked, side: Side) -> HttpResponse:
    """Which supporters may write to this team."""
    if request.method == "POST":
        agreement = agreement_to_let_write(side.care_team, _id(request.POST.get("agreement")))
        if request.POST.get("do") == "let":
            messages.let_write(care_team=side.care_team, agreement=agreement, now=side.now)
        else:
            messages.stop_writing(care_team=side.care_team, agreement=agreement, now=side.now)
        return side.to("writers")
    may = set(running_writers().filter(care_team=side.care_team).values_list("agreement_id", flat=True))
    rows = [(agreement, agreement.pk in may) for agreement in agreements_of(side.person)]
    return side.page(request, "teams/messages_writers.html", "messages", {"rows": rows})


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


@require_safe
def work_waiting(request: Asked) -> HttpResponse:
    """What waits in all my teams: messages, the oldest first, and referrals that stand still."""
    now = now_of(request)
    works_or_404(request.user, now=now)
    shown = {
        "waiting": messages.waiting_for(request.user, now=now),
        "late": [(one, standing_words(one)) for one in waiting_referrals(request.user, now=now)],
        "receives": leads_of(request.user, now=now).exists(),
    }
    return render(request, "teams/messages_waiting.html", shown)
