"""The worker's side: a file of what was granted, each item a line of the record that the person reads."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.domain.fhir.terms import NOTICE
from holdfast.teams.access import membership_for
from holdfast.teams.exchange_forms import GrantedFileForm
from holdfast.teams.exchange_granted import can_be_taken, take_along
from holdfast.teams.views.exchange import as_file
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def work_file(request: Asked, care_team_id: UUID) -> HttpResponse:
    """What may be taken along of this person; without a grant there is no such page."""
    now = now_of(request)
    member = membership_for(request.user, care_team_id, now=now)
    may = can_be_taken(member, now=now)
    if not may:
        raise Http404
    form = GrantedFileForm(request.POST or None, may=may)
    if form.is_valid():
        return as_file(take_along(member=member, items=form.items_taken(), now=now))
    shown = {
        "form": form,
        "name": member.care_team.person_name,
        "team": member.care_team,
        "notice": NOTICE,
    }
    return render(request, "teams/work_file.html", shown)
