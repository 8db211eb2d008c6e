"""What is typed about days, setbacks and chips. Nothing that was typed is ever lost."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Person
from holdfast.checkins.access import choosable
from holdfast.checkins.counters import CounterFacts
from holdfast.checkins.day_words import AIMS
from holdfast.checkins.models import Counter
from holdfast.checkins.setbacks import SetbackFacts
from holdfast.domain.days import Aim
from holdfast.supporters.models import Agreement
from holdfast.web.forms import DayInput

EARLIEST = date(1930, 1, 1)
MOST = 1_000_000
NOON = time(12)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def _time(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"), **more)


def _number(label: Any, **more: Any) -> forms.FloatField:
    widget = forms.NumberInput({"step": "any", "inputmode": "decimal"})
    return forms.FloatField(label=label, min_value=0, max_value=MOST, widget=widget, **more)


class CounterForm(forms.Form):
    """A counter: any behaviour, in the person's own words."""

    name = forms.CharField(
        label=_("What do you count?"),
        max_length=80,
        help_text=_("In your words, such as: No drinks. Fewer cigarettes. A walk a day."),
        error_messages={"required": _("Give it a name. A word is enough.")},
    )
    aim = forms.ChoiceField(
        label=_("Which days count?"),
        choices=[(aim.value, words) for aim, words in AIMS.items()],
        initial=Aim.WITHOUT.value,
        widget=forms.RadioSelect,
    )
    bound = _number(
        _("How much a day?"), required=False, help_text=_("With less, at most so much. With more, at least.")
    )
    unit = forms.CharField(
        label=_("Of what?"), max_length=30, required=False, help_text=_("Such as: drinks, cigarettes, minutes.")
    )
    on = _day(_("Since when?"), help_text=_("The first day. Today counts from this moment."))
    at = _time(_("At what time? Only if you know"))

    def __init__(self, data: Any = None, *, now: datetime, zone: str) -> None:
        self.now, self.zone = now, ZoneInfo(zone)
        self.today = now.astimezone(self.zone).date()
        super().__init__(data, initial={"on": self.today})

    def clean_on(self) -> date:
        """A day that has come, in a lifetime."""
        return _that_has_come(self.cleaned_data["on"], EARLIEST, self.today)

    def clean(self) -> dict[str, Any]:
        """Less and more need a number."""
        typed = super().clean() or self.cleaned_data
        _need_bound(self, typed.get("aim"))
        return typed

    def started_at(self) -> datetime:
        """The first moment that counts."""
        on, at = self.cleaned_data["on"], self.cleaned_data["at"]
        if on == self.today and at is None:
            return self.now
        return datetime.combine(on, at or time(), tzinfo=self.zone)

    def facts(self) -> CounterFacts:
        """What it counts."""
        typed = self.cleaned_data
        aim = Aim(typed["aim"])
        if aim is Aim.WITHOUT:
            return CounterFacts(typed["name"], aim)
        return CounterFacts(typed["name"], aim, typed["unit"], typed["bound"])


class ChangeForm(forms.Form):
    """Another name, another bound, another clock."""

    name = CounterForm.base_fields["name"]
    bound = CounterForm.base_fields["bound"]
    unit = CounterForm.base_fields["unit"]
    is_shown = forms.BooleanField(label=_("Show it on the first page"), required=False)
    by_my_clock = forms.BooleanField(
        label=_("Count by my clock of today"),
        required=False,
        help_text=_("It still counts by the clock of the place where it began."),
    )

    def __init__(self, data: Any = None, *, counter: Counter, zone: str) -> None:
        self.counter, self.zone = counter, zone
        names = ("name", "bound", "unit", "is_shown")
        super().__init__(data, initial={name: getattr(counter, name) for name in names})
        if counter.aim == Aim.WITHOUT:
            del self.fields["bound"], self.fields["unit"]
        if zone == counter.time_zone:
            del self.fields["by_my_clock"]

    def clean(self) -> dict[str, Any]:
        """Less and more need a number."""
        _need_bound(self, self.counter.aim)
        return self.cleaned_data

    def facts(self) -> CounterFacts:
        """What it counts from now on."""
        typed = self.cleaned_data
        aim = Aim(self.counter.aim)
        return CounterFacts(typed["name"], aim, typed.get("unit", ""), typed.get("bound"), typed["is_shown"])

    def zone_chosen(self) -> str:
        """Whose clock counts."""
        return self.zone if self.cleaned_data.get("by_my_clock") else self.counter.time_zone


def _need_bound(form: forms.Form, aim: str | None) -> None:
    bound = form.cleaned_data.get("bound")
    is_wanting = bound is None and "bound" not in form.errors
    if aim in {Aim.LESS, Aim.MORE} and (is_wanting or (bound is not None and not math.isfinite(bound))):
        form.add_error("bound", gettext("Enter a number, such as 2."))


def _that_has_come(on: date, first: date, today: date) -> date:
    if on > today:
        raise forms.ValidationError(gettext("Enter a day that has come."))
    if on < first:
        raise forms.ValidationError(gettext("Enter a later day."))
    return on


class AmountForm(forms.Form):
    """How much it was on one day."""

    amount = _number(_("How much?"), error_messages={"required": _("Enter a number. None is 0.")})
    on = _day(_("Which day?"))

    def __init__(self, data: Any = None, *, first: date, today: date) -> None:
        self.first, self.today = first, today
        super().__init__(data, initial={"on": today})

    def clean_amount(self) -> float:
        """A number one can add up."""
        amount: float = self.cleaned_data["amount"]
        if not math.isfinite(amount):
            raise forms.ValidationError(gettext("Enter a number. None is 0."))
        return amount

    def clean_on(self) -> date:
        """A day on the counter."""
        return _that_has_come(self.cleaned_data["on"], self.first, self.today)


class TellingForm(forms.Form):
    """Who, if anyone, should know. Nobody is preset."""

    NOBODY, SOME = "nobody", "some"
    tells = forms.ChoiceField(
        label=_("Who, if anyone, should know?"),
        choices=[(NOBODY, _("Nobody")), (SOME, _("Those I choose"))],
        initial=NOBODY,
        widget=forms.RadioSelect,
    )
    told = forms.MultipleChoiceField(
        label=_("Those who should know"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("What they read"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only if you want to say it yourself. Else they read: picked up again, and wants you to know."),
    )

    def __init__(self, data: Any = None, *, person: Person, without: tuple[Any, ...] = (), **more: Any) -> None:
        super().__init__(data, **more)
        rows = choosable(person).exclude(pk__in=without)
        self.agreements: dict[str, Agreement] = {str(one.pk): one for one in rows}
        told = self.fields["told"]
        if isinstance(told, forms.MultipleChoiceField):
            told.choices = [(key, one.tie.name) for key, one in self.agreements.items()]
        if not self.agreements:
            del self.fields["tells"], self.fields["told"], self.fields["words"]
        elif without:
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        """Nobody and somebody at once is not guessed at; nor is somebody without a name."""
        typed = super().clean() or self.cleaned_data
        tells, told = typed.get("tells"), typed.get("told")
        if tells == self.NOBODY and told:
            self.add_error("tells", gettext("You chose nobody, and also somebody. Choose one of the two."))
        if tells == self.SOME and not told and "told" not in self.errors:
            self.add_error("told", gettext("Choose at least one person, or nobody."))
        return typed

    def chosen(self) -> tuple[Agreement, ...]:
        """Who was chosen."""
        return tuple(self.agreements[key] for key in self.cleaned_data.get("told", ()))


class SetbackForm(TellingForm):
    """Picked up again: when, and from when on it counts again."""

    when = forms.ChoiceField(
        label=_("When was it?"),
        choices=[
            ("today", _("Today")),
            ("yesterday", _("Yesterday")),
            ("other", _("On another day")),
            ("unsure", _("I am not sure")),
        ],
        initial="today",
        widget=forms.RadioSelect,
    )
    on = _day(_("Which day?"), required=False)
    at = _time(_("About what time? Only if you know"))
    again = forms.ChoiceField(
        label=_("From when on do you count again?"),
        choices=[("then", _("From then on")), ("today", _("From now on")), ("tomorrow", _("From tomorrow on"))],
        initial="then",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("A note for yourself"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What came before it, or what would have helped. Nobody else reads it."),
    )
    field_order = ("when", "on", "at", "again", "note", "tells", "told", "words")

    def __init__(self, data: Any = None, *, counter: Counter, now: datetime, **more: Any) -> None:
        self.now, self.zone = now, ZoneInfo(counter.time_zone)
        self.first = counter.started_at.astimezone(self.zone).date()
        self.today = now.astimezone(self.zone).date()
        super().__init__(data, person=counter.person, **more)

    def clean(self) -> dict[str, Any]:
        """Another day needs a date that has come and lies on the counter."""
        typed = super().clean() or self.cleaned_data
        if typed.get("when") == "other" and "on" not in self.errors:
            try:
                typed["on"] = _that_has_come(typed.get("on") or date.max, self.first, self.today)
            except forms.ValidationError as wrong:
                self.add_error("on", wrong if typed.get("on") else gettext("Enter the day, or choose “I am not sure”."))
        return typed

    def facts(self) -> SetbackFacts:
        """What is written down."""
        typed = self.cleaned_data
        at = self._at()
        again_at = {"then": at, "today": self.now, "tomorrow": self._tomorrow()}[typed["again"]]
        return SetbackFacts(at, again_at, typed["note"], self.chosen(), typed.get("words", ""))

    def _at(self) -> datetime:
        """The moment; of a day without an hour its middle, so that both sides keep a part of it."""
        typed = self.cleaned_data
        day = {"today": self.today, "yesterday": self.today - timedelta(days=1), "other": typed.get("on")}
        on = day.get(typed["when"])
        if on is None or (on == self.today and typed["at"] is None):
            return self.now
        return min(self.now, datetime.combine(on, typed["at"] or NOON, tzinfo=self.zone))

    def _tomorrow(self) -> datetime:
        return datetime.combine(self.today + timedelta(days=1), time(), tzinfo=self.zone)


class ChipForm(forms.Form):
    """A chip of one's own making."""

    text = forms.CharField(
        label=_("What is it for?"),
        max_length=120,
        help_text=_("Such as: A whole evening with my sister. The first week at work."),
        error_messages={"required": _("Say what it is for. A few words are enough.")},
    )
    on = _day(_("When?"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        self.today = today
        super().__init__(data, initial={"on": today})

    def clean_on(self) -> date:
        """A day that has come."""
        return _that_has_come(self.cleaned_data["on"], EARLIEST, self.today)


class GiverForm(forms.Form):
    """Who is asked to hand a chip over."""

    giver = forms.ChoiceField(
        label=_("Who would you like to have it from?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose somebody.")},
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data)
        self.agreements = {str(one.pk): one for one in choosable(person)}
        giver = self.fields["giver"]
        if isinstance(giver, forms.ChoiceField):
            giver.choices = [(key, one.tie.name) for key, one in self.agreements.items()]

    def chosen(self) -> Agreement:
        """Who was chosen."""
        return self.agreements[self.cleaned_data["giver"]]


class LineForm(forms.Form):
    """The line a supporter hands a chip over with."""

    line = forms.CharField(
        label=_("One line to go with it"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Such as: I am glad I get to see this."),
        error_messages={"required": _("Write one line. A few words are enough.")},
    )
