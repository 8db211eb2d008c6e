"""The words of goals, of what was said, and of where one was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.dates import WEEKDAYS as DAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holdfast.checkins.goals import GoalRow
from holdfast.checkins.models import Attendance
from holdfast.domain.goals import Every, OftenProgress, Said, SoOften

Words = Mapping[Any, Any]

SAID: Words = {Said.DONE: _("done"), Said.NOT_DONE: _("not done"), Said.NOT_SAID: _("not said")}
HOW: Words = {
    Attendance.How.IN_PERSON: _("in person"),
    Attendance.How.ONLINE: _("online"),
    Attendance.How.PHONE: _("by phone"),
}
EVERY: Words = {Every.WEEK: _("a week"), Every.MONTH: _("a month")}
WEEKDAYS: Words = {number + 1: name for number, name in DAYS.items()}
SMALLER = (
    _("Only the first step"),
    _("Five minutes of it"),
    _("Once instead of twice"),
    _("A message instead of a call"),
    _("Think of it, and rest"),
)
"""What a goal may be on a bad day."""


@dataclass(frozen=True, slots=True)
class Template:
    """A goal to start from; everything in it can be changed."""

    text: Any
    steps: tuple[Any, ...] = ()
    often: SoOften | None = None
    smaller: Any = ""


TEMPLATES: Mapping[str, Template] = {
    "new_group": Template(
        _("Try a group that is new to me"),
        (
            _("Choose two that could suit"),
            _("Find out how a first visit goes"),
            _("Go once"),
            _("Go a second time before I decide"),
        ),
        smaller=_("Look at one group for five minutes"),
    ),
    "ask_help": Template(
        _("Ask somebody for one small thing"),
        (_("Choose what"), _("Choose whom"), _("Write down what I will say"), _("Ask")),
        smaller=_("Write down what I would ask for"),
    ),
    "professional": Template(
        _("Find a professional"),
        (
            _("Write down what I need"),
            _("Find two or three, and what they cost"),
            _("Call or write to one"),
            _("Go once"),
        ),
        smaller=_("Look up one phone number"),
    ),
    "hard_hour": Template(
        _("Be ready for a hard hour"),
        (
            _("Write down three things I can do alone"),
            _("Choose two people I can call"),
            _("Choose a place where I am safe"),
            _("Keep it where I find it"),
        ),
        smaller=_("Write down one thing that helps"),
    ),
    "appointments": Template(
        _("Keep my appointments"), often=SoOften(2, Every.MONTH), smaller=_("Call and take another day")
    ),
    "thanks": Template(_("Thank somebody"), often=SoOften(1, Every.WEEK), smaller=_("Send one word")),
    "joy": Template(_("Do something I used to like"), often=SoOften(1, Every.WEEK), smaller=_("Ten minutes of it")),
    "give_back": Template(
        _("Do something for others"),
        often=SoOften(1, Every.MONTH),
        smaller=_("Listen to one person"),
    ),
}


def progress(row: GoalRow) -> str:
    """How a goal goes, in a sentence or two; never a share in percent."""
    return _often(row.often, Every(row.goal.every)) if row.often else _steps(row)


def _steps(row: GoalRow) -> str:
    done = row.done
    if done.of == 0:
        return gettext("No steps yet.")
    if done.done == done.of:
        return gettext("All steps are done.")
    if done.done == 0:
        return gettext("Not begun yet. That is fine.")
    return gettext("%(done)s of %(of)s steps done.") % {"done": done.done, "of": done.of}


def _often(often: OftenProgress, every: Every) -> str:
    return " ".join(filter(None, (_this_span(often, every), _spans_before(often, every))))


def _this_span(often: OftenProgress, every: Every) -> str:
    if often.left == 0:
        return gettext("Done this week.") if every is Every.WEEK else gettext("Done this month.")
    if often.done == 0:
        return gettext("Still open this week.") if every is Every.WEEK else gettext("Still open this month.")
    if every is Every.WEEK:
        said = ngettext(
            "%(done)s time this week, %(left)s to go.", "%(done)s times this week, %(left)s to go.", often.done
        )
    else:
        said = ngettext(
            "%(done)s time this month, %(left)s to go.", "%(done)s times this month, %(left)s to go.", often.done
        )
    return said % {"done": often.done, "left": often.left}


def _spans_before(often: OftenProgress, every: Every) -> str:
    """Only what went well is said of the past."""
    if not often.reached_before:
        return ""
    if every is Every.WEEK:
        said = ngettext(
            "Reached in %(reached)s of the last %(of)s week.",
            "Reached in %(reached)s of the last %(of)s weeks.",
            often.spans_before,
        )
    else:
        said = ngettext(
            "Reached in %(reached)s of the last %(of)s month.",
            "Reached in %(reached)s of the last %(of)s months.",
            often.spans_before,
        )
    return said % {"reached": often.reached_before, "of": often.spans_before}


def so_often(times: int | None, every: str) -> str:
    """ "Twice a week" and the like."""
    if not times or not every:
        return ""
    if every == Every.WEEK:
        return ngettext("Once a week", "%(times)s times a week", times) % {"times": times}
    return ngettext("Once a month", "%(times)s times a month", times) % {"times": times}


def on_which_days(due_on: date | None, days: list[int]) -> str:
    """When something was promised for."""
    if due_on is not None:
        return date_format(due_on, "DATE_FORMAT")
    if len(days) == 7:
        return gettext("Every day")
    return ", ".join(str(WEEKDAYS[day]) for day in days if day in WEEKDAYS)


def times_in_month(count: int) -> str:
    """How often one was somewhere."""
    return ngettext("%(count)s time", "%(count)s times", count) % {"count": count}


def moment(on: date, at: time | None) -> str:
    """A day, and the hour if it was said."""
    day = date_format(on, "DATE_FORMAT")
    return f"{day}, {time_format(at, 'TIME_FORMAT')}" if at else day
