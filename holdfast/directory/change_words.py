"""What happened to a listing, in words: field by field, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.directory.line_words import language_words
from holdfast.directory.models import Listing, ListingChange
from holdfast.directory.shown import day, times, zone_words
from holdfast.directory.words import ATTENDANCE, KINDS, Words, fellowship_name
from holdfast.domain.meetings.meeting import Meeting

LABELS: Mapping[str, Words] = {
    "name": gettext_lazy("Name"),
    "slots": gettext_lazy("When"),
    "zone": gettext_lazy("Time zone"),
    "changes": gettext_lazy("Dates that differ"),
    "attendance": gettext_lazy("How"),
    "is_closed": gettext_lazy("Closed for now"),
    "location": gettext_lazy("Place"),
    "address": gettext_lazy("Address"),
    "city": gettext_lazy("Town"),
    "state": gettext_lazy("State or province"),
    "postal_code": gettext_lazy("Postal code"),
    "country": gettext_lazy("Country"),
    "regions": gettext_lazy("Area"),
    "latitude": gettext_lazy("Position"),
    "longitude": gettext_lazy("Position"),
    "location_notes": gettext_lazy("How to get there"),
    "conference_url": gettext_lazy("Link to join"),
    "conference_url_notes": gettext_lazy("About the link"),
    "conference_phone": gettext_lazy("Number to join"),
    "conference_phone_notes": gettext_lazy("About the number"),
    "notes": gettext_lazy("Good to know"),
    "group": gettext_lazy("Group"),
    "group_notes": gettext_lazy("About the group"),
    "kinds": gettext_lazy("Kind of meeting"),
    "types": gettext_lazy("Codes of the source"),
    "languages": gettext_lazy("Language"),
    "fellowship": gettext_lazy("Programme"),
    "organization": gettext_lazy("Organisation"),
    "eligibility": gettext_lazy("Who may come"),
    "cost": gettext_lazy("Cost"),
    "next_step": gettext_lazy("First step"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("Email"),
    "url": gettext_lazy("Its own page"),
    "updated_at": gettext_lazy("Last looked over by the group"),
}
"""What stands in none of these is not told: it follows from the others."""
KEPT_BACK = frozenset({"conference_url", "conference_phone", "conference_url_notes", "conference_phone_notes"})
"""A group may keep these to itself, so the public history does not repeat old ones."""
HAPPENED: Mapping[str, Words] = {
    ListingChange.Kind.CHANGED: gettext_lazy("Its source changed something"),
    ListingChange.Kind.GONE: gettext_lazy("Its source no longer listed it"),
    ListingChange.Kind.BACK: gettext_lazy("Its source listed it again"),
    ListingChange.Kind.HIDDEN: gettext_lazy("Hidden until somebody has checked it"),
    ListingChange.Kind.SHOWN: gettext_lazy("Checked and shown again"),
    ListingChange.Kind.JOINED: gettext_lazy("Joined with the same meeting of another source"),
    ListingChange.Kind.SPLIT: gettext_lazy("Told apart from a meeting of another source"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after; empty is that nothing was said."""

    label: Words
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a listing."""

    day: str
    what: Words
    changes: tuple[FieldChange, ...]


def history_of(listing: Listing) -> list[Happened]:
    """What happened to a listing, the last first, and when it came."""
    rows = listing.history.order_by("-at", "-pk")[:100]
    found = [
        Happened(day(row.at), HAPPENED.get(row.kind, row.kind), tuple(field_changes(row.fields, is_public=True)))
        for row in rows
    ]
    return [*found, Happened(day(listing.created_at), _("It came into this directory"), ())]


def field_changes(fields: Mapping[str, Any], *, is_public: bool = False) -> list[FieldChange]:
    """The fields that differ, in the order in which a page shows them."""
    found: dict[str, FieldChange] = {}
    for name, label in LABELS.items():
        if name not in fields or not isinstance(fields[name], list) or len(fields[name]) != 2:
            continue
        if name == "types" and "kinds" in fields:
            continue  # the codes say the same in the source's own letters
        before, after = ("", "") if is_public and name in KEPT_BACK else (_words(name, one) for one in fields[name])
        found.setdefault(str(label), FieldChange(label, before, after))
    return list(found.values())


def _words(name: str, value: Any) -> str:
    if value in (None, "", [], False):
        return ""
    if name in {"latitude", "longitude"}:
        return _("another point")
    try:
        return _said(name, value, Meeting.from_json({"key": "", "name": "", name: value}))
    except (ValueError, TypeError, KeyError):
        return str(value)[:200]


def _said(name: str, value: Any, meeting: Meeting) -> str:
    written = {
        "slots": lambda: "; ".join(times(meeting)),
        "zone": lambda: zone_words(str(value)),
        "attendance": lambda: str(ATTENDANCE[meeting.attendance]),
        "kinds": lambda: ", ".join(str(KINDS.get(kind, kind)) for kind in sorted(meeting.kinds)),
        "languages": lambda: ", ".join(str(language_words(code)) for code in sorted(meeting.languages)),
        "fellowship": lambda: fellowship_name(meeting.fellowship) or str(value),
        "updated_at": lambda: _day(meeting.updated_at),
        "is_closed": lambda: _("yes"),
        "changes": lambda: ", ".join(str(one.first_on) for one in meeting.changes),
    }
    if name in written:
        return written[name]()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(moment: datetime | None) -> str:
    return day(moment) if moment else ""
