"""When it is asked, and when each weekly time comes next then: worked out apart from the index that is measured."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from benchmarks.directory.corpus import Corpus
from holdfast.domain.meetings.meeting import WEEK_MINUTES

YEAR_FROM = datetime(2026, 1, 1, tzinfo=UTC)
MINUTES = 365 * 1440
STILL_COUNTS = 10
"""Minutes after its start in which a meeting still comes next, as the search has it."""
CHANGES = ((2026, 3, 8), (2026, 3, 29), (2026, 10, 25), (2026, 11, 1))
"""When the clocks of the United States and of Europe change."""
STAYS = 360
"""Minutes for which a moment lasts where no clock changes; questions are asked at random minutes of it."""
NEVER = -1


@dataclass(frozen=True, slots=True)
class Moment:
    """A beginning, and for how many minutes every weekly time keeps its minute of the week in UTC."""

    at: datetime
    lasts: int

    @property
    def period(self) -> int:
        """Minutes after which the peers' clock begins again: a week; or two, because a time that was missed shortly
        before the clocks go back comes again more than a week later.
        """
        return WEEK_MINUTES if self.lasts else 2 * WEEK_MINUTES

    def minute(self, chance: random.Random) -> datetime:
        """A moment within."""
        return self.at + timedelta(minutes=chance.randint(0, self.lasts))


def moments(count: int, zones: Iterable[str], seed: int = 7) -> list[Moment]:
    """Random minutes of a year; every fourth lies in the week before a change of the clocks."""
    chance, names = random.Random(seed), sorted(set(zones))
    found = [_before_a_change(chance) if number % 4 == 3 else _anywhere(chance) for number in range(count)]
    return [Moment(at, 0 if _changes_soon(names, at) else STAYS) for at in found]


def _anywhere(chance: random.Random) -> datetime:
    return YEAR_FROM + timedelta(minutes=chance.randrange(MINUTES))


def _before_a_change(chance: random.Random) -> datetime:
    return datetime(*chance.choice(CHANGES), tzinfo=UTC) - timedelta(minutes=chance.randrange(WEEK_MINUTES))


def _changes_soon(names: Iterable[str], at: datetime) -> bool:
    days = [at + timedelta(days=day) for day in range(-1, 9)]
    return any(len({day.astimezone(_zone(name)).utcoffset() for day in days}) > 1 for name in names)


def minute_of_week(at: datetime) -> int:
    """Since Sunday, 0:00 UTC."""
    here = at.astimezone(UTC)
    return here.isoweekday() % 7 * 1440 + here.hour * 60 + here.minute


def starts(corpus: Corpus, moment: Moment) -> NDArray[np.int32]:
    """For each of `corpus.slots()` the minute of the moment's period, in UTC, at which it comes next; or NEVER.

    Exact in every week: where a clock changes, what comes after the change has its new minute already.
    """
    zone_of = [city.zone for city in corpus.cities]
    codes = {zone: number for number, zone in enumerate(sorted(set(zone_of)))}
    city_code = np.array([codes[zone] for zone in zone_of])
    rows = [(number, -1 if slot is None else slot.day * 1440 + slot.start) for number, slot in corpus.slots()]
    table = np.array(rows, dtype=np.int64)
    local = np.maximum(table[:, 1], 0)
    pairs, of_row = np.unique(city_code[corpus.city[table[:, 0]]] * WEEK_MINUTES + local, return_inverse=True)
    names = sorted(codes)
    waits = [_wait(names[pair // WEEK_MINUTES], pair % WEEK_MINUTES, moment.at) for pair in pairs.tolist()]
    found = (np.array(waits, dtype=np.int32)[of_row] + minute_of_week(moment.at)) % moment.period
    closed = np.array([one.is_closed for one in corpus.templates])[corpus.template[table[:, 0]]]
    return np.where((table[:, 1] < 0) | closed, np.int32(NEVER), found)


def _wait(zone: str, local: int, at: datetime) -> int:
    """Minutes until a minute of the zone's own week comes next."""
    earliest = at - timedelta(minutes=STILL_COUNTS)
    here = earliest.astimezone(_zone(zone))
    day, minute = divmod(local, 1440)
    ahead = (day - here.isoweekday()) % 7
    for days in (ahead, ahead + 7):
        date = here.date() + timedelta(days=days)
        start = datetime(date.year, date.month, date.day, minute // 60, minute % 60, tzinfo=_zone(zone))
        if start.timestamp() >= earliest.timestamp():
            return int(start.timestamp() - at.timestamp()) // 60
    raise AssertionError("a weekly time comes within two weeks")


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
