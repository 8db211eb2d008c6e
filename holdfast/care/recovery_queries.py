"""Reads of the recovery plan, as its pages show it. Who helps, and goals kept elsewhere, are read live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from holdfast.accounts.models import Person
from holdfast.care.access import recovery_lines_of, recovery_plan_of, versions_of
from holdfast.care.models import RecoveryHelper, RecoveryLine, RecoveryPlan, RecoveryVersion
from holdfast.care.recovery_words import PARTS, WITH_CARE, PartWords, helper_gone, told
from holdfast.care.versions import before, lines_in, name_of, words_of
from holdfast.checkins.goal_pages import goals_to_choose
from holdfast.domain.network import TieState
from holdfast.domain.recovery_plan import Line, Part, difference, in_order
from holdfast.domain.safety_plan import Standing, standing_of
from holdfast.network.access import needs_of, ties_of
from holdfast.network.models import Tie

MOST_VERSIONS = 60


@dataclass(frozen=True, slots=True)
class HelperShown:
    """Who helps with a line; `gone` says in words that they are not there now."""

    id: str
    name: str
    does: str
    tie_id: str
    gone: str | Promise


@dataclass(frozen=True, slots=True)
class WayLine:
    """One line as a page shows it."""

    id: str
    text: str
    helpers: tuple[HelperShown, ...]
    goal_id: str = ""
    is_reached: bool = False


@dataclass(frozen=True, slots=True)
class WayPart:
    """One part as a page shows it."""

    part: Part
    words: PartWords
    lines: tuple[WayLine, ...]

    @property
    def is_careful(self) -> bool:
        """Whether the page says that this is no legal document."""
        return self.part in WITH_CARE


@dataclass(frozen=True, slots=True)
class Way:
    """The whole plan; `kept` is None before it is begun."""

    kept: RecoveryPlan | None
    parts: tuple[WayPart, ...]

    @property
    def gone(self) -> list[tuple[WayLine, HelperShown]]:
        """Everybody who stands in it and is not there now, with the line."""
        lines = (line for part in self.parts for line in part.lines)
        return [(line, helper) for line in lines for helper in line.helpers if helper.gone]

    @property
    def open(self) -> list[WayPart]:
        """The parts that hold nothing."""
        return [part for part in self.parts if not part.lines]


def way_of(person: Person) -> Way:
    """The plan as it stands now."""
    rows = list(recovery_lines_of(person))
    parts = (WayPart(part, PARTS[part], tuple(_line(row) for row in rows if row.part == part)) for part in Part)
    return Way(recovery_plan_of(person), tuple(parts))


def lines_of_part(person: Person, part: Part) -> tuple[WayLine, ...]:
    """The lines of one part."""
    return tuple(_line(row) for row in recovery_lines_of(person).filter(part=part))


def _line(row: RecoveryLine) -> WayLine:
    people = sorted(row.helpers.all(), key=lambda one: (one.created_at, one.pk))
    reached = bool(row.goal and row.goal.reached_on)
    return WayLine(str(row.pk), words_of(row), tuple(map(_helper, people)), str(row.goal_id or ""), reached)


def _helper(row: RecoveryHelper) -> HelperShown:
    standing = standing_of(TieState(row.tie.state)) if row.tie else Standing.GONE
    gone = "" if standing is Standing.THERE else helper_gone(standing, name_of(row))
    return HelperShown(str(row.pk), name_of(row), row.does, str(row.tie_id or ""), gone)


def line_shown(row: RecoveryLine) -> WayLine:
    """One line, for its own page."""
    return _line(row)


def ties_to_choose(person: Person) -> list[Tie]:
    """Who could help with a line: everybody on the map with whom it has not ended."""
    return list(ties_of(person).exclude(state=TieState.ENDED))


def kept_elsewhere(person: Person, part: Part, lines: Iterable[WayLine]) -> dict[str, Any]:
    """Needs of the map and goals of one's own that are not in the plan yet: pulled in by a tap, not typed again."""
    rows = list(lines)
    if part is Part.GOALS:
        there = {line.goal_id for line in rows}
        return {"goals": [goal for goal in goals_to_choose(person) if str(goal.pk) not in there]}
    if part is Part.NEEDS:
        said = {line.text for line in rows}
        return {"needs": [need for need in needs_of(person)[:50] if need.text not in said]}
    return {}


# Versions


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version in the list, with what changed in it."""

    row: RecoveryVersion
    changes: tuple[str, ...]


def versions_shown(person: Person, *, most: int | None = MOST_VERSIONS) -> list[VersionShown]:
    """The latest versions, each with what changed from the one before, in words; all of them for None."""
    rows = list(versions_of(person)[: most + 1 if most is not None else None])
    bodies: list[tuple[Line, ...]] = [lines_in(row) for row in rows]
    earlier = [*bodies[1:], ()][: len(rows)]
    shown = [
        VersionShown(row, tuple(told(difference(then, now))))
        for row, now, then in zip(rows, bodies, earlier, strict=True)
    ]
    return shown[:most]


def version_page(version: RecoveryVersion) -> dict[str, Any]:
    """A version whole, what changed in it, and what differs from today."""
    body, last = lines_in(version), before(version)
    newest = versions_of(version.person).first()
    now = lines_in(newest) if newest else ()
    return {
        "version": version,
        "parts": [(PARTS[part], lines) for part, lines in in_order(body) if lines],
        "changes": told(difference(lines_in(last) if last else (), body)),
        "since": told(difference(body, now)),
    }
