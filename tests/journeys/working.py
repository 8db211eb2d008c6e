"""Riverside, its workers and John, once for every story that is told of them; run inside the product, told as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.care import recovery
from holdfast.care.actions import LineFacts, add_line
from holdfast.domain.consent import Item
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.teams.messages import answer_person
from holdfast.teams.models import Member, Programme, Worker
from holdfast.teams.queries import member_viewer, team_viewer
from tests.journeys.moving_in import PASSPHRASE, Told
from tests.teams.team import care_team, member, programme, worker
from tests.teams.world import shared

WARNING, WAY, MESSAGE = "I stop answering messages", "Swim on Mondays", "See you on Monday at four."


def tell(stories: Iterable[tuple[str, str]]) -> None:
    """A Riverside of its own for each key, in its language; what each begins with is printed."""
    now = timezone.now()
    json.dump({key: _told(key, language, now) for key, language in stories}, sys.stdout)


def _told(key: str, language: str, now: datetime) -> Told:
    """John works with Dee; Sam leads, Nora works with nobody yet. In the story of leaving something is shared."""
    riverside = programme("Riverside", now)
    dee = works(riverside, "Dee", key, language, now)
    told = {"dee": secret_of(dee.person)}
    if key.startswith("link"):
        return told
    john = _john(key, language, now)
    team = care_team(john, riverside, now, dee)
    if key.startswith("leaves"):
        told["sam"] = secret_of(works(riverside, "Sam", key, language, now, leads=True).person)
        told["nora"] = secret_of(works(riverside, "Nora", key, language, now).person)
        _before_she_left(member(team, dee), now)
    return {**told, "team": str(team.pk)}


def _john(key: str, language: str, now: datetime) -> Person:
    """With a line in each of his plans."""
    john = open_account(nickname=f"john-{key}", passphrase=PASSPHRASE, now=now, language=language)
    add_line(by=john, step=Step.WARNING, facts=LineFacts(WARNING), now=now)
    recovery.add_line(by=john, part=Part.DAILY, text=WAY, now=now)
    return john


def _before_she_left(dee: Member, now: datetime) -> None:
    """One plan for the team, the other for Dee alone; and she wrote to him."""
    john = dee.care_team.person
    shared(john, team_viewer(dee.care_team), now)
    shared(john, member_viewer(dee), now, item=Item.RECOVERY_PLAN)
    answer_person(by=dee, text=MESSAGE, now=now)


def works(at: Programme, name: str, key: str, language: str, now: datetime, *, leads: bool = False) -> Worker:
    """Somebody who works there, with an app on the phone."""
    nickname = f"{name.lower()}-{key}"
    account = open_account(nickname=nickname, passphrase=PASSPHRASE, now=now, language=language)
    made = worker(at, name, now, leads=leads, account=account)
    made.role = Role.THERAPIST
    made.save(update_fields=["role"])
    return made


def secret_of(account: Person) -> str:
    """What the app on the phone was told."""
    return str(get_adapter().decrypt(account.authenticator_set.get(type="totp").data["secret"]))
