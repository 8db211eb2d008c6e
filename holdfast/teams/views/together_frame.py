"""The two sides of a page that a person and their team share: who looks, at which team, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from holdfast.accounts.models import Person
from holdfast.accounts.requests import Asked
from holdfast.teams.access import care_team_for, membership_for
from holdfast.teams.models import CareTeam, Member
from holdfast.web.moment import now_of


@dataclass(frozen=True, slots=True)
class Side:
    """One look at what belongs to one team: by the person, or by a member of today."""

    care_team: CareTeam
    now: datetime
    member: Member | None = None

    @property
    def before(self) -> str:
        """What the names of this side's addresses begin with."""
        return "work" if self.member else "team"

    @property
    def worker(self) -> Member:
        """The member who looks, on pages of workers."""
        if self.member is None:
            raise ValueError("a page of the person")
        return self.member

    @property
    def person(self) -> Person:
        """Whose team it is."""
        return self.care_team.person

    @property
    def today(self) -> date:
        """The day by the clock of whoever's page it is: the person's own, or the programme's."""
        zone = self.care_team.programme.time_zone if self.member else self.person.time_zone
        return self.now.astimezone(ZoneInfo(zone)).date()

    def page(self, request: Asked, template: str, tab: str, shown: dict[str, Any]) -> HttpResponse:
        """A page of theirs."""
        frame = {"side": self, "care_team": self.care_team, "programme": self.care_team.programme, "tab": tab}
        nav = {} if self.member else {"nav_current": "tend"}
        return render(request, template, {**frame, **nav, **shown})

    def to(self, name: str, **ids: UUID) -> HttpResponse:
        """On to another page of the same side."""
        return HttpResponseRedirect(reverse(f"{self.before}_{name}", kwargs={"care_team_id": self.care_team.pk, **ids}))


View = Callable[..., HttpResponse]


def by_person(*methods: str) -> Callable[[View], View]:
    """A page of the person's: one of their running teams, or 404."""

    def around(view: View) -> View:
        @require_http_methods(list(methods or ("GET", "HEAD", "POST")))
        @wraps(view)
        def answered(request: Asked, care_team_id: UUID, **ids: Any) -> HttpResponse:
            return view(request, Side(care_team_for(request.user, care_team_id), now_of(request)), **ids)

        return answered

    return around


def by_worker(*methods: str) -> Callable[[View], View]:
    """A page of a worker's: a team they belong to at this moment, or 404."""

    def around(view: View) -> View:
        @require_http_methods(list(methods or ("GET", "HEAD", "POST")))
        @wraps(view)
        def answered(request: Asked, care_team_id: UUID, **ids: Any) -> HttpResponse:
            now = now_of(request)
            member = membership_for(request.user, care_team_id, now=now)
            return view(request, Side(member.care_team, now, member), **ids)

        return answered

    return around
