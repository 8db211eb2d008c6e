"""What came back, in one shape, and whether two answers to one question agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.directory.questions import Question
from holdfast.domain.meetings.query import Results, Sort

SAME_KM = 1e-6
SAME_SHARE = 1e-8
"""The two spheres differ in the ninth digit of their radius."""


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting that was found."""

    number: int
    """Its position in the corpus."""
    wait: int | None
    """Minutes from the question to its next start; None is by appointment."""
    km: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One page, how many there are in all, and how many of each kind."""

    total: int
    rows: tuple[Row, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)


def answer_of(results: Results, question: Question) -> Answer:
    """What the index said."""
    rows = []
    for hit in results.hits:
        wait = None if hit.next_start is None else (hit.next_start - question.now).total_seconds() / 60
        rows.append(Row(hit.position, None if wait is None else int(wait), hit.distance_km))
    kinds = {str(kind): count for kind, count in results.kinds.items()} if question.letter == "f" else {}
    return Answer(results.total, tuple(rows), kinds)


def disagreement(given: Answer, whole: Answer, question: Question) -> str:
    """Where a page differs from what it should be, given everything that answers; empty where it does not.

    Total and kinds are equal. Every row of the page answers, with the same distance and next start. The page is in
    order, full, and nothing that was left out should have come before its last row. Rows that are equal in what the
    order goes by may stand in any order. In class c the peers do not tell times, so there they are not looked at.
    """
    if given.total != whole.total:
        return f"total {given.total}, should be {whole.total}"
    if given.kinds != whole.kinds:
        return f"kinds {given.kinds}, should be {whole.kinds}"
    return _in_page([row.number for row in given.rows], given, whole, question) if question.query.limit else ""


def _in_page(page: list[int], given: Answer, whole: Answer, question: Question) -> str:
    there = {row.number: row for row in whole.rows}
    if len(set(page)) != min(question.query.limit, len(there)):
        return f"{len(set(page))} different rows, should be {min(question.query.limit, len(there))}"
    if strangers := [row for row in given.rows if row.number not in there]:
        return f"{strangers[0]} does not answer"
    is_timed = question.letter != "c"
    if wrong := next((row for row in given.rows if not _same(row, there[row.number], is_timed=is_timed)), None):
        return f"{wrong} should be {there[wrong.number]}"
    return _disorder([there[number] for number in page], list(there.values()), question.query.sort)


def _same(one: Row, other: Row, *, is_timed: bool) -> bool:
    if is_timed and one.wait != other.wait:
        return False
    if one.km is None or other.km is None:
        return True
    return abs(one.km - other.km) <= SAME_KM + SAME_SHARE * one.km


def _disorder(page: list[Row], there: list[Row], sort: Sort) -> str:
    if bad := next((pair for pair in pairwise(page) if _is_before(pair[1], pair[0], sort)), None):
        return f"{bad[1]} should come before {bad[0]}"
    shown = {row.number for row in page}
    if missed := next((row for row in there if row.number not in shown and _is_before(row, page[-1], sort)), None):
        return f"{missed} is missing, {page[-1]} is there"
    return ""


def _is_before(one: Row, other: Row, sort: Sort) -> bool:
    """Whether a row has to come before another: by distance then time, or by time then distance."""
    farther, later = _km(other) - _km(one), _wait(other) - _wait(one)
    is_as_far = abs(farther) <= SAME_KM + SAME_SHARE * _km(one)
    if sort is Sort.DISTANCE:
        return later > 0 if is_as_far else farther > 0
    return later > 0 or (later == 0 and not is_as_far and farther > 0)


def _km(row: Row) -> float:
    return 1e9 if row.km is None else row.km


def _wait(row: Row) -> int:
    return 10**9 if row.wait is None else row.wait
