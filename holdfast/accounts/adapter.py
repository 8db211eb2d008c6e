"""Where allauth asks us: nothing is told to strangers, nothing is said outside, secrets are sealed."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.accounts.models import Person
from holdfast.notices.actions import Target, enqueue, make_link
from holdfast.notices.letters import letter
from holdfast.sealing.keys import seal, unseal

SEALED_FOR = b"second factor"
MAIL, ACCOUNT = "mail", "account"
"""What a link in a letter about the account opens: the page that confirms an address, whose number is the link's
`thing`; or the account."""
LINK_HOLDS = timedelta(days=3)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with a nickname and no e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("That is not your passphrase. Type it once more."),
        "username_password_mismatch": _("The nickname or the passphrase is not right. Type both once more."),
    }

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened; allauth's notes would name the person."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter reads the same but for its link, and leaves through the outbox."""
        person = context.get("user")
        if not isinstance(person, Person) or not settings.EMAIL_HOST:
            return
        now = timezone.now()
        with translation.override(person.language):
            body = letter(make_link(owner=person.pk, target=_target(person, email, context, now), now=now))
            enqueue(person=person, address=email, body=body, unique_key=f"account:{uuid4()}", now=now)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Nobody is told who has an account here."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """On to the recovery codes."""
        return "/account/codes/"


def _target(person: Person, email: str, context: dict[str, Any], now: datetime) -> Target:
    """A new address is confirmed at the link; every other letter leads to the account."""
    row = EmailAddress.objects.filter(user=person, email__iexact=email).first() if "activate_url" in context else None
    return Target(MAIL, now + LINK_HOLDS, UUID(int=row.pk)) if row else Target(ACCOUNT, now + LINK_HOLDS)


class MfaAdapter(DefaultMFAAdapter):
    """Second factors, whose secrets are never stored in the clear."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("These digits do not fit. Wait for the next ones, and type those."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed under the master key."""
        return b64encode(seal(_key(), text.encode(), bound_to=SEALED_FOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        return unseal(_key(), b64decode(encrypted_text), bound_to=SEALED_FOR).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """What the form for a passkey begins with."""
        return gettext("This device")

    def get_totp_label(self, user: Any) -> str:
        """What an authenticator app shows: nothing that tells."""
        return "Notes"

    def get_totp_issuer(self) -> str:
        """The same."""
        return "Notes"


def _key() -> bytes:
    return sha256(b"second factor " + settings.MASTER_KEY.encode()).digest()
