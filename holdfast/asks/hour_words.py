"""Who could come, and when: the hours of a week in words, and as rows of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format, time_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.asks.words import Words
from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.coverage import HOURS, Change, Coverage, Mend, Span, level
from holdfast.domain.asks.kinds import Kind

QUESTIONS: Mapping[Kind, Words] = {
    Kind.CRISIS: gettext_lazy("You ask for support now. How often does someone say yes within 10 minutes?"),
    Kind.TALK: gettext_lazy("You ask for a talk. How often does someone say yes within an hour?"),
    Kind.RIDE: gettext_lazy("You ask for a ride. How often does someone say yes within 8 hours?"),
}
"""The kinds the page shows, and what each hour answers."""
SHOWN = 4
"""Spans that stand open on the page; the others are folded."""


@dataclass(frozen=True, slots=True)
class Line:
    """One span in words: when, how often, the same in percent, and what would mend it."""

    when: str
    often: str
    percent: int
    level: int
    mend: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour in the picture: `level` 0-4 and `tenths` 0-10 give its look."""

    level: int
    tenths: int
    often: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The page: `worst` first, then the `rest`; the picture's head and rows."""

    worst: tuple[Line, ...]
    rest: tuple[Line, ...]
    days: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def shown(found: Coverage, candidates: Sequence[Candidate]) -> Shown:
    """What the page says and draws. Days begin where the reader's language begins a week."""
    names = {one.id: one.name for one in candidates}
    lines = tuple(_line(span, names) for span in found.spans)
    thin = tuple(line for line in lines if line.level < 3)[:SHOWN]
    first = int(str(get_format("FIRST_DAY_OF_WEEK")))
    days = [(first + ahead) % 7 for ahead in range(7)]
    rows = tuple((_clock(hour), tuple(_cell(found.chance[day * 24 + hour]) for day in days)) for hour in range(24))
    head = tuple((str(WEEKDAYS[(day - 1) % 7]), str(WEEKDAYS_ABBR[(day - 1) % 7])) for day in days)
    return Shown(thin, lines[len(thin) :], head, rows)


def often(chance: float) -> str:
    """A chance in words."""
    tenths = round(10 * chance)
    if chance <= 0:
        return _("nobody could be asked")
    if tenths == 0:
        return _("hardly ever")
    return _("almost always") if tenths == 10 else _("about %(tenths)s in 10") % {"tenths": tenths}


def _line(span: Span, names: Mapping[str, str]) -> Line:
    mend = "" if span.mend is None else _mend(span.mend, names)
    return Line(when(span), often(span.chance), round(100 * span.chance), level(span.chance), mend)


def _cell(chance: float) -> Cell:
    return Cell(level(chance), max(1, round(10 * chance)) if chance > 0 else 0, often(chance))


def when(span: Span) -> str:
    """A span in words: "Every day from 10 p.m. to 8 a.m."."""
    if span.length >= HOURS:
        return _("At every hour of the week")
    said = {
        "days": capfirst(_days(span.days)),
        "begins": _clock(span.begins),
        "ends": _clock(span.begins + span.length),
    }
    if span.length == 24 and span.begins == 0:
        return _("%(days)s, all day") % said
    if span.length < 24:
        return _("%(days)s from %(begins)s to %(ends)s") % said
    last = [(day + (span.begins + span.length) // 24) % 7 for day in span.days]
    return _("From %(first)s at %(begins)s to %(last)s at %(ends)s") % {
        **said,
        "first": _days(span.days),
        "last": _days(tuple(last)),
    }


def _days(days: Sequence[int]) -> str:
    """Days in words, from Monday on. 0 is Sunday."""
    if len(days) == 7:
        return _("every day")
    if sorted(days) == [1, 2, 3, 4, 5]:
        return _("Monday to Friday")
    return get_text_list([str(WEEKDAYS[day]) for day in sorted((day - 1) % 7 for day in days)], _("and"))


def _clock(hour: int) -> str:
    return time_format(time(hour % 24), "TIME_FORMAT")


def _mend(mend: Mend, names: Mapping[str, str]) -> str:
    said = {"name": names.get(mend.candidate or "", ""), "often": often(mend.after)}
    if mend.change is Change.WAKES:
        return _("If %(name)s said you may wake them in a hard moment: %(often)s.") % said
    if mend.change is Change.TAKES:
        return _("If %(name)s said yes to this kind of ask: %(often)s.") % said
    if mend.change is Change.HOURS:
        return _("If %(name)s could be asked at these hours too: %(often)s.") % said
    return _("With one more person who could be asked then: %(often)s.") % said
