"""What the words somebody types also mean in any language of this house: kinds, languages and days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import override

from holdfast.directory.line_words import language_words
from holdfast.directory.words import SENSES
from holdfast.domain.meetings.query import Sense
from holdfast.domain.meetings.wording import words_of

OWN_NAMES = {
    "de": "deutsch",
    "fr": "français",
    "it": "italiano",
    "pt": "português",
    "pl": "polski",
    "ru": "русский",
    "uk": "українська",
    "fa": "فارسی",
    "ar": "العربية",
    "nl": "nederlands",
    "sv": "svenska",
}
"""What a language calls itself, beside its names in the languages of this house."""
SHORTEST_BEGINNING = 4
"""Letters of an unfinished word before it is taken for one of ours."""


def senses_of(text: str, languages: Iterable[str]) -> tuple[Sense, ...]:
    """What each word of a search also stands for. `languages` are those that meetings are held in."""
    words = words_of(text)
    if not words:
        return ()
    known = _known(tuple(languages))
    return tuple(sense for word in words if (sense := _sense(word, known)))


def _sense(word: str, known: Mapping[str, Sense]) -> Sense | None:
    if word in known:
        return known[word]
    if len(word) < SHORTEST_BEGINNING:
        return None
    meant = next((sense for name, sense in known.items() if name.startswith(word)), None)
    return Sense(word, meant.kinds, meant.languages, meant.days) if meant else None


@lru_cache(maxsize=16)
def _known(languages: tuple[str, ...]) -> Mapping[str, Sense]:
    """The words of every language this house speaks: people search in the language they think in, not the page's."""
    found: dict[str, Sense] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for sense in _senses(languages):
                before = found.get(sense.word, Sense(sense.word))
                found[sense.word] = Sense(
                    sense.word,
                    before.kinds | sense.kinds,
                    before.languages | sense.languages,
                    before.days | sense.days,
                )
    return found


def _senses(languages: Iterable[str]) -> Iterator[Sense]:
    for kind, words in SENSES.items():
        for word in words_of(str(words)):
            yield Sense(word, kinds=frozenset({kind}))
    for code in languages:
        for word in words_of(f"{language_words(code)} {OWN_NAMES.get(code, '')}"):
            yield Sense(word, languages=frozenset({code}))
    for number, name in WEEKDAYS.items():
        for word in words_of(str(name)):
            yield Sense(word, days=frozenset({(number + 1) % 7}))
