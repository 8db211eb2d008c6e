"""The coming dates of a meeting in words: what is not as usual, closures, moves, and the next time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from holdfast.directory.shown import Viewer, clock, day_words, differs, for_viewer, hours
from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting
from holdfast.domain.meetings.spoken import Ahead, dates_ahead, is_plain, is_span, next_moment, spans_ahead, today_at


@dataclass(frozen=True, slots=True)
class DateLine:
    """One coming date."""

    when: str
    note: str = ""
    is_off: bool = False


def date_lines(meeting: Meeting, now: datetime) -> tuple[DateLine, ...]:
    """The next six dates, where the regular times alone do not tell them."""
    if is_plain(meeting):
        return ()
    lines = tuple(_line(one) for one in dates_ahead(meeting, now))
    is_telling = any(one.note for one in lines) or any(slot.rule for slot in meeting.slots) or not meeting.slots
    return lines if is_telling else ()


def _line(ahead: Ahead) -> DateLine:
    note = _date_note(ahead.change)
    if ahead.is_off:
        return DateLine(capfirst(day_name(ahead.start.date())), note, is_off=True)
    return DateLine(capfirst(_("%(day)s, %(time)s") % _at(ahead.start)), note)


def _at(moment: datetime) -> dict[str, str]:
    return {"day": day_name(moment.date()), "time": clock(moment.hour * 60 + moment.minute)}


def _date_note(change: Change | None) -> str:
    if change is None:
        return ""
    said = {
        ChangeKind.CANCELLED: _("does not meet"),
        ChangeKind.EXTRA: _("in addition") if not change.place else _("in addition, at %(place)s"),
        ChangeKind.MOVED: _("at %(place)s") if change.place else _("at another time"),
    }[change.kind] % {"place": change.place}
    if change.kind is ChangeKind.MOVED and not change.place and change.start is None:
        said = ""
    return ". ".join(part for part in (said, change.note) if part)


def day_name(day: date) -> str:
    """A weekday with its date, in the middle of a sentence."""
    return _("%(weekday)s, %(day)s") % {"weekday": WEEKDAYS[day.weekday()], "day": date_format(day, "MONTH_DAY_FORMAT")}


def span_lines(meeting: Meeting, now: datetime) -> tuple[list[str], list[str]]:
    """Closures and moves of more than a day: those that hold today, and those to come."""
    today = today_at(meeting, now)
    found: tuple[list[str], list[str]] = ([], [])
    for change in spans_ahead(meeting, today):
        is_ahead = change.first_on > today
        found[is_ahead].append(span_words(change, is_here=not is_ahead))
    return found


def span_words(change: Change, *, is_here: bool) -> str:
    """A closure or a move of more than a day, which may have begun."""
    if change.kind is ChangeKind.MOVED:
        return _moved(change, is_here=is_here)
    return f"{_closed(change, is_here=is_here)} {change.note}".strip()


def change_words(change: Change) -> str:
    """What is different, on one line."""
    if is_span(change) and change.kind is not ChangeKind.EXTRA:
        return span_words(change, is_here=False)
    return capfirst(f"{day_name(change.first_on)}: {_date_note(change)}")


def _closed(change: Change, *, is_here: bool) -> str:
    said = _days_of(change)
    if change.last_on is None:
        return _("Closed until further notice.") if is_here else _("Closed from %(first)s until further notice.") % said
    return _("Closed until %(last)s.") % said if is_here else _("Closed from %(first)s until %(last)s.") % said


def _moved(change: Change, *, is_here: bool) -> str:
    said = {**_days_of(change), "how": _elsewhere(change)}
    if change.last_on is None:
        if is_here:
            return _("Moved until further notice: %(how)s") % said
        return _("Moved from %(first)s until further notice: %(how)s") % said
    if is_here:
        return _("Moved until %(last)s: %(how)s") % said
    return _("Moved from %(first)s until %(last)s: %(how)s") % said


def _days_of(change: Change) -> dict[str, str]:
    last = change.last_on or change.first_on
    return {"first": date_format(change.first_on, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}


def _elsewhere(change: Change) -> str:
    at = hours(change.start, change.end) if change.start is not None else ""
    return ". ".join(part for part in (", ".join(one for one in (change.place, at) if one), change.note) if part)


def next_line(meeting: Meeting, viewer: Viewer) -> str:
    """The next date, where the regular times alone do not tell it."""
    start = None if is_plain(meeting) else next_moment(meeting, viewer.now)
    return _("Next: %(day)s, %(time)s") % _at(start) if start else ""


def lines_for_viewer(meeting: Meeting, viewer: Viewer) -> tuple[str, ...]:
    """The times on the viewer's own clock, where it shows another time."""
    if not meeting.zone or not viewer.zone or not differs(meeting.zone, viewer):
        return ()
    if is_plain(meeting):
        return tuple(for_viewer(_week(meeting, viewer.now), viewer))
    start = next_moment(meeting, viewer.now)
    if start is None:
        return ()
    here = start.astimezone(ZoneInfo(viewer.zone))
    said = {"days": day_words([here.isoweekday() % 7]), "time": clock(here.hour * 60 + here.minute)}
    return (_("For you the next one is on %(days)s, %(time)s") % said,)


def _week(meeting: Meeting, now: datetime) -> list[datetime]:
    """The next start of each regular time."""
    each = (next_moment(replace(meeting, slots=(slot,)), now) for slot in meeting.slots)
    return [start for start in each if start]
