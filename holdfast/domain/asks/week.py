"""Where the turns of one week stand in a picture: seven days side by side, hours downwards, overlaps in lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SHORTEST = 45
"""Minutes a turn takes up in the picture at least, so that its words fit."""
USUAL = (8 * 60, 20 * 60)
"""Minutes of the day that are always shown."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing to take on at a time. `ends_at` None is an hour; `who` are the names of those who took it."""

    id: str
    starts_at: datetime
    ends_at: datetime | None = None
    places: int = 1
    who: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody is still wanted."""
        return len(self.who) < self.places


@dataclass(frozen=True, slots=True)
class Block:
    """A turn, or the part of it that falls on one day: minutes of that day, and its lane among `lanes`."""

    turn: Turn
    begins: int
    ends: int
    lane: int = 0
    lanes: int = 1
    is_rest: bool = False
    """It began the day before."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its blocks, earliest first."""

    on: date
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and the hours of the day the picture needs, as minutes rounded out to whole hours."""

    days: tuple[Day, ...]
    begins: int
    ends: int

    @property
    def is_empty(self) -> bool:
        """Nothing in the whole week."""
        return not any(day.blocks for day in self.days)


def first_day(today: date, begins_on: int) -> date:
    """The first day of the week of `today`; `begins_on` 0 = Sunday … 6 = Saturday, as the language has it."""
    return today - timedelta(days=(today.isoweekday() % 7 - begins_on) % 7)


def week_of(turns: Iterable[Turn], first: date, zone: str) -> Week:
    """The seven days from `first` on, by the wall clock of `zone`. A turn past midnight stands on both days."""
    here = ZoneInfo(zone)
    parts = [part for turn in turns for part in _parts(turn, here)]
    days = tuple(
        Day(on, in_lanes([block for day, block in parts if day == on])) for on in (first + DAY * n for n in range(7))
    )
    blocks = [block for day in days for block in day.blocks]
    begins = min([USUAL[0], *(block.begins // 60 * 60 for block in blocks)])
    ends = max([USUAL[1], *(-(-max(block.ends, block.begins + SHORTEST) // 60) * 60 for block in blocks)])
    return Week(days, begins, min(ends, 24 * 60))


def in_lanes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks that overlap stand side by side, each group in as few lanes as it needs."""
    placed: list[Block] = []
    group: list[Block] = []
    free: list[int] = []
    for block in sorted(blocks, key=lambda one: (one.begins, -one.ends, one.turn.id)):
        if group and block.begins >= max(free):
            placed += _closed(group, len(free))
            group, free = [], []
        lane = next((n for n, until in enumerate(free) if until <= block.begins), len(free))
        free[lane : lane + 1] = [_seen_until(block)]
        group.append(replace(block, lane=lane))
    return (*placed, *_closed(group, len(free)))


def _closed(group: Iterable[Block], lanes: int) -> list[Block]:
    return [replace(block, lanes=lanes) for block in group]


def _seen_until(block: Block) -> int:
    return max(block.ends, block.begins + SHORTEST)


def _parts(turn: Turn, here: ZoneInfo) -> list[tuple[date, Block]]:
    starts = turn.starts_at.astimezone(here)
    ends = (turn.ends_at or turn.starts_at + timedelta(hours=1)).astimezone(here)
    found: list[tuple[date, Block]] = []
    on = starts.date()
    while on <= ends.date():
        begins = _minute(starts) if on == starts.date() else 0
        until = _minute(ends) if on == ends.date() else 24 * 60
        if until > begins or on == starts.date():
            found.append((on, Block(turn, begins, max(until, begins), is_rest=on != starts.date())))
        on += DAY
    return found


def _minute(at: datetime) -> int:
    clock: time = at.time()
    return clock.hour * 60 + clock.minute
