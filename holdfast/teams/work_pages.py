"""The worker's pages as values: whom they work with, what is new, and what one person shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from holdfast.accounts.models import Person
from holdfast.consent.caseload import Given
from holdfast.consent.words import ITEMS, SLUGS
from holdfast.domain.consent import Item
from holdfast.sealing.keys import open_keys
from holdfast.supporters.pages import picture_of
from holdfast.teams.access import memberships_of
from holdfast.teams.looking import Change, changes_for, given_to_members
from holdfast.teams.models import CareTeam, Enrolment, Member, Message, Programme, Worker
from holdfast.teams.programmes import REMIND_BEFORE
from holdfast.teams.queries import running_members, running_workers
from holdfast.teams.words import PURPOSES


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person on the worker's list: how they are called, what is new, how many messages nobody took yet."""

    member: Member
    name: str
    news: tuple[tuple[str, Change], ...]
    messages: int


@dataclass(frozen=True, slots=True)
class Shared:
    """One item a person shared: what, why, until when, and where it opens."""

    name: str
    purpose: str
    words: str
    given: Given
    slug: str
    change: Change | None
    """What is new of it to this worker, said here and nowhere else on the page."""


def caseload_page(account: Person, works: list[Worker], now: datetime) -> dict[str, Any]:
    """Everybody the worker works with today, those with news first, and which verification ends soon."""
    members = list(memberships_of(account, now=now))
    open_keys({one.care_team.person_id for one in members})
    waiting = _waiting(members)
    news = changes_for(members, given_to_members(members, now=now))
    rows = [
        PersonRow(one, one.care_team.person_name, _told(new), waiting.get(one.care_team_id, 0))
        for one, new in zip(members, news, strict=True)
    ]
    return {
        "rows": sorted(rows, key=lambda row: (not (row.news or row.messages), row.name.casefold())),
        "works": works,
        "soon": [one for one in works if one.verified_until and one.verified_until <= now + REMIND_BEFORE],
        "leads": any(one.leads for one in works),
    }


def _told(changes: list[Change]) -> tuple[tuple[str, Change], ...]:
    return tuple((str(ITEMS[one.item]), one) for one in changes)


def _waiting(members: list[Member]) -> dict[Any, int]:
    """Messages to each team that nobody of it has taken on."""
    rows = Message.objects.filter(care_team__in=[one.care_team_id for one in members], taken_at=None, settled_at=None)
    rows = rows.exclude(sender=Message.From.TEAM)
    return dict(rows.values_list("care_team").annotate(Count("pk")))


def person_page(member: Member, now: datetime) -> dict[str, Any]:
    """What one person shared with this worker, and what is new of it. What is not shared is not mentioned."""
    (given,) = given_to_members([member], now=now)
    (changes,) = changes_for([member], [given])
    team, news = member.care_team, {one.item: one for one in changes}
    return {
        "member": member,
        "team": team,
        "name": team.person_name,
        "shared": [_shared(one, news.get(one.item)) for one in given],
        "can_propose": any(one.item is Item.RECOVERY_PLAN for one in given),
        "can_take": any(not one.by.is_emergency for one in given),
        "waiting": _waiting([member]).get(team.pk, 0),
        "others": [one for one in members_today(team, now) if one.pk != member.pk],
    }


def _shared(given: Given, change: Change | None) -> Shared:
    purpose = str(PURPOSES[given.purpose]) if given.purpose else ""
    return Shared(str(ITEMS[given.item]), purpose, given.words, given, SLUGS[given.item], change)


def members_today(team: CareTeam, now: datetime) -> list[Member]:
    """Who of a team may work today, the one to turn to first."""
    return list(running_members(now).filter(care_team=team).order_by("-is_key", "since", "pk"))


def enrolment_page(enrolment: Enrolment, now: datetime) -> dict[str, Any]:
    """The link and its picture while it can be used; else only that it cannot."""
    is_over = enrolment.used_at or enrolment.revoked_at or enrolment.expires_at <= now
    address = "" if is_over else f"{settings.ADDRESS}{reverse('team_join', args=[enrolment.token])}"
    return {
        "enrolment": enrolment,
        "programme": enrolment.worker.programme,
        "address": address,
        "picture": picture_of(address) if address else "",
    }


@dataclass(frozen=True, slots=True)
class LedWorker:
    """A worker of a programme somebody leads: who, with how many people, and whether they may work today."""

    worker: Worker
    people: int
    is_running: bool


def leading_page(programmes: list[Programme], now: datetime) -> dict[str, Any]:
    """The workers of these programmes, and the people with whom nobody works."""
    running = set(running_workers(now).filter(programme__in=programmes).values_list("pk", flat=True))
    count = Count("memberships", filter=Q(memberships__until=None, memberships__care_team__ended_at=None))
    rows = Worker.objects.filter(programme__in=programmes, left_at=None).select_related("programme")
    teams = CareTeam.objects.filter(programme__in=programmes, ended_at=None).select_related("programme", "person")
    staffed = set(running_members(now).filter(care_team__in=teams).values_list("care_team", flat=True))
    ordered = sorted(teams, key=lambda team: team.person_name.casefold())
    return {
        "workers": [LedWorker(one, one.people, one.pk in running) for one in rows.annotate(people=count)],
        "alone": [team for team in ordered if team.pk not in staffed],
        "teams": [team for team in ordered if team.pk in staffed],
    }
