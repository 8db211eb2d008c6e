"""Every sentence has its Spanish, and says the same things."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tests.words import AVOID

ROOT = Path(__file__).parent.parent / "holdfast"
LISTS = sorted(ROOT.glob("*/locale/es/LC_MESSAGES/django.po"))
SENTENCE = re.compile(
    r"""\{% *(?:translate|blocktranslate|trans|blocktrans)\b|(?<!\w)_\(\s*["']|gettext(?:_lazy)?\(\s*["']"""
)
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def entries() -> list[tuple[str, polib.POEntry]]:
    return [(path.parts[-5], entry) for path in LISTS for entry in polib.pofile(str(path)) if not entry.obsolete]


def test_every_app_that_speaks_has_its_words() -> None:
    speaking = {
        path.relative_to(ROOT).parts[0]
        for pattern in ("*/**/*.html", "*/**/*.py")
        for path in ROOT.glob(pattern)
        if SENTENCE.search(path.read_text())
    }

    assert speaking - {"settings.py"} == {path.parts[-5] for path in LISTS}


def test_every_sentence_has_its_spanish() -> None:
    missing = [f"{app}: {entry.msgid}" for app, entry in entries() if not entry.translated() or entry.fuzzy]

    assert missing == []


def test_every_number_has_its_form() -> None:
    """A catalogue that announces three forms and has two shows the English for the third."""
    wrong = [
        f"{path.parts[-5]}: {entry.msgid}"
        for path in LISTS
        for said in [polib.pofile(str(path))]
        for entry in said
        if entry.msgid_plural and f"nplurals={len(entry.msgstr_plural)};" not in said.metadata["Plural-Forms"]
    ]

    assert wrong == []


def test_every_blank_is_kept() -> None:
    def blanks(text: str) -> set[str]:
        return set(BLANK.findall(text))

    wrong = [
        f"{app}: {entry.msgid}"
        for app, entry in entries()
        for said in (entry.msgstr, *entry.msgstr_plural.values())
        if said and not blanks(said) <= blanks(entry.msgid) | blanks(entry.msgid_plural or "")
    ]

    assert wrong == []


@pytest.mark.parametrize("pattern", AVOID, ids=lambda pattern: pattern.pattern)
def test_no_sentence_uses_a_word_to_avoid(pattern: re.Pattern[str]) -> None:
    assert [entry.msgid for _, entry in entries() if pattern.search(entry.msgid)] == []


def test_nobody_is_spoken_to_as_usted() -> None:
    wrong = [entry.msgstr for _, entry in entries() if re.search(r"\busted(es)?\b", entry.msgstr, re.IGNORECASE)]

    assert wrong == []
