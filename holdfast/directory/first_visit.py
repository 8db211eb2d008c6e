"""What usually happens the first time, by the kind of meeting; and a few words with which to ask somebody along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from django.utils.translation import gettext as _

from holdfast.directory.dated import day_name
from holdfast.directory.shown import Viewer, clock, where
from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Meeting
from holdfast.domain.meetings.spoken import next_moment


def first_visit_lines(meeting: Meeting) -> Iterator[str]:
    """Plain sentences for somebody who has never been there."""
    if meeting.category is Category.SERVICE:
        yield _("You may ask what it costs, how long it takes, and who will know, before you say anything else.")
        yield _("You may bring somebody, and you may leave at any time.")
    elif meeting.category is Category.COMMUNITY:
        yield _("Read along for a while before you write. Nobody has to know that you are there.")
        yield _("Use a name that is not yours, and a picture that is not you.")
    else:
        yield from _of_a_meeting(meeting)


def _of_a_meeting(meeting: Meeting) -> Iterator[str]:
    if meeting.attendance is not Attendance.ONLINE:
        yield _("Come a few minutes early, or right on time. Somebody often says hello at the door.")
    if meeting.attendance in {Attendance.ONLINE, Attendance.HYBRID}:
        yield _("Online, keep the camera off if you like. You can change the name that others see.")
    yield _("You need not speak. “I would like to listen today” is enough.")
    if meeting.twelve_step:
        yield _("People use first names only. There are readings first, then those who want to speak take turns.")
        yield _("If a basket goes round, you may pass it on.")
    if Kind.CLOSED in meeting.kinds:
        yield _closed(meeting)
    yield _("You may leave at any time, without a reason. One visit binds you to nothing.")


def _closed(meeting: Meeting) -> str:
    if meeting.audience is Audience.FAMILY:
        return _("It is for family and friends of somebody in recovery. You decide whether that is you.")
    return _("It is for people who share the problem, or think they may. You decide whether that is you.")


def words_to_bring(meeting: Meeting, viewer: Viewer) -> str:
    """A message that asks somebody along. It names neither the group nor what it is about."""
    start = next_moment(meeting, viewer.now)
    place = where(replace(meeting, location="") if meeting.address else meeting)
    said = {"place": place}
    if start is not None:
        said |= {"day": day_name(start.date()), "time": clock(start.hour * 60 + start.minute)}
        asked = _("Would you come with me on %(day)s, at %(time)s?") % said
    else:
        asked = _("Would you come somewhere with me?")
    if meeting.attendance is Attendance.ONLINE:
        return f"{asked} {_('It is online.')}"
    return f"{asked} {_('It is here: %(place)s.') % said}" if place else asked


def ways_to_send(words: str) -> dict[str, str]:
    """Addresses that open the device's own mail and messages with the words in them."""
    said = quote(words, safe="")
    return {"mail": f"mailto:?body={said}", "message": f"sms:?&body={said}"}
