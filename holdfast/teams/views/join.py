"""Joining a team by the link a worker handed over. Every link that opens nothing looks the same.

No other site is told the address (`same-origin`, as everywhere). Our own next page is: a form without any referrer
has the origin "null", and is refused.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.forms import SignUpForm
from holdfast.accounts.models import Person
from holdfast.asks.views.link_visit import unseen
from holdfast.teams.access import enrolment_behind, joined_by
from holdfast.teams.enrolling import EnrolmentRefused, OwnLink, join_team
from holdfast.teams.forms import JoinForm
from holdfast.teams.models import Enrolment
from holdfast.teams.words import WORKER_ROLES
from holdfast.web.moment import now_of


@login_not_required
@require_http_methods(["GET", "POST"])
def team_join(request: HttpRequest, enrolment_token: str) -> HttpResponse:
    """Who invites, and what it means; then an account of one's own, or the one there is, and three short answers.

    Our own next page is told where one came from, as anywhere here: a browser that may not tell sends its forms as if
    from nowhere, and they are refused.
    """
    found = enrolment_behind(enrolment_token, now=now_of(request))
    if found is None and request.user.is_authenticated and (there := joined_by(request.user, enrolment_token)):
        return redirect("team_joined", there.pk)
    if found is None:
        return unseen(render(request, "teams/join_gone.html", status=404))
    if not request.user.is_authenticated:
        return render(request, "teams/join.html", {**_shown(request, found), "form": SignUpForm()})
    return _answer(request, found, request.user)


def _answer(request: HttpRequest, found: Enrolment, person: Person) -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"called": person.nickname})
    if not form.is_valid():
        return render(request, "teams/join_answers.html", {**_shown(request, found), "form": form})
    try:
        joining = form.joining(_("My network"))
        team = join_team(enrolment=found, by=person, joining=joining, now=now_of(request))
    except OwnLink:
        form.add_error(None, _("You made this link yourself. It is for somebody else."))
        return render(request, "teams/join_answers.html", {**_shown(request, found), "form": form})
    except EnrolmentRefused:
        return render(request, "teams/join_gone.html", status=404)
    return redirect("team_joined", team.pk)


def _shown(request: HttpRequest, found: Enrolment) -> dict[str, object]:
    worker = found.worker
    return {
        "worker": worker,
        "role": WORKER_ROLES.get(worker.role, ""),
        "programme": worker.programme,
        "here": request.path,
        "redirect_field_name": "next",
    }
