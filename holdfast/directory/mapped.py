"""The map of results: what stands where, and which towns are written on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.directory.places import Box, Place
from holdfast.directory.shown import Row

MAP = "map"
SAME_PLACE = 4
"""Decimals of a degree, about 10 metres: what meets in one house gets one mark."""
LONGEST_BOX = 100


class BoxRefused(Exception):
    """What was asked for is no box on the map; the text says what to write."""


def views() -> Iterable[tuple[str, str | Promise]]:
    """The ways of looking at results, by their value in the address."""
    return ("", _("List")), (MAP, _("Map"))


def mapped(rows: Sequence[Row], first: int, place: Place | None, within: int | None) -> dict[str, Any]:
    """What the map draws: numbers as in the list, and the place that was searched near.

    A position that somebody sent is not sent back: their page knows it.
    """
    spots: dict[tuple[float, float, bool], list[int]] = {}
    for number, row in enumerate(rows, first):
        if row.latitude is not None and row.longitude is not None:
            where = round(row.latitude, SAME_PLACE), round(row.longitude, SAME_PLACE), row.is_approximate
            spots.setdefault(where, []).append(number)
    shown = sum(map(len, spots.values()))
    is_sent = place is None or not place.id
    return {
        "spots": [
            {"latitude": latitude, "longitude": longitude, "is_approximate": approximate, "numbers": numbers}
            for (latitude, longitude, approximate), numbers in spots.items()
        ],
        "middle": None if place is None or is_sent else [place.latitude, place.longitude],
        "within": within,
        "elsewhere": len(rows) - shown,
        "has_areas": any(approximate for _, _, approximate in spots),
        "tiles": settings.TILES,
        "credit": settings.TILES_CREDIT,
    }


def box_from(text: str) -> Box:
    """A box from `west,south,east,north` in degrees."""
    try:
        west, south, east, north = (float(part) for part in text[:LONGEST_BOX].split(","))
    except ValueError:
        raise BoxRefused("Write box=west,south,east,north in degrees, such as box=-88,41,-87,42") from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise BoxRefused("Write degrees as numbers")
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BoxRefused("West must be less than east, south less than north, all on the earth")
    return Box(west, south, east, north)
