"""What was proposed for the recovery plan: who, why, the words before and after, and the person's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.care.access import proposal_for, proposals_of
from holdfast.care.models import Proposal
from holdfast.care.proposals import AlreadyAnswered, accept, leave, shown, take_in_own_words
from holdfast.care.recovery import PartFull
from holdfast.care.recovery_forms import AnswerForm, WayForm
from holdfast.care.recovery_views import HERE
from holdfast.care.recovery_words import CHANGES, PARTS
from holdfast.care.words import Words
from holdfast.domain.recovery_plan import Answer, Change, Part
from holdfast.notices.models import Link
from holdfast.web.moment import now_of

MOST = 60
ANSWERS: Mapping[Answer, Words] = {
    Answer.ACCEPTED: gettext_lazy("You took it."),
    Answer.EDITED: gettext_lazy("You took it in your own words."),
    Answer.LEFT: gettext_lazy("You left it."),
}


@require_safe
def way_proposed(request: Asked) -> HttpResponse:
    """What waits, and what was answered."""
    rows = [_shown(row) for row in proposals_of(request.user)[:MOST]]
    waiting = [row for row in rows if row["proposed"].is_open]
    answered = [row for row in rows if not row["proposed"].is_open]
    return render(request, "care/way_proposed.html", {"waiting": waiting, "answered": answered, **HERE})


@require_http_methods(["GET", "POST"])
def way_proposal(request: Asked, proposal_id: UUID) -> HttpResponse:
    """One proposal: take it, take it in own words, or leave it."""
    row = proposal_for(request.user, proposal_id)
    part = Part(row.part)
    own = WayForm(request.POST if "text" in request.POST else None, part=part, initial={"text": row.text})
    word = AnswerForm(request.POST if request.POST.get("do") == "leave" else None)
    try:
        if _answered(request, row, own, word):
            return redirect("way_proposed")
    except AlreadyAnswered:
        messages.info(request, _("It was answered, or taken back, in the meantime."))
        return redirect("way_proposed")
    except PartFull:
        messages.info(request, _("This part is full. Take a line off first."))
        return redirect("way_proposal", row.pk)
    return render(request, "care/way_proposal.html", {**_shown(row), "own": own, "word": word, **HERE})


def _answered(request: Asked, row: Proposal, own: WayForm, word: AnswerForm) -> bool:
    now, why = now_of(request), _("Proposed by %(name)s") % {"name": row.proposer_name}
    done = request.POST.get("do")
    if done == "accept":
        accept(proposal=row, why=why, now=now)
        messages.info(request, _("It is in your plan."))
    elif done == "own" and row.change != Change.REMOVE and own.is_valid():
        take_in_own_words(proposal=row, text=own.said(), why=why, now=now)
        messages.info(request, _("It is in your plan, in your words."))
    elif done == "leave" and word.is_valid():
        leave(proposal=row, words=word.cleaned_data["words"].strip(), now=now)
        messages.info(request, _("Left. Your plan is as it was."))
    else:
        return False
    return True


def _shown(row: Proposal) -> dict[str, Any]:
    words = PARTS[Part(row.part)]
    return {
        "proposed": shown(row),
        "proposal": row,
        "words": words,
        "change": CHANGES[Change(row.change)],
        "said": ANSWERS.get(Answer(row.answer), ""),
    }


def proposed_behind(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """The link of a notice: the person signs in first."""
    return redirect("way_proposed")
