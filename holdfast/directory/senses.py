"""What the words somebody types also mean in the language of the page: kinds, languages and days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language

from holdfast.directory.line_words import language_words
from holdfast.directory.words import SENSES
from holdfast.domain.meetings.query import Sense
from holdfast.domain.meetings.wording import words_of

SHORTEST_BEGINNING = 4
"""Letters of an unfinished word before it is taken for one of ours."""


def senses_of(text: str, languages: Iterable[str]) -> tuple[Sense, ...]:
    """What each word of a search also stands for. `languages` are those that meetings are held in."""
    known = _known(get_language() or "en", tuple(languages))
    return tuple(sense for word in words_of(text) if (sense := _sense(word, known)))


def _sense(word: str, known: Mapping[str, Sense]) -> Sense | None:
    if word in known:
        return known[word]
    if len(word) < SHORTEST_BEGINNING:
        return None
    meant = next((sense for name, sense in known.items() if name.startswith(word)), None)
    return Sense(word, meant.kinds, meant.languages, meant.days) if meant else None


@lru_cache(maxsize=16)
def _known(language: str, languages: tuple[str, ...]) -> Mapping[str, Sense]:
    return {sense.word: sense for sense in _senses(languages)}


def _senses(languages: Iterable[str]) -> Iterator[Sense]:
    """`language` is only the key of what is kept: the words themselves come in the language of the page."""
    for kind, words in SENSES.items():
        for word in words_of(str(words)):
            yield Sense(word, kinds=frozenset({kind}))
    for code in languages:
        for word in words_of(str(language_words(code))):
            yield Sense(word, languages=frozenset({code}))
    for number, name in WEEKDAYS.items():
        for word in words_of(str(name)):
            yield Sense(word, days=frozenset({(number + 1) % 7}))
