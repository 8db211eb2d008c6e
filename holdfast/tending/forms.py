"""What is typed into the pages of tending."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any, cast

from django import forms
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Person
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.cadence import BY_DAY, LATEST
from holdfast.domain.network import SECTOR_OF, Role, Sector, TieState
from holdfast.domain.yearly import is_a_day
from holdfast.network.access import ties_of
from holdfast.network.models import Tie, Touch
from holdfast.network.words import DIRECTIONS, HOWS, choices
from holdfast.supporters.words import HELP, OFFERABLE
from holdfast.tending import words
from holdfast.tending.dates import DateFacts
from holdfast.tending.hopes import HopesFacts
from holdfast.tending.lent import ThingFacts
from holdfast.tending.limits import BoundaryFacts
from holdfast.tending.models import Boundary, Crossing, ImportantDate, Thing, Whose
from holdfast.tending.repair import ConflictFacts, PromiseFacts
from holdfast.tending.thanks import ThanksFacts
from holdfast.web.forms import DayInput, offer

LONG = 2000
DAY = {"type": "date"}


def _words(label: Any, *, required: bool = False, rows: int = 3, hint: Any = "", most: int = LONG) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=hint)


def _day(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=hint)


class TieChoice(forms.Form):
    """A form that may name one of the person's ties."""

    nobody: Any = _("nobody in particular")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ties = {str(tie.pk): tie for tie in ties_of(person).exclude(state=TieState.ENDED)}
        field = cast("forms.ChoiceField", self.fields["tie"])
        first = [] if field.required else [("", self.nobody)]
        field.choices = [*first, *((key, tie.name) for key, tie in self.ties.items())]

    def tie_named(self, name: str = "tie") -> Tie | None:
        """The tie that was chosen, if any."""
        return self.ties.get(self.cleaned_data[name])

    def tie_chosen(self) -> Tie:
        """The tie that was chosen, where one has to be."""
        return self.ties[self.cleaned_data["tie"]]


class ContactForm(forms.Form):
    """A contact in two taps."""

    how = forms.ChoiceField(choices=choices(HOWS), required=False)
    direction = forms.ChoiceField(choices=choices(DIRECTIONS), initial=Touch.Direction.BOTH)


class LaterForm(forms.Form):
    """For how long nothing is suggested about a tie."""

    until = forms.ChoiceField(choices=[(one, one) for one in ("week", "month", "never", "again")])


class RemindForm(forms.Form):
    """When to be reminded."""

    at = forms.TimeField(
        label=_("At what time?"),
        required=False,
        widget=forms.TimeInput({"type": "time", "min": "07:00", "max": "21:00"}, "%H:%M"),
        help_text=_("By your own clock, from 7 in the morning to 9 in the evening. Leave it empty for no reminder."),
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_at(self) -> time | None:
        """Never at night."""
        at: time | None = self.cleaned_data["at"]
        if at is not None and not BY_DAY[0] <= at <= LATEST:
            raise forms.ValidationError(_("Choose a time from 7 in the morning to 9 in the evening."))
        return at

    def clean(self) -> dict[str, Any]:
        """An hour without a day would be silence where a reminder was wished for."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("at") and not said.get("days"):
            self.add_error("days", _("Choose one day at least, or leave the time empty."))
        return said


class SayThanksForm(forms.Form):
    """They were thanked; the words are kept if somebody wants that."""

    text = _words(_("What you said, if you want to keep it"), rows=2)


class ThanksForm(TieChoice):
    """Words of thanks to keep."""

    way = forms.ChoiceField(
        label=_("Which way did they go?"),
        choices=[("heard", _("They thanked me")), ("said", _("I thanked them"))],
        initial="heard",
        widget=forms.RadioSelect,
    )
    tie = forms.ChoiceField(label=_("Who?"), required=False)
    text = _words(_("The words"), required=True, rows=2)
    on = _day(_("When?"), required=True)

    def facts(self) -> ThanksFacts:
        """What was said."""
        said = self.cleaned_data
        return ThanksFacts(self.tie_named(), said["way"] == "said", said["text"], said["on"])


class DateForm(TieChoice):
    """A day of every year."""

    nobody = _("my own day")
    kind = forms.ChoiceField(
        label=_("What day is it?"),
        choices=choices(words.DATES),
        widget=forms.RadioSelect,
        initial=ImportantDate.Kind.BIRTHDAY,
    )
    tie = forms.ChoiceField(label=_("Whose?"), required=False)
    text = forms.CharField(label=_("In your words, if you like"), max_length=200, required=False)
    day = forms.IntegerField(
        label=_("Day"), min_value=1, max_value=31, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    month = forms.TypedChoiceField(label=_("Month"), choices=list(MONTHS.items()), coerce=int)
    year = forms.IntegerField(
        label=_("Year, if you know it"),
        min_value=1900,
        max_value=2200,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """A day that some year has."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "day" in said and "month" in said and not is_a_day(said["month"], said["day"]):
            self.add_error("day", _("This month does not have that day."))
        return said

    def facts(self) -> DateFacts:
        """What was said."""
        said = self.cleaned_data
        return DateFacts(self.tie_named(), said["kind"], said["text"], said["month"], said["day"], said["year"])


class ThingForm(TieChoice):
    """A gift, or a thing lent."""

    kind = forms.ChoiceField(
        label=_("Which way?"), choices=choices(words.THINGS), widget=forms.RadioSelect, initial=Thing.Kind.LENT
    )
    tie = forms.ChoiceField(label=_("Who?"))
    text = forms.CharField(label=_("What is it?"), max_length=200)
    on = _day(_("When?"), required=True)
    due_on = _day(_("Back by, if that was said"))

    def clean(self) -> dict[str, Any]:
        """Nothing is due back before it went."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("on") and said.get("due_on") and said["due_on"] < said["on"]:
            self.add_error("due_on", _("Choose a day after it went."))
        return said

    def facts(self) -> ThingFacts:
        """What was said; gifts do not come back."""
        said = self.cleaned_data
        lent = said["kind"] in {Thing.Kind.LENT, Thing.Kind.BORROWED}
        return ThingFacts(self.tie_chosen(), said["kind"], said["text"], said["on"], said["due_on"] if lent else None)


class LimitForm(TieChoice):
    """A boundary."""

    nobody = _("towards everybody")
    whose = forms.ChoiceField(
        label=_("Whose limit is it?"),
        choices=[(Whose.MINE, _("Mine")), (Whose.THEIRS, _("Theirs, towards me"))],
        initial=Whose.MINE,
        widget=forms.RadioSelect,
    )
    text = _words(_("What is the limit?"), required=True, rows=2, hint=_("For instance: no calls after ten at night."))
    tie = forms.ChoiceField(label=_("With whom?"), required=False)
    response = _words(
        _("What I do if it is crossed"), rows=2, hint=_("It is easier to choose this while you are calm.")
    )
    agreed = forms.ChoiceField(label=_("Was it said?"), choices=choices(words.AGREED), initial=Boundary.Agreed.NOT_SAID)
    said_on = _day(_("Said on"))
    revisit_on = _day(_("Look at it again on"))

    def facts(self) -> BoundaryFacts:
        """What was said."""
        said = self.cleaned_data
        return BoundaryFacts(
            self.tie_named(),
            said["whose"],
            said["text"],
            said["said_on"],
            said["agreed"],
            said["revisit_on"],
            said["response"],
        )


class CrossedForm(forms.Form):
    """A limit was crossed, and what was done."""

    on = _day(_("When was it?"), required=True)
    did = forms.ChoiceField(label=_("What did you do?"), widget=forms.RadioSelect, initial=Crossing.Did.NOTHING)
    note = _words(_("A note for me"), rows=2)

    def __init__(self, *args: Any, boundary: Boundary, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        known = words.DID if boundary.whose == Whose.MINE else words.DID_THEIRS
        without = {Crossing.Did.PAUSED} if boundary.tie is None else set()
        found = [(key, word) for key, word in choices(known) if key not in without]
        offer(self, "did", found)

    def clean_on(self) -> date:
        """Only what has been."""
        on: date = self.cleaned_data["on"]
        if on > self._today:
            raise forms.ValidationError(_("Choose today or a day before."))
        return on


KINDS = [(kind.value, HELP[kind]) for kind in (*OFFERABLE, Kind.MONEY, Kind.CRISIS)]


class HopesForm(forms.Form):
    """Both sides of the expectation card."""

    hoped_kinds = forms.MultipleChoiceField(
        label=_("I hope they can"), choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    hoped = _words(_("What I hope for, in my words"), rows=2)
    offered_kinds = forms.MultipleChoiceField(
        label=_("They offer to"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What they said themselves. If you do not know, leave it open and ask."),
    )
    offered = _words(_("What they offer, in their words"), rows=2)
    talked_on = _day(_("We last talked about it on"))

    def facts(self) -> HopesFacts:
        """What was said."""
        return HopesFacts(**self.cleaned_data)


class ConflictForm(TieChoice):
    """What stands between two people."""

    nobody = _("nobody yet")
    issue = _words(_("What is it about?"), required=True, rows=2)
    mine = _words(_("How I saw it"))
    theirs = _words(_("How they saw it, in their words"), hint=_("If you do not know, leave it open and ask them."))
    tie = forms.ChoiceField(
        label=_("Who could help us talk?"), required=False, help_text=_("A professional, or somebody you both trust.")
    )
    session_on = _day(_("We meet on"))
    agreement = _words(_("What we agreed"))
    follow_up_on = _day(_("Look at it again on"), hint=_("It shows up on your day then."))
    on = _day(_("When did it happen?"), required=True)

    def __init__(self, *args: Any, between: Tie, **kwargs: Any) -> None:
        super().__init__(*args, person=between.person, **kwargs)
        field = cast("forms.ChoiceField", self.fields["tie"])
        others = [tie for tie in self.ties.values() if tie.pk != between.pk and tie.is_somebody]
        others.sort(key=lambda tie: SECTOR_OF[Role(tie.role)] is not Sector.PROFESSIONALS)
        field.choices = [("", self.nobody), *((str(tie.pk), tie.name) for tie in others)]

    def facts(self) -> ConflictFacts:
        """What was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "tie"}
        return ConflictFacts(**said, mediator=self.tie_named())


class PromiseForm(forms.Form):
    """One small promise."""

    whose = forms.ChoiceField(
        label=_("Whose promise?"),
        choices=[(Whose.MINE, _("Mine")), (Whose.THEIRS, _("Theirs"))],
        initial=Whose.MINE,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What exactly?"), max_length=200, help_text=_("Small enough to be kept on a bad day.")
    )
    due_on = _day(_("By when?"))

    def facts(self) -> PromiseFacts:
        """What was said."""
        return PromiseFacts(**self.cleaned_data)


class StepBackForm(forms.Form):
    """The first question."""

    is_unsafe = forms.ChoiceField(
        label=_("Are you afraid of them?"),
        choices=[("yes", _("Yes, or I am not sure")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )

    def unsafe(self) -> bool:
        """The careful reading: "not sure" is yes."""
        return bool(self.cleaned_data["is_unsafe"] == "yes")


class NoteForm(forms.Form):
    """The person's own words."""

    note = _words(_("A note for me"))


def initial_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """A row as its form shows it."""
    values = {name: getattr(row, name) for name in names if hasattr(row, name)}
    if hasattr(row, "tie_id"):
        values["tie"] = str(row.tie_id or "")
    return values
