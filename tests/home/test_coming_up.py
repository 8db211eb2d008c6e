"""The kept meetings that take place within a week, in the person's own zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.claims import change_listing
from holdfast.directory.members import whole_meeting
from holdfast.directory.models import Listing
from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import nth_of_month
from holdfast.home.coming import coming_up
from holdfast.network.models import Tie

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = 5, 6
HALF_PAST_SEVEN = 19 * 60 + 30


def keep(person: Person, now: datetime, *, state: str = "active", **meeting: Any) -> Tie:
    said = {"slots": (Slot(FRIDAY, HALF_PAST_SEVEN),), "zone": "America/Chicago"} | meeting
    apply_feed(feed=Feed("feed", "Feed", "test"), meetings=[Meeting("m", "Home group", **said)], now=now)
    key = str(Listing.objects.get().pk)
    return Tie.objects.create(
        person=person, name="Home group", role="support_group", state=state, listing_key=key, created_at=now
    )


def test_tells_the_next_time_in_the_person_s_zone(maria: Person, now: datetime) -> None:
    keep(maria, now)

    found = coming_up(maria, now=now)

    assert [one.starts_at.isoformat() for one in found] == ["2026-11-21T02:30:00+01:00"]


def test_tells_every_time_of_the_week_soonest_first(john: Person, now: datetime) -> None:
    keep(john, now, slots=(Slot(SATURDAY, 600), Slot(FRIDAY, HALF_PAST_SEVEN)))

    assert [one.starts_at.day for one in coming_up(john, now=now)] == [20, 21]


def test_stays_at_its_hour_when_the_clocks_change(john: Person) -> None:
    wednesday_before = datetime(2026, 10, 28, 12, tzinfo=UTC)
    keep(john, wednesday_before, slots=(Slot(0, HALF_PAST_SEVEN),))

    (found,) = coming_up(john, now=wednesday_before)

    assert found.starts_at.isoformat() == "2026-11-01T19:30:00-06:00"


@pytest.mark.parametrize(
    "meeting",
    [{"slots": ()}, {"zone": None}, {"is_closed": True}, {"state": "resting"}, {"state": "ended"}],
    ids=str,
)
def test_leaves_out_what_has_no_time_to_tell(john: Person, now: datetime, meeting: dict[str, Any]) -> None:
    keep(john, now, **meeting)

    assert coming_up(john, now=now) == ()


def test_leaves_out_what_the_source_no_longer_lists(john: Person, now: datetime) -> None:
    keep(john, now)
    apply_feed(feed=Feed("feed", "Feed", "test"), meetings=[], now=now, confirm=True)

    assert coming_up(john, now=now) == ()


def test_shows_nobody_else_s_meetings(john: Person, maria: Person, now: datetime) -> None:
    keep(maria, now)

    assert coming_up(john, now=now) == ()


def test_takes_a_key_of_another_house_calmly(john: Person, now: datetime) -> None:
    Tie.objects.create(person=john, name="x", role="support_group", listing_key="feed:12", created_at=now)

    assert coming_up(john, now=now) == ()


def off(day: int) -> Change:
    return Change(date(2026, 11, day), date(2026, 11, day), ChangeKind.CANCELLED)


def test_leaves_out_a_date_on_which_it_does_not_meet(john: Person, now: datetime) -> None:
    keep(john, now, slots=(Slot(SATURDAY, 600), Slot(FRIDAY, HALF_PAST_SEVEN)), changes=(off(20),))

    assert [one.starts_at.day for one in coming_up(john, now=now)] == [21]


def test_a_monthly_group_comes_up_in_its_week_only(john: Person, now: datetime) -> None:
    keep(john, now, slots=(Slot(FRIDAY, HALF_PAST_SEVEN, None, nth_of_month(FRIDAY, 1)),))

    assert coming_up(john, now=now) == ()


def test_a_moved_date_has_its_own_place(john: Person, now: datetime) -> None:
    moved = Change(date(2026, 11, 20), date(2026, 11, 20), ChangeKind.MOVED, place="the other hall")
    keep(john, now, location="Hall", changes=(moved,))

    assert [one.where for one in coming_up(john, now=now)] == ["the other hall"]


def test_what_the_group_says_comes_before_what_the_feed_says(john: Person, now: datetime) -> None:
    keep(john, now)
    listing = Listing.objects.get()
    change_listing(listing=listing, meeting=replace(whole_meeting(listing), slots=(Slot(SATURDAY, 600),)), now=now)

    assert [one.starts_at.day for one in coming_up(john, now=now)] == [21]
