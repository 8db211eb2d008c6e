"""The words that belong to the map itself: names of the circles, and of the directions round the rim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import cos, sin

from holdfast.domain.ringmap.frame import Frame, Span
from holdfast.domain.ringmap.lettering import Block, block, centred, label_in
from holdfast.domain.ringmap.paper import Paper
from holdfast.domain.ringmap.picture import Anchor, Box, Label
from holdfast.domain.textwidth import wrapped

_OFFSETS = sorted(
    ((aside, away) for aside in range(-8, 9) for away in (9.0, 18.0, 28.0, 40.0, 54.0)),
    key=lambda offset: (abs(offset[0]) + offset[1] / 9, offset),
)
"""How far from the middle of its direction, in eighths, and how far from the rim a name may stand; best first."""
_EDGE = 4.0


def ring_label(text: str, frame: Frame, out: float) -> Label:
    """A circle's name, standing on its line straight below me."""
    return centred(*frame.at(out, frame.spans[0].begin), block((text,), frame.style.ring))


def wedge_label(text: str, span: Span, frame: Frame, paper: Paper) -> Label | None:
    """A direction's name, as near its middle as the page allows: outside the rim, else across it.

    None when no place is free at all.
    """
    across: Label | None = None
    for words, (aside, away) in product(_settings(text, frame), _OFFSETS):
        angle = span.middle + span.width * 0.46 * aside / 8
        box = _outside(words, frame, angle, away)
        if not paper.is_free(box.grown(2)):
            continue
        label = label_in(box, words, _anchor(angle))
        if _is_clear(box, frame):
            return label
        across = across or label
    return across


def _settings(text: str, frame: Frame) -> Iterator[Block]:
    size = frame.style.sector
    room = frame.style.sector_width
    for lines, width in ((1, room), (2, room * 0.8), (3, room * 0.7)):
        set_in = wrapped(text, size * 1.12, width, lines=lines)
        if not any(line.endswith("…") for line in set_in):
            yield block(set_in, size, serif=True)
    yield block(wrapped(text, size * 1.12, room, lines=2), size, serif=True)


def _outside(words: Block, frame: Frame, angle: float, away: float) -> Box:
    x, y = frame.at(1.0, angle)
    x += cos(angle) * (words.width / 2 + away)
    y += sin(angle) * (words.height / 2 + away)
    left = min(max(x - words.width / 2, _EDGE), frame.style.width - words.width - _EDGE)
    top = min(max(y - words.height / 2, _EDGE), frame.height - words.height - _EDGE)
    return Box(left, top, words.width, words.height)


def _is_clear(box: Box, frame: Frame) -> bool:
    """Whether no point of the box is inside the rim; the nearest is found axis by axis."""
    x = min(max(frame.cx, box.x), box.right)
    y = min(max(frame.cy, box.y), box.bottom)
    return frame.out_of(x, y) > 1.01


def _anchor(angle: float) -> Anchor:
    if abs(cos(angle)) < 0.2:
        return Anchor.MIDDLE
    return Anchor.START if cos(angle) > 0 else Anchor.END
