"""A directory to publish: listings of every kind, taken over as a feed is."""

from __future__ import annotations

from datetime import date

from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.models import Listing
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Joining, Meeting, Slot
from tests.conftest import NOW

CHICAGO = {"zone": "America/Chicago", "city": "Chicago", "state": "IL", "country": "US", "postal_code": "60614"}
WOMEN = Meeting(
    "women",
    "Tuesday Women",
    "aa",
    types=("W", "O", "St"),
    kinds=frozenset({Kind.WOMEN, Kind.OPEN, Kind.WHEELCHAIR}),
    languages=frozenset({"es"}),
    slots=(Slot(2, 1140, 1200),),
    attendance=Attendance.IN_PERSON,
    address="2400 Sample Avenue",
    latitude=41.9227,
    longitude=-87.6533,
    location="Linden Library",
    group="Linden Group",
    changes=(Change(date(2026, 12, 24), date(2026, 12, 24), ChangeKind.CANCELLED),),
    **CHICAGO,  # type: ignore[arg-type]
)
HYBRID = Meeting(
    "hybrid",
    "Last Sunday",
    "na",
    types=("ST", "été"),
    slots=(Slot(0, 600, 690, "FREQ=MONTHLY;BYDAY=-1SU"),),
    attendance=Attendance.HYBRID,
    address="1 Far Road",
    latitude=42.5,
    longitude=-88.5,
    conference_url="https://meet.example.org/sunday",
    conference_phone="+15550100,,77#",
    **CHICAGO,  # type: ignore[arg-type]
)
HELD_BACK = Meeting(
    "held-back",
    "Quiet Room",
    "na",
    attendance=Attendance.ONLINE,
    conference_url="https://secret.example.org/room",
    conference_password="open-sesame",
    joining=Joining.ASK,
)
SERVICE = Meeting(
    "service",
    "Bed for tonight",
    category=Category.SERVICE,
    slots=(Slot(1, 540, 1020), Slot(3, 540, 1020)),
    attendance=Attendance.IN_PERSON,
    address="5 Harbour Street",
    organization="Harbour House",
    eligibility="Adults",
    cost="Free",
    next_step="Ring first.",
    phone="+15550101",
    email="desk@harbour.example",
    zone="America/Chicago",
)
COMMUNITY = Meeting("community", "Night chat", None, category=Category.COMMUNITY, moderation="Two people every night.")
ALL = (WOMEN, HYBRID, HELD_BACK, SERVICE, COMMUNITY)


def publish(*meetings: Meeting, name: str = "Area office") -> dict[str, str]:
    """Take these over as one source. The ids of its listings by key."""
    feed = Feed(key=name, name=name, format="hsds", licence="CC0")
    apply_feed(feed=feed, meetings=meetings, now=NOW, confirm=True)
    return {key: str(pk) for key, pk in Listing.objects.filter(source__key=name).values_list("key", "pk")}
