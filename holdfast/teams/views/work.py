"""The worker's side: whom they work with, one person, one item at a time, and an emergency."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.accounts.staying import AFTER_SECOND_STEP, by_itself, has_second_factor
from holdfast.consent import still as consent_still
from holdfast.consent.access import is_restricted, item_or_404
from holdfast.consent.actions import Stopped
from holdfast.consent.words import ITEMS, SLUGS
from holdfast.domain.consent import Item
from holdfast.teams.access import membership_for, memberships_of
from holdfast.teams.forms import EmergencyForm
from holdfast.teams.looking import NotAllowed, look_at, looker_of, note_seen, open_in_emergency
from holdfast.teams.models import Worker
from holdfast.teams.queries import is_worker, works_of
from holdfast.teams.work_pages import caseload_page, person_page
from holdfast.web.eyes import for_eyes, is_looked_at
from holdfast.web.moment import now_of


@require_safe
def caseload(request: Asked) -> HttpResponse:
    """The people I work with, and what is new of what they shared."""
    now = now_of(request)
    works = list(works_of(request.user, now))
    if works:
        return render(request, "teams/caseload.html", caseload_page(request.user, works, now))
    over = Worker.objects.filter(person=request.user, left_at=None, programme__closed_at=None)
    if not over.exists():
        raise Http404
    return render(request, "teams/run_out.html", {"works": over.select_related("programme")})


@require_safe
def work_second_step(request: Asked) -> HttpResponse:
    """What has to be set up first, and why."""
    if not is_worker(request.user, now_of(request)):
        raise Http404
    if has_second_factor(request.user):
        return redirect("caseload")
    request.session[AFTER_SECOND_STEP] = reverse("caseload")
    return render(request, "teams/second_step.html")


@require_safe
def work_person(request: Asked, care_team_id: UUID) -> HttpResponse:
    """What one person shared with me; what is not shared is not mentioned."""
    now = now_of(request)
    member = membership_for(request.user, care_team_id, now=now)
    shown = person_page(member, now)
    shown["may_open"] = member.care_team.may_open_in_emergency and not is_restricted(member.care_team.person_id)
    if is_looked_at(request):
        note_seen(member=member, now=now)
    return render(request, "teams/work_person.html", shown)


@for_eyes
@require_safe
def work_item(request: Asked, care_team_id: UUID, item: str) -> HttpResponse:
    """One thing the person shared; each look is one line of the record."""
    now = now_of(request)
    member = membership_for(request.user, care_team_id, now=now)
    found = look_at(member=member, item=item_or_404(item), now=now)
    shown = {
        "look": found,
        "owner_name": member.care_team.person_name,
        "is_professional": True,
        "still_url": reverse("work_item_still", args=[care_team_id, item]),
        "team": member.care_team,
        "heading": ITEMS[found.item],
        "can_propose": found.item is Item.RECOVERY_PLAN and found.shown is not None,
    }
    return render(request, "teams/work_item.html", shown)


@by_itself
@require_safe
def work_item_still(request: Asked, care_team_id: UUID, item: str) -> HttpResponse:
    """Whether it is shared still: asked by the open page itself, and no line of the record."""
    now = now_of(request)
    member = memberships_of(request.user, now=now).filter(care_team=care_team_id).first()
    if member is None:
        return consent_still.ended(request)
    owner = member.care_team.person_id
    return consent_still.still(request, looker_of(member), owner=owner, item=item_or_404(item), now=now)


@require_http_methods(["GET", "POST"])
def work_emergency(request: Asked, care_team_id: UUID) -> HttpResponse:
    """Open the plan for a hard hour for a day, with a name and a reason; only where the person allowed it."""
    now = now_of(request)
    member = membership_for(request.user, care_team_id, now=now)
    team = member.care_team
    if not team.may_open_in_emergency or (request.method == "GET" and is_restricted(team.person_id)):
        raise Http404
    prefilled = {"name": member.worker.name, "affiliation": team.programme.name}
    form = EmergencyForm(request.POST or None, initial=prefilled)
    if form.is_valid():
        try:
            open_in_emergency(member=member, reason=form.reason_given(), now=now)
        except (NotAllowed, Stopped):
            raise Http404 from None
        messages.info(request, _("Open for 24 hours. The person was told just now."))
        return redirect("work_item", care_team_id, SLUGS[Item.SAFETY_PLAN])
    return render(request, "teams/work_emergency.html", {"form": form, "team": team, "name": team.person_name})
