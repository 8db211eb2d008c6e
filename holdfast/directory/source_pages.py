"""Sources and their readings as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.directory.change_words import FieldChange, field_changes
from holdfast.directory.models import OVER_KEY, ImportRun, Listing, ListingChange, Outcome, Source
from holdfast.directory.shown import day, times, where
from holdfast.directory.source_forms import EVERY
from holdfast.directory.source_queries import MOST_SHOWN
from holdfast.directory.words import ATTENDANCE, Words
from holdfast.domain.meetings.formats import Problem
from holdfast.domain.meetings.meeting import Meeting

FORMATS = {
    "meeting-guide": "Meeting Guide JSON",
    "bmlt": "BMLT",
    "hsds": "Open Referral HSDS",
    "icalendar": gettext_lazy("Calendar (iCalendar)"),
    "csv": gettext_lazy("Table (CSV)"),
}
OUTCOMES: dict[str, Words] = {
    Outcome.WAITING: gettext_lazy("waits for a look"),
    Outcome.APPLIED: gettext_lazy("taken over"),
    Outcome.UNCHANGED: gettext_lazy("nothing new"),
    Outcome.FAILED: gettext_lazy("could not be read"),
    Outcome.DECLINED: gettext_lazy("left"),
}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in a list."""

    id: int
    name: str
    licence: str
    website: str
    count: int
    held: int
    checked_at: datetime
    checked: str
    state: str
    """`fine`, `waiting`, `failing`, `asked` or `new`."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One meeting as it will look."""

    name: str
    when: str
    where: str
    how: Words


@dataclass(frozen=True, slots=True)
class Changed:
    """One listing that changed."""

    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RunShown:
    """One reading of a source."""

    id: int
    at: datetime
    state: str
    """`unread`, `columns`, `waiting`, `taking`, or an outcome."""
    outcome: Words
    format: Words
    why: str
    counts: tuple[str, ...]
    problems: tuple[tuple[str, str, str], ...]
    """(where, field, advice)"""
    new: tuple[str, ...]
    changed: tuple[Changed, ...]
    gone: tuple[str, ...]
    held: tuple[str, ...]
    sample: tuple[Sample, ...]
    more: int
    """Differences that are not listed one by one."""


def source_rows(now: datetime, *, is_public: bool = False) -> list[SourceRow]:
    """Every source by its name, those that need somebody first; in public, those that have listings.

    A few queries, however many there are.
    """
    there = Listing.objects.filter(gone_at=None)
    counts, held = _counts(there), _counts(there.exclude(missing_at=None))
    waiting = set(ImportRun.objects.filter(outcome=Outcome.WAITING).values_list("source_id", flat=True))
    rows = Source.objects.exclude(key=OVER_KEY).order_by("name", "pk")
    found = [_row(one, counts.get(one.pk, 0), held.get(one.pk, 0), one.pk in waiting, now) for one in rows]
    if is_public:
        return [row for row in found if row.count]
    return sorted(found, key=lambda row: row.state not in {"waiting", "failing"})


def source_row(source: Source, now: datetime) -> SourceRow:
    """One source."""
    there = source.listings.filter(gone_at=None)
    is_waiting = source.runs.filter(outcome=Outcome.WAITING).exists()
    return _row(source, there.count(), there.exclude(missing_at=None).count(), is_waiting, now)


def _row(source: Source, count: int, held: int, is_waiting: bool, now: datetime) -> SourceRow:
    return SourceRow(
        id=source.pk,
        name=source.name,
        licence=source.licence,
        website=source.website,
        count=count,
        held=held,
        checked_at=source.imported_at,
        checked=day(source.imported_at),
        state=_source_state(source, count, held, is_waiting, now),
    )


def _source_state(source: Source, count: int, held: int, is_waiting: bool, now: datetime) -> str:
    is_due = source.next_fetch_at is not None and source.next_fetch_at <= now
    found = {"waiting": is_waiting or bool(held), "failing": source.failures > 0, "asked": is_due, "new": not count}
    return next((name for name, holds in found.items() if holds), "fine")


def missing_names(source: Source) -> list[str]:
    """The listings that are held, by name; the first ones."""
    rows = source.listings.filter(gone_at=None).exclude(missing_at=None).order_by("name", "pk")
    return list(rows.values_list("name", flat=True)[: 4 * MOST_SHOWN])


def _counts(rows: QuerySet[Listing]) -> dict[int, int]:
    return dict(rows.order_by().values_list("source_id").annotate(Count("pk")))


def schedule_words(source: Source) -> Words:
    """How often it is asked."""
    if "://" not in source.key:
        return _("A file; give a newer one when you have it")
    hours = source.fetch_every_hours
    return dict(EVERY).get(hours) or ngettext("Every %(n)s hour", "Every %(n)s hours", hours) % {"n": hours}


def run_shown(run: ImportRun) -> RunShown:
    """A reading with what it changed, or would change."""
    shown = run.preview if run.outcome in {Outcome.WAITING, Outcome.DECLINED} else _applied(run)
    listed = [*shown.get("new", ()), *shown.get("changed", ()), *shown.get("gone", ()), *shown.get("held", ())]
    return RunShown(
        id=run.pk,
        at=run.at,
        state=_state(run),
        outcome=OUTCOMES.get(run.outcome, run.outcome),
        format=FORMATS.get(run.preview.get("format", ""), run.preview.get("format", "")),
        why=run.why,
        counts=tuple(counts_words(run)),
        problems=tuple(_problems(run.problems)),
        new=tuple(shown.get("new", ())),
        changed=tuple(Changed(name, tuple(field_changes(fields))) for name, fields in shown.get("changed", ())),
        gone=tuple(shown.get("gone", ())),
        held=tuple(shown.get("held", ())),
        sample=tuple(sample_of(Meeting.from_json(one)) for one in run.preview.get("sample", ())),
        more=max(0, run.added + run.changed + run.gone + run.held - len(listed)),
    )


def sample_of(meeting: Meeting) -> Sample:
    """A meeting as it will look in a list."""
    return Sample(meeting.name, "; ".join(times(meeting)), where(meeting), ATTENDANCE[meeting.attendance])


def counts_words(run: ImportRun) -> Iterator[str]:
    """How many of what, in words; nothing about what there is none of."""
    said = {
        ngettext("%(n)s row", "%(n)s rows", run.rows): run.rows,
        ngettext("%(n)s new", "%(n)s new", run.added): run.added,
        ngettext("%(n)s changed", "%(n)s changed", run.changed): run.changed,
        ngettext("%(n)s gone", "%(n)s gone", run.gone): run.gone,
        ngettext("%(n)s missing and kept", "%(n)s missing and kept", run.held): run.held,
        ngettext("%(n)s row not read", "%(n)s rows not read", run.refused): run.refused,
        ngettext("%(n)s with a warning", "%(n)s with a warning", run.warned): run.warned,
    }
    return (words % {"n": number_format(count, force_grouping=True)} for words, count in said.items() if count)


def _state(run: ImportRun) -> str:
    if run.outcome != Outcome.WAITING:
        return run.outcome
    if run.settled_by_id:
        return "taking"
    return {"": "unread", "columns": "columns"}.get(run.preview.get("asks", "" if not run.preview else "no"), "waiting")


def _problems(problems: Iterable[list[Any]]) -> Iterator[tuple[str, str, str]]:
    for row, key, field, _severity, advice in problems:
        place = _("Row %(row)s (%(key)s)") % {"row": row, "key": key} if row else _("The whole feed")
        yield place, field, advice


def problems_shown(problems: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """Problems of a reading that is not kept."""
    return list(_problems([one.row, one.key, one.field, str(one.severity), one.advice] for one in problems if one.row))


def _applied(run: ImportRun) -> dict[str, Any]:
    """What a reading changed, from the history of the listings."""
    new = Listing.objects.filter(source=run.source, created_at=run.at).order_by("name", "pk")
    rows = ListingChange.objects.filter(listing__source=run.source, at=run.at).select_related("listing")
    changes = list(rows.order_by("listing__name", "pk").defer("listing__meeting")[: 2 * MOST_SHOWN])
    return {
        "new": list(new.values_list("name", flat=True)[:MOST_SHOWN]) if run.added else [],
        "changed": [[one.listing.name, one.fields] for one in changes if one.kind != ListingChange.Kind.GONE],
        "gone": [one.listing.name for one in changes if one.kind == ListingChange.Kind.GONE],
    }
