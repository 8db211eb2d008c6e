"""The key beneath the map: the full name of everyone who stands on it as a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.domain.ringmap.frame import Style
from holdfast.domain.ringmap.lettering import Block, block, label_in
from holdfast.domain.ringmap.picture import Anchor, Box, Entry, Label
from holdfast.domain.textwidth import wrapped

_MARGIN = 10.0
_INDENT = 30.0
_GAP = 7.0


def key_of(names: Mapping[str, str], style: Style, top: float) -> tuple[dict[str, Entry], float]:
    """A line for each name, numbered from 1, column by column, and where the key ends."""
    if not names:
        return {}, top
    column = (style.width - 2 * _MARGIN) / style.columns
    texts = [_text(name, style, column - _INDENT - _MARGIN) for name in names.values()]
    deep = _depth(texts, style.columns)
    lines: dict[str, Entry] = {}
    x, y, end = _MARGIN, top, top
    for id_, text in zip(names, texts, strict=True):
        if y > top and y - top + text.height > deep:
            x, y = x + column, top
        name = label_in(Box(x + _INDENT, y, text.width, text.height), text, Anchor.START)
        lines[id_] = Entry(_number(len(lines) + 1, style, (x, y)), name)
        y += text.height + _GAP
        end = max(end, y)
    return lines, end + _GAP


def _number(number: int, style: Style, at: tuple[float, float]) -> Label:
    text = block((str(number),), style.name)
    return label_in(Box(at[0] + _INDENT - _GAP - text.width, at[1], text.width, text.height), text, Anchor.END)


def _text(name: str, style: Style, width: float) -> Block:
    return block(wrapped(name, style.name, width, lines=3), style.name)


def _depth(texts: Sequence[Block], columns: int) -> float:
    """The least depth at which everything fits into the columns."""
    heights = [text.height + _GAP for text in texts]
    deep = max(sum(heights) / columns, *heights, 0.0)
    while _columns(heights, deep) > columns:
        deep *= 1.04
    return deep


def _columns(heights: Sequence[float], deep: float) -> int:
    columns, y = 1, 0.0
    for height in heights:
        if y and y + height - _GAP > deep:
            columns, y = columns + 1, 0.0
        y += height
    return columns
