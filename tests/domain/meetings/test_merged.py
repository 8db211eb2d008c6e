"""What a meeting says that several sources list: a word from each field's best source, and whose word it is."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.meeting import Attendance, Joining, Meeting, Slot
from holdfast.domain.meetings.merged import PLACE, Member, merged
from tests.domain.meetings.merge_cases import ASK, HALL, LINKED, SAME

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
LISTINGS = [meeting for pair in {**SAME, **ASK}.values() for meeting in pair]


def member(name: str, meeting: Meeting = HALL, *, rank: int = 0, days: int = 0, is_kept: bool = False) -> Member[str]:
    """A listing of a source, checked some days ago."""
    return Member(name, meeting, NOW - timedelta(days=days), source_rank=rank, is_kept=is_kept)


members = st.lists(
    st.builds(
        Member,
        st.uuids().map(str),
        st.sampled_from(LISTINGS),
        st.datetimes(timezones=st.just(UTC)),
        st.integers(-1, 1),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.id,
)


@given(members)
def test_every_field_is_some_members_own_word(some: list[Member[str]]) -> None:
    whole, by_id = merged(some), {one.id: one.meeting for one in some}

    for name, who in whole.provenance.items():
        assert getattr(whole.meeting, name) == getattr(by_id[who], name)


@given(members)
def test_whatever_is_said_has_somebody_who_said_it(some: list[Member[str]]) -> None:
    whole = merged(some)

    nothing = (None, "", (), frozenset(), False, Attendance.UNKNOWN)
    said = {one.name for one in fields(Meeting) if getattr(whole.meeting, one.name) not in nothing}
    assert said == set(whole.provenance)


@given(members, st.randoms(use_true_random=False))
def test_the_order_of_the_members_does_not_matter(some: list[Member[str]], chance: object) -> None:
    mixed = sorted(some, key=lambda one: hash((one.id, str(chance))))

    assert merged(mixed) == merged(some)


@given(members)
def test_a_meeting_merged_with_itself_is_itself(some: list[Member[str]]) -> None:
    whole = merged(some).meeting

    assert merged([member("a", whole), member("b", whole)]).meeting == whole


@given(members)
def test_the_place_comes_whole_from_one_source(some: list[Member[str]]) -> None:
    whole = merged(some).meeting
    place = [getattr(whole, name) for name in PLACE]

    assert place in [[getattr(one.meeting, name) for name in PLACE] for one in some]


def test_the_groups_own_word_comes_first() -> None:
    own = member("own", replace(HALL, name="Ours"), is_kept=True, days=300)

    assert merged([own, member("feed", rank=9)]).meeting.name == "Ours"


def test_the_higher_rank_comes_before_the_newer() -> None:
    high = member("high", replace(HALL, name="High"), rank=1, days=90)

    assert merged([member("new"), high]).meeting.name == "High"


def test_what_was_changed_last_comes_before_what_was_checked_last() -> None:
    changed = member("changed", replace(HALL, name="Changed", updated_at=NOW), days=9)

    assert merged([member("checked"), changed]).meeting.name == "Changed"


def test_silence_hides_nothing() -> None:
    silent = member("silent", replace(HALL, notes="", address="", latitude=None, longitude=None), rank=9)
    says = member("says", replace(HALL, notes="Ring the bell"))

    whole = merged([silent, says])

    assert (whole.meeting.notes, whole.meeting.address) == ("Ring the bell", HALL.address)
    assert whole.provenance["notes"] == "says"


def test_a_door_comes_before_the_middle_of_the_town() -> None:
    town = member("town", replace(HALL, is_approximate=True, latitude=1.0, address=""), rank=9)

    assert merged([town, member("door")]).meeting.latitude == HALL.latitude


def test_times_and_zone_come_from_one_source() -> None:
    other = member("other", replace(HALL, slots=(Slot(2, 1200),), zone="America/New_York"), rank=1)

    whole = merged([member("one"), other])

    assert (whole.meeting.slots, whole.meeting.zone) == (other.meeting.slots, "America/New_York")
    assert whole.differs["slots"] == (("one", HALL.slots),)


def test_a_source_without_the_link_does_not_take_it_away() -> None:
    both = replace(LINKED, attendance=Attendance.HYBRID)

    whole = merged([member("paper", rank=9), member("both", both)]).meeting

    assert (whole.attendance, whole.conference_url) == (Attendance.HYBRID, LINKED.conference_url)


def test_a_link_kept_to_members_is_not_given_away_by_another_source() -> None:
    ours = member("ours", replace(LINKED, conference_url="", joining=Joining.ASK), is_kept=True)

    whole = merged([ours, member("feed", LINKED)]).meeting

    assert (whole.joining, whole.conference_url) == (Joining.ASK, "")
