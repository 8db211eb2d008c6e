"""Where allauth asks us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with a nickname and no e-mail."""


class MfaAdapter(DefaultMFAAdapter):
    """Second factors."""
