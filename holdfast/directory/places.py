"""Names of places, resolved on this host: where somebody searches is told to nobody."""

from __future__ import annotations

import lzma
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest

from holdfast.domain.places import Box, Place, Places

TABLE = Path(__file__).parent / "data" / "places.tsv.xz"
NEAR_COOKIE = "near"
IN_MILES = frozenset({"US", "GB", "LR"})
SHORTEST = 2
"""Letters before names are suggested."""

__all__ = [
    "NEAR_COOKIE",
    "Box",
    "Place",
    "gazetteer",
    "is_in_miles",
    "meant",
    "nearest_town",
    "place_with",
    "remembered_place",
    "suggested",
    "towns_in",
]


@lru_cache(maxsize=1)
def gazetteer() -> Places:
    """The packaged table of places, read once for the process (GeoNames, CC BY 4.0)."""
    return Places(lzma.decompress(TABLE.read_bytes()))


def meant(text: str) -> list[Place]:
    """The one place that is meant, or the choices."""
    return list(gazetteer().meant(text))


def suggested(text: str) -> list[Place]:
    """Places whose names begin so."""
    return list(gazetteer().find(text)) if len(text.strip()) >= SHORTEST else []


def place_with(place_id: str) -> Place | None:
    """The place with this id."""
    return gazetteer().with_id(place_id) if place_id else None


def towns_in(box: Box) -> list[Place]:
    """The most populous towns there, to be written on a map."""
    return list(gazetteer().largest_in(box))


def nearest_town(latitude: float, longitude: float) -> Place | None:
    """The town closest to a position."""
    return gazetteer().nearest(latitude, longitude)


def is_in_miles(place: Place) -> bool:
    """Distances there are told in miles."""
    return place.country in IN_MILES


def remembered_place(request: HttpRequest) -> Place | None:
    """The place remembered on this device."""
    return place_with(request.get_signed_cookie(NEAR_COOKIE, default="") or "")
