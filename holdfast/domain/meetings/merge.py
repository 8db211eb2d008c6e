"""One meeting once: which listings of several sources are the same meeting, and what it then says.

The rule adds points, and every point has a reason that a person can read. What contradicts (men and women, two
languages, two towns, a room and a link) ends the comparison. Wrong joins hide a meeting, so the rule is careful: what
it is not sure of waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from math import cos, hypot, radians
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.likeness import (
    Name,
    likeness,
    name_likeness,
    name_of,
    plain,
    room_dialled,
    room_in,
    street_of,
)
from holdfast.domain.meetings.meeting import WEEK_MINUTES, Attendance, Category, Meeting, Slot

SAME_AT = 4.5
"""From so many points on two listings are one meeting."""
ASK_AT = 1.5
"""From so many points on a person is asked."""
MINUTES_APART = 15
SAME_SPOT_KM = 0.15
NEAR_KM = 0.6
FAR_KM = 5.0
TOWN_KM = 40.0
KM_IN_A_DEGREE = 111.2
A_SUNDAY = datetime.combine(date(2026, 1, 4), time())  # a week in which no clock changes; zones are put on it
WINTER, SUMMER = A_SUNDAY, A_SUNDAY + timedelta(weeks=26)


class Why(StrEnum):
    """What speaks for or against two listings being one meeting."""

    OTHER_CATEGORY = "other_category"
    OTHER_FELLOWSHIP = "other_fellowship"
    OTHER_TIME = "other_time"
    OTHER_AUDIENCE = "other_audience"
    OTHER_LANGUAGE = "other_language"
    OTHER_WAY = "other_way"
    """One is only in person, the other only online."""
    OTHER_TOWN = "other_town"
    SAME_NAME = "same_name"
    ALIKE_NAME = "alike_name"
    USUAL_NAME = "usual_name"
    """The same name, but one that many groups have."""
    OTHER_NAME = "other_name"
    OTHER_FORMAT = "other_format"
    """The names say two kinds of meeting: beginners, literature."""
    SAME_ADDRESS = "same_address"
    SAME_SPOT = "same_spot"
    NEXT_DOOR = "next_door"
    """The positions are one, the addresses are two: a mistake, or the house across the street."""
    SAME_VENUE = "same_venue"
    OTHER_PLACE = "other_place"
    SAME_ROOM = "same_room"
    OTHER_ROOM = "other_room"
    SAME_NUMBER = "same_number"
    FEWER_TIMES = "fewer_times"
    MINUTES_OFF = "minutes_off"
    SAME_END = "same_end"
    ONE_AUDIENCE = "one_audience"
    """Only one of them says that it is for women, or for men."""
    ONE_LANGUAGE = "one_language"


ENDS = frozenset(
    {
        Why.OTHER_CATEGORY,
        Why.OTHER_FELLOWSHIP,
        Why.OTHER_TIME,
        Why.OTHER_AUDIENCE,
        Why.OTHER_LANGUAGE,
        Why.OTHER_TOWN,
        Why.OTHER_WAY,
    }
)
POINTS: Mapping[Why, float] = {
    Why.SAME_NAME: 3,
    Why.ALIKE_NAME: 2,
    Why.USUAL_NAME: 1.5,
    Why.OTHER_NAME: -2.5,
    Why.OTHER_FORMAT: -2.5,
    Why.SAME_ADDRESS: 3,
    Why.SAME_SPOT: 3,
    Why.NEXT_DOOR: 2,
    Why.SAME_VENUE: 2,
    Why.OTHER_PLACE: -4,
    Why.SAME_ROOM: 4,
    Why.OTHER_ROOM: -3,
    Why.SAME_NUMBER: 1.5,
    Why.FEWER_TIMES: -3,
    Why.MINUTES_OFF: -1,
    Why.SAME_END: 0.5,
    Why.ONE_AUDIENCE: -1,
    Why.ONE_LANGUAGE: -1,
}
WHERE = frozenset({Why.SAME_ADDRESS, Why.SAME_SPOT, Why.NEXT_DOOR, Why.SAME_VENUE, Why.SAME_ROOM})
"""Without one of these nothing is joined: a name alone is not a meeting."""
NAMED = frozenset({Why.SAME_NAME, Why.ALIKE_NAME, Why.USUAL_NAME})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two listings are one meeting, with the reasons in the order of the comparison."""

    is_same: bool
    score: float
    """Points; -inf where something contradicts."""
    reasons: tuple[Why, ...]

    @property
    def is_unsure(self) -> bool:
        """A person should look."""
        return not self.is_same and self.score >= ASK_AT


def verdict(one: Meeting, other: Meeting) -> Verdict:
    """Whether two listings are one meeting. The same both ways round."""
    found = tuple(_reasons(one, other))
    if not ENDS.isdisjoint(found):
        return Verdict(False, float("-inf"), found)
    score = sum(POINTS[why] for why in found)
    is_named = not NAMED.isdisjoint(found)
    return Verdict(score >= SAME_AT and is_named and not WHERE.isdisjoint(found), score, found)


def _reasons(one: Meeting, other: Meeting) -> Iterator[Why]:
    ends = list(_contradictions(one, other))
    yield from ends
    if not ends:
        yield from _times(one, other)
        yield from _names(one, other)
        yield from _rooms(one, other)
        yield from _places(one, other)
        yield from _people(one, other)


def _contradictions(one: Meeting, other: Meeting) -> Iterator[Why]:
    if one.category is not other.category:
        yield Why.OTHER_CATEGORY
    if one.fellowship and other.fellowship and one.fellowship != other.fellowship:
        yield Why.OTHER_FELLOWSHIP
    if not _share_a_time(one, other):
        yield Why.OTHER_TIME
    if one.languages and other.languages and not one.languages & other.languages:
        yield Why.OTHER_LANGUAGE
    mine, theirs = _audience(one), _audience(other)
    if mine and theirs and not mine & theirs:
        yield Why.OTHER_AUDIENCE
    if {one.attendance, other.attendance} == {Attendance.IN_PERSON, Attendance.ONLINE}:
        yield Why.OTHER_WAY
    if _is_other_town(one, other):
        yield Why.OTHER_TOWN


def _audience(meeting: Meeting) -> frozenset[str]:
    """For women or for men, as its kinds or its name say."""
    said = name_of(meeting.name).formats & {"women", "men"}
    kinds = {word for word, kind in (("women", Kind.WOMEN), ("men", Kind.MEN)) if kind in meeting.kinds}
    return said or frozenset(kinds)


def _is_other_town(one: Meeting, other: Meeting) -> bool:
    """Too far apart for one place. What is only online has none."""
    if Attendance.ONLINE in (one.attendance, other.attendance):
        return False
    km = _km(one, other)
    return km is not None and km > (TOWN_KM if one.is_approximate or other.is_approximate else FAR_KM)


def _km(one: Meeting, other: Meeting) -> float | None:
    """Flat-earth distance: only short ones matter."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return None
    east = (one.longitude - other.longitude + 180) % 360 - 180
    return KM_IN_A_DEGREE * hypot(one.latitude - other.latitude, east * cos(radians(one.latitude)))


# Times


def _share_a_time(one: Meeting, other: Meeting) -> bool:
    if Category.MEETING not in (one.category, other.category):
        return True
    if not one.slots or not other.slots:
        return not one.slots and not other.slots
    return any(True for _ in _shared(one, other))


def _shared(one: Meeting, other: Meeting) -> Iterator[tuple[Slot, Slot, int]]:
    """Slots that are the same time, and how many minutes they are apart."""
    for mine in one.slots:
        for theirs in other.slots:
            apart = min(_apart(mine, one.zone, theirs, other.zone), default=MINUTES_APART + 1)
            if apart <= MINUTES_APART and not (mine.rule and theirs.rule and mine.rule != theirs.rule):
                yield mine, theirs, apart


def _apart(mine: Slot, my_zone: str | None, theirs: Slot, their_zone: str | None) -> Iterator[int]:
    """Minutes on the same clock, or in the same winter or summer week where the clocks are two."""
    if my_zone == their_zone or not my_zone or not their_zone:
        yield _around(_local(mine), _local(theirs))
    else:
        for week in (WINTER, SUMMER):
            yield _around(_universal(mine, my_zone, week), _universal(theirs, their_zone, week))


def _around(one: int, other: int) -> int:
    apart = abs(one - other) % WEEK_MINUTES
    return min(apart, WEEK_MINUTES - apart)


def _local(slot: Slot) -> int:
    return slot.day * 1440 + slot.start


def _universal(slot: Slot, zone: str, week: datetime) -> int:
    return (_local(slot) - _offset(zone, week)) % WEEK_MINUTES


@lru_cache(maxsize=2048)
def _offset(zone: str, week: datetime) -> int:
    offset = week.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    return int((offset or timedelta()).total_seconds() // 60)


def _times(one: Meeting, other: Meeting) -> Iterator[Why]:
    if one.category is not Category.MEETING or not one.slots:
        return
    shared = list(_shared(one, other))
    if len({mine for mine, _, _ in shared}) < max(len(one.slots), len(other.slots)):
        yield Why.FEWER_TIMES
    if all(apart for _, _, apart in shared):
        yield Why.MINUTES_OFF
    elif any(mine.end is not None and mine.end == theirs.end for mine, theirs, _ in shared):
        yield Why.SAME_END


# Names


def _names(one: Meeting, other: Meeting) -> Iterator[Why]:
    mine, theirs = name_of(one.name), name_of(other.name)
    alike = max([name_likeness(mine, theirs), *_as_group(one, other), *_as_group(other, one)])
    is_usual = mine.is_usual and theirs.is_usual
    if alike >= 0.9:
        yield Why.USUAL_NAME if is_usual else Why.SAME_NAME
    elif alike >= 0.6:
        yield Why.USUAL_NAME if is_usual else Why.ALIKE_NAME
    elif alike < 0.45:
        yield Why.OTHER_NAME
    if _says_two_kinds(one, other, mine, theirs) or _is_outdoors(one) is not _is_outdoors(other):
        yield Why.OTHER_FORMAT


def _as_group(one: Meeting, other: Meeting) -> Iterator[float]:
    """One source writes the group's name where the other writes the meeting's."""
    group = name_of(one.group)
    if one.group and not group.is_usual and max(map(len, group.words)) > 3:
        yield min(name_likeness(group, name_of(other.name)), 0.89)


def _says_two_kinds(one: Meeting, other: Meeting, mine: Name, theirs: Name) -> bool:
    """A word of one name that neither the other's name nor its kinds have; loose words only against each other."""
    told, said = _told(one), _told(other)
    if mine.formats - theirs.formats - said or theirs.formats - mine.formats - told:
        return True
    every, others = mine.formats | mine.loose, theirs.formats | theirs.loose
    return bool(every - others and others - every)


def _is_outdoors(meeting: Meeting) -> bool:
    """A group that meets in its hall may meet in a park at the same hour."""
    return bool(_OUTDOORS.search(plain(meeting.notes[:80])))


_OUTDOORS = re.compile(r"\bpark meeting\b|\bmeets? (?:outdoors|outside|in the park)\b")
_TOLD: Mapping[str, Kind] = {
    "newcomers": Kind.NEWCOMERS, "women": Kind.WOMEN, "men": Kind.MEN, "step": Kind.STEP, "speaker": Kind.SPEAKER,
    "bigbook": Kind.LITERATURE, "literature": Kind.LITERATURE, "young": Kind.YOUNG, "meditation": Kind.MEDITATION,
    "lgbtq": Kind.LGBTQ, "gay": Kind.LGBTQ, "outdoor": Kind.OUTDOOR, "outdoors": Kind.OUTDOOR,
}  # fmt: skip


def _told(meeting: Meeting) -> frozenset[str]:
    """Words that its kinds say."""
    return frozenset(word for word, kind in _TOLD.items() if kind in meeting.kinds)


# Rooms and places


def _rooms(one: Meeting, other: Meeting) -> Iterator[Why]:
    if _all_rooms(one) & _all_rooms(other):
        yield Why.SAME_ROOM
    elif room_in(one.conference_url) and room_in(other.conference_url):
        yield Why.OTHER_ROOM
    elif _is_same_number(one.conference_phone, other.conference_phone) or _is_same_number(one.phone, other.phone):
        yield Why.SAME_NUMBER


def _is_same_number(one: str, other: str) -> bool:
    return bool(one) and plain(one) == plain(other)


def _all_rooms(meeting: Meeting) -> frozenset[str]:
    return frozenset({room_in(meeting.conference_url), room_dialled(meeting.conference_phone)} - {""})


def _places(one: Meeting, other: Meeting) -> Iterator[Why]:
    if Attendance.ONLINE in (one.attendance, other.attendance):
        yield from _shared_address(one, other)
        return
    km = _km(one, other)
    is_exact = km is not None and not one.is_approximate and not other.is_approximate
    mine, theirs = street_of(one.address), street_of(other.address)
    if mine.is_like(theirs) and (_is_same_town(one, other) or (km is not None and km < FAR_KM)):
        yield Why.SAME_ADDRESS
    elif is_exact and km is not None and km <= NEAR_KM:
        yield from _near_by(km, are_two=bool(mine and theirs))
    elif is_exact or (mine and theirs):
        yield Why.OTHER_PLACE
    elif _is_same_venue(one, other) and (_is_same_town(one, other) or (km is not None and km < NEAR_KM)):
        yield Why.SAME_VENUE


def _near_by(km: float, *, are_two: bool) -> Iterator[Why]:
    if km <= SAME_SPOT_KM:
        yield Why.NEXT_DOOR if are_two else Why.SAME_SPOT
    elif are_two:
        yield Why.OTHER_PLACE


def _shared_address(one: Meeting, other: Meeting) -> Iterator[Why]:
    """What is only online now still says where it met; that helps, but never speaks against."""
    if street_of(one.address).is_like(street_of(other.address)) and _is_same_town(one, other):
        yield Why.SAME_ADDRESS


def _is_same_town(one: Meeting, other: Meeting) -> bool:
    if one.postal_code and one.postal_code[:5] == other.postal_code[:5]:
        return True
    mine, theirs = plain(one.city), plain(other.city)
    if mine and theirs:
        return mine.strip() == theirs.strip()
    if mine or theirs:
        return (mine or theirs).strip() in plain(other.address if mine else one.address)
    return likeness(plain(one.address), plain(other.address)) > 0.8


def _is_same_venue(one: Meeting, other: Meeting) -> bool:
    mine, theirs = plain(one.location), plain(other.location)
    return bool(mine and theirs) and likeness(mine, theirs) > 0.75


def _people(one: Meeting, other: Meeting) -> Iterator[Why]:
    if bool(_audience(one)) is not bool(_audience(other)):
        yield Why.ONE_AUDIENCE
    if bool(one.languages - {"en"}) is not bool(other.languages - {"en"}):
        yield Why.ONE_LANGUAGE


# Which pairs to compare


def marks(meeting: Meeting) -> frozenset[int]:
    """Numbers under which a listing is kept, so that what may be the same meeting is found without comparing all."""
    return frozenset(_mixed(where, time) for where, clock in _spots(meeting) for time in _quarters(meeting, clock))


def wanted(meeting: Meeting) -> frozenset[int]:
    """The marks of every listing that may be the same meeting: the places and quarter hours around it too."""
    return frozenset(
        _mixed(where, near)
        for where, clock in [*_spots(meeting), *_around_spot(meeting)]
        for time in _quarters(meeting, clock)
        for near in _near(time)
    )


def candidates(meetings: Sequence[Meeting]) -> list[tuple[int, int]]:
    """Pairs of positions that may be the same meeting, each once, the lower first. Near-linear in their number."""
    book: dict[int, list[int]] = {}
    for at, meeting in enumerate(meetings):
        for mark in marks(meeting):
            book.setdefault(mark, []).append(at)
    found: set[tuple[int, int]] = set()
    for at, meeting in enumerate(meetings):
        for mark in wanted(meeting):
            found.update((other, at) for other in book.get(mark, ()) if other < at)
    return sorted(found)


CELL = 0.005
"""Degrees; about half a kilometre."""
QUARTERS = WEEK_MINUTES // MINUTES_APART
AT_ANY_TIME = -1
_LOCAL, _UNIVERSAL = 0, 1


def _spots(meeting: Meeting) -> Iterator[tuple[int, int]]:
    """Where it is, as numbers, each with the clock that every source shares: the place's own, or the world's."""
    if (cell := _cell(meeting)) is not None:
        yield _cell_number(*cell), _LOCAL
    if street := street_of(meeting.address):
        yield _number(f"street {street.number} {min(street.words)}"), _LOCAL
    for room in _all_rooms(meeting):
        yield _number(f"room {room}"), _UNIVERSAL
    name, town = name_of(meeting.name), plain(meeting.city).strip()
    words = " ".join(sorted(name.words))
    if town:
        yield _number(f"name {words} in {town}"), _LOCAL
    if meeting.attendance is Attendance.ONLINE and not name.is_usual:
        yield _number(f"name {words}"), _UNIVERSAL


def _cell(meeting: Meeting) -> tuple[int, int] | None:
    if meeting.latitude is None or meeting.longitude is None or meeting.is_approximate:
        return None
    return int(meeting.latitude // CELL), int(meeting.longitude // CELL)


def _around_spot(meeting: Meeting) -> Iterator[tuple[int, int]]:
    if (cell := _cell(meeting)) is not None:
        for north in (-1, 0, 1):
            for east in (-1, 0, 1):
                yield _cell_number(cell[0] + north, cell[1] + east), _LOCAL


def _cell_number(north: int, east: int) -> int:
    return north * 1_000_003 + east


@lru_cache(maxsize=65536)
def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest())


def _quarters(meeting: Meeting, clock: int) -> Iterable[int]:
    """Quarter hours of the week at which it begins; services and what has no time are compared at any."""
    if meeting.category is not Category.MEETING or not meeting.slots:
        return (AT_ANY_TIME,)
    if clock == _LOCAL:
        return {_local(slot) // MINUTES_APART for slot in meeting.slots}
    zone = meeting.zone
    return {_universal(slot, zone, WINTER) // MINUTES_APART for slot in meeting.slots} if zone else ()


def _near(quarter: int) -> Iterable[int]:
    return (quarter,) if quarter == AT_ANY_TIME else ((quarter + step) % QUARTERS for step in (-1, 0, 1))


def _mixed(where: int, quarter: int) -> int:
    """One number of 63 bits for a place and a time: a signed column of a database holds it."""
    mixed = (where * 1009 + quarter + 7) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    return (mixed ^ mixed >> 29) & 0x7FFFFFFFFFFFFFFF


# Which listings stand together

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pair(Generic[Id]):
    """Two listings that the rule takes for one meeting."""

    one: Id
    other: Id
    score: float


@dataclass(frozen=True, slots=True)
class Decisions(Generic[Id]):
    """What people said. It stands above the rule."""

    same: frozenset[tuple[Id, Id]] = frozenset()
    different: frozenset[tuple[Id, Id]] = frozenset()


def clusters(
    source_of: Mapping[Id, object], pairs: Iterable[Pair[Id]], decisions: Decisions[Id] | None = None
) -> list[frozenset[Id]]:
    """Listings that are one meeting, every listing in one cluster. The best pair first; never two of one source
    unless a person said so; never two that a person told apart, also not by way of a third."""
    decided = decisions or Decisions()
    apart = {frozenset(two) for two in decided.different}
    home = {one: frozenset({one}) for one in source_of}
    ranked = sorted(pairs, key=lambda pair: (-pair.score, sorted((str(pair.one), str(pair.other)))))
    for one, other in sorted(decided.same, key=str):
        _unite(home, one, other, apart, None)
    for pair in ranked:
        _unite(home, pair.one, pair.other, apart, source_of)
    return sorted(set(home.values()), key=lambda cluster: sorted(map(str, cluster)))


def _unite(
    home: dict[Id, frozenset[Id]],
    one: Id,
    other: Id,
    apart: set[frozenset[Id]],
    source_of: Mapping[Id, object] | None,
) -> None:
    """Put two clusters together where nothing forbids it."""
    if one not in home or other not in home or home[one] == home[other]:
        return
    mine, theirs = home[one], home[other]
    if any(frozenset((here, there)) in apart for here in mine for there in theirs):
        return
    if source_of and {source_of[here] for here in mine} & {source_of[there] for there in theirs}:
        return
    for member in mine | theirs:
        home[member] = mine | theirs
