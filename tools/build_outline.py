"""Build the outlines under the map of results: land, borders of countries, and of the states of the US.

    mkdir /tmp/atlas && cd /tmp/atlas && npm pack world-atlas@2.0.2 us-atlas@3.0.1
    for one in *.tgz; do mkdir "${one%%-[0-9]*}" && tar xzf "$one" -C "${one%%-[0-9]*}" --strip-components=1; done
    python -m venv /tmp/outline && /tmp/outline/bin/pip install shapely
    /tmp/outline/bin/python tools/build_outline.py /tmp/atlas

world-atlas carries Natural Earth, us-atlas the US Census Bureau's boundaries; both sources are in the public domain.
Two levels are written as GeoJSON: world.json for the whole earth, and near-<column>-<row>.json, finer, for each square
of `CELL` degrees that has land. The map reads a square only when it is looked at from near.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import make_valid, set_precision
from shapely.affinity import translate
from shapely.geometry import MultiLineString, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

TO = Path(__file__).parent.parent / "holdfast" / "directory" / "static" / "directory" / "map"
CELL = 20
OVERLAP = 0.01
"""Degrees by which squares reach into each other, so that no seam shows between them."""
NORTH, SOUTH = 72, -56


@dataclass(frozen=True)
class Level:
    """How fine: both in degrees."""

    scale: str
    tolerance: float
    grid: float


WORLD = Level("50m", 0.04, 0.02)
NEAR = Level("10m", 0.008, 0.002)


class Topology:
    """A TopoJSON file, with its arcs taken out of their packing."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text())
        (self._x, self._y), (self._x0, self._y0) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs = [list(self._line(arc)) for arc in data["arcs"]]
        self.objects = data["objects"]

    def _line(self, arc: list[list[int]]) -> Iterator[tuple[float, float]]:
        x = y = 0
        for dx, dy in arc:
            x, y = x + dx, y + dy
            yield x * self._x + self._x0, y * self._y + self._y0

    def polygons(self, name: str) -> list[BaseGeometry]:
        """The areas of an object."""
        found = []
        for one in self.objects[name]["geometries"]:
            parts = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
            for rings in parts:
                drawn = [ring for ring in map(self._ring, rings) if len(ring) > 3]
                if drawn:
                    found += on_one_sheet(make_valid(shape({"type": "Polygon", "coordinates": drawn})))
        return found

    def _ring(self, numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            line = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += line[1:] if points else line
        return unrolled(points)

    def shared(self, name: str) -> MultiLineString:
        """The lines that two areas of an object share: its inner borders."""
        used = Counter(
            number for one in self.objects[name]["geometries"] for number in set(_numbers(one.get("arcs", [])))
        )
        return MultiLineString([self.arcs[number] for number, times in used.items() if times > 1])


def unrolled(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that runs on over the date line instead of jumping; one around the pole is closed at the pole."""
    points = ring[:1]
    for x, y in ring[1:]:
        turns = round((points[-1][0] - x) / 360)
        points.append((x + 360 * turns, y))
    if abs(points[-1][0] - points[0][0]) > 180:
        points += [(points[-1][0], -90.0), (points[0][0], -90.0), points[0]]
    return points


def on_one_sheet(area: BaseGeometry) -> list[BaseGeometry]:
    """The parts of an area between -180 and 180 degrees, those over the date line moved to the other edge."""
    earth = box(-180, -90, 180, 90)
    moved = (translate(area, xoff=turn) for turn in (-360, 0, 360))
    return [part for one in moved if one.intersects(earth) for part in parts(one.intersection(earth), "Polygon")]


def _numbers(arcs: list[Any]) -> Iterator[int]:
    for one in arcs:
        if isinstance(one, list):
            yield from _numbers(one)
        else:
            yield one if one >= 0 else ~one


def main() -> None:
    """Write both levels and say how large they are."""
    parser = argparse.ArgumentParser()
    parser.add_argument("atlas", type=Path)
    atlas = parser.parse_args().atlas
    for old in TO.glob("*.json"):
        old.unlink()
    write(TO / "world.json", layers(atlas, WORLD), box(-180, -85, 180, 85), WORLD)
    fine = layers(atlas, NEAR)
    cells = [
        write(TO / f"near-{column}-{row}.json", fine, square(column, row), NEAR)
        for column in range(-180 // CELL, 180 // CELL)
        for row in range(int(SOUTH) // CELL, -(-int(NORTH) // CELL))
    ]
    (TO / "cells.json").write_text(json.dumps({"degrees": CELL, "cells": [cell for cell in cells if cell]}))
    sizes = sorted(len(gzip.compress(path.read_bytes())) for path in TO.glob("near-*.json"))
    print(f"near: {len(sizes)} squares, {sum(sizes)} bytes packed in all, the largest {sizes[-1]}")
    print(f"world: {len(gzip.compress((TO / 'world.json').read_bytes()))} bytes packed")


def layers(atlas: Path, level: Level) -> dict[str, list[BaseGeometry]]:
    """Land, and the two kinds of borders, simplified."""
    world = Topology(atlas / "world-atlas" / f"countries-{level.scale}.json")
    states = Topology(atlas / "us-atlas" / "states-10m.json")
    land = [one.simplify(level.tolerance) for one in world.polygons("land")]
    return {
        "land": [one for one in land if one.area > level.tolerance**2 * 12],
        "border": [linemerge(world.shared("countries")).simplify(level.tolerance)],
        "state": [linemerge(states.shared("states")).simplify(level.tolerance)],
    }


def square(column: int, row: int) -> BaseGeometry:
    """One square, counted from the meridian of Greenwich and the equator."""
    west, south = column * CELL, row * CELL
    return box(west - OVERLAP, south - OVERLAP, west + CELL + OVERLAP, south + CELL + OVERLAP)


def write(path: Path, kinds: dict[str, list[BaseGeometry]], within: BaseGeometry, level: Level) -> str:
    """What lies within, if there is land; the name it was written to."""
    features = []
    for kind, shapes in kinds.items():
        cut = [one.intersection(within) for one in shapes if one.intersects(within)]
        wanted = "Polygon" if kind == "land" else "LineString"
        rounded = (set_precision(part, level.grid) for one in cut for part in parts(one, wanted))
        coordinates = [mapping(part)["coordinates"] for one in rounded for part in parts(one, wanted)]
        if coordinates:
            geometry = {"type": "MultiPolygon" if kind == "land" else "MultiLineString", "coordinates": coordinates}
            features.append({"type": "Feature", "properties": {"kind": kind}, "geometry": geometry})
    if not any(one["properties"]["kind"] == "land" for one in features):
        return ""
    digits = len(str(level.grid).partition(".")[2])
    said = json.dumps({"type": "FeatureCollection", "features": short(features, digits)}, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(said + "\n")
    return path.stem.removeprefix("near-")


def parts(one: BaseGeometry, wanted: str) -> Iterator[BaseGeometry]:
    """The polygons or the lines in a shape; mending and cutting leave points and lines over."""
    if one.geom_type == wanted and not one.is_empty:
        yield one
    for part in getattr(one, "geoms", ()):
        yield from parts(part, wanted)


def short(value: Any, digits: int) -> Any:
    """The same with numbers written as short as the grid allows."""
    if isinstance(value, float):
        rounded = round(value, digits)
        return int(rounded) if rounded == int(rounded) else rounded
    if isinstance(value, dict):
        return {name: short(one, digits) for name, one in value.items()}
    return [short(one, digits) for one in value] if isinstance(value, (list, tuple)) else value


if __name__ == "__main__":
    main()
