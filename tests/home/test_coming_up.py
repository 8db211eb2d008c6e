"""The kept meetings that take place within a week, in the person's own zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.directory.actions import Feed, apply_feed
from holdfast.directory.models import Listing
from holdfast.domain.meetings.meeting import Meeting, Slot
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
