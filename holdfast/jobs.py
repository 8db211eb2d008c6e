"""What the worker does, and how often: one table, one loop."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from django.db import close_old_connections
from django.utils import timezone

from holdfast.directory.jobs import join_listings
from holdfast.home.jobs import checkpoint, clear_expired_sessions, erase_due_accounts, note_beat
from holdfast.network.drafts import forget_old_drafts
from holdfast.notices.jobs import deliver_due

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Called with `now` at most every so often; claims its own due rows, so several workers may run at once."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


JOBS = (
    Job("beat", timedelta(seconds=20), lambda now: note_beat(now=now)),
    Job("notices", timedelta(seconds=5), lambda now: deliver_due(now=now)),
    Job("erasure", timedelta(minutes=1), lambda now: erase_due_accounts(now=now)),
    Job("sessions", timedelta(hours=6), lambda now: clear_expired_sessions(now=now)),
    Job("drafts", timedelta(hours=1), lambda now: forget_old_drafts(now=now)),
    Job("joining", timedelta(seconds=20), lambda now: join_listings(now=now)),
    Job("checkpoint", timedelta(seconds=30), lambda now: checkpoint(now=now)),
)
TICK = 1.0
"""Seconds between two looks at the table."""


class Schedule:
    """Remembers when each job is due next; a job that fails waits its turn like one that worked."""

    def __init__(self, jobs: Iterable[Job] = JOBS) -> None:
        self._due: dict[Job, datetime | None] = dict.fromkeys(jobs)

    def tick(self, now: datetime) -> int:
        """Run what is due, and return how many jobs ran. A clock set back makes everything due at once."""
        ran = 0
        for job, due_at in self._due.items():
            if due_at is None or now >= due_at or due_at - now > job.every:
                self._due[job] = now + job.every
                ran += self._run(job, now)
        return ran

    def _run(self, job: Job, now: datetime) -> int:
        try:
            job.run(now)
        except Exception:
            log.exception("job %s failed", job.name)
        return 1


def work() -> int:
    """The worker: ticks until it is told to stop."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    schedule = Schedule()
    while not stop.is_set():
        close_old_connections()
        schedule.tick(timezone.now())
        stop.wait(TICK)
    return 0
