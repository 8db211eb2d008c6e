"""What is typed into the recovery plan, and said to a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.care.proposals import LONG
from holdfast.care.recovery_words import PARTS
from holdfast.domain.recovery_plan import Part
from holdfast.network.models import Tie


class WayForm(forms.Form):
    """One line of a part."""

    text = forms.CharField(max_length=LONG, error_messages={"required": _("Write something first.")})

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = PARTS[part].label

    def said(self) -> str:
        """What was written."""
        return str(self.cleaned_data["text"]).strip()


class HelperForm(forms.Form):
    """Somebody of the map, and what they do."""

    tie = forms.ModelChoiceField(
        queryset=Tie.objects.none(),
        label=_("Somebody on my map"),
        error_messages={"required": _("Choose somebody first."), "invalid_choice": _("Choose somebody first.")},
    )
    does = forms.CharField(max_length=LONG, required=False, label=_("What they do"))

    def __init__(self, *args: Any, ties: list[Tie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["tie"]
        field.queryset = Tie.objects.filter(pk__in=[tie.pk for tie in ties])
        field.choices = [("", _("Choose")), *((tie.pk, tie.name) for tie in ties)]


class AnswerForm(forms.Form):
    """A word to whoever proposed it."""

    words = forms.CharField(max_length=500, required=False)
