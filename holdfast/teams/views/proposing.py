"""A worker proposes something for a plan that is shared with them, and takes it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.care.models import Proposal
from holdfast.care.proposals import CannotPropose, TooMany, proposals_by, withdraw
from holdfast.domain.consent import Item
from holdfast.domain.recovery_plan import Answer
from holdfast.teams.access import membership_for
from holdfast.teams.looking import look_at
from holdfast.teams.models import Member
from holdfast.teams.proposing import ANSWERS, ProposalForm, propose_to
from holdfast.web.eyes import for_eyes
from holdfast.web.moment import now_of


@for_eyes
@require_http_methods(["GET", "POST"])
def work_propose(request: Asked, care_team_id: UUID) -> HttpResponse:
    """Beside the plan as it is now: each opening is a look, and stands in the record. 404 where it is not shared."""
    now = now_of(request)
    member = membership_for(request.user, care_team_id, now=now)
    seen = look_at(member=member, item=Item.RECOVERY_PLAN, now=now)
    form = ProposalForm((seen.shown or {}).get("parts", ()), request.POST or None)
    if form.is_valid() and _proposed(request, member, form):
        return redirect("work_propose", care_team_id)
    earlier = [(row, ANSWERS[Answer(row.answer)]) for row in proposals_by([member.pk])]
    shown = {"form": form, "team": member.care_team, "name": member.care_team.person_name, "earlier": earlier}
    return render(request, "teams/proposing.html", shown)


def _proposed(request: Asked, member: Member, form: ProposalForm) -> bool:
    try:
        propose_to(by=member, draft=form.draft(), now=now_of(request))
    except CannotPropose:
        form.add_error("about", _("This line is no longer in the plan. Choose again; your words are kept."))
        return False
    except TooMany:
        form.add_error(None, _("Enough of yours is waiting for an answer. Take one back, or wait a little."))
        return False
    messages.info(request, _("Proposed. They decide; the plan has not changed."))
    return True


@require_POST
def work_proposal_withdraw(request: Asked, care_team_id: UUID, proposed_id: UUID) -> HttpResponse:
    """Take back what was not answered yet."""
    now = now_of(request)
    member = membership_for(request.user, care_team_id, now=now)
    row = get_object_or_404(Proposal, pk=proposed_id, proposer_id=member.pk)
    if not withdraw(proposal=row, now=now):
        messages.info(request, _("It was answered in the meantime."))
    return redirect("work_propose", care_team_id)
