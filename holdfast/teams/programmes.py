"""What operators do with programmes and their workers.

add_programme, change_programme, close_programme; verify_worker, change_worker, renew_worker, end_worker;
settle_busy_hours; remind_running_out (the clock).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from holdfast.accounts.models import Person
from holdfast.domain.network import Role
from holdfast.notices.actions import Target, notify
from holdfast.teams.members import end_care_team, end_memberships
from holdfast.teams.models import BusyHour, CareTeam, Enrolment, Programme, Worker
from holdfast.teams.queries import running_workers

WORK = "work"
"""What the link in a letter to a worker opens."""
VERIFIED_FOR = timedelta(days=365)
REMIND_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What people read about a programme."""

    name: str
    about: str = ""
    phone: str = ""
    hours: str = ""
    time_zone: str = "UTC"
    is_part2: bool = False


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """Who a worker is, what was seen of it, and until when that holds."""

    name: str
    role: Role
    evidence: str
    until: datetime
    leads: bool = False


class NotYourself(Exception):
    """Nobody verifies themselves."""


class WorksHereAlready(Exception):
    """This account is a worker of this programme."""


@transaction.atomic
def add_programme(*, facts: ProgrammeFacts, now: datetime) -> Programme:
    """A programme that works with people here."""
    return Programme.objects.create(created_at=now, **asdict(facts))


@transaction.atomic
def change_programme(*, programme: Programme, facts: ProgrammeFacts) -> Programme:
    """Say something differently about it; people see it at once."""
    Programme.objects.filter(pk=programme.pk).update(**asdict(facts))
    return Programme.objects.get(pk=programme.pk)


@transaction.atomic
def close_programme(*, programme: Programme, now: datetime) -> None:
    """It no longer works here: its teams end, nobody of it sees anything, and people are told."""
    if not Programme.objects.filter(pk=programme.pk, closed_at=None).update(closed_at=now):
        return
    for care_team in CareTeam.objects.filter(programme=programme, ended_at=None).select_related("person"):
        end_care_team(care_team=care_team, now=now, by_programme=True)
    for worker in Worker.objects.filter(programme=programme, left_at=None):
        end_worker(worker=worker, now=now)


@transaction.atomic
def verify_worker(*, account: Person, programme: Programme, facts: WorkerFacts, by: Person, now: datetime) -> Worker:
    """This account is a worker of the programme, for a time. Raises NotYourself, WorksHereAlready."""
    if account.pk == by.pk:
        raise NotYourself
    row = Worker(person=account, programme=programme, created_at=now)
    _say(row, facts, by, now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise WorksHereAlready from None
    Person.objects.filter(pk=account.pk).update(has_worked=True)
    _tell(row, f"verified:{row.pk}", now)
    return row


@transaction.atomic
def renew_worker(*, worker: Worker, facts: WorkerFacts, by: Person, now: datetime) -> Worker:
    """Verified anew, with what was seen this time. Raises NotYourself."""
    if worker.person_id == by.pk:
        raise NotYourself
    _say(worker, facts, by, now)
    worker.save(update_fields=SAID)  # one who left meanwhile stays gone
    return worker


@transaction.atomic
def end_worker(*, worker: Worker, now: datetime) -> None:
    """They no longer work here: from this moment they see nothing, and no link of theirs opens anything."""
    if Worker.objects.filter(pk=worker.pk, left_at=None).update(left_at=now):
        Enrolment.objects.filter(worker=worker, used_at=None, revoked_at=None).update(revoked_at=now)
        end_memberships(worker=worker, now=now)


@transaction.atomic
def settle_busy_hours(*, worker: Worker, now: datetime) -> None:
    """An operator asked about it."""
    BusyHour.objects.filter(worker=worker, settled_at=None).update(settled_at=now)


def remind_running_out(*, now: datetime) -> int:
    """Tell each worker whose verification ends within two weeks, once for each end; how many letters were written."""
    rows = running_workers(now).filter(verified_until__lte=now + REMIND_BEFORE)
    return sum(_tell(row, f"running_out:{row.pk}:{row.verified_until:%Y%m%d}", now) for row in rows)


def _tell(worker: Worker, key: str, now: datetime) -> int:
    target = Target(WORK, now + REMIND_BEFORE, worker.pk)
    return len(notify(to=worker.person_id, target=target, unique_key=f"work:{key}", now=now))


SAID = ("name", "role", "evidence", "leads", "verified_by", "verified_at", "verified_until")
"""What an operator says of a worker."""


def _say(row: Worker, facts: WorkerFacts, by: Person, now: datetime) -> None:
    row.name, row.role, row.evidence, row.leads = facts.name, facts.role, facts.evidence, facts.leads
    row.verified_by, row.verified_at, row.verified_until = by.pk, now, facts.until
