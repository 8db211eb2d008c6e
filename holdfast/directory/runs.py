"""Every time a source is read: what came, what it would change, who settled it, and when it is read again."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.directory.actions import Applied
from holdfast.directory.models import ImportRun, Outcome, Source
from holdfast.domain.meetings.fetching import next_fetch_at
from holdfast.domain.meetings.formats import Parsed

KEPT_RUNS = 100
"""Of one source; those that wait are kept in any case."""
MOST_PROBLEMS = 100
MOST_FAILURES = 1000


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading of a source came to."""

    outcome: Outcome
    parsed: Parsed
    counts: Applied = field(default_factory=Applied)
    why: str = ""


def note_run(*, source: Source, read: Read, now: datetime) -> ImportRun:
    """Write down what one reading came to, and when the source is read again."""
    run = ImportRun.objects.create(source=source, at=now, outcome=read.outcome, why=read.why, **counted(read))
    if source.fetch_every_hours or source.failures:
        _note_time(source, now, failures=0)
    _forget_old(source)
    return run


@transaction.atomic
def note_failure(*, key: str, why: str, now: datetime, wait: timedelta = timedelta(0)) -> ImportRun | None:
    """A source could not be read: nothing is lost, and it is asked again, later each time. None if it is not known."""
    source = Source.objects.select_for_update().filter(key=key).first()
    if source is None:
        return None
    run = ImportRun.objects.create(source=source, at=now, outcome=Outcome.FAILED, why=why)
    _note_time(source, now, failures=min(source.failures + 1, MOST_FAILURES), wait=wait)
    _forget_old(source)
    return run


@transaction.atomic
def lay_before_a_person(*, source: Source, body: bytes, now: datetime) -> ImportRun | None:
    """Keep what came until a person has seen it; what waited before is declined. None if the same waits or was left."""
    digest = sha256(body).hexdigest()
    _note_time(source, now, failures=source.failures)
    settled = (Outcome.WAITING, Outcome.DECLINED)
    last = source.runs.filter(outcome__in=settled).order_by("-at", "-pk").first()
    if last is not None and last.digest == digest:
        return None
    _decline_waiting(source)
    run = ImportRun.objects.create(
        source=source, at=now, outcome=Outcome.WAITING, body=zlib.compress(body), digest=digest
    )
    _forget_old(source)
    return run


def body_of(run: ImportRun) -> bytes:
    """What came, as it came."""
    return zlib.decompress(run.body) if run.body else b""


def decline_run(*, run: ImportRun, by: Person) -> None:
    """A person leaves it: nothing is taken over, and the same feed does not ask again."""
    run.source.runs.filter(pk=run.pk, outcome=Outcome.WAITING, settled_by=None).update(
        outcome=Outcome.DECLINED, settled_by=by, body=None
    )


def agree_to_run(*, run: ImportRun, by: Person) -> bool:
    """A person wants it taken over, which is the next step, here or by the worker. False if somebody was faster."""
    waiting = ImportRun.objects.filter(pk=run.pk, outcome=Outcome.WAITING, settled_by=None)
    return bool(waiting.update(settled_by=by))


def note_look(*, run: ImportRun, read: Read, preview: dict[str, Any]) -> None:
    """What waits was read: what it would change, for a person to see."""
    ImportRun.objects.filter(pk=run.pk, outcome=Outcome.WAITING).update(preview=preview, **counted(read))
    _note_time(run.source, run.at, failures=0)


def settle_run(*, run: ImportRun, read: Read, now: datetime) -> None:
    """What waited is taken over now, or could not be; others of the source that waited are declined."""
    ImportRun.objects.filter(pk=run.pk).update(at=now, outcome=read.outcome, why=read.why, body=None, **counted(read))
    _decline_waiting(run.source)
    if read.outcome is Outcome.FAILED:
        _note_time(run.source, now, failures=min(run.source.failures + 1, MOST_FAILURES))


def counted(read: Read) -> dict[str, Any]:
    """The counts and the first problems of a reading, as a run keeps them."""
    return {
        "rows": read.parsed.rows,
        "refused": read.parsed.refused,
        "warned": read.parsed.warned,
        "added": read.counts.added,
        "changed": read.counts.changed,
        "gone": read.counts.gone,
        "held": read.counts.held,
        "problems": list(_problems(read.parsed)),
    }


def _problems(parsed: Parsed) -> Iterable[list[Any]]:
    for one in parsed.problems[:MOST_PROBLEMS]:
        yield [one.row, one.key, one.field, str(one.severity), one.advice]


def _note_time(source: Source, now: datetime, *, failures: int, wait: timedelta = timedelta(0)) -> None:
    every = timedelta(hours=source.fetch_every_hours)
    again = next_fetch_at(now, every=every, number=source.pk, failures=failures, asked=wait)
    Source.objects.filter(pk=source.pk).update(failures=failures, next_fetch_at=again)


def _decline_waiting(source: Source) -> None:
    source.runs.filter(outcome=Outcome.WAITING).update(outcome=Outcome.DECLINED, body=None)


def _forget_old(source: Source) -> None:
    past = source.runs.exclude(outcome=Outcome.WAITING).order_by("-at", "-pk").values_list("pk", flat=True)
    if old := list(past[KEPT_RUNS:]):
        ImportRun.objects.filter(pk__in=old).delete()
