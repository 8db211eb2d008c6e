"""Forms of goals, of what was said, of where one was, of slips and workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holdfast.checkins.attendance import AttendanceFacts
from holdfast.checkins.commitments import CommitmentFacts
from holdfast.checkins.goal_words import EVERY, HOW, TEMPLATES, WEEKDAYS
from holdfast.checkins.goals import MOST_STEPS, GoalFacts
from holdfast.checkins.models import Attendance, Commitment, Goal
from holdfast.checkins.slips import MOST_TIMES, SlipFacts
from holdfast.checkins.workbooks import MOST_STEPS as MOST_WORK_STEPS
from holdfast.domain.goals import DAY, Every, SoOften
from holdfast.network.models import Tie
from holdfast.supporters.models import Agreement
from holdfast.web.forms import DayInput, offer

FARTHEST = timedelta(days=3660)
DATE = {"type": "date"}


def _date_input() -> forms.DateInput:
    return DayInput()


class CommitmentForm(forms.Form):
    """What I said I would do, and when."""

    text = forms.CharField(
        label=_("What will you do?"), max_length=200, help_text=_("Small is good. Such as: call Ben.")
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[("once", _("Once, on a day")), ("days", _("On days of every week"))],
        initial="once",
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label=_("On which day?"), required=False, widget=_date_input())
    days = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goal = forms.ChoiceField(label=_("Does it belong to a goal?"), required=False)

    def __init__(self, data: Any = None, *, goals: Iterable[Goal], today: date, initial: Any = None) -> None:
        super().__init__(data, initial={"due_on": today, **(initial or {})})
        self._goals, self._today = {str(goal.pk): goal for goal in goals}, today
        chosen = [("", _("no")), *((key, goal.text) for key, goal in self._goals.items())]
        offer(self, "goal", chosen)
        if not self._goals:
            del self.fields["goal"]

    def clean(self) -> dict[str, Any]:
        """A day, or some days."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("when") == "days" and not typed.get("days") and "days" not in self.errors:
            self.add_error("days", _("Select at least one day."))
        if typed.get("when") == "once" and "due_on" not in self.errors:
            self._check_day(typed.get("due_on"))
        return typed

    def _check_day(self, day: date | None) -> None:
        if day is None:
            self.add_error("due_on", _("Enter a day."))
        elif abs(day - self._today) > FARTHEST:
            self.add_error("due_on", _("Enter a day within the next ten years."))

    def facts(self) -> CommitmentFacts:
        """What was said."""
        typed = self.cleaned_data
        is_once = typed["when"] == "once"
        return CommitmentFacts(
            typed["text"],
            typed["due_on"] if is_once else None,
            () if is_once else tuple(typed["days"]),
            self._goals.get(typed.get("goal", "")),
        )


def commitment_initial(commitment: Commitment) -> dict[str, Any]:
    """A commitment as its form shows it."""
    said = {"text": commitment.text, "when": "once" if commitment.due_on else "days", "days": commitment.days}
    return {**said, "due_on": commitment.due_on, "goal": str(commitment.goal_id or "")}


class MarkForm(forms.Form):
    """Done, not done, or nothing said, for one day that has come."""

    on = forms.DateField()
    kept = forms.ChoiceField(choices=[(one, one) for one in ("yes", "no", "clear")])
    note = forms.CharField(max_length=1000, required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self._today = today

    def clean_on(self) -> date:
        """A day that has come; a day ahead is allowed for when one travels west in the night."""
        on: date = self.cleaned_data["on"]
        if on > self._today + DAY or on < self._today - FARTHEST:
            raise forms.ValidationError(_("Enter a day that has come."))
        return on

    def is_kept(self) -> bool | None:
        """Yes, no, or nothing said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["kept"])

    def note_said(self) -> str | None:
        """The note, if the form had one."""
        return self.cleaned_data["note"] if "note" in self.data else None


class WitnessForm(forms.Form):
    """Who may know whether it was done, and whether they read what it is."""

    agreement = forms.ChoiceField(label=_("Who may know?"), widget=forms.RadioSelect)
    shows_words = forms.BooleanField(label=_("They also read what it is"), required=False)

    def __init__(self, data: Any = None, *, agreements: Iterable[Agreement], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._agreements = {str(one.pk): one for one in agreements}
        names = [(key, one.tie.name) for key, one in self._agreements.items()]
        offer(self, "agreement", names)

    def chosen(self) -> Agreement:
        """Who was chosen."""
        return self._agreements[self.cleaned_data["agreement"]]


class GoalForm(forms.Form):
    """A goal: steps, or so often."""

    text = forms.CharField(label=_("What would you like to reach?"), max_length=200)
    why = forms.CharField(
        label=_("Why does it matter to you?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Only if you want. It helps on a day when it is hard."),
    )
    shape = forms.ChoiceField(
        label=_("How do you get there?"),
        choices=[("steps", _("In steps")), ("often", _("By doing it so often"))],
        initial="steps",
        widget=forms.RadioSelect,
    )
    steps = forms.CharField(
        label=_("Steps, one on each line"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Small ones. You can add more later."),
    )
    times = forms.IntegerField(label=_("How many times?"), min_value=1, max_value=50, required=False)
    every = forms.ChoiceField(
        label=_("In which time?"), choices=list(EVERY.items()), required=False, initial=Every.WEEK
    )
    by_on = forms.DateField(
        label=_("By when?"), required=False, widget=_date_input(), help_text=_("You can leave this open.")
    )

    def clean_steps(self) -> tuple[str, ...]:
        """Lines that say something."""
        lines = tuple(line.strip()[:200] for line in self.cleaned_data["steps"].splitlines() if line.strip())
        if len(lines) > MOST_STEPS:
            raise forms.ValidationError(_("Enter at most %(most)s steps."), params={"most": MOST_STEPS})
        return lines

    def clean(self) -> dict[str, Any]:
        """So often needs a number."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("shape") == "often" and "times" not in self.errors and not typed.get("times"):
            self.add_error("times", _("Enter how many times."))
        return typed

    def facts(self) -> GoalFacts:
        """What was said."""
        typed = self.cleaned_data
        often = None
        if typed["shape"] == "often":
            often = SoOften(typed["times"], Every(typed["every"] or Every.WEEK))
        return GoalFacts(typed["text"], typed["why"], typed["by_on"], often, typed["steps"])


def goal_initial(goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it; steps are changed on its page."""
    shape = "often" if goal.times else "steps"
    said = {"text": goal.text, "why": goal.why, "by_on": goal.by_on, "shape": shape}
    return {**said, "times": goal.times, "every": goal.every or Every.WEEK}


def template_initial(key: str) -> Mapping[str, Any]:
    """A template as the form shows it; nothing for one that is not there."""
    found = TEMPLATES.get(key)
    if found is None:
        return {}
    said = {"text": found.text, "steps": "\n".join(str(step) for step in found.steps)}
    if found.often is None:
        return {**said, "shape": "steps"}
    return {**said, "shape": "often", "times": found.often.times, "every": found.often.every}


class SmallerForm(forms.Form):
    """What a goal is on a bad day."""

    smaller = forms.CharField(label=_("What would still be possible on a bad day?"), max_length=200)


class LineForm(forms.Form):
    """One more line: a step."""

    text = forms.CharField(label=_("One more step"), max_length=200)

    def __init__(self, data: Any = None, *, there: int = 0, most: int = MOST_STEPS) -> None:
        super().__init__(data)
        self._is_full, self._most = there >= most, most

    def clean_text(self) -> str:
        """One more than there may be is said, and kept in the field."""
        if self._is_full:
            raise forms.ValidationError(_("Enter at most %(most)s steps."), params={"most": self._most})
        text: str = self.cleaned_data["text"]
        return text


class AttendanceForm(forms.Form):
    """A time the person was somewhere."""

    name = forms.CharField(label=_("Where?"), max_length=100)
    on = forms.DateField(label=_("Day"), widget=_date_input())
    at = forms.TimeField(label=_("Began at"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440, required=False)
    how = forms.ChoiceField(label=_("How?"), choices=list(HOW.items()), widget=forms.RadioSelect)
    others = forms.MultipleChoiceField(
        label=_("Who of your people was there too?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("A note for yourself"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any = None, *, attendance: Attendance, people: Iterable[Tie], today: date) -> None:
        super().__init__(data, initial=_attendance_initial(attendance))
        self._attendance, self._today = attendance, today
        self._people = {str(tie.pk): tie for tie in people if tie.pk != attendance.tie_id}
        names = [(key, tie.name) for key, tie in self._people.items()]
        offer(self, "others", names)
        if not names:
            del self.fields["others"]

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > self._today or on < self._today - FARTHEST:
            raise forms.ValidationError(_("Enter a day that has come."))
        return on

    def facts(self) -> AttendanceFacts:
        """What was written down."""
        typed = self.cleaned_data
        others = tuple(self._people[key] for key in typed.get("others", ()))
        own = {name: typed[name] for name in ("on", "name", "at", "minutes", "how", "note")}
        return AttendanceFacts(tie=self._attendance.tie, others=others, **own)


def _attendance_initial(attendance: Attendance) -> dict[str, Any]:
    own = {name: getattr(attendance, name) for name in ("on", "name", "at", "minutes", "how", "note")}
    return {**own, "others": [str(tie.pk) for tie in attendance.others.all()]}


class PlaceForm(forms.Form):
    """Somewhere that is not on the map."""

    name = forms.CharField(label=_("Somewhere else"), max_length=100)


class BetweenForm(forms.Form):
    """From when until when to look."""

    since = forms.DateField(label=pgettext_lazy("day", "From"), widget=_date_input())
    until = forms.DateField(label=pgettext_lazy("day", "Until"), widget=_date_input())


class SlipForm(forms.Form):
    """What stands on a slip."""

    name = forms.CharField(
        label=_("Name to print"),
        max_length=100,
        help_text=_("As whoever reads it knows you. Nothing else about you is on it."),
    )
    times = forms.MultipleChoiceField(label=_("Which times?"), widget=forms.CheckboxSelectMultiple)
    shows_where = forms.BooleanField(
        label=_("Show the name of the group or place"),
        required=False,
        help_text=_("Without this it says when, and not where."),
    )
    days = forms.TypedChoiceField(
        label=_("How long can it be checked?"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("A year"))],
        coerce=int,
        initial=90,
    )

    def __init__(self, data: Any = None, *, rows: Iterable[tuple[Attendance, str]]) -> None:
        self._rows = {str(one.pk): (one, words) for one, words in rows}
        super().__init__(data, initial={"times": list(self._rows)})
        choices = [(key, words) for key, (_one, words) in self._rows.items()]
        offer(self, "times", choices)

    def clean_times(self) -> list[str]:
        """As many as fit on paper."""
        times: list[str] = self.cleaned_data["times"]
        if len(times) > MOST_TIMES:
            raise forms.ValidationError(_("Select at most %(most)s."), params={"most": MOST_TIMES})
        return times

    def facts(self) -> SlipFacts:
        """What was chosen."""
        typed = self.cleaned_data
        chosen = tuple(self._rows[key][0] for key in typed["times"])
        return SlipFacts(typed["name"], chosen, typed["shows_where"], typed["days"])


class WorkbookForm(forms.Form):
    """A workbook: twelve steps, four points, or chapters of one's own."""

    name = forms.CharField(label=_("What do you call it?"), max_length=100)
    shape = forms.ChoiceField(
        label=_("How is it divided?"),
        choices=[
            ("12", _("12 numbered steps")),
            ("4", _("4 points")),
            ("own", _("My own chapters")),
        ],
        initial="12",
        widget=forms.RadioSelect,
    )
    chapters = forms.CharField(
        label=_("Chapters, one on each line"),
        max_length=10000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Only for chapters of your own."),
    )

    def clean(self) -> dict[str, Any]:
        """Own chapters need a line."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("shape") == "own" and "chapters" not in self.errors:
            lines = len(self._lines())
            if lines == 0:
                self.add_error("chapters", _("Enter at least one chapter."))
            elif lines > MOST_WORK_STEPS:
                too_many = _("Enter at most %(most)s chapters.")
                self.add_error("chapters", forms.ValidationError(too_many, params={"most": MOST_WORK_STEPS}))
        return typed

    def _lines(self) -> list[str]:
        lines = self.cleaned_data.get("chapters", "").splitlines()
        return [line.strip()[:200] for line in lines if line.strip()]

    def titles(self) -> list[str]:
        """One for each step; empty is a number only."""
        shape = self.cleaned_data["shape"]
        return self._lines() if shape == "own" else [""] * int(shape)


class WorkStepForm(forms.Form):
    """What is written on one step."""

    title = forms.CharField(label=_("What do you call this step?"), max_length=200, required=False)
    text = forms.CharField(
        label=_("In your own words"), max_length=20000, required=False, widget=forms.Textarea({"rows": 12})
    )


class ShareForm(forms.Form):
    """Who sees how far a workbook is."""

    agreement = forms.ChoiceField(label=_("Who sees how far you are?"), required=False, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, agreements: Iterable[Agreement], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._agreements = {str(one.pk): one for one in agreements}
        names = [("", _("Nobody")), *((key, one.tie.name) for key, one in self._agreements.items())]
        offer(self, "agreement", names)

    def chosen(self) -> Agreement | None:
        """Who was chosen; None is nobody."""
        return self._agreements.get(self.cleaned_data["agreement"])
