"""The person's side: who works with me, what they may see, and leaving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.consent.actions import end_emergency
from holdfast.teams import members as actions
from holdfast.teams.access import (
    care_team_for,
    care_teams_of,
    handover_for,
    own_team_for,
    team_before_for,
    teams_before,
)
from holdfast.teams.before import before_page
from holdfast.teams.person_pages import emergencies_of, ended_lately, team_page, team_rows
from holdfast.teams.views.together_frame import Side
from holdfast.web.moment import now_of


@require_safe
def teams(request: Asked) -> HttpResponse:
    """My teams, and who left or came."""
    now = now_of(request)
    before = list(teams_before(request.user))
    shown = {"rows": team_rows(list(care_teams_of(request.user)), now), "ended": ended_lately(before, now)}
    return render(request, "teams/teams.html", {**shown, "before": before, "nav_current": "tend"})


@require_safe
def team_before(request: Asked, past_team_id: UUID) -> HttpResponse:
    """A team that has ended: what both sides wrote, for the person alone."""
    found = team_before_for(request.user, past_team_id)
    shown = before_page(found, request.GET.get("page"))
    return render(request, "teams/before.html", {**shown, "side": Side(found, now_of(request)), "nav_current": "tend"})


@require_safe
def team(request: Asked, care_team_id: UUID) -> HttpResponse:
    """One team: who, how to reach them, what they may see, and how to leave."""
    found = care_team_for(request.user, care_team_id)
    return render(request, "teams/team.html", {**team_page(found, now_of(request)), "nav_current": "tend"})


@require_safe
def team_joined(request: Asked, care_team_id: UUID) -> HttpResponse:
    """It has begun: they see nothing yet; on to choosing something, or not."""
    found = care_team_for(request.user, care_team_id)
    return render(request, "teams/team_joined.html", {**team_page(found, now_of(request)), "nav_current": "tend"})


@require_POST
def team_emergency(request: Asked, care_team_id: UUID) -> HttpResponse:
    """Allow the team to open the plan in an emergency, or no longer."""
    found = care_team_for(request.user, care_team_id)
    actions.allow_emergency(care_team=found, is_allowed=request.POST.get("do") == "allow")
    messages.info(request, _("Kept."))
    return redirect("team", found.pk)


@require_POST
def team_emergency_end(request: Asked, care_team_id: UUID, emergency_id: UUID) -> HttpResponse:
    """End what somebody opened in an emergency, before its day is over."""
    found = care_team_for(request.user, care_team_id)
    row = get_object_or_404(emergencies_of(found), pk=emergency_id)
    end_emergency(emergency=row, now=now_of(request))
    messages.info(request, _("Ended. They see your plan no more."))
    return redirect("team", found.pk)


@require_POST
def team_handover_read(request: Asked, care_team_id: UUID, handover_id: UUID) -> HttpResponse:
    """The person read of who left and who came."""
    row = handover_for(request.user, care_team_id, handover_id)
    actions.read_handover(handover=row, now=now_of(request))
    return redirect("team", care_team_id)


@require_http_methods(["GET", "POST"])
def team_leave(request: Asked, care_team_id: UUID) -> HttpResponse:
    """What happens first, then the tap: everything ends at once."""
    if request.method == "POST":  # a second tap finds it ended, and says so again
        actions.end_care_team(care_team=own_team_for(request.user, care_team_id), now=now_of(request))
        messages.info(request, _("You left. They see nothing of you any more."))
        return redirect("teams")
    found = care_team_for(request.user, care_team_id)
    return render(request, "teams/team_leave.html", {"team": found, "nav_current": "tend"})
