"""Made-up pairs of listings for "one meeting once": every trap that real feeds have, one case each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Meeting, Slot

HALL = Meeting(
    key="a",
    name="Lantern Road Group",
    fellowship="aa",
    types=("O", "D"),
    kinds=frozenset({Kind.OPEN, Kind.DISCUSSION}),
    slots=(Slot(2, 1140, 1200),),
    zone="America/Chicago",
    attendance=Attendance.IN_PERSON,
    address="2400 Sample Avenue",
    city="Millbrook",
    state="IL",
    postal_code="60600",
    latitude=41.9227,
    longitude=-87.6533,
    location="Linden Library",
)
LINKED = replace(
    HALL,
    attendance=Attendance.ONLINE,
    address="",
    postal_code="",
    latitude=None,
    longitude=None,
    location="",
    conference_url="https://us02web.zoom.us/j/5550001112?pwd=abc",
)


def hall(**changes: Any) -> Meeting:
    """What a second source says of the meeting in the library."""
    return replace(HALL, key="b", **changes)


def linked(**changes: Any) -> Meeting:
    """What a second source says of the online meeting."""
    return replace(LINKED, key="b", **changes)


SAME: dict[str, tuple[Meeting, Meeting]] = {
    "word for word": (HALL, hall()),
    "the day and the fellowship in the name": (HALL, hall(name="Tuesday Lantern Road AA")),
    "capitals": (HALL, hall(name="LANTERN ROAD GROUP")),
    "a letter too few": (HALL, hall(name="Lanter Road Group")),
    "the registration number before the name": (HALL, hall(name="30612 Lantern Road")),
    "the group's name for the meeting's": (hall(name="Quiet Hour", group="Lantern Road Group"), HALL),
    "initials": (hall(name="ODAAT"), hall(name="One Day At A Time")),
    "the street written out": (HALL, hall(address="2400 Sample Ave.", postal_code="")),
    "the town inside the address": (HALL, hall(address="2400 Sample Ave, Millbrook, IL", city="", state="")),
    "another geocoder": (HALL, hall(latitude=41.9231, longitude=-87.6529)),
    "the position of the town": (HALL, hall(latitude=41.95, longitude=-87.7, is_approximate=True)),
    "no position": (HALL, hall(latitude=None, longitude=None)),
    "no end": (HALL, hall(slots=(Slot(2, 1140),))),
    "ten minutes off": (HALL, hall(slots=(Slot(2, 1150),))),
    "fewer types": (HALL, hall(types=(), kinds=frozenset())),
    "open here, closed there": (HALL, hall(types=("C",), kinds=frozenset({Kind.CLOSED}))),
    "no fellowship said": (HALL, hall(fellowship=None)),
    "the link left out": (
        hall(attendance=Attendance.HYBRID, conference_url="https://zoom.us/j/5550001112"),
        HALL,
    ),
    "the house number corrected": (HALL, hall(address="2402 Sample Avenue")),
    "a usual name at one address": (hall(name="Happy Hour"), hall(name="Happy Hour")),
    "a meeting without a name of its own": (hall(name="AA Meeting"), hall(name="Tuesday Night Group")),
    "the same room, another host name": (LINKED, linked(conference_url="https://zoom.us/j/5550001112")),
    "the same room by phone": (LINKED, linked(conference_url="", conference_phone="+13125550100,,5550001112#")),
    "the same room on another clock": (LINKED, linked(zone="America/New_York", slots=(Slot(2, 1200, 1260),))),
    "a service": (
        hall(category=Category.SERVICE, slots=(Slot(1, 540, 1020),), name="Harbour Counselling"),
        hall(category=Category.SERVICE, slots=(), name="Harbour Counselling"),
    ),
}
ASK: dict[str, tuple[Meeting, Meeting]] = {
    "a name alone, online": (LINKED, linked(conference_url="")),
    "one room at one time, another name": (LINKED, linked(name="Candles At Dusk")),
    "the name with beginners": (HALL, hall(name="Lantern Road Beginners")),
    "the hall and the park": (HALL, hall(notes="Park Meeting by the fountain")),
    "across the street": (HALL, hall(name="Lantern Step Road", address="17 Other Street", latitude=41.9235)),
}
DIFFERENT: dict[str, tuple[Meeting, Meeting]] = {
    "another group in the same room of the house": (HALL, hall(name="Nuevo Camino")),
    "women and men": (hall(name="Women in Grace"), hall(name="Men in Grace")),
    "women and men in the types": (hall(kinds=frozenset({Kind.WOMEN})), hall(kinds=frozenset({Kind.MEN}))),
    "two languages": (hall(languages=frozenset({"es"})), hall(languages=frozenset({"pl"}))),
    "two fellowships": (HALL, hall(fellowship="al-anon")),
    "the young people of the family group": (hall(name="Millbrook Alateen"), hall(name="Millbrook Steps")),
    "upstairs and downstairs": (hall(name="Kimber - Upstairs"), hall(name="Kimber - Downstairs")),
    "the hall and the online meeting of one group": (HALL, linked()),
    "an hour later": (HALL, hall(slots=(Slot(2, 1200),))),
    "the next day": (HALL, hall(slots=(Slot(3, 1140),))),
    "the first and the last week": (
        hall(slots=(Slot(2, 1140, rule="FREQ=MONTHLY;BYDAY=1TU"),)),
        hall(slots=(Slot(2, 1140, rule="FREQ=MONTHLY;BYDAY=-1TU"),)),
    ),
    "a usual name in another town": (
        hall(name="Serenity"),
        hall(name="Serenity", city="Harlow", latitude=42.9, postal_code="", address="1 Far Road"),
    ),
    "the same name two kilometres away": (HALL, hall(latitude=41.9427, address="9 Elm Road")),
    "the same street in another town": (HALL, hall(latitude=42.4, city="Harlow", postal_code="")),
    "other rooms, one name": (LINKED, linked(conference_url="https://zoom.us/j/5559998887")),
    "the same clock, other zones": (LINKED, linked(zone="Europe/London")),
    "a meeting and a service": (HALL, hall(category=Category.SERVICE)),
    "by appointment and at seven": (HALL, hall(slots=())),
    "a page of links is no room": (
        linked(name="Coven", conference_url="https://example.org/meetings"),
        linked(name="Wolf Den", conference_url="https://example.org/meetings"),
    ),
    "one of five times": (HALL, hall(slots=tuple(Slot(day, 1140) for day in range(5)), name="Lanterns", address="")),
}
