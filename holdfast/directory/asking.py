"""From what was asked on the search page to a query, and what to leave out when nothing answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.directory.forms import ANY, HOURS, NOT_TWELVE_STEP, SPEEDS, WAY, WITHIN
from holdfast.directory.members import shown_meetings
from holdfast.directory.places import Place
from holdfast.directory.search import Copy
from holdfast.directory.senses import senses_of
from holdfast.directory.shown import Row, Viewer, row
from holdfast.directory.words import KINDS
from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category
from holdfast.domain.meetings.pathways import Pathway
from holdfast.domain.meetings.query import Hit, Query, Sort

NOW_AND_SOON = 180
"""Minutes."""
PAGE = 20
SEVERAL = ("kind", "access", "without")
"""Fields with several values."""
Asked = Mapping[str, Any]
"""The cleaned values of a `FindForm`."""


@dataclass(frozen=True, slots=True)
class Looser:
    """A search with one thing left out that finds something: `left_out` says which fields and values."""

    words: str
    left_out: tuple[tuple[str, str], ...]
    total: int


def query_for(asked: Asked, *, place: Place | None, viewer: Viewer, languages: Iterable[str] = ()) -> Query:
    """The search that was asked for. What is only online is as near as anything, so no distance narrows it."""
    is_near = place is not None and asked.get("how") != Attendance.ONLINE
    path = asked.get("path") or ""
    kinds = frozenset(Kind(kind) for kind in asked.get("kind", ()))
    access = frozenset(Kind(kind) for kind in asked.get("access", ()))
    is_any = asked.get("match") == ANY
    after, before = HOURS.get(asked.get("hour") or "", (None, None))
    sort = _sort(asked.get("sort") or "", is_near=is_near, is_any=is_any)
    return Query(
        near=(place.latitude, place.longitude) if place and is_near else None,
        radius_km=float(asked["within"]) if is_near else None,
        days=_days(asked.get("when") or "", viewer),
        within_minutes=_within(asked.get("when") or "", viewer),
        words=asked.get("words") or "",
        start_after=after,
        start_before=before,
        senses=senses_of(asked.get("words") or "", languages),
        kinds=access if is_any else access | kinds,
        any_kinds=kinds if is_any else frozenset(),
        without_kinds=frozenset(Kind(kind) for kind in asked.get("without", ())),
        pathways=frozenset({Pathway(path.removeprefix(WAY))} if path.startswith(WAY) else ()),
        categories=frozenset({Category(asked["what"])} if asked.get("what") else ()),
        travel_kmh=SPEEDS.get(asked.get("by") or "") if is_near else None,
        attendance=Attendance(asked["how"]) if asked.get("how") else None,
        fellowships=frozenset({path} if path and path != NOT_TWELVE_STEP and not path.startswith(WAY) else ()),
        twelve_step=False if path == NOT_TWELVE_STEP else None,
        audience=None if path == f"{WAY}{Pathway.FAMILY}" else Audience(asked.get("who") or Audience.OWN),
        languages=frozenset({asked["language"]} if asked.get("language") else ()),
        sort=sort,
        online_last=sort is Sort.DISTANCE,
        offset=(asked.get("page", 1) - 1) * PAGE,
        limit=PAGE,
    )


def _sort(asked: str, *, is_near: bool, is_any: bool) -> Sort:
    """Nearest needs a place, best fit needs something of which more may fit."""
    possible = {Sort.DISTANCE: is_near, Sort.FIT: is_any}
    return next((sort for sort, can_be in possible.items() if can_be and sort == asked), Sort.TIME)


def _days(when: str, viewer: Viewer) -> frozenset[int]:
    if when == "tomorrow":
        return frozenset({(_here(viewer) + timedelta(days=1)).isoweekday() % 7})
    return frozenset({int(when)}) if when.isdecimal() else frozenset()


def _within(when: str, viewer: Viewer) -> int | None:
    if when == "today":
        midnight = datetime.combine(_here(viewer) + timedelta(days=1), time(), _here(viewer).tzinfo)
        return int((midnight - viewer.now).total_seconds() // 60)
    return NOW_AND_SOON if when == "now" else None


def _here(viewer: Viewer) -> datetime:
    return viewer.now.astimezone(ZoneInfo(viewer.zone)) if viewer.zone else viewer.now


def rows(copy: Copy, hits: Iterable[Hit], viewer: Viewer) -> list[Row]:
    """The listings behind hits, in the same order, in one query."""
    found = [(copy.id_at(hit.position), hit) for hit in hits]
    stored = shown_meetings(pk for pk, _ in found)
    return [row(pk, stored[pk], hit, viewer) for pk, hit in found if pk in stored]


def loosened(asked: Asked, *, place: Place | None, viewer: Viewer, copy: Copy) -> list[Looser]:
    """Which one thing to leave out so that something is found."""
    found = []
    for words, left_out in _left_out(asked, place):
        fewer = _without(asked, left_out)
        near = None if ("near", "") in left_out else place
        query = query_for(fewer, place=near, viewer=viewer, languages=copy.languages)
        if total := copy.search(replace(query, limit=0, counts=False), viewer.now).total:
            found.append(Looser(words, left_out, total))
    return found


def _left_out(asked: Asked, place: Place | None) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    if place and asked["within"] < WITHIN[-1] and asked.get("how") != Attendance.ONLINE:
        yield _("Look further, within %(km)s km") % {"km": WITHIN[-1]}, (("within", str(WITHIN[-1])),)
    if place:
        yield _("Look everywhere"), (("near", ""), ("place", ""))
    for name, words in _single_choices().items():
        if asked.get(name):
            yield words, ((name, ""),)
    if asked.get("who") == Audience.FAMILY:
        yield _("For my own recovery"), (("who", Audience.OWN.value),)
    for name in SEVERAL:
        for kind in asked.get(name, ()):
            yield _("Without “%(choice)s”") % {"choice": KINDS[Kind(kind)]}, ((name, kind),)


def _single_choices() -> dict[str, str]:
    return {
        "when": _("At any time"),
        "how": _("In person and online"),
        "words": _("Without the words"),
        "what": _("Everything"),
        "hour": _("Any hour"),
        "by": _("However long it takes to get there"),
        "path": _("Any programme"),
        "language": _("Any language"),
    }


def _without(asked: Asked, left_out: Iterable[tuple[str, str]]) -> dict[str, Any]:
    fewer = dict(asked)
    for name, value in left_out:
        if name in SEVERAL:
            fewer[name] = [kind for kind in fewer[name] if kind != value]
        else:
            fewer[name] = int(value) if name == "within" else value
    return fewer


def online_total(asked: Asked, *, viewer: Viewer, copy: Copy) -> int:
    """How many meet online, wherever they are, for the same search."""
    query = query_for({**asked, "how": Attendance.ONLINE}, place=None, viewer=viewer, languages=copy.languages)
    return copy.search(replace(query, limit=0, counts=False), viewer.now).total
