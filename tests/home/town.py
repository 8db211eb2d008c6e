"""A few made-up meetings in one town, and what a person needs there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from holdfast.accounts.models import Person
from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.models import Listing
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot
from holdfast.domain.network import SupportKind
from holdfast.network.actions import NeedFacts, add_need, main_network
from holdfast.network.models import Need


def meeting(key: str = "home", name: str = "Friday home group", **more: Any) -> Meeting:
    """An AA meeting in Chicago, Fridays at half past seven."""
    usual = {"fellowship": "aa", "slots": (Slot(5, 1170),), "zone": "America/Chicago", "city": "Chicago"}
    return Meeting(key, name, **{**usual, "attendance": Attendance.IN_PERSON, **more})


def listed(*meetings: Meeting, now: datetime) -> Listing:
    """The first of the meetings, after all of them were imported."""
    wanted = meetings or (meeting(),)
    apply_feed(feed=Feed("town", "Town", "test"), meetings=wanted, now=now)
    return Listing.objects.get(key=wanted[0].key)


def needs(person: Person, text: str, kind: SupportKind, now: datetime) -> Need:
    """One need on the person's map."""
    network = main_network(by=person, name="My network", now=now)
    return add_need(by=person, network=network, facts=NeedFacts(text, kind), now=now)
