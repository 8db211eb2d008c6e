"""A long JSON list read one row at a time, so that a large feed is never in memory twice."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, SupportsIndex

CHUNK = 1024 * 1024
_SPACE = re.compile(r"[ \t\n\r]*")


class Rows(list[Any]):
    """The rows of a JSON list. Made of its bytes, it decodes them again each time it is read.

    It is a list, because every reader asks whether the content is one; it holds none of its rows.
    """

    def __init__(self, data: bytes, piece: int = CHUNK) -> None:
        """Raises ValueError or RecursionError, as json does, where the list cannot be read to its end."""
        super().__init__()
        self._data, self._piece = data, piece
        self._count = sum(1 for _ in self)

    def __iter__(self) -> Iterator[Any]:
        return _decoded(self._data, self._piece)

    def __len__(self) -> int:
        return self._count

    def __bool__(self) -> bool:
        return self._count > 0

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        """A row, or a beginning: what readers look at to recognise a format."""
        if not isinstance(place, slice):
            place = range(self._count)[place]
            return next(row for number, row in enumerate(self) if number == place)
        wanted = range(self._count)[place]
        last = max(wanted, default=-1)
        found = {number: row for number, row in zip(range(last + 1), self, strict=False) if number in wanted}
        return [found[number] for number in wanted]


def is_list(data: bytes) -> bool:
    """Whether these bytes begin a JSON list."""
    return data[:200].removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"["


def _decoded(data: bytes, piece: int) -> Iterator[Any]:
    """The values of a list in UTF-8. A value that was cut off by the end of a piece is read again with more of it."""
    text = _Text(data, piece)
    at = text.after_space(0)
    if text.sign(at) != "[":
        raise ValueError("not a list")
    at = text.after_space(at + 1)
    if text.sign(at) == "]":
        return text.end(at + 1)
    while True:
        value, at = text.value(at)
        yield value
        at = text.after_space(at)
        if text.sign(at) == "]":
            return text.end(at + 1)
        if text.sign(at) != ",":
            raise ValueError("neither comma nor end")
        at = text.after_space(text.shortened(at + 1))


class _Text:
    """The text as far as it was decoded, from where it is still needed."""

    def __init__(self, data: bytes, piece: int) -> None:
        self._data, self._piece, self._at, self._text = data, piece, 0, ""
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._scan = json.JSONDecoder().raw_decode

    def sign(self, at: int) -> str:
        """The sign there; nothing at the end."""
        while at >= len(self._text) and self._more(self._piece):
            pass
        return self._text[at : at + 1]

    def after_space(self, at: int) -> int:
        """The first place that is not space."""
        while True:
            found = _SPACE.match(self._text, at)
            at = found.end() if found else at
            if at < len(self._text) or not self._more(self._piece):
                return at

    def value(self, at: int) -> tuple[Any, int]:
        """The value there, and where it ends. Each try sees twice as much, so a long row is not read too often."""
        size = self._piece
        while True:
            try:
                value, end = self._scan(self._text, at)
            except ValueError:
                if not self._more(size):
                    raise
            else:
                if end < len(self._text) or not self._more(size):
                    return value, end
            size *= 2

    def shortened(self, at: int) -> int:
        """Forget what was read, now and then; the place moves with it."""
        if at < self._piece:
            return at
        self._text = self._text[at:]
        return 0

    def end(self, at: int) -> None:
        """Nothing may follow."""
        if self.sign(self.after_space(at)):
            raise ValueError("something follows the list")

    def _more(self, size: int) -> bool:
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        self._text += self._decode(piece, not piece)
        return bool(piece)
