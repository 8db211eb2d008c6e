"""In person or online: what somebody's own answers speak for, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from holdfast.domain.meetings.meeting import Attendance


class Concern(StrEnum):
    """An answer that speaks for one of the two. An answer that speaks for neither is none."""

    CHANGING_HOURS = "changing_hours"
    HARD_TO_GET_THERE = "hard_to_get_there"
    SEE_FACES = "see_faces"
    SOMEONE_CLOSE = "someone_close"
    ROOM_IS_TOO_MUCH = "room_is_too_much"
    FEW_LIKE_ME = "few_like_me"
    NO_QUIET_CORNER = "no_quiet_corner"


IN_PERSON = frozenset({Concern.SEE_FACES, Concern.SOMEONE_CLOSE, Concern.NO_QUIET_CORNER})
ONLINE = frozenset(Concern) - IN_PERSON


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the answers speak for: one, or None for both; and which answers speak for each."""

    towards: Attendance | None
    for_online: tuple[Concern, ...]
    for_in_person: tuple[Concern, ...]


def leaning(concerns: frozenset[Concern]) -> Leaning:
    """The way with more answers for it; with as many for each, both. Nothing is weighed: the person does that."""
    online = tuple(one for one in Concern if one in concerns & ONLINE)
    in_person = tuple(one for one in Concern if one in concerns & IN_PERSON)
    towards = None
    if len(online) != len(in_person):
        towards = Attendance.ONLINE if len(online) > len(in_person) else Attendance.IN_PERSON
    return Leaning(towards, online, in_person)
