"""What the worker does for the directory: asks sources again, and takes over what a person agreed to."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.directory.fetch import Road
from holdfast.directory.importing import look_at_run, refresh, take_over_run
from holdfast.directory.joining import AT_ONCE, join_listings
from holdfast.directory.models import ImportRun, Outcome, Source
from holdfast.directory.runs import note_failure

log = logging.getLogger(__name__)

MOST_TURNS = 100
"""Of comparing, before other work of the worker gets its turn."""
LEASE = timedelta(minutes=15)
"""How long a worker may take for one source, before another takes it for dead and asks again."""
MOST_AT_ONCE = 20
"""Sources asked in one turn; the rest waits for the next."""


def refresh_sources(*, now: datetime, road: Road | None = None) -> int:
    """Ask the sources that are due, one after the other, each in a transaction of its own. Returns how many."""
    due = Source.objects.filter(next_fetch_at__lte=now).order_by("next_fetch_at", "pk")
    claimed = (source for source in due[:MOST_AT_ONCE] if _claim(source, now))
    return sum(_refresh(source, now, road) for source in claimed)


def _claim(source: Source, now: datetime) -> bool:
    """One worker gets it: the time it was due is moved on only while it is still the one that was read."""
    mine = Source.objects.filter(pk=source.pk, next_fetch_at=source.next_fetch_at)
    return bool(mine.update(next_fetch_at=now + LEASE))


def _refresh(source: Source, now: datetime, road: Road | None) -> int:
    try:
        refresh(source, now=now, road=road)
        _end_single_fetch(source, now)
    except Exception:
        log.exception("source %s could not be read", source.pk)
        note_failure(key=source.key, why="Something went wrong on our side; the log says what.", now=now)
    return 1


def _end_single_fetch(source: Source, now: datetime) -> None:
    """A source without a schedule was asked because somebody wanted it, and is not asked again."""
    Source.objects.filter(pk=source.pk, fetch_every_hours=0, next_fetch_at=now + LEASE).update(next_fetch_at=None)


def join_waiting(*, now: datetime) -> int:
    """Compare what is new or changed with the other sources, some hundred at a time. Returns how many."""
    done = 0
    for _ in range(MOST_TURNS):
        some = join_listings(now=now)
        done += some
        if some < AT_ONCE:
            break
    return done


def settle_runs(*, now: datetime) -> int:
    """Read what was given and is too large to read while somebody waits; take over what a person agreed to."""
    waiting = ImportRun.objects.filter(outcome=Outcome.WAITING).select_related("source").order_by("at", "pk")
    unread = [run for run in waiting.filter(preview={}).defer("body") if run.settled_by_id is None]
    agreed = list(waiting.exclude(settled_by=None).defer("body"))
    return sum(_settle(run, now, is_agreed=False) for run in unread) + sum(
        _settle(run, now, is_agreed=True) for run in agreed
    )


def _settle(run: ImportRun, now: datetime, *, is_agreed: bool) -> int:
    try:
        if is_agreed:
            take_over_run(run, now=now)
        else:
            look_at_run(run)
    except Exception:
        log.exception("import run %s could not be settled", run.pk)
        _give_up(run)
    return 1


@transaction.atomic
def _give_up(run: ImportRun) -> None:
    why = "Something went wrong on our side; the log says what."
    ImportRun.objects.filter(pk=run.pk, outcome=Outcome.WAITING).update(outcome=Outcome.FAILED, why=why, body=None)
