"""A query as conditions on rows, each with the reason one would give to somebody whose meeting was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.index.columns import NO_START, PATHWAY_BITS, Columns, Rows
from holdfast.domain.meetings.index.flags import (
    Mark,
    attendance_bits,
    categories_bits,
    days_bits,
    kinds_bits,
    mark_bit,
)
from holdfast.domain.meetings.meeting import DAY_MINUTES, Attendance
from holdfast.domain.meetings.query import Query


class Reason(StrEnum):
    """Why a listing does not answer a search."""

    DAY = "day"
    HOUR = "hour"
    SOON = "soon"
    FAR = "far"
    TRAVEL = "travel"
    KIND = "kind"
    ATTENDANCE = "attendance"
    PROGRAMME = "programme"
    AUDIENCE = "audience"
    LANGUAGE = "language"
    WORDS = "words"
    CATEGORY = "category"


Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Check:
    """A condition on the flags of a row: all of some bits, at least one of some, none of some."""

    reason: Reason
    all: int = 0
    any: int = 0
    none: int = 0
    detail: str = ""
    """Which kind, where the reason is one."""

    def holds(self, flags: NDArray[np.uint64]) -> Mask:
        """Whether rows with these flags meet the condition."""
        held: Mask = (flags & np.uint64(self.any)) != 0
        if not self.any:
            held = (flags & np.uint64(self.all | self.none)) == np.uint64(self.all)
        return held


INCLUDES = {
    Attendance.ONLINE: (Attendance.ONLINE, Attendance.HYBRID),
    Attendance.IN_PERSON: (Attendance.IN_PERSON, Attendance.HYBRID),
    Attendance.HYBRID: (Attendance.HYBRID,),
    Attendance.UNKNOWN: (Attendance.UNKNOWN,),
}


def flag_checks(query: Query) -> Iterator[Check]:
    """What of the query the flags can say."""
    for kind in sorted(query.kinds):
        yield Check(Reason.KIND, all=kinds_bits((kind,)), detail=kind.value)
    if query.any_kinds:
        yield Check(Reason.KIND, any=kinds_bits(query.any_kinds))
    for kind in sorted(query.without_kinds):
        yield Check(Reason.KIND, none=kinds_bits((kind,)), detail=kind.value)
    if query.attendance is not None:
        yield Check(Reason.ATTENDANCE, any=attendance_bits(*INCLUDES[query.attendance]))
    if query.twelve_step is not None:
        mark = Mark.TWELVE_STEP if query.twelve_step else Mark.NOT_TWELVE_STEP
        yield Check(Reason.PROGRAMME, all=mark_bit(mark))
    if query.audience is not None:
        family = mark_bit(Mark.FAMILY)
        is_family = query.audience is Audience.FAMILY
        yield Check(Reason.AUDIENCE, all=family if is_family else 0, none=0 if is_family else family)
    if query.categories:
        yield Check(Reason.CATEGORY, any=categories_bits(query.categories))
    if query.days:
        yield Check(Reason.DAY, any=days_bits(query.days))


def together(checks: list[Check]) -> list[Check]:
    """The same conditions in fewer: what needs all or none of its bits becomes one."""
    anys = [one for one in checks if one.any]
    exact = [one for one in checks if not one.any]
    if not exact:
        return anys
    wanted = barred = 0
    for one in exact:
        wanted, barred = wanted | one.all, barred | one.none
    return [Check(Reason.KIND, all=wanted, none=barred), *anys]


def column_checks(columns: Columns, query: Query, rows: Rows) -> Iterator[tuple[Reason, Mask]]:
    """What of the query needs other columns than the flags; only what is asked for is looked at."""
    if query.start_after is not None or query.start_before is not None:
        yield Reason.HOUR, _hours(columns, query, rows)
    if query.pathways:
        wanted = np.uint16(sum(PATHWAY_BITS[way] for way in query.pathways))
        yield Reason.PROGRAMME, (columns.pathways[rows] & wanted) != 0
    if query.fellowships:
        yield Reason.PROGRAMME, _among(columns, query.fellowships)[columns.fellowship[rows]]
    if query.without_fellowships:
        yield Reason.PROGRAMME, ~_among(columns, query.without_fellowships)[columns.fellowship[rows]]
    if query.languages:
        yield Reason.LANGUAGE, _spoken(columns, query.languages, rows)


def _hours(columns: Columns, query: Query, rows: Rows) -> Mask:
    start = columns.start[rows]
    minute = start % DAY_MINUTES
    after, before = query.start_after or 0, DAY_MINUTES if query.start_before is None else query.start_before
    in_time = (minute >= after) & (minute < before) if after <= before else (minute >= after) | (minute < before)
    fits: Mask = (start != NO_START) & in_time
    return fits


def _among(columns: Columns, codes: frozenset[str]) -> Mask:
    return np.array([code in codes for code in columns.fellowships], dtype=bool)


def _spoken(columns: Columns, languages: frozenset[str], rows: Rows) -> Mask:
    there = np.zeros(len(columns), dtype=bool)
    there[columns.languages.of(languages)] = True
    spoken: Mask = there[rows]
    return spoken
