"""A worker proposes something for the recovery plan they may see."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.care.proposals import CannotPropose, TooMany
from holdfast.care.shared import recovery_plan_shared
from holdfast.domain.consent import Item
from holdfast.teams.access import membership_for
from holdfast.teams.looking import look_at
from holdfast.teams.models import Member
from holdfast.teams.propose_forms import ProposeForm
from holdfast.teams.proposing import check_shared, propose_to, proposed_by


@require_http_methods(["GET", "POST"])
def work_propose(request: Asked, care_team_id: UUID) -> HttpResponse:
    """The form names lines of the plan: showing it is a look, sending it is none."""
    now = timezone.now()
    member = membership_for(request.user, care_team_id, now=now)
    check_shared(member, now)
    if request.method == "POST":
        found = recovery_plan_shared(member.care_team.person, now) or {"parts": ()}
        form = ProposeForm(request.POST, parts=found["parts"])
        if form.is_valid() and _proposed(form, member):
            messages.info(request, _("Proposed. They decide, and you can read here what became of it."))
            return redirect("work_propose", care_team_id)
    look = look_at(member=member, item=Item.RECOVERY_PLAN, now=now)
    if request.method != "POST":
        form = ProposeForm(parts=(look.shown or {"parts": ()})["parts"])
    shown = {"form": form, "team": member.care_team, "rows": proposed_by(member), "is_begun": look.shown is not None}
    return render(request, "teams/propose.html", shown)


def _proposed(form: ProposeForm, member: Member) -> bool:
    try:
        propose_to(by=member, draft=form.draft(), now=timezone.now())
    except CannotPropose:
        form.add_error(None, _("This line is no longer in the plan. Choose again."))
    except TooMany:
        form.add_error(None, _("Many of your proposals are waiting. Let them answer some first."))
    return form.is_valid()
