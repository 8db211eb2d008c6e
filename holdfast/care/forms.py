"""What is typed into the plan."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.care.actions import LineFacts
from holdfast.care.models import PlanLine
from holdfast.care.words import NOTES, NUMBERS, STEPS
from holdfast.domain.safety_plan import CALLED, Step

LONG = 300


class LineForm(forms.Form):
    """One line of a step. Only the first field is needed."""

    text = forms.CharField(max_length=LONG, error_messages={"required": _("Write something first.")})
    number = forms.CharField(max_length=40, required=False, widget=forms.TextInput({"inputmode": "tel"}))
    note = forms.CharField(max_length=LONG, required=False)

    def __init__(self, *args: Any, step: Step, line: PlanLine | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["text"].label = STEPS[step].label
        for name, labels in (("number", NUMBERS), ("note", NOTES)):
            if step in labels:
                self.fields[name].label = labels[step]
            else:
                del self.fields[name]
        if line and line.is_from_map:
            del self.fields["text"], self.fields["number"]

    def clean_number(self) -> str:
        """Something a phone can call."""
        number = str(self.cleaned_data["number"]).strip()
        if number and not re.search(r"\d{2}", number):
            raise forms.ValidationError(_("Enter a number that a phone can call."))
        return number

    def facts(self) -> LineFacts:
        """What was said."""
        said = {name: str(value).strip() for name, value in self.cleaned_data.items()}
        return LineFacts(**{"text": "", **said}, is_somebody=self.step in CALLED)
