"""What else one could choose, with how many answers each choice leaves; and what was just missed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from holdfast.directory.asking import Asked
from holdfast.directory.forms import WAY
from holdfast.directory.line_words import language_words
from holdfast.directory.words import KINDS, PATHWAYS, WHO, Words, fellowship_name
from holdfast.domain.meetings.index import Reason
from holdfast.domain.meetings.kinds import ACCESS, Kind
from holdfast.domain.meetings.meeting import Attendance
from holdfast.domain.meetings.pathways import Pathway
from holdfast.domain.meetings.query import Results

MOST_IN_GROUP = 8
ALSO_KINDS = (Pathway.WOMEN, Pathway.LGBTQ, Pathway.SECULAR)
"""Pathways that are offered as kinds of meeting."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice: setting `field` to `value` leaves `count` answers."""

    words: Words
    field: str
    value: str
    count: int
    adds: bool = False
    """The value joins others of the field instead of replacing them."""


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Choices of one sort, the most fruitful first."""

    title: str
    filters: tuple[Filter, ...]


def filters_of(results: Results, asked: Asked, *, is_near: bool) -> list[FilterGroup]:
    """The choices that would narrow these results further; what is chosen or changes nothing is left out."""
    groups = {
        _("How"): _attendances(results, is_near=is_near) if not asked.get("how") else (),
        _("What it is about"): _pathways(results) if not asked.get("path") else (),
        _("Programmes"): _fellowships(results) if not asked.get("path") else (),
        _("Language"): _languages(results) if not asked.get("language") else (),
        _("Kind of meeting"): _kinds(results, asked),
    }
    found = ((title, _best(filters, results.total)) for title, filters in groups.items())
    return [FilterGroup(title, filters) for title, filters in found if filters]


def _best(filters: Iterable[Filter], total: int) -> tuple[Filter, ...]:
    useful = (one for one in filters if 0 < one.count < total)
    return tuple(sorted(useful, key=lambda one: (-one.count, str(one.words)))[:MOST_IN_GROUP])


def _attendances(results: Results, *, is_near: bool) -> Iterator[Filter]:
    """Online is no narrowing near a place: it then looks everywhere, and has a link of its own."""
    hybrid = results.attendances.get(Attendance.HYBRID, 0)
    ways = {Attendance.IN_PERSON: _("In person"), Attendance.ONLINE: _("Online")}
    for attendance, words in ways.items():
        if attendance is Attendance.IN_PERSON or not is_near:
            yield Filter(words, "how", attendance.value, results.attendances.get(attendance, 0) + hybrid)


def _pathways(results: Results) -> Iterator[Filter]:
    shown = ((way, count) for way, count in results.pathways.items() if way not in ALSO_KINDS)
    return (Filter(PATHWAYS[way], "path", f"{WAY}{way.value}", count) for way, count in shown)


def _fellowships(results: Results) -> Iterator[Filter]:
    for code, count in results.fellowships.items():
        if name := fellowship_name(code):
            yield Filter(name, "path", code, count)


def _languages(results: Results) -> Iterator[Filter]:
    for code, count in results.languages.items():
        yield Filter(capfirst(str(language_words(code))), "language", code, count)


def _kinds(results: Results, asked: Asked) -> Iterator[Filter]:
    """Not where any of several kinds is asked for: one more would widen, not narrow."""
    chosen = asked.get("kind") or ()
    offered = WHO if asked.get("match") != "any" else ()
    for kind in (*offered, *ACCESS):
        field = "access" if kind in ACCESS else "kind"
        if kind.value not in chosen:
            yield Filter(KINDS[kind], field, kind.value, results.kinds.get(kind, 0), adds=True)


def why_words(reason: Reason, detail: str) -> str:
    """Why a listing does not answer, in a few words."""
    if reason is Reason.KIND and detail:
        return _("not marked “%(kind)s”") % {"kind": KINDS[Kind(detail)]}
    return {
        Reason.DAY: _("on another day"),
        Reason.HOUR: _("at another hour"),
        Reason.SOON: _("not soon"),
        Reason.FAR: _("farther away"),
        Reason.TRAVEL: _("too far to get there in time"),
        Reason.KIND: _("another kind of meeting"),
        Reason.ATTENDANCE: _("not held that way"),
        Reason.PROGRAMME: _("another programme"),
        Reason.AUDIENCE: _("for other people"),
        Reason.LANGUAGE: _("no word about the language"),
        Reason.WORDS: _("the words do not stand there"),
        Reason.CATEGORY: _("something else"),
    }[reason]
