"""Who answers the questions of BMLT's read interface: the rows of one version of the directory.

Rows lie packed in the order in which they are usually asked for; what searches compare most lies beside them in
columns. So a filter costs a few milliseconds, and memory a tenth of the answer.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import isfinite
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.formats.bmlt_codes import Format
from holdfast.domain.meetings.formats.bmlt_out import (
    DESCRIBED,
    FIELDS,
    STANDARD_FORMATS,
    BmltRow,
    Coverage,
    ServiceBody,
    guide_row,
)
from holdfast.domain.meetings.semantic_question import (
    AT,
    KM_IN_A_MILE,
    Chosen,
    Point,
    Question,
    QuestionRefused,
    Times,
    Values,
    last,
    listed,
    whole,
)
from holdfast.domain.places import folded

Positions = NDArray[np.intp]
Numbers = NDArray[np.float64]
EARTH_KM = 6371.0088
HALF_ROUND_KM = 20_100.0
SEARCHED = (
    "meeting_name", "location_text", "location_info", "location_street", "location_city_subsection",
    "location_neighborhood", "location_municipality", "location_sub_province", "location_province",
    "location_postal_code_1", "location_nation", "comments", "train_lines", "bus_lines",
    "virtual_meeting_additional_info", "service_body_name",
)  # fmt: skip
SEARCHED_AT = tuple(AT[name] for name in SEARCHED)
WORD = re.compile(r"\w+", re.ASCII)


# Keeping rows


class Packed:
    """Many rows of text in little memory: blocks of rows, each packed by itself."""

    SIZE = 128
    AT_ONCE = 4_096
    """Rows unpacked at a time, however they are ordered."""

    def __init__(self, texts: Iterable[str]) -> None:
        rows = list(texts)
        blocks = (rows[at : at + self.SIZE] for at in range(0, len(rows), self.SIZE))
        self._blocks = [zlib.compress("\x1e".join(block).encode(), 3) for block in blocks]

    def rows(self, positions: Positions) -> Iterator[list[str]]:
        """The parts of the rows at the positions, in their order."""
        return (line.split("\x1f") for line in self.lines(positions))

    def lines(self, positions: Positions) -> Iterator[str]:
        """The rows at the positions whole, in their order."""
        for start in range(0, len(positions), self.AT_ONCE):
            some = positions[start : start + self.AT_ONCE]
            wanted = {int(block): self._unpacked(int(block)) for block in np.unique(some // self.SIZE)}
            for position in some.tolist():
                yield wanted[position // self.SIZE][position % self.SIZE]

    def _unpacked(self, block: int) -> list[str]:
        return zlib.decompress(self._blocks[block]).decode().split("\x1e")


@dataclass(frozen=True, slots=True)
class Columns:
    """What searches compare, one entry a row."""

    numbers: NDArray[np.int64]
    days: NDArray[np.int64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    venues: NDArray[np.int64]
    bodies: NDArray[np.int64]
    changed: NDArray[np.int64]
    latitudes: Numbers
    longitudes: Numbers
    listings: bytes
    """16 bytes a row."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that answer, in order, and how far away each row of the table is where a position was given."""

    positions: Positions
    km: Numbers | None = None


class Table:
    """The rows of one version of the directory. Never changes, so any thread may read it."""

    def __init__(self, rows: Iterable[BmltRow], sources: Iterable[ServiceBody] = ()) -> None:
        self.formats: dict[int, Format] = dict(STANDARD_FORMATS)
        self.bodies: dict[int, ServiceBody] = {one.id: one for one in sources}
        self._having: dict[int, Positions] = {}
        self.provinces: tuple[str, ...] = ()
        self.counties: tuple[str, ...] = ()
        self._read(rows)

    def _read(self, rows: Iterable[BmltRow]) -> None:
        columns = [array("q") for _ in range(7)]
        places, listings, texts = array("d"), bytearray(), list[str]()
        having: dict[int, array[int]] = {}
        for row in rows:
            self._know(row)
            for one in row.formats:
                having.setdefault(one.id, array("q")).append(len(texts))
            for column, value in zip(columns, _compared(row), strict=True):
                column.append(value)
            places.extend((_or_nan(row.latitude), _or_nan(row.longitude)))
            listings += row.listing.bytes
            texts.append(_text(row))
        self._arrange([np.array(one, dtype=np.int64) for one in columns], places, listings, texts)
        rank = np.empty(len(texts), dtype=np.intp)
        rank[self._order] = np.arange(len(texts))
        self._having = {key: np.sort(rank[np.array(one, dtype=np.int64)]) for key, one in having.items()}

    def _know(self, row: BmltRow) -> None:
        self.bodies.setdefault(row.body.id, row.body)
        for one in row.formats:
            self.formats.setdefault(one.id, one)

    def _arrange(
        self, columns: list[NDArray[np.int64]], places: array[float], listings: bytearray, texts: list[str]
    ) -> None:
        """By weekday, start and length, as BMLT answers where no order is asked for."""
        self._order = np.lexsort((columns[0], columns[3], columns[2], columns[1]))
        where = np.array(places, dtype=np.float64).reshape(-1, 2)[self._order]
        ids = np.frombuffer(bytes(listings), dtype="V16")[self._order]
        ordered = [column[self._order] for column in columns]
        numbers, days, starts, lengths, venues, bodies, changed = ordered
        self.columns = Columns(
            numbers, days, starts, lengths, venues, bodies, changed, where[:, 0], where[:, 1], ids.tobytes()
        )
        self._packed = Packed(texts[at] for at in self._order.tolist())
        self.provinces, self.counties = self._distinct("location_province"), self._distinct("location_sub_province")

    def __len__(self) -> int:
        return len(self.columns.numbers)

    def _distinct(self, name: str, most: int = 500) -> tuple[str, ...]:
        found = {row[AT[name]] for row in self._packed.rows(np.arange(len(self)))} - {""}
        return tuple(sorted(found)[:most])

    # Searching

    def found(self, asked: Question) -> Found:
        """The rows that answer a question."""
        if asked.is_empty:
            return Found(np.array([], dtype=np.intp))
        columns = self.columns
        kept = asked.meetings.keeps(columns.numbers) & asked.weekdays.keeps(columns.days + 1)
        kept &= asked.venues.keeps(columns.venues) & asked.services.keeps(columns.bodies)
        kept &= self._in_time(asked.times) & self._with_formats(asked.formats, needs_all=asked.needs_all_formats)
        positions = self._saying(np.flatnonzero(kept), asked)
        km = self._distances(asked.point) if asked.point else None
        positions = _near(positions, asked.point, km)
        return Found(_paged(self._sorted(positions, asked, km), asked.page), km)

    def _in_time(self, times: Times) -> NDArray[np.bool_]:
        """Starts strictly between; an end is not looked for past midnight, as BMLT compares it."""
        starts, lengths = self.columns.starts, self.columns.lengths
        kept = np.ones(len(self), dtype=bool)
        if times.after is not None:
            kept &= starts > times.after
        if times.before is not None:
            kept &= starts < times.before
        if times.ends_before is not None:
            kept &= starts + lengths <= times.ends_before
        if times.shortest is not None:
            kept &= lengths >= times.shortest
        if times.longest is not None:
            kept &= lengths <= times.longest
        return kept

    def _with_formats(self, formats: Chosen, *, needs_all: bool) -> NDArray[np.bool_]:
        kept = np.full(len(self), fill_value=needs_all or not formats.wanted)
        for one in formats.wanted:
            kept = kept & self._has(one) if needs_all else kept | self._has(one)
        for one in formats.unwanted:
            kept &= ~self._has(one)
        return kept

    def _has(self, number: int) -> NDArray[np.bool_]:
        has = np.zeros(len(self), dtype=bool)
        has[self._having.get(number, np.array([], dtype=np.intp))] = True
        return has

    def _saying(self, positions: Positions, asked: Question) -> Positions:
        """Those whose words and field answer; the only filters that read rows."""
        if not asked.words and asked.key is None:
            return positions
        if asked.key is not None and asked.key[0] not in AT:
            return positions[:0]
        kept = [_says(line, asked) for line in self._packed.lines(positions)]
        saying: Positions = positions[np.array(kept, dtype=bool)]
        return saying

    def _distances(self, point: Point) -> Numbers:
        """Kilometres on the sphere; infinite where there is no position."""
        latitudes, longitudes = np.radians(self.columns.latitudes), np.radians(self.columns.longitudes)
        latitude, longitude = np.radians(point.latitude), np.radians(point.longitude)
        half = np.sin((latitudes - latitude) / 2) ** 2
        half += np.cos(latitudes) * np.cos(latitude) * np.sin((longitudes - longitude) / 2) ** 2
        km: Numbers = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
        return np.where(np.isnan(km), np.inf, km)

    def _sorted(self, positions: Positions, asked: Question, km: Numbers | None) -> Positions:
        if asked.by_distance and km is not None:
            return positions[np.argsort(km[positions], kind="stable")]
        if not asked.sort:
            return positions
        ranks = [self._rank(name, positions, km) for name in reversed(asked.sort)]
        return positions[np.lexsort(ranks)]

    def _rank(self, name: str, positions: Positions, km: Numbers | None) -> NDArray[np.float64 | np.int64]:
        columns = self.columns
        by_number: Mapping[str, NDArray[np.int64] | Numbers | None] = {
            "id_bigint": columns.numbers,
            "weekday_tinyint": columns.days,
            "start_time": columns.starts,
            "duration_time": columns.lengths,
            "venue_type": columns.venues,
            "service_body_bigint": columns.bodies,
            "latitude": columns.latitudes,
            "longitude": columns.longitudes,
            "distance_in_km": km,
            "distance_in_miles": km,
        }
        column = by_number.get(name)
        if column is not None:
            return column[positions]
        texts = [row[AT[name]].casefold() for row in self._packed.rows(positions)]
        places = {text: at for at, text in enumerate(sorted(set(texts)))}
        return np.array([places[text] for text in texts], dtype=np.int64)

    # Answering

    def rows(self, found: Found, *, root: str, fields: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
        """The rows as GetSearchResults answers."""
        kept = [(name, AT[name]) for name in fields or FIELDS]
        km = None if found.km is None else found.km[found.positions].tolist()
        for at, row in enumerate(self._packed.rows(found.positions)):
            row[AT["root_server_uri"]] = root
            if km is not None and isfinite(km[at]):
                row[AT["distance_in_km"]] = f"{km[at]:.4f}"
                row[AT["distance_in_miles"]] = f"{km[at] / KM_IN_A_MILE:.4f}"
            yield {name: row[place] for name, place in kept}

    def guide_rows(self, found: Found) -> Iterator[dict[str, object]]:
        """The rows as the tsml answers have them."""
        for position, row in zip(found.positions.tolist(), self._packed.rows(found.positions), strict=True):
            values = {name: row[at] for name, at in AT.items()}
            ids = (whole(one) for one in values["format_shared_id_list"].split(","))
            worlds = [self.formats[one].world_id for one in ids if one is not None]
            yield guide_row(values, worlds, datetime.fromtimestamp(int(self.columns.changed[position]), UTC))

    def formats_in(self, positions: Positions) -> list[Format]:
        """The formats that some of the rows have."""
        among = np.zeros(len(self), dtype=bool)
        among[positions] = True
        return [self.formats[one] for one, having in sorted(self._having.items()) if among[having].any()]

    def formats_asked(self, values: Values) -> list[Format]:
        """The formats as GetFormats is asked: those in use, or all, narrowed by number and key."""
        ids, keys = Chosen.read(values, "format_ids"), set(listed(values, "key_strings"))
        shows_all = last(values, "show_all") == "1"
        some = sorted(self.formats if shows_all else self._having)
        return [
            self.formats[one]
            for one in some
            if (not ids.wanted or one in ids.wanted)
            and one not in ids.unwanted
            and (not keys or self.formats[one].key in keys)
        ]

    def with_children(self, ids: Iterable[int]) -> frozenset[int]:
        """Service bodies with those under them."""
        found = set(ids)
        return frozenset(found | {one.id for one in self.bodies.values() if one.parent_id in found})

    def bodies_asked(self, values: Values) -> list[ServiceBody]:
        """The service bodies as GetServiceBodies is asked."""
        chosen = Chosen.read(values, "services")
        wanted, unwanted = set(chosen.wanted), set(chosen.unwanted)
        if last(values, "recursive") == "1":
            wanted, unwanted = set(self.with_children(wanted)), set(self.with_children(unwanted))
        if last(values, "parents") == "1":
            wanted |= {self.bodies[one].parent_id for one in wanted if one in self.bodies}
        known = sorted(self.bodies.values(), key=lambda one: one.id)
        return [one for one in known if (not chosen.wanted or one.id in wanted) and one.id not in unwanted]

    def field_values(self, values: Values) -> Iterator[dict[str, str]]:
        """Every value of a field with the meetings that have it, as GetFieldValues answers."""
        name = last(values, "meeting_key") or ""
        if name not in DESCRIBED:
            raise QuestionRefused(400, "Give meeting_key one of the keys that GetFieldKeys answers.")
        needs_all = bool(last(values, "all_formats"))
        formats = Chosen.read(values, "specific_formats")
        positions = np.flatnonzero(self._with_formats(formats, needs_all=needs_all))
        ids: dict[str, list[str]] = {}
        for row in self._packed.rows(positions):
            ids.setdefault(row[AT[name]], []).append(row[AT["id_bigint"]])
        for value in sorted(ids):
            yield {name: value or "NULL", "ids": ",".join(ids[value])}

    def coverage(self) -> Coverage:
        """The box in which the meetings lie."""
        latitudes, longitudes = self.columns.latitudes, self.columns.longitudes
        placed = ~np.isnan(latitudes) & ~np.isnan(longitudes)
        if not placed.any():
            return Coverage()
        north, south = float(latitudes[placed].max()), float(latitudes[placed].min())
        west, east = float(longitudes[placed].min()), float(longitudes[placed].max())
        return Coverage(north, west, south, east, *_middle(latitudes[placed], longitudes[placed]))

    def listing_of(self, number: int) -> UUID | None:
        """The listing behind a number."""
        at = np.flatnonzero(self.columns.numbers == number)
        return UUID(bytes=self.columns.listings[int(at[0]) * 16 : int(at[0]) * 16 + 16]) if len(at) else None


def with_services(asked: Question, table: Table, values: Values) -> Question:
    """The question with the service bodies under those it names, where it asks for them."""
    if last(values, "recursive") != "1":
        return asked
    chosen = asked.services
    under = Chosen(table.with_children(chosen.wanted), table.with_children(chosen.unwanted))
    return replace(asked, services=under)


def _compared(row: BmltRow) -> tuple[int, ...]:
    slot, changed = row.slot, int(row.changed_at.timestamp())
    return row.number, slot.day, slot.start, row.length, row.venue, row.body.id, changed


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _text(row: BmltRow) -> str:
    """The values, and behind them the words that are searched, each after a space."""
    words = " ".join(row.values[at] for at in SEARCHED_AT)
    plain = " ".join(WORD.findall(words.lower())) if words.isascii() else folded(words)
    return "\x1f".join((*row.values, f" {plain}"))


def _says(line: str, asked: Question) -> bool:
    """Whether the words searched, which stand at the end of a row, begin with those asked for."""
    words = line[line.rfind("\x1f") :] if asked.words else ""
    if not all(f" {word}" in words for word in asked.words):
        return False
    return asked.key is None or line.split("\x1f", AT[asked.key[0]] + 1)[AT[asked.key[0]]].casefold() in asked.key[1]


def _near(positions: Positions, point: Point | None, km: Numbers | None) -> Positions:
    if point is None or km is None:
        return positions
    if point.km is not None:
        return positions[km[positions] <= point.km]
    if point.nearest is not None:
        placed = positions[km[positions] < HALF_ROUND_KM]
        nearest = placed[np.argsort(km[placed], kind="stable")[: point.nearest]]
        return np.sort(nearest)
    return positions


def _paged(positions: Positions, page: tuple[int, int] | None) -> Positions:
    if page is None:
        return positions
    size, number = page
    return positions[(number - 1) * size : number * size] if size else positions[:0]


def _middle(latitudes: Numbers, longitudes: Numbers) -> tuple[float, float]:
    return round(float(np.median(latitudes)), 4), round(float(np.median(longitudes)), 4)
