"""The parts of a recovery plan, how two versions of it differ, when a change is a version of its own, and what can be
proposed to one.

The parts follow what wellness and recovery planning has in common (needs, goals, what helps, daily maintenance,
triggers, early signs, who does what when I cannot decide); the wording is our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Part(StrEnum):
    """The parts, in the order in which they are read."""

    NEEDS = "needs"
    GOALS = "goals"
    STRATEGIES = "strategies"
    DAILY = "daily"
    TRIGGERS = "triggers"
    SIGNS = "signs"
    WHO_DECIDES = "who_decides"
    WISHES = "wishes"


class Change(StrEnum):
    """What somebody proposes: a new line, other words for one, or to leave one out."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"


class Answer(StrEnum):
    """What the person did with a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    """Taken in the person's own words."""
    LEFT = "left"
    WITHDRAWN = "withdrawn"
    """By whoever proposed it."""


SESSION = timedelta(hours=1)
"""Changes within this time of the first are one version: nobody wants a version for every tap."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Who helps with a line, as they were called, and what they do. `id` names them on the map; empty is gone."""

    name: str
    does: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan as a version keeps it; `goal` is the id of a goal that is kept elsewhere."""

    id: str
    part: Part
    text: str
    helpers: tuple[Helper, ...] = ()
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One line that says something else than before, or that others help with."""

    before: Line
    after: Line


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version has that the other had not, in the order of the plan."""

    added: tuple[Line, ...] = ()
    changed: tuple[Changed, ...] = ()
    left_out: tuple[Line, ...] = ()
    is_moved: bool = False
    """Lines that stayed stand in another order."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.left_out or self.is_moved)


def folds(begun_at: datetime | None, *, is_named: bool, now: datetime) -> bool:
    """Whether a change made now belongs to the last version: begun less than an hour ago, and for no reason of its own.

    A version with a reason (something was taken back, or a proposal was taken) stays as it is.
    """
    return begun_at is not None and not is_named and timedelta() <= now - begun_at < SESSION


def difference(before: Iterable[Line], after: Iterable[Line]) -> Difference:
    """How two versions differ. A line is the same by its id; where ids are new, as after a move to another host, by its
    part and words."""
    old, new = list(before), list(after)
    pairs = _pairs(old, new)
    kept = [(one, other) for one, other in pairs if one is not None and other is not None]
    return Difference(
        added=tuple(other for one, other in pairs if one is None and other is not None),
        changed=tuple(Changed(one, other) for one, other in kept if _says(one) != _says(other)),
        left_out=tuple(one for one, other in pairs if other is None and one is not None),
        is_moved=_is_moved(old, new, kept),
    )


def _pairs(old: list[Line], new: list[Line]) -> list[tuple[Line | None, Line | None]]:
    was: dict[str, Line] = {line.id: line for line in old}
    by_words = _unmatched(old, {line.id for line in new})
    found = []
    for line in new:
        one = was.get(line.id) or _first(by_words, line)
        found.append((one, line))
    taken = {one.id for one, _ in found if one is not None}
    return [*found, *((line, None) for line in old if line.id not in taken)]


def _unmatched(lines: Iterable[Line], ids: set[str]) -> dict[tuple[Part, str], list[Line]]:
    rest: dict[tuple[Part, str], list[Line]] = {}
    for line in lines:
        if line.id not in ids:
            rest.setdefault((line.part, line.text), []).append(line)
    return rest


def _first(rest: Mapping[tuple[Part, str], list[Line]], line: Line) -> Line | None:
    same = rest.get((line.part, line.text))
    return same.pop(0) if same else None


def _says(line: Line) -> tuple[Part, str, tuple[tuple[str, str], ...]]:
    return line.part, line.text, tuple((helper.name, helper.does) for helper in line.helpers)


def _is_moved(old: list[Line], new: list[Line], kept: list[tuple[Line, Line]]) -> bool:
    where = {other.id: place for place, other in enumerate(new)}
    then = {one.id: place for place, one in enumerate(old)}
    for part in Part:
        same = [(then[one.id], where[other.id]) for one, other in kept if one.part is other.part is part]
        if [after for _, after in sorted(same)] != sorted(after for _, after in same):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody proposes. `line_id` names the line that is to be said otherwise or left out."""

    part: Part
    change: Change
    text: str = ""
    why: str = ""
    line_id: str = ""


def lacks(draft: Draft) -> bool:
    """Whether a draft says too little: no words for a line, or no line to change."""
    needs_words = draft.change is not Change.REMOVE
    needs_line = draft.change is not Change.ADD
    return (needs_words and not draft.text.strip()) or (needs_line and not draft.line_id)


def is_outdated(*, change: Change, before: str, now: str | None) -> bool:
    """Whether the line a proposal speaks of says something else by now, or is gone (None)."""
    return change is not Change.ADD and now != before


def in_order(lines: Iterable[Line]) -> Iterator[tuple[Part, tuple[Line, ...]]]:
    """Every part with its lines, empty ones too."""
    rows = tuple(lines)
    return ((part, tuple(line for line in rows if line.part is part)) for part in Part)
