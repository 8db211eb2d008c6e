"""Whether words name somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

_NO_NAMES = frozenset(
    [
        "the",
        "my",
        "our",
        "his",
        "her",
        "their",
        "and",
        "of",
        "to",
        "from",
        "for",
        "dr",
        "mr",
        "mrs",
        "ms",
        "mx",
        "el",
        "la",
        "los",
        "las",
        "mi",
        "mis",
        "su",
        "sus",
        "de",
        "del",
        "don",
        "doña",
        "dra",
        "sr",
        "sra",
        "y",
    ]
)
"""Words in how people are called that name nobody."""
_SHORTEST = 3
"""Of letters that have capitals; a shorter word is a name where it is written as one, like Jo."""


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """Everything by which these may be named: each word of a name that is one, in lower case, without accents."""
    words = (word for name in names for word in _words(name))
    return frozenset(_plain(word) for word in words if _may_name(word) and word.casefold() not in _NO_NAMES)


def names_somebody(text: str, parts: frozenset[str]) -> bool:
    """Whether one of these stands in the text. It rather says so too often: a park may be somebody called Park."""
    words = [_plain(word) for word in _words(text)]
    without_spaces = [part for part in parts if _has_no_case(part)]
    return not parts.isdisjoint(words) or any(part in word for word in words for part in without_spaces)


def _may_name(word: str) -> bool:
    return len(word) >= _SHORTEST or _has_no_case(word) or (len(word) > 1 and word[0].isupper())


def _has_no_case(word: str) -> bool:
    """Whether it is of a script without capitals; many of them write no spaces between words."""
    return word.upper() == word.lower()


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", normalize("NFC", text))


def _plain(word: str) -> str:
    """As it is typed in haste: in lower case, without accents."""
    return "".join(one for one in normalize("NFD", word.casefold()) if not combining(one))
