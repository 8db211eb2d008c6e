"""Times and dates as plain choices: what is stored comes back from the form as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from holdfast.directory.date_forms import ChangeForm, DatesEdit, TimeForm
from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.times import every_weeks, nth_of_month, rule_of

TODAY = date(2026, 11, 20)
minutes = st.integers(0, 1439)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
RULES = ["FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", "FREQ=MONTHLY;BYDAY=5FR", "FREQ=DAILY"]


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """Any regular time: weekly, every other week, in some weeks of the month, or by a rule of its own."""
    since = draw(days)
    day = since.isoweekday() % 7
    which = draw(st.sets(st.sampled_from((1, 2, 3, 4, 5, -1)), min_size=1))
    rules = ["", every_weeks(day, 2), nth_of_month(day, *which), *map(rule_of, RULES)]
    rule = draw(st.sampled_from(rules))
    kept = draw(st.booleans()) or rule == every_weeks(day, 2)
    return Slot(day, draw(minutes), draw(st.none() | minutes), rule, since if kept else None)


def same(one: Slot) -> Slot:
    """With the weeks of the month in the order in which the form has them."""
    parts = one.rule.removeprefix("FREQ=MONTHLY;BYDAY=").split(",")
    is_monthly = one.rule.startswith("FREQ=MONTHLY;BYDAY=")
    return replace(one, rule="/".join(sorted(parts))) if is_monthly else one


@given(slots())
def test_a_time_comes_back_as_it_was(slot: Slot) -> None:
    form = TimeForm(TimeForm.initial_of(slot))

    assert form.is_valid(), form.errors
    found = form.slot()
    assert found is not None
    assert same(found) == same(slot)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Any change that the page can say."""
    kind, first = draw(st.sampled_from(ChangeKind)), draw(days)
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 1, 30])))
    note = draw(st.sampled_from(["", "Holiday"]))
    if kind is ChangeKind.CANCELLED:
        return Change(first, draw(st.sampled_from([last, None])), kind, note=note)
    start = draw(minutes) if kind is ChangeKind.EXTRA else draw(st.none() | minutes)
    place = draw(st.sampled_from(["the other hall", "Elm Street 4"]))
    last_on = last if kind is ChangeKind.EXTRA else draw(st.sampled_from([last, None]))
    return Change(first, last_on, kind, start, draw(st.none() | minutes), place, note)


@given(changes())
def test_a_change_comes_back_as_it_was(change: Change) -> None:
    form = ChangeForm(ChangeForm.initial_of(change))

    assert form.is_valid(), form.errors
    assert form.change() == change


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"start": "19:00"}, "day"),
        ({"day": "5"}, "start"),
        ({"day": "5", "start": "19:00", "often": "monthly"}, "which"),
        ({"day": "5", "start": "19:00", "often": "every_other"}, "since"),
        ({"day": "5", "start": "19:00", "often": "every_other", "since": "2026-11-19"}, "since"),
        ({"day": "5", "start": "25:00"}, "start"),
        ({"day": "9", "start": "19:00"}, "day"),
        ({"day": "5", "start": "19:00", "often": "rule", "rule": "FREQ=SECONDLY"}, "rule"),
    ],
)
def test_a_time_says_what_is_missing(typed: dict[str, str], field: str) -> None:
    form = TimeForm({"often": "weekly", **typed})

    assert not form.is_valid()
    assert field in form.errors


def test_a_date_of_another_day_is_named() -> None:
    form = TimeForm({"day": "5", "start": "19:00", "often": "every_other", "since": "2026-11-19"})

    assert form.errors["since"] == ["That date is a Thursday. Enter a date on the day of the meeting."]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_on": "2026-12-24"}, "kind"),
        ({"kind": "cancelled"}, "first_on"),
        ({"kind": "cancelled", "first_on": "2026-12-24", "last_on": "2026-12-23"}, "last_on"),
        ({"kind": "extra", "first_on": "2026-12-24"}, "start"),
        ({"kind": "moved", "first_on": "2026-12-24"}, "place"),
        ({"kind": "cancelled", "first_on": "soon"}, "first_on"),
    ],
)
def test_a_change_says_what_is_missing(typed: dict[str, str], field: str) -> None:
    form = ChangeForm(typed)

    assert not form.is_valid()
    assert field in form.errors


@pytest.mark.parametrize("form", [TimeForm, ChangeForm])
def test_an_empty_row_is_no_row(form: type[Any]) -> None:
    empty = form({"often": "weekly"})

    assert empty.is_valid()
    assert (empty.slot() if form is TimeForm else empty.change()) is None


def sent(times: list[dict[str, str]], dates: list[dict[str, str]], **more: str) -> QueryDict:
    """The whole page as a browser sends it."""
    data = QueryDict(mutable=True)
    data.update({"meets": "regular", **more})
    for prefix, rows in (("times", times), ("dates", dates)):
        data.update({f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(len(rows))})
        for number, row in enumerate(rows):
            data.update({f"{prefix}-{number}-{name}": value for name, value in row.items()})
    return data


FRIDAY = {"day": "5", "start": "19:00", "end": "20:00", "often": "weekly"}
OFF = {"kind": "cancelled", "first_on": "2026-12-24"}
EXTRA = {"kind": "extra", "first_on": "2026-12-20", "start": "10:00"}
MEETING = Meeting("k", "Group", slots=(Slot(5, 1140, 1200),))


def edit(data: Any, meeting: Meeting = MEETING) -> DatesEdit:
    return DatesEdit(data, meeting=meeting, today=TODAY)


def test_the_page_gives_back_what_it_was_sent() -> None:
    form = edit(sent([FRIDAY], [OFF]))

    assert form.is_valid()
    assert form.meeting().slots == (Slot(5, 1140, 1200),)
    assert form.meeting().changes == (Change(date(2026, 12, 24), date(2026, 12, 24), ChangeKind.CANCELLED),)


def test_a_row_that_is_taken_away_is_gone() -> None:
    form = edit(sent([FRIDAY, {**FRIDAY, "day": "1", "DELETE": "on"}], [{**OFF, "DELETE": "on"}]))

    assert form.is_valid()
    assert (len(form.meeting().slots), form.meeting().changes) == (1, ())


def test_by_appointment_has_no_times() -> None:
    form = edit(sent([FRIDAY], [], meets="appointment"))

    assert form.is_valid()
    assert form.meeting().is_by_appointment


def test_what_is_irregular_needs_a_date() -> None:
    assert not edit(sent([], [OFF], meets="irregular")).is_valid()
    assert edit(sent([], [EXTRA], meets="irregular")).is_valid()


def test_what_is_regular_needs_a_time() -> None:
    assert not edit(sent([{"often": "weekly"}], [])).is_valid()


def test_one_more_row_keeps_what_was_typed_and_complains_of_nothing() -> None:
    form = edit(sent([FRIDAY, {"day": "1", "often": "monthly"}], [OFF], more="times"))

    assert not form.is_valid()
    assert [row.form["day"].value() for row in form.time_rows] == ["5", "1", None]
    assert form.errors_count == 0
    assert [row.words for row in form.change_rows] == ["Thursday, December 24: does not meet"]


def test_the_page_begins_with_what_is_stored() -> None:
    form = edit(None)

    assert [row.words for row in form.time_rows] == ["Friday, 7 p.m. to 8 p.m."]
    assert [row.words for row in form.change_rows] == [""]


def test_dates_that_are_over_are_forgotten() -> None:
    over = Change(date(2026, 11, 1), date(2026, 11, 19), ChangeKind.CANCELLED)

    assert [row.words for row in edit(None, replace(MEETING, changes=(over,))).change_rows] == [""]


def test_a_closed_place_is_shown_as_a_closure() -> None:
    rows = edit(None, replace(MEETING, is_closed=True)).change_rows

    assert [row.words for row in rows] == ["Closed from Nov. 20, 2026 until further notice."]


@given(st.dictionaries(st.sampled_from(["times-0-day", "times-0-start", "dates-0-kind", "meets", "more"]), st.text()))
def test_nothing_that_is_sent_breaks_it(values: dict[str, str]) -> None:
    data = sent([FRIDAY], [OFF])
    data.update(values)

    form = edit(data)

    assert form.is_valid() in {True, False}
    assert form.time_rows


@pytest.mark.parametrize("count", ["", "-1", "x", "99999999", "²"])
def test_a_damaged_count_breaks_nothing(count: str) -> None:
    data = sent([FRIDAY], [])
    data["times-TOTAL_FORMS"] = count

    assert edit(data).is_valid() in {True, False}
    data["more"] = "times"
    assert edit(data).time_rows
