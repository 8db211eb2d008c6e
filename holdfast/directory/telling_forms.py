"""What people tell about a listing: a problem, that they keep it, that they went."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.directory.models import Report, Visit
from holdfast.directory.visiting import FELT, GAVE, VisitFacts
from holdfast.directory.words import Words
from holdfast.web.forms import DayInput

PROBLEMS: dict[str, Words] = {
    Report.Kind.NOBODY_THERE: _("I went, and nobody was there"),
    Report.Kind.OTHER_TIME: _("It meets at another time"),
    Report.Kind.OTHER_PLACE: _("It meets in another place"),
    Report.Kind.LINK_BROKEN: _("The link or the number does not work"),
    Report.Kind.CLOSED: _("It has closed for good"),
    Report.Kind.UNSAFE: _("It did not feel safe"),
    Report.Kind.OTHER: _("Something else"),
}


class ProblemForm(forms.Form):
    """What is wrong, and a word on it if one wants."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=list(PROBLEMS.items()), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What would help us check?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Only if you want. Leave out names, also your own."),
    )


class ClaimForm(forms.Form):
    """How the operator can see that somebody speaks for a group."""

    text = forms.CharField(
        label=_("How can we see that you keep it?"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Such as: your group's own page says so, or the area office knows the group. No last names."),
    )


class VisitForm(forms.Form):
    """When one went, and how it was."""

    on = forms.DateField(label=_("When?"), widget=DayInput())
    felt = forms.TypedChoiceField(
        label=_("How was it?"),
        required=False,
        choices=[(str(number), words) for number, words in FELT.items()],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    gave = forms.MultipleChoiceField(
        label=_("What did it give you?"),
        required=False,
        choices=list(GAVE.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("A note for yourself"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any = None, *, today: date, visit: Visit | None = None) -> None:
        super().__init__(data, initial=_initial(visit) if visit else {"on": today})
        self._today = today

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > self._today:
            raise forms.ValidationError(_("Enter a day that has come."))
        return on

    def facts(self) -> VisitFacts:
        """What was written down."""
        typed = self.cleaned_data
        return VisitFacts(typed["on"], typed["felt"], tuple(typed["gave"]), typed["note"])


def _initial(visit: Visit) -> dict[str, Any]:
    gave = [code for code in visit.gave.split(",") if code]
    return {"on": visit.on, "felt": str(visit.felt or ""), "gave": gave, "note": visit.note}
