"""Where allauth asks us: nothing is told to strangers, nothing is said outside, secrets are sealed."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.notices.actions import enqueue
from holdfast.sealing.keys import seal, unseal

SEALED_FOR = b"second factor"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with a nickname and no e-mail."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened; allauth's notes would name the person."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter reads the same but for its link, and leaves through the outbox."""
        person = context.get("user")
        if not isinstance(person, Person) or not settings.EMAIL_HOST:
            return
        body = render_to_string("accounts/letter.txt", {"link": context.get("activate_url", "")})
        enqueue(person=person, address=email, body=body, unique_key=f"account:{uuid4()}", now=timezone.now())

    def send_account_already_exists_mail(self, email: str) -> None:
        """Nobody is told who has an account here."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """On to the recovery codes."""
        return "/account/codes/"


class MfaAdapter(DefaultMFAAdapter):
    """Second factors, whose secrets are never stored in the clear."""

    def encrypt(self, text: str) -> str:
        """Sealed under the master key."""
        return b64encode(seal(_key(), text.encode(), bound_to=SEALED_FOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        return unseal(_key(), b64decode(encrypted_text), bound_to=SEALED_FOR).decode()

    def get_totp_label(self, user: Any) -> str:
        """What an authenticator app shows: nothing that tells."""
        return "Notes"

    def get_totp_issuer(self) -> str:
        """The same."""
        return "Notes"


def _key() -> bytes:
    return sha256(b"second factor " + settings.MASTER_KEY.encode()).digest()
