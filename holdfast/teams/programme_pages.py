"""Programmes and workers as operators see them: no person they work with, and no number of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.teams.models import BusyHour, Programme, Worker
from holdfast.teams.programmes import REMIND_BEFORE
from holdfast.teams.words import WORKER_ROLES


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """One worker: who, and how it stands with their verification."""

    worker: Worker
    role: str
    state: str
    """runs, soon (it ends within two weeks), over, or closed (the account is)."""
    busy: int
    """The most people whose records they opened within one hour, where nobody has asked yet; 0 for none."""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme, and how many of its workers need a look."""

    programme: Programme
    workers: int
    soon: int
    over: int
    busy: int


def worker_rows(programme: Programme, now: datetime, only: Worker | None = None) -> list[WorkerRow]:
    """Those who have not left, the first to run out first."""
    rows = Worker.objects.filter(programme=programme, left_at=None).select_related("person")
    rows = rows.filter(pk=only.pk) if only else rows
    busy = dict[object, int]()
    for hour in BusyHour.objects.filter(worker__in=rows, settled_at=None):
        busy[hour.worker_id] = max(hour.people, busy.get(hour.worker_id, 0))
    ordered = sorted(rows, key=lambda row: (row.verified_until or now, row.name))
    return [
        WorkerRow(row, str(WORKER_ROLES.get(row.role, "")), _state(row, now), busy.get(row.pk, 0)) for row in ordered
    ]


def _state(worker: Worker, now: datetime) -> str:
    if not worker.person.is_active:
        return "closed"
    if worker.verified_until is None or worker.verified_until <= now:
        return "over"
    return "soon" if worker.verified_until <= now + REMIND_BEFORE else "runs"


def programme_rows(now: datetime) -> list[ProgrammeRow]:
    """Open ones by name, closed ones after them."""
    found = sorted(Programme.objects.all(), key=lambda one: (one.closed_at is not None, one.name.casefold()))
    return [_row(one, worker_rows(one, now)) for one in found]


def _row(programme: Programme, workers: list[WorkerRow]) -> ProgrammeRow:
    states = [row.state for row in workers]
    busy = sum(bool(row.busy) for row in workers)
    return ProgrammeRow(programme, len(workers), states.count("soon"), states.count("over"), busy)
