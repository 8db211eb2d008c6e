"""The questions of a measure as a form: what was ticked is kept, and what is open is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holdfast.checkins.measuring import Given
from holdfast.domain.instruments.definition import Instrument, Wording

SIDE_BY_SIDE = 62
"""So many letters of answers fit on one line of a narrow page."""
FEELINGS = [(1, _("Very hard")), (2, _("Hard")), (3, _("So-so")), (4, _("Well")), (5, _("Very well"))]
LOADS = [
    (1, pgettext_lazy("how helping weighs", "Light")),
    (2, pgettext_lazy("how helping weighs", "Fine")),
    (3, _("I feel it")),
    (4, pgettext_lazy("how helping weighs", "Heavy")),
    (5, pgettext_lazy("how helping weighs", "Too much")),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page shows it."""

    number: int
    head: str
    field: forms.BoundField
    is_open: bool
    """It was left open when the form was sent."""
    is_bare: bool
    """Its answers are numbers, with words at most at the ends."""
    ends: tuple[str, str]
    is_many: bool
    """So many bare numbers that a phone needs two rows."""
    is_short: bool
    """Few answers of few words: they fit beside each other."""


class AnswersForm(forms.Form):
    """One set of radio buttons for each question. Nothing is required: a question may be left open."""

    use_required_attribute = False

    def __init__(self, data: Any, *, instrument: Instrument, begun: Sequence[int | None] = ()) -> None:
        super().__init__(data, initial={_name(number): value for number, value in enumerate(begun, start=1)})
        self.instrument = instrument
        self.language = language_for(instrument)
        for number, text in enumerate(self.wording.items, start=1):
            self.fields[_name(number)] = _field(instrument, self.wording, number, text)

    @property
    def wording(self) -> Wording:
        """The published words in the language shown."""
        return self.instrument.wording[self.language]

    @property
    def is_in_own_language(self) -> bool:
        """The questions are in the language of the page."""
        return self.language == _language()

    @cached_property
    def open_numbers(self) -> list[int]:
        """The questions that were left open, once the form was sent."""
        if not self.is_bound or not self.is_valid():
            return []
        return [number for number, value in enumerate(self.answers(), start=1) if value is None]

    @property
    def can_keep(self) -> bool:
        """Sent, in order, and either whole or meant to be kept with questions open."""
        return self.is_bound and self.is_valid() and (not self.open_numbers or self._is_kept_open)

    @property
    def _is_kept_open(self) -> bool:
        return "open" in self.data and len(self.open_numbers) < self.instrument.length

    def answers(self) -> tuple[int | None, ...]:
        """What was ticked, in the published order."""
        return tuple(self.cleaned_data[_name(number)] for number in range(1, self.instrument.length + 1))

    def given(self) -> Given:
        """What was answered."""
        return Given(self.instrument, self.answers(), self.language)

    def asked(self) -> Iterator[Asked]:
        """The questions in their order."""
        for number in range(1, self.instrument.length + 1):
            words = [one.words for one in self.instrument.choices_of(number, self.wording)]
            yield Asked(
                number=number,
                head=self.wording.heads.get(number, ""),
                field=self[_name(number)],
                is_open=number in self.open_numbers,
                is_bare=not all(words),
                ends=(words[0], words[-1]),
                is_many=len(words) > 7,
                is_short=sum(map(len, words)) + 4 * len(words) < SIDE_BY_SIDE,
            )


class HowForm(forms.Form):
    """How a supporter is, in ten seconds; everything may be left out, but not all of it."""

    use_required_attribute = False
    feeling = forms.TypedChoiceField(
        label=_("How are you?"),
        choices=FEELINGS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    load = forms.TypedChoiceField(
        label=_("How much does helping weigh just now?"),
        choices=LOADS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("A note for yourself"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """An empty one says nothing."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(said.get(name) for name in ("feeling", "load", "note")):
            raise forms.ValidationError(_("Choose one answer, or write a word."))
        return said


def language_for(instrument: Instrument) -> str:
    """The language of the page where there are published words in it, else English, else what there is."""
    for language in (_language(), "en"):
        if language in instrument.wording:
            return language
    return next(iter(instrument.wording))


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _name(number: int) -> str:
    return f"q{number}"


def _field(instrument: Instrument, wording: Wording, number: int, text: str) -> forms.TypedChoiceField:
    choices = instrument.choices_of(number, wording)
    is_bare = not all(one.words for one in choices)
    return forms.TypedChoiceField(
        label=text,
        choices=[(one.value, str(one.value) if is_bare else one.words) for one in choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )
