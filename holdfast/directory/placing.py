"""What a source left out about the place of a meeting, as far as it can be worked out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import available_timezones

import tzfpy

from holdfast.domain.meetings.meeting import Meeting


def placed(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings with the time zone of their place, where their source gave none."""
    return [_with_zone(meeting) for meeting in meetings]


def _with_zone(meeting: Meeting) -> Meeting:
    if meeting.zone or meeting.latitude is None or meeting.longitude is None:
        return meeting
    zone = zone_at(meeting.latitude, meeting.longitude)
    return meeting.with_zone(zone) if zone else meeting


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA time zone at a point on land; None at sea, where the clock is not a place's."""
    zone = tzfpy.get_tz(longitude, latitude)
    return zone if zone in _zones() and not zone.startswith("Etc/") else None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
