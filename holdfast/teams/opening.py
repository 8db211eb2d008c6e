"""What the links in letters about teams open: the receiver's own page, after they signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from holdfast.notices.models import Link
from holdfast.teams.models import CareTeam


def team_opened(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """The team it is about, or all of them where it has ended."""
    if found.thing is None:
        raise Http404
    running = CareTeam.objects.filter(pk=found.thing, person=found.person_id, ended_at=None)
    return redirect("team", found.thing) if running.exists() else redirect("teams")


def work_opened(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """The worker's list."""
    return redirect("caseload")


def busy_opened(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """The worker an operator is to ask."""
    if found.thing is None:
        raise Http404
    return redirect("programme_worker", found.thing)
