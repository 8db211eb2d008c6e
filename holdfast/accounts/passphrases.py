"""Refuse passphrases that many people use."""

from __future__ import annotations

from typing import Any


class CommonPassphraseValidator:
    """Refuses common and repetitive passphrases of any length."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with advice."""

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return ""
