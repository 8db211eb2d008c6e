"""Many meetings, made by laying real rows over real cities: the same for the same size, seed and rows.

A row keeps what decides a search: its times, kinds, types, languages, attendance and texts. Its place is new: a city
of the gazetteer, drawn by population, and in it a venue that about three meetings share, as church halls are shared.

    python benchmarks/directory/corpus.py --meetings 150000 [--feeds DIR]     say what it is made of
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

import lzma

from holdfast.directory.places import TABLE
from holdfast.directory.placing import zone_at
from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.meeting import Attendance, Meeting, Slot
from holdfast.domain.places import PART

DEMO = Path(TABLE).parent / "demo"
SEED = 7
SMALLEST_CITY = 15
"""Thousands of people."""
STEEPNESS = 1.2
"""Large cities have more meetings to a person than small ones."""
DENSE = {"US": 15.0, "IE": 10.0, "CA": 8.0, "GB": 6.0, "AU": 6.0, "NZ": 6.0, "MX": 5.0, "ES": 3.0, "DE": 3.0, "FR": 2.0}
"""Countries with more meetings than their people alone would have; without them no city has thousands."""
SPANISH = frozenset(
    ["MX", "ES", "AR", "CO", "PE", "VE", "CL", "EC", "GT", "CU", "BO", "DO", "HN", "PY", "SV", "NI", "CR", "PA", "UY"]
)
"""There every other meeting without a stated language states Spanish."""
PER_VENUE = 3

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class City:
    """Where meetings are."""

    name: str
    region: str
    country: str
    latitude: float
    longitude: float
    zone: str
    weight: float
    place_id: str
    label: str
    """As the search page writes it."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What to make: which row lies in which city, and where there. Small enough to keep whole."""

    templates: tuple[Meeting, ...]
    cities: tuple[City, ...]
    template: Numbers
    city: Numbers
    latitude: NDArray[np.float64]
    """Degrees; nan where a row has no position."""
    longitude: NDArray[np.float64]
    speaks: NDArray[np.bool_]
    """States Spanish because of its country."""

    def __len__(self) -> int:
        return len(self.template)

    def __getitem__(self, number: int) -> Meeting:
        return next(self.meetings(number, number + 1))

    def __iter__(self) -> Iterator[Meeting]:
        return self.meetings()

    def meetings(self, first: int = 0, last: int | None = None) -> Iterator[Meeting]:
        """The meetings, one at a time; the number of a meeting is its position and its key."""
        stop = len(self) if last is None else last
        part = slice(first, stop)
        columns = (self.template, self.city, self.latitude, self.longitude, self.speaks)
        rows = zip(*(column[part].tolist() for column in columns), strict=True)
        for number, (template, city, latitude, longitude, speaks) in enumerate(rows, first):
            yield _meeting(self.templates[template], self.cities[city], number, (latitude, longitude), speaks)

    def slots(self) -> Iterator[tuple[int, Slot | None]]:
        """Number and time, once for each weekly time; None for a meeting without one."""
        of_template = [one.slots or (None,) for one in self.templates]
        for number, template in enumerate(self.template.tolist()):
            for slot in of_template[template]:
                yield number, slot

    def largest(self, count: int = 40) -> tuple[City, ...]:
        """The cities with the most meetings."""
        return tuple(sorted(self.cities, key=lambda city: -city.weight)[:count])


def corpus(count: int, *, feeds: Path | None = None, seed: int = SEED) -> Corpus:
    """So many meetings. `feeds` is a folder of real feeds; without it the made-up meetings of the demonstration."""
    templates, cities = rows_of(feeds), every_city()
    chance = np.random.default_rng(seed)
    weight = np.array([city.weight for city in cities])
    template = chance.integers(len(templates), size=count)
    city = chance.choice(len(cities), size=count, p=weight / weight.sum())
    latitude, longitude = _venues(cities, city, chance)
    nowhere = np.array([one.latitude is None and one.attendance is Attendance.ONLINE for one in templates])
    latitude[nowhere[template]] = longitude[nowhere[template]] = np.nan
    silent = np.array([not one.languages for one in templates])
    spanish = np.array([one.country in SPANISH for one in cities])
    speaks = spanish[city] & silent[template] & (chance.random(count) < 0.5)
    return Corpus(templates, cities, template, city, latitude, longitude, speaks)


def rows_of(feeds: Path | None) -> tuple[Meeting, ...]:
    """The rows that are laid out. Weekly times only, since the others cannot say anything else."""
    files = sorted([*feeds.glob("meeting-guide/*.json"), *feeds.glob("bmlt/*.json")] if feeds else DEMO.glob("*.json"))
    found = [meeting for file in files for meeting in parse(file.read_bytes(), fellowship=_fellowship(file)).meetings]
    if not found:
        raise SystemExit(f"No feeds in {feeds}: give the folder that holds meeting-guide/ and bmlt/")
    return tuple(replace(one, slots=tuple(map(_weekly, one.slots)), changes=()) for one in found)


def _weekly(slot: Slot) -> Slot:
    return Slot(slot.day, slot.start, slot.end)


def _fellowship(file: Path) -> str | None:
    if file.parent == DEMO:
        return file.stem
    return next((code for code in ("al-anon", "aa", "na") if file.name.startswith(code)), None)


@lru_cache(maxsize=1)
def every_city() -> tuple[City, ...]:
    """The cities of the packaged gazetteer whose clock is known."""
    table = lzma.decompress(TABLE.read_bytes()).partition(PART)[0].decode()
    lines = (line.split("\t") for line in table.split("\n") if line)
    return tuple(city for line in lines if int(line[8]) >= SMALLEST_CITY and (city := _city(line)))


def _city(line: list[str]) -> City | None:
    place_id, name, _code, region, country, country_name, latitude, longitude, thousands = line
    zone = zone_at(float(latitude), float(longitude))
    weight = int(thousands) ** STEEPNESS * DENSE.get(country, 1.0)
    label = ", ".join(part for part in (name, region, country_name) if part)
    place = (name, region, country, float(latitude), float(longitude))
    return City(*place, zone, weight, place_id, label) if zone else None


def _venues(
    cities: tuple[City, ...], city: Numbers, chance: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Positions, normally spread around the middle of the city: half of a city of a million lie within 6 km."""
    there = np.bincount(city, minlength=len(cities))
    venue = city * 1_000_000 + (chance.random(len(city)) * np.ceil(there / PER_VENUE)[city]).astype(np.int64)
    venues, of_row = np.unique(venue, return_inverse=True)
    home = venues // 1_000_000
    middle = np.array([(one.latitude, one.longitude) for one in cities])[home]
    spread = np.array([min(15.0, 5.0 * (one.weight / DENSE.get(one.country, 1.0) / 4000) ** 0.4) for one in cities])
    away = chance.normal(size=(2, len(venues))) * spread[home] / 111.2
    latitude = np.clip(middle[:, 0] + away[0], -89.9, 89.9)
    longitude = middle[:, 1] + away[1] / np.cos(np.radians(middle[:, 0]))
    longitude = (longitude + 180) % 360 - 180
    return np.round(latitude, 6)[of_row], np.round(longitude, 6)[of_row]


def _meeting(
    template: Meeting,
    city: City,
    number: int,
    position: tuple[float, float],
    speaks: bool,
) -> Meeting:
    latitude, longitude = position
    has_place = not isnan(latitude)
    return replace(
        template,
        key=f"{number:07d}",
        city=city.name,
        state="",
        postal_code="",
        country=city.country,
        regions=(city.region,) if city.region else (),
        zone=city.zone,
        zone_is_stated=False,
        latitude=latitude if has_place else None,
        longitude=longitude if has_place else None,
        languages=frozenset({"es"}) if speaks else template.languages,
    )


def told(made: Corpus) -> dict[str, Any]:
    """What it is made of, to be printed."""
    cities = Counter(made.city.tolist())
    attendance = Counter(str(made.templates[number].attendance) for number in made.template.tolist())
    return {
        "meetings": len(made),
        "weekly times": sum(1 for _ in made.slots()),
        "rows laid out": len(made.templates),
        "cities used": len(cities),
        "time zones": len({made.cities[number].zone for number in cities}),
        "venues": len(np.unique(np.stack([made.latitude, made.longitude]), axis=1).T),
        "attendance": dict(attendance),
    }


def main() -> None:
    """Say what a corpus is made of and how long it takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--meetings", type=int, default=150_000)
    parser.add_argument("--feeds", type=Path)
    asked = parser.parse_args()
    before = time.perf_counter()
    made = corpus(asked.meetings, feeds=asked.feeds)
    planned = time.perf_counter() - before
    count = sum(1 for _ in made)
    print(told(made))
    print(f"laid out in {planned:.1f} s, all {count} made in {time.perf_counter() - before:.1f} s")


if __name__ == "__main__":
    main()
