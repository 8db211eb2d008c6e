"""When a group meets, as plain choices: its regular times, and the dates that are not as usual.

Works without scripts: rows can be left empty, "one more" sends the page and keeps what was typed, and fields that a
choice does not need are folded away by the style sheet alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from holdfast.directory.dated import change_words
from holdfast.directory.shown import ORDINALS, slot_words
from holdfast.domain.meetings.meeting import Change, ChangeKind, Meeting, Slot
from holdfast.domain.meetings.spoken import WEEKLY, Often, Rhythm, is_over, rhythm_of, rule_for
from holdfast.domain.meetings.times import RuleRefused, rule_of
from holdfast.web.forms import DayInput, offer

if TYPE_CHECKING:
    AnyRows = forms.BaseFormSet[Any]
else:
    AnyRows = forms.BaseFormSet

DAYS = [("", _("No day")), *((str((day + 1) % 7), capfirst(name)) for day, name in WEEKDAYS.items())]
EVERY_OTHER = "every_other"
OFTEN = [
    (Often.WEEKLY.value, _("Every week")),
    (EVERY_OTHER, _("Every other week")),
    (Often.MONTHLY.value, _("In some weeks of the month")),
]
AS_IT_IS = (Often.RULE.value, _("As it is now"))
OFFERED = (1, 2, 3, 4, -1)
REGULAR, IRREGULAR, APPOINTMENT = "regular", "irregular", "appointment"
MOST_ROWS = 40


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _minutes(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))


def _date(label: Any, help_text: Any = "") -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


def _with_errors(form: forms.Form, missing: Callable[[Mapping[str, Any]], Iterator[tuple[str, Any]]]) -> dict[str, Any]:
    """What was typed, with each thing that is missing said beside its field."""
    typed: dict[str, Any] = form.cleaned_data
    for field, words in [] if form.errors else list(missing(typed)):
        form.add_error(field, words)
    return typed


class TimeForm(forms.Form):
    """One regular time."""

    day = forms.ChoiceField(label=_("Day"), choices=DAYS, required=False)
    start = _time(_("Begins"))
    end = _time(_("Ends"))
    often = forms.ChoiceField(label=_("How often"), choices=OFTEN, required=False)
    which = forms.MultipleChoiceField(
        label=_("Which of the month"),
        choices=[(str(one), ORDINALS[one]) for one in OFFERED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    since = _date(_("A date on which it meets"))
    rule = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    """The rule of a time whose rhythm has no plain words, kept as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["rule"].value():
            offer(self, "often", [*OFTEN, AS_IT_IS])

    def clean_rule(self) -> str:
        """A rule that can be kept."""
        try:
            return rule_of(self.cleaned_data["rule"]) if self.cleaned_data["rule"] else ""
        except RuleRefused as refused:
            raise forms.ValidationError(_("Select how often it meets.")) from refused

    def clean(self) -> dict[str, Any]:
        """Either nothing, or a day, a beginning and what the rhythm needs."""
        return _with_errors(self, self._missing)

    @staticmethod
    def _missing(typed: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        if not (typed["day"] or typed["start"]):
            return
        if not typed["day"]:
            yield "day", _("Select a day.")
        if typed["start"] is None:
            yield "start", _("Enter when it begins.")
        if typed["often"] == Often.MONTHLY and not typed["which"]:
            yield "which", _("Select at least one.")
        since = typed["since"]
        if typed["often"] == EVERY_OTHER and since is None:
            yield "since", _("Enter a date on which it meets, so that we know which week.")
        if typed["often"] == EVERY_OTHER and since and typed["day"] not in ("", str(since.isoweekday() % 7)):
            said = {"day": capfirst(WEEKDAYS[since.weekday()])}
            yield "since", _("That date is a %(day)s. Enter a date on the day of the meeting.") % said

    def slot(self) -> Slot | None:
        """The time that was typed; None for an empty row."""
        typed = self.cleaned_data
        start = _minutes(typed.get("start"))
        if not typed.get("day") or start is None:
            return None
        day = int(typed["day"])
        rule = typed["rule"] if typed["often"] == Often.RULE else rule_for(_rhythm(typed), day)
        return Slot(day, start, _minutes(typed["end"]), rule, typed["since"])

    @staticmethod
    def initial_of(slot: Slot) -> dict[str, Any]:
        """A stored time as the form shows it."""
        rhythm = rhythm_of(slot)
        return {
            "day": str(slot.day),
            "start": _clock(slot.start),
            "end": _clock(slot.end),
            "since": slot.since.isoformat() if slot.since else "",
            **_choices(slot, rhythm),
        }


def _choices(slot: Slot, rhythm: Rhythm) -> dict[str, Any]:
    is_plain = rhythm.often is not Often.RULE and rule_for(rhythm, slot.day) == slot.rule
    if is_plain and rhythm.often is Often.WEEKLY:
        return {"often": Often.WEEKLY.value}
    if is_plain and rhythm.often is Often.MONTHLY and set(rhythm.which) <= set(OFFERED):
        return {"often": Often.MONTHLY.value, "which": [str(one) for one in rhythm.which]}
    is_on_its_day = slot.since is not None and slot.since.isoweekday() % 7 == slot.day
    if is_plain and rhythm.often is Often.EVERY_WEEKS and rhythm.weeks == 2 and is_on_its_day:
        return {"often": EVERY_OTHER}
    return {"often": Often.RULE.value, "rule": slot.rule}


def _rhythm(typed: Mapping[str, Any]) -> Rhythm:
    if typed["often"] == Often.MONTHLY:
        return Rhythm(Often.MONTHLY, which=tuple(int(one) for one in typed["which"]))
    return Rhythm(Often.EVERY_WEEKS, 2) if typed["often"] == EVERY_OTHER else WEEKLY


class ChangeForm(forms.Form):
    """One date, or some weeks, that are not as usual."""

    kind = forms.ChoiceField(
        label=_("What is different"),
        required=False,
        choices=[
            ("", _("Nothing")),
            (ChangeKind.CANCELLED.value, _("It does not meet")),
            (ChangeKind.MOVED.value, _("It meets in another place, or at another time")),
            (ChangeKind.EXTRA.value, _("It meets in addition")),
        ],
    )
    first_on = _date(_("On, or from"))
    last_on = _date(_("Until"), _("Empty for one day."))
    is_open = forms.BooleanField(label=_("Until further notice"), required=False)
    start = _time(_("Begins"))
    end = _time(_("Ends"))
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    note = forms.CharField(label=_("A word on it"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Either nothing, or a kind, a day and what the kind needs."""
        return _with_errors(self, self._missing)

    @staticmethod
    def _missing(typed: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        if not any(typed.values()):
            return
        if not typed["kind"]:
            yield "kind", _("Select what is different.")
        if typed["first_on"] is None:
            yield "first_on", _("Enter a date.")
        elif typed["last_on"] and typed["last_on"] < typed["first_on"]:
            yield "last_on", _("Enter a date that is not before the first.")
        if typed["kind"] == ChangeKind.EXTRA and typed["start"] is None:
            yield "start", _("Enter when it begins.")
        if typed["kind"] == ChangeKind.MOVED and not (typed["place"] or typed["start"] or typed["note"]):
            yield "place", _("Enter where or when it meets then.")

    def change(self) -> Change | None:
        """What was typed; None for an empty row."""
        typed = self.cleaned_data
        if not typed.get("kind") or typed["first_on"] is None:
            return None
        kind = ChangeKind(typed["kind"])
        is_open = typed["is_open"] and kind is not ChangeKind.EXTRA
        first_on, last_on = typed["first_on"], None if is_open else typed["last_on"] or typed["first_on"]
        if kind is ChangeKind.CANCELLED:
            return Change(first_on, last_on, kind, note=typed["note"])
        start, end = _minutes(typed["start"]), _minutes(typed["end"])
        return Change(first_on, last_on, kind, start, end, typed["place"], typed["note"])

    @staticmethod
    def initial_of(change: Change) -> dict[str, Any]:
        """A stored change as the form shows it."""
        last_on = change.last_on if change.last_on != change.first_on else None
        return {
            "kind": change.kind.value,
            "first_on": change.first_on.isoformat(),
            "last_on": last_on.isoformat() if last_on else "",
            "is_open": change.last_on is None and change.kind is not ChangeKind.EXTRA,
            "start": _clock(change.start),
            "end": _clock(change.end),
            "place": change.place,
            "note": change.note,
        }


class MeetsForm(forms.Form):
    """Whether there are regular times at all."""

    meets = forms.ChoiceField(
        label=_("When does it meet?"),
        choices=[
            (REGULAR, _("At regular times")),
            (IRREGULAR, _("Only on certain dates")),
            (APPOINTMENT, _("By appointment")),
        ],
        widget=forms.RadioSelect,
    )


class _Rows(AnyRows):
    """Rows that can be ticked to be taken away."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this away")


def _rows(form: type[forms.Form], extra: int) -> Any:
    return forms.formset_factory(
        form,
        formset=_Rows,
        extra=extra,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )


class DatesEdit:
    """The three forms of the page on dates, as one."""

    def __init__(self, data: Any = None, *, meeting: Meeting, today: date) -> None:
        self._meeting = meeting
        self._more = data.get("more", "") if data else ""
        sent = data if data and not self._more else None
        self._today = today
        ahead = [one for one in meeting.changes if not is_over(one, today)]
        if meeting.is_closed:
            ahead.append(Change(today, None, ChangeKind.CANCELLED))
        typed_times = _typed(data, "times", TimeForm) if self._more else None
        typed_changes = _typed(data, "dates", ChangeForm) if self._more else None
        meets = {"meets": data.get("meets") if self._more else _meets(meeting)}
        self.meets = MeetsForm(sent, initial=meets)
        times = [TimeForm.initial_of(one) for one in meeting.slots] if typed_times is None else typed_times
        changes = [ChangeForm.initial_of(one) for one in ahead] if typed_changes is None else typed_changes
        self.times = _rows(TimeForm, self._extra("times", times))(sent, initial=times, prefix="times")
        self.changes = _rows(ChangeForm, self._extra("dates", changes))(sent, initial=changes, prefix="dates")

    def _extra(self, rows: str, there: list[Any]) -> int:
        """One empty row to begin with, and one more where it was asked for."""
        return 1 if self._more == rows or not there else 0

    @property
    def time_rows(self) -> list[Row]:
        """The regular times, as the page shows them."""
        return [Row(form, _words_of(form)) for form in self.times]

    @property
    def change_rows(self) -> list[Row]:
        """The dates that are not as usual, as the page shows them."""
        return [Row(form, _words_of(form)) for form in self.changes]

    @property
    def errors_count(self) -> int:
        """How many rows and choices need a second look."""
        return sum(bool(one.errors) for one in (self.meets, *self.times, *self.changes) if one.is_bound)

    def is_valid(self) -> bool:
        """Everything was sent, to be kept, and can be. Times count only where there are regular ones."""
        if self._more or not self.meets.is_bound or not self.meets.is_valid():
            return False
        meets = self.meets.cleaned_data["meets"]
        fine = [self.changes.is_valid(), meets != REGULAR or self.times.is_valid()]
        if not all(fine):
            return False
        if meets == IRREGULAR and not self._has_extra():
            self.meets.add_error("meets", _("Add at least one date on which it meets in addition."))
        if meets == REGULAR and not self._slots():
            self.meets.add_error("meets", _("Enter at least one time, or select “By appointment”."))
        return not self.meets.errors

    def meeting(self) -> Meeting:
        """The meeting with these times; dates that are over are forgotten."""
        is_regular = self.meets.cleaned_data["meets"] == REGULAR
        slots = self._slots() if is_regular else ()
        return replace(self._meeting, slots=slots, changes=self._changes(), is_closed=False)

    def _slots(self) -> tuple[Slot, ...]:
        found = {form.slot() for form in self.times if not _is_taken_away(form)}
        return tuple(sorted(one for one in found if one))

    def _changes(self) -> tuple[Change, ...]:
        found = {form.change() for form in self.changes if not _is_taken_away(form)}
        return tuple(sorted((one for one in found if one), key=lambda one: (one.first_on, one.kind, one.start or 0)))

    def _has_extra(self) -> bool:
        return any(one.kind is ChangeKind.EXTRA and not is_over(one, self._today) for one in self._changes())


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page; what is complete is folded behind its words."""

    form: forms.Form
    words: str = ""


def _words_of(form: TimeForm | ChangeForm) -> str:
    """What a row says, if it is complete."""
    values = {name: form[name].value() for name in form.fields}
    read = type(form)({name: "" if value is None else value for name, value in values.items()})
    if form.errors or not read.is_valid():
        return ""
    if isinstance(read, TimeForm):
        slot = read.slot()
        return slot_words(slot) if slot else ""
    change = read.change()
    return change_words(change) if change else ""


def _is_taken_away(form: forms.Form) -> bool:
    return bool(form.cleaned_data.get("DELETE"))


def _typed(data: Any, prefix: str, form: type[forms.Form]) -> list[dict[str, Any]]:
    """What was typed, row by row, as the beginning of the same form with one row more."""
    count = data.get(f"{prefix}-TOTAL_FORMS", "0")
    rows = range(min(int(count), MOST_ROWS) if count.isdecimal() else 0)
    return [
        {
            name: field.widget.value_from_datadict(data, {}, f"{prefix}-{row}-{name}")
            for name, field in form.base_fields.items()
        }
        for row in rows
        if f"{prefix}-{row}-DELETE" not in data
    ]


def _meets(meeting: Meeting) -> str:
    if meeting.slots:
        return REGULAR
    return APPOINTMENT if meeting.is_by_appointment else IRREGULAR
