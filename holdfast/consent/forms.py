"""What is said on the pages of sharing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from holdfast.consent.drafts import Sharing
from holdfast.consent.items import all_shown
from holdfast.consent.words import ABOUT, ITEMS, PURPOSES
from holdfast.domain.consent import LONGEST, Item, Purpose
from holdfast.web.forms import DayInput, offer

LONG = 300
NAME = 100
FOR_FRIENDS = (Purpose.AT_MY_REQUEST, Purpose.HARD_MOMENT)


@dataclass(frozen=True, slots=True)
class Choice:
    """One item on the list: its box, what is in it, and whether nothing is there yet."""

    box: BoundWidget
    about: Any
    is_empty: bool


class WhatForm(forms.Form):
    """What is shared: nothing is ticked beforehand."""

    items = forms.MultipleChoiceField(
        label=_("What may they see?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing, or go back and share nothing.")},
    )

    def __init__(
        self, *args: Any, offered: Iterable[Item] | None = None, empty: Collection[Item] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.empty = empty
        shown = all_shown() if offered is None else offered
        offer(self, "items", [(item.value, ITEMS[item]) for item in shown])

    def rows(self) -> list[Choice]:
        """Each item with what is in it."""
        boxes = [(box, Item(box.data["value"])) for box in self["items"]]
        return [Choice(box, ABOUT[item], item in self.empty) for box, item in boxes]

    def chosen(self) -> frozenset[Item]:
        """What was ticked."""
        return frozenset(Item(item) for item in self.cleaned_data["items"])


class WhyForm(forms.Form):
    """Why, and from when until when."""

    purpose = forms.ChoiceField(
        label=_("Why do you share it?"),
        choices=[(purpose.value, words) for purpose, words in PURPOSES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select a reason.")},
    )
    words = forms.CharField(label=_("In your own words"), required=False, max_length=LONG, help_text=_("Optional."))
    called = forms.CharField(
        label=_("Your name, as they know you"),
        max_length=NAME,
        error_messages={"required": _("Enter the name they know you by.")},
    )
    first = forms.DateField(label=_("From"), widget=DayInput())
    last = forms.DateField(
        label=_("Until the end of"),
        widget=DayInput(),
        help_text=_("A year at most. You can stop it sooner at any time."),
    )

    def __init__(self, data: Any = None, *, sharing: Sharing, today: date) -> None:
        initial = {name: getattr(sharing, name) for name in ("purpose", "words", "called", "first", "last")}
        super().__init__(data, initial=initial)
        self.sharing, self.today = sharing, today
        if not sharing.viewer.is_professional:
            self._as_for_a_friend()

    def _as_for_a_friend(self) -> None:
        """A friend knows the name, and is no service: two reasons are enough, one is chosen already."""
        del self.fields["called"]
        offer(self, "purpose", [(purpose.value, PURPOSES[purpose]) for purpose in FOR_FRIENDS])
        if self.initial["purpose"] not in FOR_FRIENDS:
            self.initial["purpose"] = Purpose.AT_MY_REQUEST

    def clean_first(self) -> date:
        """Not in the past, and within a year."""
        first: date = self.cleaned_data["first"]
        if first < self.today:
            raise forms.ValidationError(_("Select today or a later day."))
        if first - self.today > LONGEST:
            raise forms.ValidationError(_("Select a day within a year."))
        return first

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and within a year."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("Select a day that is not before the first one."))
        elif first and last and last - first >= LONGEST - timedelta(days=1):
            self.add_error("last", _("Select a day within a year."))
        return said

    def said(self) -> Sharing:
        """The sharing with what was said."""
        told = {**self.cleaned_data, "purpose": Purpose(self.cleaned_data["purpose"])}
        return replace(self.sharing, **told)


class SignForm(forms.Form):
    """The name as a signature; `mark` is of the text that was on the page."""

    signature = forms.CharField(
        label=_("Type your name to sign"),
        max_length=NAME,
        error_messages={"required": _("Type your name. It is your signature.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)


class AgreeForm(forms.Form):
    """A tap is enough for a friend."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False)
