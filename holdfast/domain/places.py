"""Which place somebody means: a gazetteer searched by name, beginning of a name, or postal code.

The table is kept packed, as it was read: two runs of bytes and where their lines begin. Looking one up cuts out
single lines, so 200,000 places cost little more memory than their text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

PART = b"\n\f\n"
OTHER_NAME = 0.2
"""How much less a place is meant by another of its names than by its own."""
MOST_READ = 20_000
"""Keys looked at for one search; a single letter begins more."""
FAR_LARGER = 4
"""A place so many times as populous as the next of its name is the one that is meant."""
AROUND = (0.5, 2.0, 8.0)
"""Degrees looked around for the nearest town, one after the other."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place."""

    id: str
    name: str
    region_code: str
    region: str
    country: str
    country_name: str
    latitude: float
    longitude: float
    thousands: int
    """Of people; 0 for a postal code."""

    @property
    def label(self) -> str:
        """The name with what tells it from others: "Edmonton, Alberta, Canada"."""
        return ", ".join(part for part in (self.name, self.region, self.country_name) if part)


@dataclass(frozen=True, slots=True)
class Box:
    """An area between two meridians and two parallels, in degrees. It does not cross the date line."""

    west: float
    south: float
    east: float
    north: float


class Places:
    """The gazetteer."""

    def __init__(self, data: bytes) -> None:
        """From the table that `tools/build_places.py` writes."""
        self._rows, _, self._keys = data.partition(PART)
        self._row_starts = _starts(self._rows)
        self._key_starts = _starts(self._keys)

    def find(self, text: str, limit: int = 8) -> tuple[Place, ...]:
        """Places of that name first, then those whose name begins so, each the most populous first."""
        name, wanted = _asked(text)
        if not name:
            return ()
        exact: set[int] = set()
        begun: set[int] = set()
        for key, number in self._beginning(name):
            (exact if key == name else begun).add(number)
        return self._first([*sorted(exact), *sorted(begun - exact)], wanted, limit)

    def meant(self, text: str, limit: int = 8) -> tuple[Place, ...]:
        """One place where it is clear, else the choices; only whole names, "Spring" is not Springfield."""
        name, wanted = _asked(text)
        if not name:
            return ()
        named = sorted({number for key, number in self._beginning(name) if key == name})
        found = sorted(self._first(named, wanted, len(named)), key=lambda place: -_weight(place, name))
        if len(found) > 1 and _weight(found[0], name) >= FAR_LARGER * max(1.0, _weight(found[1], name)):
            return (found[0],)
        return tuple(found[:limit])

    def with_id(self, place_id: str) -> Place | None:
        """The place with this id."""
        if not re.fullmatch(r"[A-Z0-9-]{1,16}", place_id):
            return None
        head = place_id.encode() + b"\t"
        at = 0 if self._rows.startswith(head) else self._rows.find(b"\n" + head) + 1
        if at == 0 and not self._rows.startswith(head):
            return None
        return self._place(int(np.searchsorted(self._row_starts, at)))

    def largest_in(self, box: Box, limit: int = 40) -> tuple[Place, ...]:
        """The towns in a box, the most populous first. Postal codes are no towns."""
        return tuple(self._place(int(number)) for number in self._towns_in(box)[:limit])

    def nearest(self, latitude: float, longitude: float) -> Place | None:
        """The town closest to a position; None far from any."""
        for reach in AROUND:
            box = Box(longitude - reach, latitude - reach, longitude + reach, latitude + reach)
            if len(found := self._towns_in(box)):
                away = self._positions[found] - (latitude, longitude)
                away[:, 1] *= np.cos(np.radians(latitude))
                return self._place(int(found[(away**2).sum(axis=1).argmin()]))
        return None

    def _towns_in(self, box: Box) -> NDArray[np.int64]:
        """The numbers of the towns in a box; rows stand in the order of their people."""
        latitudes, longitudes = self._positions[:, 0], self._positions[:, 1]
        is_in = (box.south <= latitudes) & (latitudes <= box.north) & (box.west <= longitudes)
        return np.flatnonzero(is_in & (longitudes <= box.east))

    @cached_property
    def _positions(self) -> NDArray[np.float32]:
        """Latitude and longitude of every row, read when the first map is looked at; a postal code stands nowhere."""
        parts = (line.rsplit(b"\t", 3)[1:] for line in self._rows.split(b"\n") if line)
        stated = np.array([tuple(map(float, one)) for one in parts], dtype=np.float32).reshape(-1, 3)
        return np.where(stated[:, 2:] > 0, stated[:, :2], np.float32(np.nan))

    def _first(self, numbers: list[int], wanted: list[str], limit: int) -> tuple[Place, ...]:
        places = (self._place(number) for number in numbers)
        return tuple(islice((place for place in places if _is_in(place, wanted)), limit))

    def _beginning(self, name: str) -> Iterator[tuple[str, int]]:
        wanted = name.encode()
        first = self._first_key(wanted)
        for at in range(first, min(first + MOST_READ, len(self._key_starts))):
            line = self._line(self._keys, self._key_starts, at)
            if not line.startswith(wanted):
                return
            key, _, number = line.partition(b"\t")
            yield key.decode(), int(number)

    def _first_key(self, wanted: bytes) -> int:
        low, high = 0, len(self._key_starts)
        while low < high:
            middle = (low + high) // 2
            if self._line(self._keys, self._key_starts, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _place(self, number: int) -> Place:
        parts = self._line(self._rows, self._row_starts, number).decode().split("\t")
        own_id, name, code, region, country, country_name, latitude, longitude, thousands = parts
        return Place(
            own_id, name, code, region, country, country_name, float(latitude), float(longitude), int(thousands)
        )

    @staticmethod
    def _line(data: bytes, starts: NDArray[np.int64], number: int) -> bytes:
        start = int(starts[number])
        end = data.find(b"\n", start)
        return data[start:] if end < 0 else data[start:end]


def folded(text: str) -> str:
    """In lower case, without accents and signs: "Saint-Étienne" is "saint etienne"."""
    split = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in split if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def _starts(data: bytes) -> NDArray[np.int64]:
    ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))
    starts = np.concatenate(([0], ends + 1)) if data else np.array([], dtype=np.int64)
    return starts[starts < len(data)]


def _is_in(place: Place, wanted: list[str]) -> bool:
    own = {folded(part) for part in (place.region_code, place.region, place.country, place.country_name)}
    spoken = own | {"usa"} if place.country == "US" else own | {"uk"} if place.country == "GB" else own
    return all(any(part == one or one.startswith(part) for one in spoken if one) for part in wanted)


def _weight(place: Place, name: str) -> float:
    """How likely it is meant: by its people, less where the name is only one of its others (Amman was Philadelphia)."""
    return place.thousands if folded(place.name) == name else place.thousands * OTHER_NAME


def _asked(text: str) -> tuple[str, list[str]]:
    """The name, and the region and country it should lie in."""
    name, *where = (folded(part) for part in text.split(","))
    return name, [part for part in where if part]
