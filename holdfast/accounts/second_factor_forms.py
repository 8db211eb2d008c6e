"""The forms of the second step at sign-in, in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

SIX_DIGITS = _("Six digits from the app")


class TurnOnForm(ActivateTOTPForm):
    """The first digits that an app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"])


class StepForm(AuthenticateForm):
    """The digits of this half minute, or a spare code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"], hint=_("Lost the phone? A spare code does it, too."))


class StepAgainForm(ReauthenticateForm):
    """The same, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"])


class PasskeyForm(AddWebAuthnForm):
    """A passkey to add."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it")
        alone = self.fields["passwordless"]
        alone.label = _("This passkey alone signs me in")
        alone.help_text = _("You type nothing. The device asks for a finger, your face or its code.")


class PasskeyNameForm(EditWebAuthnForm):
    """What a passkey is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it")


def _dress(code: forms.Field, hint: Any = "") -> None:
    code.label = SIX_DIGITS
    code.help_text = hint
    code.widget.attrs.pop("placeholder", None)
    code.widget.attrs["inputmode"] = "numeric"
