"""Keeping a listing for its group: asking for it, agreeing, and what the group says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.directory.actions import listings_moved
from holdfast.directory.members import is_over, members_of, shown_meeting, whole_meeting
from holdfast.directory.models import OVER_KEY, Claim, Listing, ListingChange, Settled
from holdfast.directory.placing import placed
from holdfast.directory.standing import is_written_here, kept_over, kept_source
from holdfast.domain.meetings.diff import fingerprint
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.merged import TOGETHER

PLACE = ("address", "city", "state", "postal_code", "country")
EMPTY = Meeting(key="", name="")


@transaction.atomic
def claim_listing(*, by: Person, listing: Listing, text: str, now: datetime) -> Claim:
    """Ask to keep a listing. Asking again while one waits changes the words only."""
    claim = Claim.objects.filter(person=by, listing=listing, state=Settled.OPEN).first()
    claim = claim or Claim(person=by, listing=listing, at=now)
    claim.text = text
    claim.save()
    return claim


@transaction.atomic
def settle_claim(*, claim: Claim, accepted: bool, by: Person, now: datetime) -> None:
    """Agree or not. The words are erased; a second settling changes nothing."""
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.state != Settled.OPEN:
        return
    claim.state = Settled.ACCEPTED if accepted else Settled.DECLINED
    claim.settled_by, claim.settled_at, claim.text = by, now, ""
    claim.save()
    if accepted:
        Listing.objects.filter(pk=claim.listing_id).update(keeper=claim.person)


@transaction.atomic
def give_up_listing(*, by: Person, listing: Listing) -> None:
    """Keep it no longer. What the group said stays."""
    Listing.objects.filter(pk=listing.pk, keeper=by).update(keeper=None)


@transaction.atomic
def add_listing(*, meeting: Meeting, now: datetime) -> Listing:
    """A listing that no feed has."""
    listing = _new(kept_source(now=now), _found(replace(meeting, key=str(uuid4()))), now)
    listings_moved(now=now)
    return listing


@transaction.atomic
def change_listing(*, listing: Listing, meeting: Meeting, now: datetime) -> None:
    """The meeting as its group or an operator says it is. Over a feed's listing only what differs is kept."""
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    before = whole_meeting(listing)
    meeting = _found(_placed_again(before, replace(meeting, key=before.key)))
    changed = _differences(before, meeting)
    meeting = replace(meeting, updated_at=now) if changed else meeting
    if is_written_here(listing):
        listing.name, listing.meeting, listing.fingerprint = meeting.name[:300], meeting.to_json(), fingerprint(meeting)
    else:
        _keep_over(listing, meeting, now)
    listing.checked_at = now
    if changed:
        listing.changed_at = now
        ListingChange.objects.create(listing=listing, at=now, kind=ListingChange.Kind.CHANGED, fields=changed)
    listing.save()
    listings_moved(now=now)


def _placed_again(before: Meeting, meeting: Meeting) -> Meeting:
    """A new address with the old position would send people to the old door."""
    is_moved = any(getattr(before, name) != getattr(meeting, name) for name in PLACE)
    is_same_spot = (before.latitude, before.longitude) == (meeting.latitude, meeting.longitude)
    return replace(meeting, latitude=None, longitude=None) if is_moved and is_same_spot else meeting


def _found(meeting: Meeting) -> Meeting:
    """With the position of its town and the zone of its position, where they are not said."""
    return placed([meeting]).meetings[0]


def _keep_over(listing: Listing, meeting: Meeting, now: datetime) -> None:
    source = kept_source(now=now, key=OVER_KEY)
    kept = kept_over(listing) or _new(source, replace(EMPTY, key=str(listing.pk), name=meeting.name), now)
    others = [row for row in members_of([listing.pk]).get(listing.pk, ()) if not is_over(row)]
    changed = _differences(shown_meeting(listing, others).meeting, meeting).keys()
    said = {*changed, *(name for unit in TOGETHER if changed & set(unit) for name in unit)}
    stored = meeting.to_json()
    kept.meeting = {name: stored.get(name, _nothing(name)) for name in sorted(said)}
    kept.meeting |= {"key": kept.key, "name": meeting.name}
    kept.name, kept.merged_into, kept.changed_at, kept.checked_at = meeting.name[:300], listing, now, now
    kept.fingerprint = fingerprint(Meeting.from_json(kept.meeting))
    kept.save()


def _new(source: Any, meeting: Meeting, now: datetime) -> Listing:
    return Listing.objects.create(
        source=source,
        key=meeting.key,
        name=meeting.name[:300],
        meeting=meeting.to_json(),
        fingerprint=fingerprint(meeting),
        created_at=now,
        changed_at=now,
        checked_at=now,
    )


def _differences(before: Meeting, after: Meeting) -> dict[str, list[Any]]:
    """Field -> [before, after], as stored; what is empty is said to be."""
    names = [one.name for one in fields(Meeting) if getattr(before, one.name) != getattr(after, one.name)]
    old, new = before.to_json(), after.to_json()
    return {name: [old.get(name, _nothing(name)), new.get(name, _nothing(name))] for name in names if name != "key"}


def _nothing(name: str) -> Any:
    """How a field that says nothing is stored."""
    value = getattr(EMPTY, name)
    if isinstance(value, StrEnum):
        return str(value)
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
