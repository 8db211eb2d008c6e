"""Sign-up, sign-in, a lost passphrase, and preferences."""

from __future__ import annotations

from functools import cache
from typing import Any, cast
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm, ReauthenticateForm, SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Person
from holdfast.notices.actions import set_receiver
from holdfast.sealing.keys import make_key
from holdfast.web.forms import LongSelect
from holdfast.web.moment import now_of

NAME = "username"


@cache
def time_zones() -> list[tuple[str, str]]:
    """For a select: the plain region/city names."""
    names = sorted(
        one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "posix", "right"))
    )
    return [("UTC", "UTC"), *((one, one.replace("_", " ")) for one in names)]


class SignUpForm(SignupForm):
    """A nickname and a passphrase; no e-mail."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, widget=LongSelect({"data-time-zone": ""}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].initial = settings.TIME_ZONE
        _dress(self.fields, new=True)

    @transaction.atomic
    def save(self, request: HttpRequest) -> Person:
        """The account, its zone and language, and its key."""
        person = cast("Person", super().save(request))
        person.time_zone = self.cleaned_data["time_zone"]
        person.language = (translation.get_language() or "en")[:2]
        person.save(update_fields=["time_zone", "language"])
        make_key(person_id=person.pk, now=now_of(request))
        set_receiver(owner=person.pk, time_zone=person.time_zone, language=person.language)
        return person


class SignInForm(LoginForm):
    """A nickname and a passphrase."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields, new=False)


class AgainForm(ReauthenticateForm):
    """The passphrase once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_passphrase(self.fields["password"])


def _dress_passphrase(field: forms.Field) -> None:
    field.label = _("Passphrase")
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)


def _dress(fields: dict[str, forms.Field], *, new: bool) -> None:
    name = fields[NAME if NAME in fields else "login"]
    name.label = _("Nickname")
    name.widget.attrs.pop("placeholder", None)
    password = fields["password1" if "password1" in fields else "password"]
    _dress_passphrase(password)
    if "remember" in fields:
        fields["remember"].label = _("Keep me signed in on this device")
    if new:
        name.help_text = _("Not your real name. You sign in with it; nobody else sees it.")
        password.help_text = _("Four or five words that belong only to you, 15 letters or more.")


class RecoverForm(forms.Form):
    """A code from paper, and a new passphrase."""

    nickname = forms.CharField(label=_("Nickname"), max_length=40)
    code = forms.CharField(label=_("One of your recovery codes"), max_length=40)
    passphrase = forms.CharField(
        label=_("A new passphrase"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Four or five words that belong only to you, 15 letters or more."),
    )

    def clean_passphrase(self) -> str:
        """The same rules as at sign-up."""
        passphrase: str = self.cleaned_data["passphrase"]
        validate_password(passphrase)
        return passphrase


class PreferencesForm(forms.Form):
    """Zone, language, and whom one is here for."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, widget=LongSelect)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    supports_someone = forms.BooleanField(
        label=_("I am also here for someone else"),
        help_text=_("Groups for family and friends are then suggested too."),
        required=False,
    )
