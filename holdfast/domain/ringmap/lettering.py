"""Setting words: the ways a name can be broken into lines, and where a block of lines can stand beside a point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, sin

from holdfast.domain.ringmap.picture import Anchor, Box, Label, Line
from holdfast.domain.textwidth import text_width, wrapped

_LEADING = 1.2
_ASCENT = 0.82
_SLACK = 2.0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text set together, and the room they take."""

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    size: float
    width: float
    height: float
    note: str = ""
    note_width: float = 0
    note_size: float = 0


def block(lines: Sequence[str], size: float, *, note: str = "", note_size: float = 0, serif: bool = False) -> Block:
    """These lines, measured."""
    widths = tuple(text_width(line, size, serif_bold=serif) for line in lines)
    note_width = text_width(note, note_size) if note else 0.0
    width = max((*widths, note_width)) + _SLACK
    height = _LEADING * (size * len(lines) + (note_size if note else 0))
    return Block(tuple(lines), widths, size, width, height, note, note_width, note_size)


def blocks_for(name: str, note: str, sizes: tuple[float, float], width: float) -> tuple[Block, ...]:
    """The ways to set a name, best first: in few lines, with its note, and never cut short."""
    size, note_size = sizes
    fits = text_width(note, note_size) <= width * 1.25
    seen: dict[tuple[str, ...], None] = {}
    for count, share in ((1, 1.0), (2, 1.0), (2, 0.7), (3, 1.0)):
        seen[wrapped(name, size, width * share, lines=count)] = None
    whole = [lines for lines in seen if not any(line.endswith("…") for line in lines)]
    with_note = [block(lines, size, note=note, note_size=note_size) for lines in whole] if note and fits else []
    return tuple(with_note + [block(lines, size) for lines in whole])


def corner_beside(point: tuple[float, float], way: tuple[int, int], text: Block, gap: float) -> tuple[float, float]:
    """The upper left corner of `text` when it is set beside a point, to one of the eight sides, `gap` away."""
    (x, y), (dx, dy) = point, way
    top = y + dy * gap - text.height * (1 - dy) / 2
    if dx and dy:
        gap *= 0.72
        top = y + dy * (gap - 0.24 * text.size) - text.height * (1 - dy) / 2
    return x + dx * gap - text.width * (1 - dx) / 2, top


def ways_from(angle: float) -> tuple[tuple[int, int], ...]:
    """The eight sides of a point that lies in this direction from me, the ones away from me first."""
    across = cos(angle)
    return _ways(1 if across >= 0 else -1, 1 if sin(angle) >= 0 else -1, level=abs(across) > 0.42)


@cache
def _ways(dx: int, dy: int, *, level: bool) -> tuple[tuple[int, int], ...]:
    if level:
        return (dx, 0), (dx, dy), (dx, -dy), (0, dy), (0, -dy), (-dx, dy), (-dx, 0), (-dx, -dy)
    return (0, dy), (dx, 0), (-dx, 0), (dx, dy), (-dx, dy), (dx, -dy), (-dx, -dy), (0, -dy)


def label_in(box: Box, text: Block, anchor: Anchor, *, leader: str = "") -> Label:
    """`text` set into its box."""
    x = {Anchor.START: box.x + _SLACK / 2, Anchor.MIDDLE: box.x + box.width / 2, Anchor.END: box.right - _SLACK / 2}
    return Label(tuple(_lines(box.y, text, x[anchor])), anchor, box, leader)


def _lines(top: float, text: Block, x: float) -> Iterator[Line]:
    for line, width in zip(text.lines, text.widths, strict=True):
        yield Line(line, x, top + _ASCENT * _LEADING * text.size, width)
        top += _LEADING * text.size
    if text.note:
        yield Line(text.note, x, top + _ASCENT * _LEADING * text.note_size, text.note_width, is_note=True)


def anchor_of(way: tuple[int, int]) -> Anchor:
    """Which end of the words is nearest to the point they stand beside."""
    return (Anchor.MIDDLE, Anchor.START, Anchor.END)[way[0]]


def centred(x: float, y: float, text: Block) -> Label:
    """`text` with its middle at a point."""
    box = Box(x - text.width / 2, y - text.height / 2, text.width, text.height)
    return label_in(box, text, Anchor.MIDDLE)
