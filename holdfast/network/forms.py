"""What is typed into the network, and how mistakes are answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from holdfast.domain.network import BASIC_KINDS, Area, Circle, Role, SupportKind, TieState, Urgency
from holdfast.network import words
from holdfast.network.actions import ChannelFacts, NeedFacts, TieFacts, TouchFacts
from holdfast.network.models import Channel, Need, Network, Tie, Touch
from holdfast.network.starters import STARTERS
from holdfast.web.forms import DayInput, offer

STRENGTH = "gives_"

if TYPE_CHECKING:
    NetworkChoice = forms.ModelMultipleChoiceField[Network]
else:
    NetworkChoice = forms.ModelMultipleChoiceField


class NeedForm(forms.Form):
    """A need in the person's own words."""

    text = forms.CharField(label=_("What would help?"), max_length=200)
    kind = forms.ChoiceField(label=_("What kind of support is it?"), choices=words.choices(words.KINDS))
    area = forms.ChoiceField(
        label=_("Which part of life is it about?"), choices=words.choices(words.AREAS), initial=Area.RECOVERY
    )
    urgency = forms.TypedChoiceField(
        label=_("When does it matter?"),
        choices=words.choices(words.URGENCIES),
        initial=Urgency.SOON,
        coerce=int,
        widget=forms.RadioSelect,
    )

    def facts(self) -> NeedFacts:
        """What was said."""
        said = self.cleaned_data
        return NeedFacts(said["text"], SupportKind(said["kind"]), Area(said["area"]), Urgency(said["urgency"]))


class StartersForm(forms.Form):
    """Several needs at a tap, and one in own words."""

    starters = forms.MultipleChoiceField(
        label=_("Tap what fits"),
        choices=[(key, one.text) for key, one in STARTERS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = forms.CharField(label=_("Something else, in your own words"), max_length=200, required=False)
    own_kind = forms.ChoiceField(
        label=_("What kind of support would that be?"), choices=words.choices(words.KINDS), required=False
    )

    def own_facts(self) -> NeedFacts | None:
        """The need in own words, if there is one."""
        said = self.cleaned_data
        if not said.get("own"):
            return None
        return NeedFacts(said["own"], SupportKind(said["own_kind"] or SupportKind.EMOTIONAL))


class Networks(NetworkChoice):
    """Networks by their names, which are sealed and so not in `__str__`."""

    def label_from_instance(self, obj: Network) -> str:
        """The name."""
        return obj.name


class TieForm(forms.Form):
    """Somebody or something that holds the person: a name and a role, and as much more as one likes."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("A first name or a nickname is enough."))
    role = forms.ChoiceField(label=_("Who or what is it to you?"), choices=words.roles_by_sector)
    circle = forms.TypedChoiceField(
        label=_("How often would contact feel right?"),
        choices=words.choices(words.CIRCLES),
        initial=Circle.MONTHLY,
        coerce=int,
        widget=forms.RadioSelect,
    )
    networks = Networks(
        label=_("In which of your networks?"),
        queryset=Network.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    mail = forms.EmailField(label=_("E-mail"), required=False)
    link = forms.URLField(label=_("Link, such as a video room or a web page"), required=False, assume_scheme="https")
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    takes_calls = forms.BooleanField(label=_("I may call them in a hard moment"), required=False)
    calls_from = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    calls_until = forms.TimeField(label=_("Until"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    since_on = forms.DateField(label=_("Since when?"), required=False, widget=DayInput())
    feel_after = forms.TypedChoiceField(
        label=_("How do I feel after contact?"),
        choices=[("", _("not said")), *words.choices(words.FEELINGS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    trust = forms.TypedChoiceField(
        label=_("How much do I trust them?"),
        choices=[("", _("not said")), *words.choices(words.TRUST)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    rhythm_days = forms.IntegerField(
        label=_("Days between contacts, if not as usual"), min_value=1, max_value=1000, required=False
    )
    helped_before = forms.BooleanField(label=_("They have helped me before"), required=False)
    notes = forms.CharField(label=_("Notes for me"), max_length=4000, required=False, widget=forms.Textarea)
    tags = forms.CharField(label=_("Tags"), max_length=400, required=False, help_text=_("Separate them with commas."))
    needs = forms.MultipleChoiceField(
        label=_("Which of my needs could they help with?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, networks: Any, needs: list[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Networks", self.fields["networks"]).queryset = networks
        offer(self, "needs", [(str(need.pk), need.text) for need in needs])
        self._needs = {str(need.pk): need for need in needs}
        for kind in SupportKind:
            self.fields[f"{STRENGTH}{kind}"] = _strength_field(kind)

    def strengths(self) -> Iterator[forms.BoundField]:
        """The fields for the kinds of support, the usual ones first."""
        return (self[f"{STRENGTH}{kind}"] for kind in SupportKind)

    def basic_strengths(self) -> Iterator[forms.BoundField]:
        """The five kinds everybody sees."""
        return (self[f"{STRENGTH}{kind}"] for kind in BASIC_KINDS)

    def further_strengths(self) -> Iterator[forms.BoundField]:
        """The kinds that are off until chosen."""
        return (self[f"{STRENGTH}{kind}"] for kind in SupportKind if kind not in BASIC_KINDS)

    def clean_phone(self) -> str:
        """A number that can be dialled; kept as it was typed."""
        return checked_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Hours come in pairs."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(said.get("calls_from")) != bool(said.get("calls_until")):
            missing = "calls_until" if said.get("calls_from") else "calls_from"
            self.add_error(missing, _("Enter both hours, or neither."))
        return said

    def facts(self, tie: Tie | None = None) -> TieFacts:
        """What was said; what the form does not ask stays as it was."""
        said = self.cleaned_data
        own = {name: said[name] for name in _PLAIN}
        facts = TieFacts(
            role=Role(said["role"]),
            circle=Circle(said["circle"]),
            gives={kind: int(said[f"{STRENGTH}{kind}"] or 0) for kind in SupportKind},
            channels=tuple(ChannelFacts(via, said[name]) for name, via in _VIA.items() if said[name]),
            tags="\n".join(tag.strip() for tag in said["tags"].split(",") if tag.strip()),
            **own,
        )
        return replace(facts, listing_key=tie.listing_key) if tie else facts

    def answers(self) -> dict[Need, bool]:
        """What was ticked, and what was unticked; a need left alone is decided by the kinds of support."""
        picked, before = set(self.cleaned_data["needs"]), set(self.initial.get("needs", ()))
        said = dict.fromkeys(picked, True) | dict.fromkeys(before - picked, False)
        return {self._needs[key]: could for key, could in said.items() if key in self._needs}


_PLAIN = (
    "name",
    "since_on",
    "trust",
    "feel_after",
    "rhythm_days",
    "helped_before",
    "takes_calls",
    "calls_from",
    "calls_until",
    "notes",
)
_VIA: Mapping[str, str] = {
    "phone": Channel.Via.PHONE,
    "mail": Channel.Via.MAIL,
    "link": Channel.Via.WEB,
    "place": Channel.Via.PLACE,
}


def initial_of(tie: Tie, covered: list[str]) -> dict[str, Any]:
    """A tie as the form shows it."""
    values = {name: getattr(tie, name) for name in (*_PLAIN, "role", "circle")}
    channels = {channel.via: channel.value for channel in tie.channels.order_by("created_at", "pk")}
    values |= {name: channels.get(via, "") for name, via in _VIA.items()}
    values |= {f"{STRENGTH}{row.kind}": row.strength for row in tie.support.all()}
    values["tags"] = ", ".join(tie.tags.splitlines())
    values["networks"] = [network.pk for network in tie.networks.all()]
    values["needs"] = covered
    return values


def _strength_field(kind: SupportKind) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=words.KINDS[kind],
        choices=words.choices(words.STRENGTHS),
        coerce=int,
        initial=0,
        empty_value=None,
        required=False,
    )


def checked_phone(value: str) -> str:
    """A number with at least three digits, as typed. Short numbers of lines are numbers too."""
    if not value:
        return ""
    digits = [letter for letter in value if letter.isdigit()]
    if len(digits) < 3 or len(digits) > 20:
        raise forms.ValidationError(_("Enter a phone number, such as %(example)s."), params={"example": _example()})
    return value


def _example() -> str:
    try:
        number = phonenumbers.example_number(settings.COUNTRY)
    except KeyError:
        number = None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if number else "555 0100"


class QuickTieForm(forms.Form):
    """One row of "who do you have": empty rows are ignored."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("Who or what is it?"), choices=words.roles_by_sector, required=False)
    circle = forms.TypedChoiceField(
        label=_("How often?"),
        choices=words.choices(words.CIRCLES),
        initial=Circle.WEEKLY,
        coerce=int,
        empty_value=None,
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=_("What do they give?"),
        choices=[(kind.value, words.KINDS[kind]) for kind in BASIC_KINDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A row with kinds but no name is a mistake, not an empty row."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kinds") and not (said.get("name") or "").strip():
            self.add_error("name", _("Enter a name, or clear this row."))
        return said

    def facts(self) -> TieFacts | None:
        """What was said, or None for an empty row."""
        said = self.cleaned_data
        if not said.get("name"):
            return None
        gives = {SupportKind(kind): 2 for kind in said["kinds"]}
        return TieFacts(
            said["name"], Role(said["role"] or Role.FRIEND), Circle(said["circle"] or Circle.MONTHLY), gives
        )


QuickTieFormSet = forms.formset_factory(QuickTieForm, extra=5, max_num=20, absolute_max=20)


class NetworkForm(forms.Form):
    """A network's name."""

    name = forms.CharField(label=_("Name of this network"), max_length=60)


class TouchForm(forms.Form):
    """A contact in two taps: who gave; the rest may stay as it is."""

    direction = forms.ChoiceField(
        label=_("What was it?"),
        choices=words.choices(words.DIRECTIONS),
        initial=Touch.Direction.BOTH,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("When?"), widget=DayInput())
    kind = forms.ChoiceField(
        label=_("What kind of support?"),
        choices=[("", _("not said")), *words.choices(words.KINDS)],
        required=False,
    )
    note = forms.CharField(label=_("A note for me"), max_length=1000, required=False)

    def facts(self) -> TouchFacts:
        """What was said."""
        said = self.cleaned_data
        return TouchFacts(said["on"], said["direction"], said["kind"], said["note"])


class StateForm(forms.Form):
    """How a tie is now."""

    state = forms.ChoiceField(label=_("How is it now?"), choices=words.choices(words.STATES), widget=forms.RadioSelect)

    def state_value(self) -> TieState:
        """The state that was chosen."""
        return TieState(self.cleaned_data["state"])


class KnowsForm(forms.Form):
    """Whom a tie knows."""

    others = forms.MultipleChoiceField(
        label=_("Who do they know?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, ties: list[Tie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ties = {str(tie.pk): tie for tie in ties}
        offer(self, "others", [(key, tie.name) for key, tie in self._ties.items()])

    def known(self) -> list[Tie]:
        """The ties that were ticked."""
        return [self._ties[key] for key in self.cleaned_data["others"]]


class StepAnswerForm(forms.Form):
    """An answer to a next step."""

    rule = forms.CharField(max_length=40)
    subject = forms.CharField(max_length=64, required=False)
    answer = forms.ChoiceField(choices=[(one, one) for one in ("not_for_me", "later", "done")])


class RungForm(forms.Form):
    """One rung of the ladder."""

    text = forms.CharField(label=_("A step, as small as you like"), max_length=200)
    expected = forms.TypedChoiceField(
        label=_("How hard do you think it will be?"),
        choices=[("", _("not said")), *((number, str(number)) for number in range(11))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("0 is easy, 10 is as hard as it gets."),
    )


class RungDoneForm(forms.Form):
    """How hard a rung was."""

    actual = forms.TypedChoiceField(
        label=_("How hard was it?"),
        choices=[("", _("not said")), *((number, str(number)) for number in range(11))],
        coerce=int,
        empty_value=None,
        required=False,
    )
