"""Recurrence rules, kept only where they can be expanded, and expanded from near where one looks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.meeting import Slot
from holdfast.domain.meetings.times import RuleRefused, dates, rule_of

RULES = st.one_of(
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(2, 5), st.sampled_from(["MO", "SU", "TU,TH"])),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYDAY={}".format, st.integers(1, 5), st.sampled_from(["1MO", "-1SU", "2TU,4TU"])
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, st.integers(1, 4), st.sampled_from(["15", "31", "-1"])),
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.just("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    st.just("FREQ=MONTHLY;BYDAY=1MO;COUNT=40"),
    st.just("FREQ=MONTHLY;BYDAY=1MO;UNTIL=20270301"),
)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


@given(RULES, st.dates(date(2000, 1, 1), date(2026, 12, 31)), st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_beginning_later_gives_the_same_dates(rule: str, since: date, first: date) -> None:
    last = first + timedelta(days=200)
    whole = rrulestr(rule, dtstart=midnight(since))

    found = dates(Slot(0, 600, None, rule, since), first, last)

    wanted = whole.between(midnight(first), midnight(last), inc=True)
    assert found == [moment.date() for moment in wanted]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=WEEKLY;BYMONTH=2;INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=3",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTH=2",
        "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=SECONDLY",
        "BYDAY=MO",
    ],
)
def test_a_rule_that_never_comes_is_refused(rule: str) -> None:
    with pytest.raises(RuleRefused):
        rule_of(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=MONTHLY;BYDAY=1MO,3MO",
        "FREQ=MONTHLY;BYDAY=5FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20270301T000000Z",
    ],
)
def test_a_rule_that_people_use_is_kept_and_comes(rule: str) -> None:
    slot = Slot(0, 600, None, rule_of(rule), date(2026, 1, 5))

    assert dates(slot, date(2026, 1, 1), date(2028, 12, 31))
