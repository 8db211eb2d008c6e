"""Kind words from before, to read again on a hard day. Another app keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from holdfast.accounts.models import Person


@dataclass(frozen=True, slots=True)
class KindWords:
    """What somebody said to the person once. Without a name nobody in particular said it."""

    text: str
    name: str = ""


Kept = Callable[[Person, datetime], KindWords | None]
_KEPT: list[Kept] = []


def kept_words(words: Kept) -> None:
    """Here one kind word is read. It must be cheap: the page of a hard moment asks."""
    _KEPT.append(words)


def words_to_reread(person: Person, now: datetime) -> KindWords | None:
    """One of them; None where none is kept."""
    return next((found for words in _KEPT if (found := words(person, now))), None)
