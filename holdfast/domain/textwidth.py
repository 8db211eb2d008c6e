"""How wide a line of text will be, so that a picture can be laid out where no browser is at hand."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Advance widths of Atkinson Hyperlegible Regular, in hundredths of the type size.
_ADVANCES: dict[int, str] = {
    16: "'",
    20: ",.:;",
    23: "|",
    24: "l·’",
    25: "j",
    28: " !i`¡",
    30: '"()',
    32: "[]t{}f",
    34: "r",
    37: "-",
    40: "1_/\\I“”",
    43: "*yv",
    47: "xzs–",
    50: "ck7J",
    53: "a?¿Leu",
    55: "2<>F^hno",
    57: "dg~T3Ebp5q",
    60: "$VY+69=PSß",
    62: "48ZBRXAK",
    66: "0wC#D",
    70: "HNU&…",
    73: "GOQ",
    80: "MW@m—",
    95: "%œ",
    100: "Æ",
}
_WIDTH = {letter: width / 100 for width, letters in _ADVANCES.items() for letter in letters}
_OTHER = 0.62
_WIDE = 1.05
_SERIF_BOLD = 1.12


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    known = _WIDTH.get(letter) or _WIDTH.get(unicodedata.normalize("NFD", letter)[0])
    if known is not None:
        return known
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, serif_bold: bool = False) -> float:
    """The width of one line of `text` set at `size`, in the same unit as `size`."""
    width = sum(map(_letter, text)) * size
    return width * _SERIF_BOLD if serif_bold else width


def shortened(text: str, size: float, width: float) -> str:
    """`text`, or as much of its beginning as fits `width` with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept.rstrip() + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(text: str, size: float, width: float, *, lines: int) -> tuple[str, ...]:
    """`text` broken at spaces into at most `lines` lines of at most `width`; only the last resort is an ellipsis."""
    out: list[str] = []
    for word in text.split():
        joined = f"{out[-1]} {word}" if out else word
        if out and (text_width(joined, size) <= width or len(out) == lines):
            out[-1] = joined
        else:
            out.append(word)
    return tuple(shortened(line, size, width) for line in out or [""])
