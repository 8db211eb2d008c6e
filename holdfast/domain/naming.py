"""Whether words name somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """Everything by which these may be named: each word of a name that is one, in lower case."""
    return frozenset(
        word for name in names for word in _words(name) if len(word) >= _SHORTEST and word not in _NO_NAMES
    )


def names_somebody(text: str, parts: frozenset[str]) -> bool:
    """Whether one of these stands in the text. It rather says so too often: a park may be somebody called Park."""
    return not parts.isdisjoint(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
