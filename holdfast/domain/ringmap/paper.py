"""A sheet of squared paper that remembers what is already drawn on it."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

from holdfast.domain.ringmap.picture import Box

_CELL = 4.0


class Paper:
    """Each row of squares is one whole number, so that asking about a box costs one `&` per row."""

    def __init__(self, width: float, height: float) -> None:
        self._columns = ceil(width / _CELL)
        self._rows = [0] * ceil(height / _CELL)

    def is_free(self, box: Box) -> bool:
        """Whether nothing has been drawn in `box` and all of it lies on the sheet."""
        return self.has_room((box.x, box.y), box.width, box.height)

    def has_room(self, corner: tuple[float, float], width: float, height: float) -> bool:
        """The same for a box that need not exist yet; this is where the time goes."""
        x, y = corner[0] / _CELL, corner[1] / _CELL
        right, bottom = ceil(x + width / _CELL), ceil(y + height / _CELL)
        if x < 0 or y < 0 or right > self._columns or bottom > len(self._rows):
            return False
        mask = (1 << right) - (1 << int(x))
        for row in self._rows[int(y) : bottom]:
            if row & mask:
                break
        else:
            return True
        return False

    def crowding(self, box: Box) -> int:
        """How many squares of a box that lies on the sheet have been drawn on."""
        left, right, top, bottom = self._squares(box)
        mask = (1 << right) - (1 << left)
        drawn = 0
        for row in self._rows[top:bottom]:
            drawn += (row & mask).bit_count()
        return drawn

    def fill(self, box: Box) -> None:
        """Draw all of `box`."""
        left, right, top, bottom = self._squares(box)
        left, top = max(left, 0), max(top, 0)
        mask = (1 << max(right, left)) - (1 << left)
        for row in range(top, min(bottom, len(self._rows))):
            self._rows[row] |= mask

    def dot(self, x: float, y: float) -> None:
        """Draw one square."""
        row = int(y // _CELL)
        if 0 <= row < len(self._rows) and x >= 0:
            self._rows[row] |= 1 << int(x // _CELL)

    def hits(self, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Those of the points whose square has been drawn on."""
        rows, bottom = self._rows, len(self._rows) * _CELL
        return [(x, y) for x, y in points if 0 <= y < bottom and x >= 0 and rows[int(y / _CELL)] >> int(x / _CELL) & 1]

    @staticmethod
    def _squares(box: Box) -> tuple[int, int, int, int]:
        x, y = box.x / _CELL, box.y / _CELL
        return floor(x), ceil(x + box.width / _CELL), floor(y), ceil(y + box.height / _CELL)
