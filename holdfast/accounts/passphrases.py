"""Refuse passphrases that many people use: sequences, repeats, and famous lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FAMOUS = frozenset((Path(__file__).parent / "famous_lines.txt").read_text().split("\n"))
SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789")
FEWEST_LETTERS = 6
"""Different letters and digits a passphrase must hold."""


def plain(passphrase: str) -> str:
    """Only letters and digits, in lower case."""
    return re.sub(r"[\W_]", "", passphrase.lower())


class CommonPassphraseValidator:
    """Refuses what is long but easy to guess."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with advice."""
        if is_common(password):
            raise ValidationError(_("Many people use this one. Choose four or five words that belong only to you."))

    def get_help_text(self) -> str:
        """Shown beside the field."""
        return _("Four or five words that belong only to you, 15 letters or more.")


def is_common(passphrase: str) -> bool:
    """Whether it is a famous line, a run along the keyboard, or a few signs over and over."""
    words = plain(passphrase)
    if words in FAMOUS or len(set(words)) < FEWEST_LETTERS:
        return True
    without_end = words.rstrip("0123456789")
    return (
        _repeats(words) or without_end in FAMOUS or any(words in 2 * one or words in 2 * one[::-1] for one in SEQUENCES)
    )


def _repeats(words: str) -> bool:
    """One piece of at most half the length, again and again: "passwordpassword"."""
    found = re.fullmatch(r"(.{1,64}?)\1+", words)
    return found is not None
