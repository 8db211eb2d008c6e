"""How somebody wants to be told. The forms take no account: supporters without one use them too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from holdfast.domain.quiet import Snooze
from holdfast.notices.carriers.chosen import scheme_of
from holdfast.notices.carriers.push import NoSubscription, Subscription

LONGEST = 500


class MailForm(forms.Form):
    """A mail address."""

    prefix = "mail"
    address = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )


class PushForm(forms.Form):
    """What this browser gave. The field is filled by a script."""

    prefix = "push"
    subscription = forms.CharField(max_length=2000, widget=forms.HiddenInput, required=False)

    def clean_subscription(self) -> str:
        """In the one way it is kept."""
        try:
            return Subscription.read(self.cleaned_data["subscription"]).written()
        except NoSubscription:
            raise forms.ValidationError(
                _("This device did not answer as it should. Try again, or use e-mail.")
            ) from None


class ChosenForm(forms.Form):
    """An address of one of the further channels this host offers."""

    prefix = "chosen"
    address = forms.CharField(
        label=_("Address of the channel"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts = ", ".join(f"{name}://" for name in settings.CHANNELS)
        self.fields["address"].help_text = _("It starts with one of these: %(starts)s") % {"starts": starts}

    def clean_address(self) -> str:
        """One address of a channel that is offered."""
        address: str = self.cleaned_data["address"]
        is_one = "://" in address and address.isprintable() and " " not in address
        if not is_one or scheme_of(address) not in settings.CHANNELS:
            raise forms.ValidationError(_("Enter an address that starts as shown above, without spaces."))
        return address


def _clock(label: Any, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, required=False, widget=widget)


class TimesForm(forms.Form):
    """Quiet hours, and the one message a day. What is left empty does not hold."""

    prefix = "times"
    quiet_from = _clock(_("Quiet from"))
    quiet_until = _clock(_("Quiet until"))
    digest_at = _clock(_("Small things once a day, at"), _("Left empty, they come one by one."))

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        said = super().clean() or {}
        begin, end = said.get("quiet_from"), said.get("quiet_until")
        if not self.errors and (begin is None) != (end is None):
            missing = "quiet_until" if end is None else "quiet_from"
            self.add_error(missing, _("Enter both times, or leave both empty."))
        if begin is not None and begin == end:
            self.add_error("quiet_until", _("Enter another time than the one quiet hours begin at."))
        return said


class SnoozeForm(forms.Form):
    """How long to be left alone."""

    prefix = "snooze"
    length = forms.ChoiceField(
        label=_("For how long?"),
        choices=[
            (Snooze.HOURS.value, _("3 hours")),
            (Snooze.MORNING.value, _("Until tomorrow, 8 o’clock")),
            (Snooze.DAYS.value, _("3 days")),
            (Snooze.WEEK.value, _("A week")),
        ],
        initial=Snooze.MORNING.value,
        widget=forms.RadioSelect,
    )
