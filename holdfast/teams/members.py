"""Every change of who works with whom; the person is told of each.

add_member, end_member, add_cover, hand_over; end_care_team, leave_team; allow_emergency, read_handover; tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.care.proposals import withdraw_all_of
from holdfast.consent.actions import end_all_of
from holdfast.consent.record import hold
from holdfast.notices.actions import Target, notify
from holdfast.notices.models import Urgency
from holdfast.teams.models import CareTeam, Handover, Member, Message, Worker
from holdfast.teams.queries import member_viewer, running_workers, team_viewer
from holdfast.teams.twice import hold_team

TEAM = "team"
"""What the link in a letter to the person opens: the page of one team."""
LINK_HOLDS = timedelta(days=14)


class NotOfTheProgramme(Exception):
    """Whoever was chosen may not work in this programme today."""


@transaction.atomic
def add_member(*, care_team: CareTeam, worker: Worker, now: datetime, is_key: bool = False) -> Member:
    """One more who works with the person; the first is the one to turn to. Already there changes nothing."""
    hold_team(care_team)
    found = Member.objects.filter(care_team=care_team, worker=worker, until=None).first()
    if found is None:
        is_key = is_key or not Member.objects.filter(care_team=care_team, until=None).exists()
        found = Member.objects.create(care_team=care_team, worker=worker, since=now, is_key=is_key)
    elif is_key and not found.is_key:
        Member.objects.filter(pk=found.pk).update(is_key=True)
    return found


@transaction.atomic
def end_member(*, member: Member, now: datetime) -> None:
    """They no longer work with the person, what was shared with them alone has ended, and no message waits for them.

    Here and below the record is held before anything else: who ends something writes in it, and two must never wait
    for each other.
    """
    hold()
    if Member.objects.filter(pk=member.pk, until=None).update(until=now):
        Message.objects.filter(taken_by=member, settled_at=None).update(taken_by=None, taken_at=None)
        end_all_of(member_viewer(member), now=now)
        withdraw_all_of([member.pk], now=now)


@transaction.atomic
def add_cover(*, care_team: CareTeam, worker: Worker, now: datetime) -> Member:
    """A second one who stands in, or the first where nobody is left. Raises NotOfTheProgramme."""
    _check(care_team, worker, now)
    hold_team(care_team)
    there = Member.objects.filter(care_team=care_team, worker=worker, until=None).exists()
    member = add_member(care_team=care_team, worker=worker, now=now)
    if not there:
        _name_who_came(care_team, worker)
        tell(care_team, f"joined:{member.pk}", now)
    return member


def _name_who_came(care_team: CareTeam, worker: Worker) -> None:
    """Where somebody left and nobody came, this is who came."""
    waiting = Handover.objects.filter(care_team=care_team, to_worker=None, read_at=None).order_by("-at").first()
    if waiting:
        Handover.objects.filter(pk=waiting.pk).update(to_worker=worker)


@transaction.atomic
def hand_over(*, from_worker: Worker, choices: Mapping[UUID, Worker], now: datetime) -> list[Handover]:
    """Each of these teams goes on with somebody else; what was shared with the team stays, what was shared with the
    one who leaves ends. Earlier messages and shared notes are the team's and stay. Raises NotOfTheProgramme."""
    hold()
    leaving = Member.objects.filter(worker=from_worker, until=None, care_team__ended_at=None)
    leaving = leaving.filter(care_team__in=choices).select_related("care_team__person")
    return [_hand_over(member, choices[member.care_team_id], now) for member in leaving.select_for_update(of=("self",))]


def _hand_over(member: Member, to_worker: Worker, now: datetime) -> Handover:
    _check(member.care_team, to_worker, now)
    if to_worker.pk == member.worker_id:
        raise NotOfTheProgramme
    end_member(member=member, now=now)
    add_member(care_team=member.care_team, worker=to_worker, now=now, is_key=member.is_key)
    return _note(member, to_worker, now)


def _note(member: Member, to_worker: Worker | None, now: datetime) -> Handover:
    row = Handover.objects.create(
        care_team=member.care_team, from_worker_id=member.worker_id, to_worker=to_worker, at=now
    )
    tell(member.care_team, f"handover:{row.pk}", now)
    return row


@transaction.atomic
def end_memberships(*, worker: Worker, now: datetime) -> None:
    """They work with nobody any more; each person is told, and who leads the programme chooses who goes on."""
    hold()
    rows = Member.objects.filter(worker=worker, until=None).select_related("care_team__person")
    for member in rows.select_for_update(of=("self",)):
        end_member(member=member, now=now)
        if member.care_team.ended_at is None:
            _note(member, None, now)
            _next_key(member)


def _next_key(member: Member) -> None:
    """Where the one to turn to first is gone, the one who is there longest is."""
    if member.is_key:
        there = Member.objects.filter(care_team=member.care_team_id, until=None).order_by("since", "pk").first()
        if there:
            Member.objects.filter(pk=there.pk).update(is_key=True)


@transaction.atomic
def end_care_team(*, care_team: CareTeam, now: datetime, by_programme: bool = False) -> None:
    """It is over: nobody of it sees anything from this moment."""
    hold()
    ended = CareTeam.objects.filter(pk=care_team.pk, ended_at=None)
    if not ended.update(ended_at=now, ended_by_programme=by_programme):
        return
    for member in Member.objects.filter(care_team=care_team, until=None):
        end_member(member=member, now=now)
    end_all_of(team_viewer(care_team), now=now)
    if by_programme:
        tell(care_team, f"ended:{care_team.pk}", now)


@transaction.atomic
def allow_emergency(*, care_team: CareTeam, is_allowed: bool) -> None:
    """Whether the team may open the plan for a hard hour in an emergency. What is open stays open until its end."""
    CareTeam.objects.filter(pk=care_team.pk).update(may_open_in_emergency=is_allowed)


@transaction.atomic
def read_handover(*, handover: Handover, now: datetime) -> None:
    """The person read of it."""
    Handover.objects.filter(pk=handover.pk, read_at=None).update(read_at=now)


def tell(care_team: CareTeam, key: str, now: datetime, urgency: Urgency = Urgency.USUAL) -> None:
    """Tell the person that something about this team changed; the letter says nothing of it."""
    target = Target(TEAM, now + LINK_HOLDS, care_team.pk)
    notify(to=care_team.person_id, target=target, unique_key=f"team:{key}", now=now, urgency=urgency)


def _check(care_team: CareTeam, worker: Worker, now: datetime) -> None:
    there = (
        running_workers(now).filter(pk=worker.pk, programme=care_team.programme_id).exclude(person=care_team.person_id)
    )
    if not there.exists():
        raise NotOfTheProgramme


def unread_handovers(care_teams: Iterable[CareTeam]) -> list[Handover]:
    """What the person has not read yet of who left and who came, the latest first."""
    rows = Handover.objects.filter(care_team__in=list(care_teams), read_at=None)
    return list(rows.select_related("from_worker", "to_worker", "care_team__programme").order_by("-at"))
