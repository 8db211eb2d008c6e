"""What the worker does, and how often: one table, one loop."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import close_old_connections, connections
from django.utils import timezone

from holdfast.asks.jobs import audit_asks, move_due, remind_due
from holdfast.asks.watching import escalate_missed
from holdfast.consent.actions import end_run_out
from holdfast.consent.heads import publish_head
from holdfast.directory.jobs import join_waiting, refresh_sources, settle_runs
from holdfast.home.jobs import checkpoint, clear_expired_sessions, erase_due_accounts, note_beat
from holdfast.network.drafts import forget_old_drafts
from holdfast.notices.jobs import Postroom, forget_old_links
from holdfast.supporters.jobs import forget_unattached
from holdfast.teams.programmes import remind_running_out
from holdfast.tending.reminding import remind_reaching_out

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Called with `now` at most every so often; claims its own due rows, so several workers may run at once."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    is_long: bool = False
    """It may wait for others or write for minutes, so it runs beside the table: a notice never waits for a feed."""


POSTROOM = Postroom()
JOBS = (
    Job("beat", timedelta(seconds=20), lambda now: note_beat(now=now)),
    Job("asks", timedelta(seconds=2), lambda now: move_due(now=now)),
    Job("promises", timedelta(seconds=20), lambda now: remind_due(now=now)),
    Job("check-ins", timedelta(seconds=20), lambda now: escalate_missed(now=now)),
    Job("reaching out", timedelta(minutes=1), lambda now: remind_reaching_out(now=now)),
    Job("audit", timedelta(minutes=1), lambda now: audit_asks(now=now)),
    Job("notices", timedelta(seconds=1), POSTROOM.tick),
    Job("links", timedelta(hours=6), lambda now: forget_old_links(now=now)),
    Job("unattached", timedelta(days=1), lambda now: forget_unattached(now=now)),
    Job("erasure", timedelta(minutes=1), lambda now: erase_due_accounts(now=now)),
    Job("sessions", timedelta(hours=6), lambda now: clear_expired_sessions(now=now)),
    Job("drafts", timedelta(hours=1), lambda now: forget_old_drafts(now=now)),
    Job("joining", timedelta(seconds=20), lambda now: join_waiting(now=now), is_long=True),
    Job("sources", timedelta(minutes=1), lambda now: refresh_sources(now=now), is_long=True),
    Job("imports", timedelta(seconds=5), lambda now: settle_runs(now=now), is_long=True),
    Job("sharing", timedelta(seconds=20), lambda now: end_run_out(now=now)),
    Job("verifications", timedelta(hours=6), lambda now: remind_running_out(now=now)),
    Job("record", timedelta(hours=1), lambda now: publish_head(now=now)),
    Job("checkpoint", timedelta(seconds=30), lambda now: checkpoint(now=now)),
)
TICK = 1.0
"""Seconds between two looks at the table."""


class Schedule:
    """Remembers when each job is due next; a job that fails waits its turn like one that worked."""

    def __init__(self, jobs: Iterable[Job] = JOBS) -> None:
        self._due: dict[Job, datetime | None] = dict.fromkeys(jobs)
        self._beside: dict[Job, Thread] = {}

    def tick(self, now: datetime) -> int:
        """Run what is due, and return how many jobs ran. A clock set back makes everything due at once."""
        ran = 0
        for job, due_at in self._due.items():
            if due_at is None or now >= due_at or due_at - now > job.every:
                self._due[job] = now + job.every
                ran += self._run_beside(job, now) if job.is_long else _run(job, now)
        return ran

    def _run_beside(self, job: Job, now: datetime) -> int:
        """Start it, unless the last time still runs."""
        if (last := self._beside.get(job)) and last.is_alive():
            return 0
        self._beside[job] = Thread(target=_run_alone, args=(job, now), name=job.name, daemon=True)
        self._beside[job].start()
        return 1

    def wait(self) -> None:
        """Until nothing runs beside the table."""
        for thread in self._beside.values():
            thread.join()


def _run(job: Job, now: datetime) -> int:
    try:
        job.run(now)
    except Exception:
        log.exception("job %s failed", job.name)
    return 1


def _run_alone(job: Job, now: datetime) -> None:
    """A thread has connections of its own, and gives them back."""
    try:
        _run(job, now)
    finally:
        connections.close_all()


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
    POSTROOM.close()
    return 0
