"""Listings and people of the tests on reports, claims and visits."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.directory.models import Listing, Source
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot
from tests.conftest import NOW, PASSPHRASE

FRIDAY = Slot(5, 1140, 1200)


def made(keeper: Person | None = None, **values: Any) -> Listing:
    """A stored listing of a feed: Fridays from seven to eight in Chicago, with these values."""
    given = {"key": "k", "name": "Quiet Friday", "slots": (FRIDAY,), "zone": "America/Chicago", "zone_is_stated": True}
    meeting = Meeting(**{**given, "attendance": Attendance.IN_PERSON, **values})  # type: ignore[arg-type]
    stamps = {"created_at": NOW, "imported_at": NOW}
    source = Source.objects.create(key=str(uuid4()), name="Area office", format="meeting-guide", **stamps)
    return Listing.objects.create(
        source=source,
        key="k",
        name=meeting.name,
        meeting=meeting.to_json(),
        fingerprint="x",
        created_at=NOW,
        changed_at=NOW,
        checked_at=NOW,
        keeper=keeper,
    )


def operator() -> Person:
    """Somebody who administers."""
    open_account(nickname="oda-operates", passphrase=PASSPHRASE, now=NOW)
    return set_operator(nickname="oda-operates", is_operator=True)
