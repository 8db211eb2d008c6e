"""Who may reach what in the teams app.

A person their own teams; a worker what belongs to a membership that runs today; who leads, the workers and teams of
their programme; an operator the list of programmes and workers, and nothing of what they write. What is not yours is
not there: 404.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.consent.access import is_restricted
from holdfast.directory.access import check_operator
from holdfast.sealing.digests import digest_of
from holdfast.supporters.models import Agreement, Supporter
from holdfast.teams.models import (
    CareTeam,
    Enrolment,
    Handover,
    Member,
    Message,
    Programme,
    Recommendation,
    Referral,
    Session,
    SharedNote,
    SupporterMayWrite,
    Worker,
    WorkNote,
)
from holdfast.teams.queries import running_members, running_workers, works_of


def care_teams_of(person: Person) -> QuerySet[CareTeam]:
    """The person's care teams that run."""
    return CareTeam.objects.filter(person=person, ended_at=None).select_related("programme").order_by("created_at")


def care_team_for(person: Person, care_team_id: UUID) -> CareTeam:
    """One running care team of the person's, or 404."""
    return get_object_or_404(care_teams_of(person), pk=care_team_id)


def own_team_for(person: Person, care_team_id: UUID) -> CareTeam:
    """One of the person's, running or ended, or 404."""
    return get_object_or_404(CareTeam.objects.filter(person=person).select_related("programme"), pk=care_team_id)


def joined_by(person: Person, token: str) -> CareTeam | None:
    """The running team that began for this person by this very link: tapped twice, it leads there again."""
    used = Enrolment.objects.filter(digest=digest_of(token)).first()
    if used is None or used.used_at is None:
        return None
    return care_teams_of(person).filter(members__worker=used.worker_id, members__since=used.used_at).first()


def teams_before(person: Person) -> QuerySet[CareTeam]:
    """The person's care teams that have ended, the latest first: theirs to read, and nobody else's."""
    ended = CareTeam.objects.filter(person=person, ended_at__isnull=False)
    return ended.select_related("programme", "person").order_by("-ended_at", "pk")


def team_before_for(person: Person, past_team_id: UUID) -> CareTeam:
    """One of them, or 404."""
    return get_object_or_404(teams_before(person), pk=past_team_id)


def handover_for(person: Person, care_team_id: UUID, handover_id: UUID) -> Handover:
    """One handover in a running team of the person's, or 404."""
    team = care_team_for(person, care_team_id)
    return get_object_or_404(Handover.objects.filter(care_team=team), pk=handover_id)


def memberships_of(account: Person, *, now: datetime) -> QuerySet[Member]:
    """The worker's caseload: the teams they belong to today, as long as they are verified."""
    return running_members(now).filter(worker__person=account)


def membership_for(account: Person, care_team_id: UUID, *, now: datetime) -> Member:
    """The worker's place in this team, or 404."""
    return get_object_or_404(memberships_of(account, now=now), care_team=care_team_id)


def works_or_404(account: Person, *, now: datetime) -> list[Worker]:
    """As whom the account may work today, or 404."""
    found = list(works_of(account, now))
    if not found:
        raise Http404
    return found


def work_for(account: Person, worker_id: str, *, now: datetime) -> Worker:
    """One of the account's own places of work; the only one where none is named. 404 for one where they no longer are:
    another programme must not stand in for it."""
    found = works_or_404(account, now=now)
    chosen = [one for one in found if not worker_id or str(one.pk) == worker_id]
    if not chosen:
        raise Http404
    return chosen[0]


def enrolments_of(account: Person, *, now: datetime) -> QuerySet[Enrolment]:
    """The worker's links that can still be used."""
    waiting = Enrolment.objects.filter(worker__in=works_of(account, now), used_at=None, revoked_at=None)
    return waiting.filter(expires_at__gt=now).select_related("worker__programme").order_by("-created_at")


def enrolment_for(account: Person, enrolment_id: UUID, *, now: datetime) -> Enrolment:
    """One link that the worker made, used or not, or 404."""
    mine = Enrolment.objects.filter(worker__in=works_of(account, now)).select_related("worker__programme")
    return get_object_or_404(mine, pk=enrolment_id)


def enrolment_behind(token: str, *, now: datetime) -> Enrolment | None:
    """The enrolment of this token, unless it is unknown, over, used or taken back, or whoever made it may no longer
    work: all look the same from outside."""
    waiting = Enrolment.objects.filter(digest=digest_of(token), used_at=None, revoked_at=None, expires_at__gt=now)
    found = waiting.select_related("worker__programme").first()
    return found if found and running_workers(now).filter(pk=found.worker_id).exists() else None


def leads_of(account: Person, *, now: datetime) -> QuerySet[Worker]:
    """The places of work in which the account leads: chooses who works with whom, and receives what is sent."""
    return works_of(account, now).filter(leads=True)


def programmes_led_by(account: Person, *, now: datetime) -> list[Programme]:
    """The programmes in which the account chooses who works with whom, or 404."""
    found = [work.programme for work in leads_of(account, now=now)]
    if not found:
        raise Http404
    return found


def worker_to_hand_over(account: Person, worker_id: UUID, *, now: datetime) -> Worker:
    """A worker of a programme the account leads, verified still or not, or 404."""
    workers = Worker.objects.filter(programme__in=programmes_led_by(account, now=now)).select_related("programme")
    return get_object_or_404(workers, pk=worker_id)


def care_team_to_staff(account: Person, care_team_id: UUID, *, now: datetime) -> CareTeam:
    """A running team of a programme the account leads, or 404."""
    running = CareTeam.objects.filter(programme__in=programmes_led_by(account, now=now), ended_at=None)
    return get_object_or_404(running.select_related("programme", "person"), pk=care_team_id)


def programme_to_keep(account: object, programme_id: UUID) -> Programme:
    """A programme, for an operator."""
    check_operator(account)
    return get_object_or_404(Programme, pk=programme_id)


def worker_to_keep(account: object, worker_id: UUID) -> Worker:
    """A worker who has not left, for an operator."""
    check_operator(account)
    return get_object_or_404(Worker.objects.filter(left_at=None).select_related("programme", "person"), pk=worker_id)


# What a team and a person do together: of the one care team, which the caller fetched as theirs.


def message_of(care_team: CareTeam, message_id: UUID) -> Message:
    """One message to the team, or 404."""
    rows = care_team.messages.exclude(sender=Message.From.TEAM)
    return get_object_or_404(rows, pk=message_id)


def recommendation_of(care_team: CareTeam, recommendation_id: UUID) -> Recommendation:
    """One recommendation, or 404."""
    rows = care_team.recommendations.select_related("listing__merged_into", "care_team")
    return get_object_or_404(rows, pk=recommendation_id)


def referral_of(care_team: CareTeam, referral_id: UUID) -> Referral:
    """One referral, or 404."""
    rows = care_team.referrals.select_related("programme", "listing__merged_into", "handoff", "care_team__programme")
    return get_object_or_404(rows, pk=referral_id)


def session_of(care_team: CareTeam, session_id: UUID) -> Session:
    """One session, or 404."""
    return get_object_or_404(care_team.sessions.select_related("conflict__tie", "care_team"), pk=session_id)


def shared_note_of(care_team: CareTeam, shared_note_id: UUID) -> SharedNote:
    """One note that both see, or 404."""
    return get_object_or_404(care_team.shared_notes.select_related("care_team"), pk=shared_note_id)


def work_notes_of(member: Member) -> QuerySet[WorkNote]:
    """What this worker wrote for themselves about this team; nobody else's, not even of the same team."""
    rows = WorkNote.objects.filter(care_team=member.care_team_id, person=member.worker.person_id)
    return rows.order_by("-on", "-created_at", "pk")


def work_note_of(member: Member, work_note_id: UUID) -> WorkNote:
    """One of them, or 404."""
    return get_object_or_404(work_notes_of(member), pk=work_note_id)


def received_by(account: Person, *, now: datetime) -> QuerySet[Referral]:
    """What was sent to the account's programmes and is open: after the person agreed, until it ends. Nothing while the
    person has stopped all sharing."""
    leads = leads_of(account, now=now)
    rows = Referral.objects.filter(programme__in=leads.values("programme"), sent_at__isnull=False, closed_at=None)
    rows = rows.filter(agreed_at__isnull=False, care_team__ended_at=None, person__restriction=None)
    rows = rows.filter(person__is_active=True)
    return rows.select_related("programme", "care_team__programme", "person").order_by("sent_at", "pk")


def received_for(account: Person, received_id: UUID, *, now: datetime) -> Referral:
    """One of them, or 404."""
    return get_object_or_404(received_by(account, now=now), pk=received_id)


def running_writers() -> QuerySet[SupporterMayWrite]:
    """Supporters who may write to a team today."""
    rows = SupporterMayWrite.objects.filter(ended_at=None, agreement__ended_at=None, agreement__supporter__left_at=None)
    rows = rows.filter(agreement__paused_at=None, person__is_active=True)
    rows = rows.filter(care_team__ended_at=None, care_team__programme__closed_at=None, person__restriction=None)
    return rows.select_related("agreement__tie", "agreement__person", "care_team__programme").order_by("created_at")


def writers_of(supporter: Supporter) -> QuerySet[SupporterMayWrite]:
    """The teams a supporter may write to."""
    return running_writers().filter(agreement__supporter=supporter)


def writer_of(supporter: Supporter, writing_id: UUID) -> SupporterMayWrite:
    """One of them, or 404."""
    return get_object_or_404(writers_of(supporter), pk=writing_id)


def writer_to(care_team: CareTeam, writing_id: UUID) -> SupporterMayWrite:
    """A supporter who may write to this team today, for its members and the person; or 404."""
    return get_object_or_404(running_writers().filter(care_team=care_team), pk=writing_id)


def agreement_to_let_write(care_team: CareTeam, agreement_id: UUID) -> Agreement:
    """A running agreement of the person whose team it is, or 404."""
    if is_restricted(care_team.person_id):
        raise Http404
    rows = Agreement.objects.filter(person=care_team.person_id, ended_at=None, supporter__left_at=None)
    return get_object_or_404(rows, pk=agreement_id)
