"""Who leads a programme chooses who works with whom."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.requests import Asked
from holdfast.teams import members as actions
from holdfast.teams.access import care_team_to_staff, programmes_led_by, worker_to_hand_over
from holdfast.teams.forms import CoverForm, HandOverForm
from holdfast.teams.models import Member
from holdfast.teams.queries import running_workers
from holdfast.teams.work_pages import leading_page, members_today
from holdfast.web.moment import now_of


@require_safe
def hand_over(request: Asked) -> HttpResponse:
    """The workers of the programme, and people with whom nobody works."""
    now = now_of(request)
    return render(request, "teams/hand_over.html", leading_page(programmes_led_by(request.user, now=now), now))


@require_http_methods(["GET", "POST"])
def hand_over_worker(request: Asked, worker_id: UUID) -> HttpResponse:
    """For each person of one worker, who goes on."""
    now = now_of(request)
    found = worker_to_hand_over(request.user, worker_id, now=now)
    rows = Member.objects.filter(worker=found, until=None, care_team__ended_at=None).select_related("care_team__person")
    members = sorted(rows, key=lambda row: row.care_team.person_name.casefold())
    others = running_workers(now).filter(programme=found.programme_id).exclude(pk=found.pk)
    form = HandOverForm(request.POST or None, members=members, others=others)
    if form.is_valid():
        try:
            done = actions.hand_over(from_worker=found, choices=form.choices(), now=now)
        except actions.NotOfTheProgramme:
            form.add_error(None, _("One of those you chose may not work with this person. Choose again."))
        else:
            said = ngettext("%(n)s person was told.", "%(n)s people were told.", len(done))
            messages.info(request, said % {"n": len(done)})
            return redirect("hand_over")
    shown = {"worker": found, "form": form, "members": members, "others": others}
    return render(request, "teams/hand_over_worker.html", shown)


@require_http_methods(["GET", "POST"])
def hand_over_cover(request: Asked, care_team_id: UUID) -> HttpResponse:
    """One more who works with a person: to stand in, or because nobody does."""
    now = now_of(request)
    team = care_team_to_staff(request.user, care_team_id, now=now)
    others = running_workers(now).filter(programme=team.programme_id)
    form = CoverForm(request.POST or None, care_team=team, others=others)
    if form.is_valid():
        actions.add_cover(care_team=team, worker=form.chosen(), now=now)
        messages.info(request, _("Added. The person was told."))
        return redirect("hand_over")
    shown = {"team": team, "name": team.person_name, "form": form, "who": members_today(team, now)}
    return render(request, "teams/hand_over_cover.html", shown)
