"""What a source left out about the place of a meeting, as far as it can be worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import tzfpy

from holdfast.accounts.models import time_zones
from holdfast.directory.places import Place, gazetteer
from holdfast.domain.meetings.meeting import Meeting

POSTAL = re.compile(r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\b\d{5}(?:-\d{4})?\b")
COUNTRIES = {"usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "england": "GB"}
MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class Placing:
    """Meetings with what could be worked out, and how often that was done."""

    meetings: tuple[Meeting, ...]
    positions: int = 0
    without_position: int = 0
    zones: int = 0
    without_zone: int = 0

    def notes(self) -> Iterator[str]:
        """What was worked out and what stays unknown, for the account of the import."""
        said = {
            "Position of the town taken, marked as approximate, because the row has none": self.positions,
            "No position, so no distance can be told": self.without_position,
            "Time zone of the position taken, marked as worked out, because the row has none": self.zones,
            "No time zone, which their page says. Add timezone to the feed": self.without_zone,
        }
        return (f"{words} ({count} rows)" for words, count in said.items() if count)


def placed(meetings: Sequence[Meeting]) -> Placing:
    """The meetings with the position of their town and the time zone of their position, where the source gave none."""
    found = [_with_zone(_with_position(meeting)) for meeting in meetings]
    return Placing(
        meetings=tuple(found),
        positions=sum(_is_new(old.latitude, new.latitude) for old, new in zip(meetings, found, strict=True)),
        without_position=sum(meeting.latitude is None for meeting in found),
        zones=sum(_is_new(old.zone, new.zone) for old, new in zip(meetings, found, strict=True)),
        without_zone=sum(meeting.zone is None and not meeting.is_by_appointment for meeting in found),
    )


def _is_new(old: object, new: object) -> bool:
    return old is None and new is not None


# Zones


def _with_zone(meeting: Meeting) -> Meeting:
    if meeting.zone or meeting.latitude is None or meeting.longitude is None:
        return meeting
    zone = zone_at(meeting.latitude, meeting.longitude)
    return meeting.with_zone(zone) if zone else meeting


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA time zone at a point on land; None at sea, where the clock is not a place's."""
    zone = tzfpy.get_tz(longitude, latitude)
    return zone if zone in time_zones() and not zone.startswith("Etc/") else None


# Positions


def _with_position(meeting: Meeting) -> Meeting:
    if meeting.latitude is not None:
        return meeting
    town = next((found for words in _ways_to_say(meeting) if (found := _town(words, meeting.zone))), None)
    if town is None:
        return meeting
    return replace(meeting, latitude=town.latitude, longitude=town.longitude, is_approximate=True)


def _ways_to_say(meeting: Meeting) -> Iterator[str]:
    """The place of a meeting in words, the most exact first.

    A bare region is believed only where a stated time zone can speak against it: there is a Gunn in Alberta and
    another in Australia.
    """
    where = [part for part in (_state(meeting.state), _country(meeting.country)) if part]
    if meeting.postal_code and where:
        yield ", ".join([meeting.postal_code, *where])
    if meeting.city:
        yield ", ".join([meeting.city, *where])
    else:
        yield from _from_one_line(meeting.address)
    if meeting.zone:
        yield from reversed(meeting.regions)


def _from_one_line(address: str) -> Iterator[str]:
    """A town with what follows it: "1 Road, Salem, OR 97301, USA" says "97301, OR, US" and "Salem, OR, US"."""
    parts = [part.strip() for part in address.split(",") if part.strip()][-MOST_PARTS:]
    after = [said for part in parts if (said := _state(_country(part)))]
    if (codes := POSTAL.findall(address)) and len(parts) > 1:
        yield ", ".join([codes[-1], *after[-2:]])
    for at in range(len(parts) - 1):
        yield ", ".join([_state(parts[at]), *after[at + 1 :]])


def _state(text: str) -> str:
    """Without the postal code behind it."""
    return POSTAL.sub("", text).strip()


def _country(text: str) -> str:
    return COUNTRIES.get(text.strip().lower(), text.strip())


@lru_cache(maxsize=20_000)
def _town(words: str, zone: str | None) -> Place | None:
    """The one place that the words mean, if its clock is the one the source states."""
    found = gazetteer().meant(words, limit=2)
    if len(found) != 1 or (zone and not _same_clock(zone, found[0])):
        return None
    return found[0]


def _same_clock(zone: str, place: Place) -> bool:
    return zone_at(place.latitude, place.longitude) == zone
