"""What is typed on the pages about the device and the account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Person
from holdfast.directory.forms import HOUR, HOURS, HOW
from holdfast.directory.line_queries import countries_with_lines
from holdfast.directory.line_words import language_words
from holdfast.directory.places import Place
from holdfast.directory.queries import Wish
from holdfast.directory.words import KINDS
from holdfast.domain.meetings.kinds import ACCESS, Kind
from holdfast.domain.meetings.meeting import Attendance
from holdfast.domain.network import Circle
from holdfast.home.keeping import Choice
from holdfast.network.models import Need, Network
from holdfast.network.words import CIRCLES, choices
from holdfast.web.forms import offer


def _countries() -> list[tuple[str, Any]]:
    return [*countries_with_lines()]


class SuitsForm(forms.Form):
    """What matters to me in a group. Everything is optional, nothing is kept."""

    near = forms.CharField(
        label=_("Near"), required=False, max_length=100, help_text=_("A town or a postal code. It is not kept.")
    )
    place = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("How"),
        required=False,
        choices=HOW,
    )
    hour = forms.ChoiceField(
        label=_("When I can"),
        required=False,
        choices=HOUR,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    access = forms.MultipleChoiceField(
        label=_("What I need to take part"),
        required=False,
        choices=[(kind.value, KINDS[kind]) for kind in ACCESS],
        widget=forms.CheckboxSelectMultiple,
    )
    not_12_step = forms.BooleanField(label=_("Not 12-step"), required=False)

    def __init__(self, data: QueryDict, *, languages: Iterable[str]) -> None:
        super().__init__(data)
        named = sorted((capfirst(str(language_words(code))), code) for code in languages)
        choices = [("", _("Any language")), *((code, name) for name, code in named)]
        offer(self, "language", choices)

    def wish(self, place: Place | None) -> Wish:
        """What was asked for; what cannot be read counts as not asked."""
        asked = self.cleaned_data if self.is_valid() else {}
        return Wish(
            place=place,
            language=asked.get("language", ""),
            access=frozenset(Kind(kind) for kind in asked.get("access", ())),
            is_not_12_step=asked.get("not_12_step", False),
            how=Attendance(asked["how"]) if asked.get("how") else None,
            hours=HOURS.get(asked.get("hour", "")),
        )


class LookForm(forms.Form):
    """Any of the three; what is left out stays as it is. An empty theme follows the device."""

    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[
            ("", _("Like this device")),
            ("light", _("Light")),
            ("dark", _("Dark")),
            ("contrast", _("Strong contrast")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, required=False, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(
        label=_("Country"), help_text=_("Its lines to call come first."), choices=_countries, required=False
    )

    def given(self) -> list[tuple[str, str]]:
        """The choices that were made and can be kept."""
        kept = [
            (name, self.cleaned_data[name]) for name in self.fields if name in self.data and name not in self.errors
        ]
        return [(name, value) for name, value in kept if value or name == "theme"]


class EraseForm(forms.Form):
    """The nickname typed again, and when."""

    WEEK, NOW = "week", "now"

    nickname = forms.CharField(
        label=_("Type your nickname"),
        help_text=_("So that nobody erases an account by a slip of the finger."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[(WEEK, _("In 7 days. Until then I can change my mind")), (NOW, _("Now, for good"))],
        initial=WEEK,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_nickname(self) -> str:
        """It must be the person's own."""
        typed: str = self.cleaned_data["nickname"]
        if typed.casefold() != self._person.nickname.casefold():
            raise forms.ValidationError(_("This is not your nickname. Type it as you do when you sign in."))
        return typed


class CopyForm(forms.Form):
    """The file of a copy saved earlier."""

    file = forms.FileField(
        label=_("The ZIP file of your copy"),
        help_text=_("At most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )


class KeepForm(forms.Form):
    """A listing on its way to becoming a tie."""

    name = forms.CharField(label=_("Name on my map"), max_length=100)
    circle = forms.TypedChoiceField(
        label=_("How often would I like to go?"), choices=choices(CIRCLES), coerce=int, widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label=_("Which of my needs could it help with?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    networks = forms.MultipleChoiceField(label=_("In which of my networks?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, needs: list[Need], networks: list[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._needs = {str(need.pk): need for need in needs}
        self._networks = {str(network.pk): network for network in networks}
        self._offer("needs", [(key, need.text) for key, need in self._needs.items()])
        self._offer("networks", [(key, one.name) for key, one in self._networks.items()], unless_only=1)

    def _offer(self, name: str, offered: list[tuple[str, str]], unless_only: int = 0) -> None:
        """A question with nothing to choose is not asked."""
        if len(offered) <= unless_only:
            del self.fields[name]
        else:
            offer(self, name, offered)

    def choice(self) -> Choice:
        """What was confirmed."""
        said = self.cleaned_data
        ticked = set(said.get("needs", ()))
        return Choice(
            name=said["name"],
            circle=Circle(said["circle"]),
            networks=tuple(self._networks[key] for key in said.get("networks", self._networks)),
            answers={need: key in ticked for key, need in self._needs.items()},
        )


class LookAgainForm(forms.Form):
    """What the person says about the time; everything may be left out."""

    went_well = forms.CharField(
        label=_("What went well, or better than it was"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    was_hard = forms.CharField(
        label=_("What was hard, and what helped"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_small = forms.CharField(
        label=_("One small thing for the next weeks"),
        required=False,
        max_length=2000,
        help_text=_("Small enough for a bad day."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
