"""Real listings as a second source would write them: the same meetings, put down by other hands.

Every change is one that the real files show between two entries of one meeting; none changes which meeting it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from holdfast.domain.meetings.formats import bmlt
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
SHORTER: Mapping[str, str] = {
    "Street": "St.", "St": "Street", "Avenue": "Ave", "Ave": "Avenue", "Road": "Rd", "Rd": "Road", "Drive": "Dr",
    "Dr": "Drive", "Blvd": "Boulevard", "Lane": "Ln", "North": "N", "South": "S", "East": "E", "West": "W",
    "N": "North", "S": "South", "E": "East", "W": "West",
}  # fmt: skip
WORDS: Mapping[str, str] = {
    "Beginners": "Newcomers", "Night": "Nite", "Literature": "Lit", "Discussion": "Disc.", "Big Book": "BB",
    "and": "&", "Meeting": "Mtg", "Group": "Grp", "12x12": "12 & 12",
}  # fmt: skip
Change = Callable[[Meeting, Random], Meeting]


def renamed(meeting: Meeting, chance: Random) -> Meeting:
    """The day, the fellowship or "Group" added, words written shorter, "The" left out, capitals."""
    name = meeting.name
    for word, other in WORDS.items():
        if chance.random() < 0.5:
            name = re.sub(rf"\b{word}\b", other, name)
    ways = [
        f"{DAYS[meeting.slots[0].day]} {name}" if meeting.slots else name,
        name.removeprefix("The "),
        f"{name} Group",
        f"{name} {(meeting.fellowship or '').upper()}".strip(),
        name.upper(),
        re.sub(r"[^\w\s&]", "", name),
    ]
    return replace(meeting, name=chance.choice(ways))


def misspelt(meeting: Meeting, chance: Random) -> Meeting:
    """One letter too few."""
    name = meeting.name
    at = chance.randrange(1, len(name)) if len(name) > 7 else 0
    return replace(meeting, name=name[:at] + name[at + 1 :]) if at else meeting


def by_group(meeting: Meeting, chance: Random) -> Meeting:
    """The group's name where the other source has the meeting's, if it has a name of its own."""
    if not meeting.group or re.search(r"\d|district|/", meeting.group.casefold()):
        return meeting
    return replace(meeting, name=meeting.group, group=meeting.name)


def readdressed(meeting: Meeting, chance: Random) -> Meeting:
    """Street or St., the town inside the address, no postal code."""
    address = " ".join(SHORTER.get(word, word) for word in meeting.address.split(" "))
    if chance.random() < 0.3 and meeting.city and "," not in address and address:
        return replace(meeting, address=f"{address}, {meeting.city}, {meeting.state}", city="", state="")
    return replace(meeting, address=address, postal_code=meeting.postal_code if chance.random() < 0.5 else "")


def jittered(meeting: Meeting, chance: Random) -> Meeting:
    """Another geocoder: up to 60 metres off."""
    if meeting.latitude is None or meeting.longitude is None:
        return meeting
    north, east = chance.uniform(-0.0005, 0.0005), chance.uniform(-0.0005, 0.0005)
    return replace(meeting, latitude=meeting.latitude + north, longitude=meeting.longitude + east)


def of_the_town(meeting: Meeting, chance: Random) -> Meeting:
    """No coordinates in the source, so the town's were taken."""
    if meeting.latitude is None or meeting.longitude is None or not meeting.city:
        return meeting
    north, east = chance.uniform(-0.05, 0.05), chance.uniform(-0.05, 0.05)
    return replace(meeting, latitude=meeting.latitude + north, longitude=meeting.longitude + east, is_approximate=True)


def retimed(meeting: Meeting, chance: Random) -> Meeting:
    """The end left out, or an hour and a half instead of an hour."""
    return replace(meeting, slots=tuple(_end(slot, chance.random() < 0.7) for slot in meeting.slots))


def _end(slot: Slot, is_left_out: bool) -> Slot:
    return replace(slot, end=None if is_left_out else (slot.start + 90) % 1440)


def with_fewer_types(meeting: Meeting, chance: Random) -> Meeting:
    """Only some of the kinds."""
    kept = frozenset(kind for kind in sorted(meeting.kinds) if chance.random() < 0.6)
    return replace(meeting, kinds=kept, types=meeting.types[: max(1, len(meeting.types) // 2)])


def relinked(meeting: Meeting, chance: Random) -> Meeting:
    """The link in another spelling."""
    link = re.sub(r"https?://(?:\w+\.)?zoom\.us/", "https://us06web.zoom.us/", meeting.conference_url)
    return replace(meeting, conference_url=link.split("?")[0] + ("?pwd=abc" if "zoom" in link else ""))


def without_link(meeting: Meeting, chance: Random) -> Meeting:
    """A printed list knows the hall only."""
    if meeting.attendance is not Attendance.HYBRID:
        return meeting
    return replace(meeting, conference_url="", conference_phone="", attendance=Attendance.IN_PERSON)


def as_bmlt(meeting: Meeting, chance: Random) -> Meeting:
    """What BMLT can say of it, and not more."""
    if len(meeting.slots) != 1:
        return meeting
    slot = meeting.slots[0]
    minutes = 60 if slot.end is None else (slot.end - slot.start) % 1440
    row = {
        "id_bigint": "1", "meeting_name": meeting.name, "weekday_tinyint": str(slot.day + 1),
        "start_time": f"{slot.start // 60:02}:{slot.start % 60:02}:00",
        "duration_time": f"{minutes // 60:02}:{minutes % 60:02}:00", "time_zone": meeting.zone or "",
        "venue_type": {"in_person": "1", "online": "2", "hybrid": "3"}.get(meeting.attendance, ""),
        "latitude": str(meeting.latitude or ""), "longitude": str(meeting.longitude or ""),
        "location_text": meeting.location, "location_street": meeting.address,
        "location_municipality": meeting.city, "location_province": meeting.state,
        "location_postal_code_1": meeting.postal_code, "virtual_meeting_link": meeting.conference_url,
        "phone_meeting_number": meeting.conference_phone, "comments": meeting.notes, "published": "1", "formats": "",
    }  # fmt: skip
    read = bmlt.read([row], [row], fellowship=meeting.fellowship).meetings
    if not read:
        return meeting
    is_approximate = meeting.is_approximate or read[0].is_approximate
    return replace(read[0], kinds=meeting.kinds, languages=meeting.languages, is_approximate=is_approximate)


CHANGES: Sequence[tuple[float, Change]] = (
    (0.6, renamed),
    (0.1, misspelt),
    (0.15, by_group),
    (0.6, readdressed),
    (0.5, jittered),
    (0.15, of_the_town),
    (0.5, retimed),
    (0.4, with_fewer_types),
    (0.5, relinked),
    (0.2, without_link),
    (0.2, as_bmlt),
)
"""How often each hand changes something; most listings get several."""


def second_version(meeting: Meeting, chance: Random) -> Meeting:
    """The meeting as another source would list it."""
    for share, change in CHANGES:
        if chance.random() < share:
            meeting = change(meeting, chance)
    return replace(meeting, key=f"second-{meeting.key}")
