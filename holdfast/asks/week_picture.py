"""The week as a picture: where each block, word and line stands, in units of the picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from holdfast.asks.week import Planned
from holdfast.domain.asks.week import SHORTEST, Block, Week
from holdfast.domain.textwidth import shortened

GUTTER, TOP = 64, 46
COLUMN, HOUR = 134, 48
GAP = 5
TEXT = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A word in a block."""

    x: float
    y: float
    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One turn: a filled block, or a dashed seat while somebody is wanted."""

    planned: Planned
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def said(self) -> str:
        """The same in words, for whoever cannot see it: day and time, what, and who."""
        at = date_format(localtime(self.planned.starts_at), "D j, H:i")
        return f"{at}: {self.planned.label or self.planned.kind}, {_who(self.planned)}"


@dataclass(frozen=True, slots=True)
class Column:
    """One day."""

    on: date
    x: float
    is_today: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template draws."""

    width: int
    height: int
    columns: tuple[Column, ...]
    hours: tuple[tuple[float, str], ...]
    boxes: tuple[Box, ...]
    column_width: int = COLUMN
    middle: float = COLUMN / 2
    top: int = TOP
    gutter: int = GUTTER


def picture_of(week: Week, planned: Iterable[Planned], today: date) -> Picture:
    """Lay the week out."""
    known = {str(one.slot.pk): one for one in planned}
    height = TOP + (week.ends - week.begins) * HOUR // 60 + 12
    columns = tuple(Column(day.on, GUTTER + n * COLUMN, day.on == today) for n, day in enumerate(week.days))
    hours = tuple((TOP + (hour * 60 - week.begins) * HOUR / 60, _hour(hour)) for hour in _hours(week))
    boxes = tuple(
        _box(block, known[block.turn.id], columns[n].x, week.begins)
        for n, day in enumerate(week.days)
        for block in day.blocks
    )
    return Picture(GUTTER + 7 * COLUMN, height, columns, hours, boxes)


def _hours(week: Week) -> range:
    return range(week.begins // 60, week.ends // 60 + 1, 2)


def _hour(hour: int) -> str:
    return time_format(time(hour % 24), "TIME_FORMAT")


def _box(block: Block, planned: Planned, x: float, begins: int) -> Box:
    width = (COLUMN - GAP) / block.lanes
    left = x + GAP / 2 + block.lane * width
    top = TOP + (block.begins - begins) * HOUR / 60
    height = max(SHORTEST, block.ends - block.begins) * HOUR / 60 - 3
    return Box(planned, left, top, width - 2, height, tuple(_lines(block, planned, (left, top, width, height))))


def _lines(block: Block, planned: Planned, place: tuple[float, float, float, float]) -> Iterator[Line]:
    left, top, width, height = place
    words = ["…" if block.is_rest else planned.short, _who(planned)]
    for number, text in enumerate(words[: max(1, int((height - 6) // (TEXT + 4)))]):
        y = top + 18 + number * (TEXT + 4)
        yield Line(left + 8, y, shortened(text, TEXT, width - 16), is_strong=number == 0)


def _who(planned: Planned) -> str:
    return ", ".join(planned.who) if planned.who else _("Still open")
