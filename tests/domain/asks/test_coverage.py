"""Who could come, and when: the hours, the limits, and the change that mends the worst of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import erf, log, prod, sqrt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.asks.candidates import Candidate, refusal_of
from holdfast.domain.asks.coverage import HOURS, Change, Coverage, Span, coverage, level
from holdfast.domain.asks.estimates import estimate
from holdfast.domain.asks.hours import ALWAYS, WEEK, WeekHours, every_day, minute_of_week
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.asks.learned import Learned
from holdfast.domain.asks.planning import MOST_SURE

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
CHICAGO, MADRID = "America/Chicago", "Europe/Madrid"
DAYS = every_day(8 * 60, 22 * 60)
ROSA = Candidate("rosa", "Rosa", {Kind.TALK: Stated.GLADLY}, WeekHours(DAYS, CHICAGO), takes_crisis=True)
BEN = Candidate("ben", "Ben", {Kind.TALK: Stated.DEPENDS, Kind.RIDE: Stated.GLADLY}, WeekHours(DAYS, CHICAGO))
NIGHTS = Span((0, 1, 2, 3, 4, 5, 6), 22, 10, 0.0)


def at(day: int, hour: int) -> int:
    return day * 24 + hour


def worst(found: Coverage) -> Span:
    return replace(found.spans[0], mend=None)


@pytest.mark.parametrize(
    ("who", "hour", "is_covered"),
    [
        (ROSA, 8, True),
        (ROSA, 21, True),
        (ROSA, 22, False),
        (ROSA, 3, False),
        (BEN, 12, False),
        (replace(ROSA, wakes=True), 3, True),
        (replace(BEN, wakes=True), 3, True),
        (replace(ROSA, wakes=True, is_paused=True), 12, False),
        (replace(ROSA, wakes=True, reachable=False), 12, False),
        (replace(ROSA, away_until=NOW + timedelta(days=30)), 12, False),
        (replace(ROSA, away_until=NOW + timedelta(days=30), wakes=True), 12, True),
        (replace(ROSA, most_asked=3, asked=3), 12, False),
        (replace(ROSA, hours=WeekHours(((12 * 60 + 24 * 60, 12 * 60 + 24 * 60 + 30),), CHICAGO)), 12, False),
    ],
)
def test_an_hour_is_covered_only_while_somebody_may_be_asked(who: Candidate, hour: int, is_covered: bool) -> None:
    found = coverage([who], Kind.CRISIS, CHICAGO, NOW)

    assert (found.chance[at(1, hour)] > 0) is is_covered


def test_counts_the_hours_of_a_supporter_on_their_own_clock() -> None:
    abroad = replace(ROSA, hours=WeekHours(DAYS, MADRID))

    found = coverage([abroad], Kind.CRISIS, CHICAGO, NOW)

    assert [hour for hour in range(24) if found.chance[at(2, hour)] > 0] == list(range(1, 15))


def test_an_ask_for_a_ride_at_night_counts_those_who_wake_within_its_eight_hours() -> None:
    found = coverage([BEN], Kind.RIDE, CHICAGO, NOW)

    assert [hour for hour in range(24) if found.chance[at(2, hour)] == 0] == [0, 22, 23]


def test_a_respite_ends_within_the_week() -> None:
    saturday_noon = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo(CHICAGO))

    found = coverage([replace(ROSA, away_until=saturday_noon)], Kind.CRISIS, CHICAGO, NOW)

    assert [found.chance[at(6, hour)] > 0 for hour in (11, 12)] == [False, True]


def test_nights_of_every_day_are_one_span_and_the_worst() -> None:
    assert worst(coverage([ROSA, BEN], Kind.CRISIS, CHICAGO, NOW)) == NIGHTS


def test_a_hole_on_one_day_is_a_span_of_its_own() -> None:
    no_tuesdays = replace(ROSA, hours=WeekHours(every_day(0, 0, (0, 1, 3, 4, 5, 6)), CHICAGO))

    assert worst(coverage([no_tuesdays], Kind.CRISIS, CHICAGO, NOW)) == Span((2,), 0, 24, 0.0)


def test_without_supporters_the_whole_week_is_one_span() -> None:
    found = coverage([], Kind.CRISIS, CHICAGO, NOW)

    assert [worst(found)] == [Span((0,), 0, HOURS, 0.0)]
    assert found.spans[0].mend is not None
    assert (found.spans[0].mend.change, found.spans[0].mend.candidate) == (Change.SOMEBODY, None)


@pytest.mark.parametrize(
    ("who", "kind", "change", "whose"),
    [
        ([ROSA], Kind.CRISIS, Change.WAKES, "rosa"),
        ([replace(ROSA, hours=WeekHours(ALWAYS), takes_crisis=False)], Kind.CRISIS, Change.TAKES, "rosa"),
        ([replace(ROSA, hours=WeekHours(every_day(18 * 60, 6 * 60)))], Kind.CRISIS, Change.HOURS, "rosa"),
        ([ROSA], Kind.TALK, Change.HOURS, "rosa"),
        ([ROSA], Kind.MEAL, Change.TAKES, "rosa"),
        ([replace(ROSA, is_paused=True)], Kind.CRISIS, Change.SOMEBODY, None),
        ([replace(ROSA, reachable=False)], Kind.TALK, Change.SOMEBODY, None),
        ([replace(ROSA, most_asked=0)], Kind.TALK, Change.SOMEBODY, None),
    ],
)
def test_the_mend_asks_least_of_somebody(who: list[Candidate], kind: Kind, change: Change, whose: str | None) -> None:
    mend = coverage(who, kind, CHICAGO, NOW).spans[0].mend

    assert mend is not None
    assert (mend.change, mend.candidate) == (change, whose)


def test_nobody_is_asked_for_ordinary_hours_in_their_own_night() -> None:
    far_away = replace(ROSA, hours=WeekHours(DAYS, "Asia/Tokyo"))

    mend = coverage([far_away], Kind.CRISIS, CHICAGO, NOW).spans[0].mend

    assert mend is not None
    assert mend.change is not Change.HOURS


def test_nothing_is_to_mend_where_somebody_nearly_always_comes() -> None:
    many = [replace(ROSA, id=str(number), wakes=True) for number in range(8)]

    assert [span.mend for span in coverage(many, Kind.CRISIS, CHICAGO, NOW).spans] == [None]


@pytest.mark.parametrize(
    ("chance", "wanted"), [(0.0, 0), (0.01, 1), (0.19, 1), (0.2, 2), (0.5, 3), (0.79, 3), (0.8, 4), (0.97, 4)]
)
def test_an_hour_reads_in_five_ways(chance: float, wanted: int) -> None:
    assert level(chance) == wanted


CLOCK_CHANGES = [datetime(2027, 3, 12, 12, tzinfo=UTC), datetime(2026, 10, 30, 12, tzinfo=UTC), NOW]
spans = st.lists(
    st.tuples(st.integers(0, 335), st.integers(1, 200)).map(lambda pair: (pair[0] * 30, (pair[0] + pair[1]) * 30)),
    max_size=3,
).map(tuple)
zones = st.sampled_from([CHICAGO, MADRID, "Asia/Kathmandu", "UTC"])
hours = st.builds(WeekHours, spans, zones)
people = st.builds(
    Candidate,
    id=st.just("x"),
    name=st.just("X"),
    kinds=st.dictionaries(st.sampled_from([Kind.TALK, Kind.RIDE]), st.sampled_from(Stated), max_size=2),
    hours=hours,
    takes_crisis=st.booleans(),
    wakes=st.booleans(),
    asked=st.integers(0, 4),
    most_asked=st.none() | st.integers(0, 4),
    closeness=st.floats(0, 1),
    away_until=st.none() | st.integers(-48, 200).map(lambda ahead: NOW + timedelta(hours=ahead)),
    reachable=st.booleans(),
    is_paused=st.booleans(),
    role=st.sampled_from(["", "sponsor", "coworker"]),
    offers=st.lists(st.tuples(st.sampled_from([Kind.TALK, Kind.CRISIS]), hours), max_size=2).map(tuple),
    learned=st.just(Learned({"crisis:0": (3.0, 1.0), "talk:2": (1.0, 4.0)}, 9)),
)
networks = st.lists(people, max_size=4)
moments = st.sampled_from(CLOCK_CHANGES)


@settings(max_examples=15, deadline=None)
@given(networks, zones, moments)
def test_is_what_asking_each_of_them_comes_to(who: list[Candidate], zone: str, now: datetime) -> None:
    found = coverage(who, Kind.CRISIS, zone, now)

    wanted = [MOST_SURE] * HOURS
    for half, moment in half_hours(zone, now).items():
        wanted[half // 2] = min(wanted[half // 2], 1 - prod(1 - plainly(one, moment, now) for one in who))
    assert found.chance == pytest.approx(wanted, abs=2e-6)


def half_hours(zone: str, now: datetime) -> dict[int, datetime]:
    """The first moment from now on of each half hour of the week."""
    minutes = now.astimezone(ZoneInfo(zone)).minute % 30
    ahead = (now - timedelta(minutes=minutes) + timedelta(minutes=30 * half) for half in range(2 * 336))
    found: dict[int, datetime] = {}
    for moment in ahead:
        found.setdefault(minute_of_week(moment.astimezone(ZoneInfo(zone))) // 30, moment)
    return found


def plainly(one: Candidate, moment: datetime, now: datetime) -> float:
    if refusal_of(one, Kind.CRISIS, moment) is not None:
        return 0.0
    expected = estimate(one, Kind.CRISIS, [moment], now)
    return expected.chance[0] * (1 + erf((log(10) - expected.mu[0]) / expected.sigma / sqrt(2))) / 2


@settings(max_examples=25, deadline=None)
@given(networks, people, st.sampled_from([Kind.CRISIS, Kind.TALK, Kind.RIDE]))
def test_one_more_supporter_never_makes_an_hour_worse(who: list[Candidate], one: Candidate, kind: Kind) -> None:
    before = coverage(who, kind, CHICAGO, NOW).chance
    after = coverage([*who, one], kind, CHICAGO, NOW).chance

    assert all(more >= less - 1e-12 for more, less in zip(after, before, strict=True))


@settings(max_examples=25, deadline=None)
@given(networks, st.sampled_from([Kind.CRISIS, Kind.TALK, Kind.RIDE]), zones)
def test_the_spans_are_the_week_once_and_the_worst_is_first(who: list[Candidate], kind: Kind, zone: str) -> None:
    found = coverage(who, kind, zone, NOW)

    hours_of_spans = sorted(hour for span in found.spans for hour in span.hours())
    assert hours_of_spans == list(range(HOURS))
    assert all(level(one.chance) <= level(two.chance) for one, two in pairwise(found.spans))
    assert all({level(found.chance[hour]) for hour in span.hours()} == {level(span.chance)} for span in found.spans)


@settings(max_examples=25, deadline=None)
@given(networks, st.sampled_from([Kind.CRISIS, Kind.TALK]))
def test_a_mend_lifts_its_span_and_is_about_somebody_who_can_be_asked(who: list[Candidate], kind: Kind) -> None:
    named = [replace(one, id=str(number)) for number, one in enumerate(who)]

    found = coverage(named, kind, CHICAGO, NOW)

    for span in found.spans:
        if span.mend is not None:
            assert span.chance < span.mend.after <= MOST_SURE
            assert span.mend.candidate is None or not named[int(span.mend.candidate)].is_paused


def test_hours_of_a_week_are_all_there_when_the_clock_skips_one() -> None:
    in_spring = datetime(2027, 3, 13, 12, tzinfo=UTC)

    found = coverage([replace(ROSA, wakes=True)], Kind.CRISIS, CHICAGO, in_spring)

    assert min(found.chance) > 0
    assert len(found.chance) * 60 == WEEK
