"""What a worker types to propose something for a recovery plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.care.proposals import LONG
from holdfast.care.shared import SharedPart
from holdfast.domain.recovery_plan import Change, Draft, Part

NEW = "new"


class ProposeForm(forms.Form):
    """A new line, other words for one that stands there, or to leave one out (no words)."""

    about = forms.ChoiceField(label=gettext_lazy("Where in the plan"))
    text = forms.CharField(
        label=gettext_lazy("What you propose"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Leave it empty to propose that a line goes."),
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, parts: Sequence[SharedPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part_of = {line.id: one.part for one in parts for line in one.lines}
        self.fields["about"].choices = [(one.title, _places(one)) for one in parts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new line needs words."""
        said = super().clean() or {}
        if said.get("about", "").startswith(NEW) and not said.get("text"):
            self.add_error("text", _("Write what the new line should say."))
        return said

    def draft(self) -> Draft:
        """As the rules see it."""
        about, text, why = (self.cleaned_data[name] for name in ("about", "text", "why"))
        if about.startswith(NEW):
            return Draft(Part(about.removeprefix(f"{NEW}-")), Change.ADD, text, why)
        return Draft(self.part_of[about], Change.EDIT if text else Change.REMOVE, text, why, about)


def _places(one: SharedPart) -> list[tuple[str, Any]]:
    return [(f"{NEW}-{one.part}", f"{_('A new line')}: {one.title}"), *((line.id, line.text) for line in one.lines)]
