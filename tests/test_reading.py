"""Interface text reads at grade 8 or easier, and easier still where somebody may be in a hard moment."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent / "holdfast"
LISTS = sorted(ROOT.glob("*/locale/es/LC_MESSAGES/django.po"))
HARD_MOMENTS = (
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "asks/templates/asks/now").glob("*.html"))),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "care/templates/care").glob("*.html"))),
    "home/templates/home/erase.html",
)


def syllables(word: str) -> int:
    """Runs of vowels, less a silent e."""
    runs = len(re.findall(r"[aeiouy]+", word))
    return max(1, runs - (word.endswith("e") and not word.endswith("le") and runs > 1))


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid (Kincaid 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    plain = [re.sub(r"%\(\w+\)[sd]|\{\w*\}", "Ben", text) for text in texts]
    sentences = [
        one for text in plain for one in re.split(r"[.!?:;]+\s*", text) if re.search(r"[a-z]", one, re.IGNORECASE)
    ]
    words = [word for one in sentences for word in re.findall(r"[a-z']+", one.lower())]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.parts[-5])
def test_an_apps_words_are_easy(path: Path) -> None:
    whole = [entry.msgid for entry in polib.pofile(str(path)) if len(entry.msgid.split()) > 3]

    assert grade(whole) <= 8


def test_a_hard_moment_needs_no_hard_words() -> None:
    pages = "".join((ROOT / name).read_text() for name in HARD_MOMENTS)
    said = re.findall(r'translate "([^"]+)"', pages)

    assert grade([text for text in said if len(text.split()) > 3]) <= 6


def test_no_sentence_goes_on_and_on() -> None:
    entries = [entry.msgid for path in LISTS for entry in polib.pofile(str(path))]
    long = [one for text in entries for one in re.split(r"[.!?;:]\s", text) if len(one.split()) > 26]

    assert long == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("The cat sat on the mat.", -3, 2), ("Considerable institutional incompatibility.", 20, 60)],
)
def test_the_measure_tells_easy_from_hard(text: str, low: float, high: float) -> None:
    assert low < grade([text]) < high
