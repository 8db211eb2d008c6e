"""What a supporter types on their pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.asks.actions import OfferFacts
from holdfast.asks.forms import not_too_far
from holdfast.domain.asks.coarse import USUAL, Usual
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters import words


class AtForm(forms.Form):
    """ "I can, but at 5". Its field stands in the same form as "yes": a browser must not ask for it then."""

    use_required_attribute = False
    can_at = forms.DateTimeField(
        label=_("I can, but at"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        validators=[not_too_far],
        error_messages={"required": _("Say a day and an hour."), "past": _("Choose a time that lies ahead.")},
    )


class StandingForm(forms.Form):
    """A standing offer: "I can drive on Tuesdays"."""

    kind = forms.ChoiceField(
        label=_("What do you offer?"), choices=[(kind.value, words.GIVE[kind]) for kind in words.OFFERABLE]
    )
    text = forms.CharField(
        label=_("In your words"), max_length=200, help_text=_("Such as: I can drive on Tuesdays after 5.")
    )
    usual = forms.ChoiceField(
        label=_("When?"),
        choices=[("", _("In all my hours")), *((one.value, words.USUAL[one]) for one in USUAL)],
        required=False,
    )

    def facts(self) -> OfferFacts:
        """What was said."""
        said = self.cleaned_data
        hours = USUAL[Usual(said["usual"])] if said["usual"] else ()
        return OfferFacts(Kind(said["kind"]), said["text"], hours)
