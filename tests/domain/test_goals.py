"""Goals of so often, goals of steps, and what was promised: laws over calendars, zones and clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.goals import (
    DAY,
    LOOKS_BACK,
    Every,
    Promised,
    Said,
    SoOften,
    Span,
    Standing,
    Why,
    asks_about,
    counted_from,
    due_days,
    fortnight,
    is_due,
    near,
    next_due,
    often_progress,
    span_of,
    steps_progress,
    told,
)

DAYS = st.dates(date(1999, 12, 20), date(2045, 1, 10))
EVERY = st.sampled_from(Every)
WEEKDAYS = st.frozensets(st.integers(1, 7), min_size=1)
ZONES = ("America/Chicago", "Europe/Madrid", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia")


class TestSpans:
    @given(EVERY, DAYS)
    def test_a_day_lies_in_its_own_span(self, every: Every, day: date) -> None:
        assert day in span_of(every, day)

    @given(EVERY, DAYS)
    def test_spans_touch_and_never_overlap(self, every: Every, day: date) -> None:
        span = span_of(every, day)

        assert span_of(every, span.last + DAY).first == span.last + DAY
        assert span_of(every, span.first - DAY).last == span.first - DAY

    @given(DAYS)
    def test_a_week_is_the_iso_week(self, day: date) -> None:
        span = span_of(Every.WEEK, day)

        assert {(span.first + n * DAY).isocalendar()[:2] for n in range(7)} == {day.isocalendar()[:2]}
        assert span.last - span.first == 6 * DAY

    @pytest.mark.parametrize(
        ("every", "day", "first", "last"),
        [
            (Every.WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),
            (Every.WEEK, date(2024, 12, 30), date(2024, 12, 30), date(2025, 1, 5)),
            (Every.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
            (Every.MONTH, date(2027, 2, 28), date(2027, 2, 1), date(2027, 2, 28)),
            (Every.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ],
    )
    def test_at_the_edges_of_years_and_months(self, every: Every, day: date, first: date, last: date) -> None:
        assert span_of(every, day) == Span(first, last)


class TestOften:
    @given(EVERY, st.integers(1, 7), st.lists(DAYS, max_size=40), DAYS)
    def test_every_mark_counts_in_exactly_one_span(
        self, every: Every, times: int, marks: list[date], today: date
    ) -> None:
        goal = SoOften(times, every)
        firsts = {span_of(every, day).first for day in marks}

        counted = sum(often_progress(goal, marks, since=first, today=first).done for first in firsts)

        assert counted == len(marks)

    @given(EVERY, st.integers(1, 7), st.lists(DAYS, max_size=10), DAYS, DAYS)
    def test_one_more_time_never_counts_less(
        self, every: Every, times: int, marks: list[date], today: date, more: date
    ) -> None:
        goal = SoOften(times, every)
        fewer = often_progress(goal, marks, since=date.min, today=today)
        now = often_progress(goal, [*marks, more], since=date.min, today=today)

        assert now.done >= fewer.done
        assert now.reached_before >= fewer.reached_before
        assert now.left <= fewer.left

    @given(EVERY, st.lists(DAYS, max_size=10), DAYS, DAYS)
    def test_no_week_before_it_began_counts_against_it(
        self, every: Every, marks: list[date], since: date, today: date
    ) -> None:
        found = often_progress(SoOften(1, every), marks, since=since, today=today)

        assert 0 <= found.reached_before <= found.spans_before <= 4
        if span_of(every, since) == span_of(every, today) or since > today:
            assert found.spans_before == 0

    @given(EVERY, st.lists(DAYS, max_size=20), DAYS)
    def test_nothing_before_the_first_day_that_is_read_matters(
        self, every: Every, marks: list[date], today: date
    ) -> None:
        goal, first = SoOften(2, every), counted_from(every, today)
        whole = often_progress(goal, marks, since=date(1999, 1, 1), today=today)
        read = often_progress(goal, [day for day in marks if day >= first], since=date(1999, 1, 1), today=today)

        assert whole == read

    @given(EVERY, DAYS, st.integers(0, 3))
    def test_a_clock_set_back_loses_nothing_within_the_week(self, every: Every, day: date, back: int) -> None:
        earlier = day - back * DAY
        found = often_progress(SoOften(1, every), [day], since=day, today=earlier)

        assert found.done == (1 if earlier in span_of(every, day) else 0)

    @pytest.mark.parametrize("zone", ZONES)
    @given(hours=st.integers(0, 30 * 365 * 24))
    def test_a_mark_at_any_moment_counts_on_its_own_day(self, zone: str, hours: int) -> None:
        """Also in the hour that a clock change skips or repeats, and on the day that Samoa left out."""
        moment = datetime(2005, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        day = moment.astimezone(ZoneInfo(zone)).date()

        found = often_progress(SoOften(1, Every.WEEK), [day], since=day, today=day)

        assert (found.done, found.left) == (1, 0)

    def test_says_how_many_days_are_left(self) -> None:
        sunday = date(2026, 11, 22)

        assert often_progress(SoOften(2, Every.WEEK), [], since=sunday, today=sunday).days_left == 1
        assert often_progress(SoOften(2, Every.MONTH), [], since=sunday, today=sunday).days_left == 9


class TestSteps:
    @given(st.lists(st.booleans(), max_size=20))
    def test_counts_what_is_done_and_names_the_next(self, done: list[bool]) -> None:
        found = steps_progress(done)

        assert (found.done, found.of) == (sum(done), len(done))
        assert (found.next_step is None) == all(done)
        if found.next_step is not None:
            assert done[found.next_step] is False
            assert all(done[: found.next_step])


class TestNear:
    TODAY = date(2026, 11, 20)

    @pytest.mark.parametrize(
        ("ahead", "wanted"), [(-1, None), (0, Why.BY), (7, Why.BY), (8, None)], ids=["past", "today", "week", "later"]
    )
    def test_a_day_to_reach_it_by(self, ahead: int, wanted: Why | None) -> None:
        assert near(Standing("a", by_on=self.TODAY + ahead * DAY), self.TODAY) is wanted

    @pytest.mark.parametrize(
        ("done", "wanted"),
        [([True, False], Why.LAST_STEP), ([True, True], None), ([False, False], None), ([False], None)],
    )
    def test_one_step_before_the_end(self, done: list[bool], wanted: Why | None) -> None:
        assert near(Standing("a", steps=steps_progress(done)), self.TODAY) is wanted

    @pytest.mark.parametrize(
        ("today", "times", "wanted"),
        [
            (date(2026, 11, 16), 1, None),
            (date(2026, 11, 21), 1, Why.STILL_OPEN),
            (date(2026, 11, 22), 1, Why.STILL_OPEN),
            (date(2026, 11, 18), 4, Why.STILL_OPEN),
            (date(2026, 11, 17), 4, None),
        ],
    )
    def test_a_week_that_is_nearly_over(self, today: date, times: int, wanted: Why | None) -> None:
        often = often_progress(SoOften(times, Every.WEEK), [], since=today, today=today)

        assert near(Standing("a", often=often, every=Every.WEEK), today) is wanted

    @given(EVERY, st.integers(1, 5), DAYS)
    def test_what_is_reached_is_left_in_peace(self, every: Every, times: int, today: date) -> None:
        often = often_progress(SoOften(times, every), [today] * times, since=today, today=today)

        assert near(Standing("a", often=often, every=every), today) is None


PROMISES = st.builds(Promised, since=DAYS, days=WEEKDAYS, until=st.none() | DAYS) | st.builds(
    Promised, since=DAYS, once=DAYS
)


class TestPromised:
    @given(PROMISES, DAYS, st.dictionaries(DAYS, st.booleans(), max_size=10))
    def test_silence_is_never_a_no(self, promised: Promised, today: date, marks: dict[date, bool]) -> None:
        for day, what in told(promised, marks, fortnight(today)):
            assert (what is Said.NOT_SAID) == (day not in marks)
            assert (what is Said.NOT_DONE) == (marks.get(day) is False)

    @given(PROMISES, DAYS, st.dictionaries(DAYS, st.booleans(), max_size=10))
    def test_no_mark_of_the_span_is_left_out(self, promised: Promised, today: date, marks: dict[date, bool]) -> None:
        span = fortnight(today)
        days = [day for day, _ in told(promised, marks, span)]

        assert {day for day in marks if day in span} <= set(days)
        assert days == sorted(set(days))

    @given(PROMISES, DAYS)
    def test_due_days_are_the_days_that_are_due(self, promised: Promised, today: date) -> None:
        span = fortnight(today)
        every = [span.first + n * DAY for n in range(14)]

        assert list(due_days(promised, span)) == [day for day in every if is_due(promised, day)]

    @given(WEEKDAYS, DAYS)
    def test_days_of_the_week_come_once_a_week(self, days: frozenset[int], since: date) -> None:
        promised = Promised(since=since, days=days)

        assert len(due_days(promised, Span(since, since + 6 * DAY))) == len(days)

    @given(PROMISES, DAYS, st.dictionaries(DAYS, st.booleans(), max_size=10))
    def test_asks_only_about_what_was_promised_and_not_answered(
        self, promised: Promised, today: date, marks: dict[date, bool]
    ) -> None:
        asked = asks_about(promised, marks, today)

        if asked is not None:
            assert asked not in marks
            assert asked <= today
            assert is_due(promised, asked)
            assert (today - asked).days <= LOOKS_BACK

    @given(PROMISES, DAYS)
    def test_an_answer_settles_it(self, promised: Promised, today: date) -> None:
        asked = asks_about(promised, {}, today)

        if asked is not None:
            assert asks_about(promised, {asked: False}, today) is None

    @given(PROMISES, DAYS)
    def test_the_next_day_is_due_and_not_past(self, promised: Promised, today: date) -> None:
        found = next_due(promised, today)

        assert found is None or (found >= today and is_due(promised, found))

    @pytest.mark.parametrize("zone", ZONES)
    @pytest.mark.parametrize("year", [2011, 2026, 2028])
    def test_walking_through_a_year_by_the_hour_asks_about_every_due_day(self, zone: str, year: int) -> None:
        """Across both clock changes, the day Samoa skipped, and a leap day: once for each day that was lived."""
        promised = Promised(since=date(year - 1, 1, 1), days=frozenset({1, 5}))
        begins = datetime(year, 1, 1, tzinfo=UTC)
        moments = (begins + timedelta(hours=n) for n in range(0, 24 * 365, 3))
        lived = {moment.astimezone(ZoneInfo(zone)).date() for moment in moments}

        asked = {found for day in lived if (found := asks_about(promised, {}, day))}

        assert asked == {day for day in lived if day.isoweekday() in {1, 5}}
