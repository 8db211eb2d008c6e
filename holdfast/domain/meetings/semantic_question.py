"""The questions of BMLT's read interface: parameters as clients send them, read as leniently as BMLT reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.meetings.formats.bmlt_codes import NATIVE
from holdfast.domain.meetings.formats.bmlt_out import FIELDS
from holdfast.domain.places import folded

Values = Mapping[str, Sequence[str]]
"""Parameters as they came: a name may stand several times."""
MOST_SORT_KEYS = 8
MOST_LISTED = 2_000
SHORTEST_WORDS = 3
KM_IN_A_MILE = 1.609344
TOWN = ("location_municipality", "location_city_subsection")
SORT_ALIASES: Mapping[str, tuple[str, ...]] = {
    "weekday": ("weekday_tinyint", *TOWN, "start_time", "location_neighborhood"),
    "time": ("weekday_tinyint", "start_time", *TOWN, "location_neighborhood"),
    "town": (*TOWN, "location_neighborhood", "weekday_tinyint", "start_time"),
    "state": ("location_province", *TOWN, "weekday_tinyint", "start_time"),
    "weekday_state": ("weekday_tinyint", "location_province", "location_municipality", "start_time", TOWN[1]),
}
AT = {name: number for number, name in enumerate(FIELDS)}


class QuestionRefused(Exception):
    """A question that cannot be answered; carries the status of HTTP and what to do."""

    def __init__(self, status: int, advice: str) -> None:
        super().__init__(advice)
        self.status, self.advice = status, advice


# Reading parameters


def listed(values: Values, name: str) -> list[str]:
    """`x=1,2`, `x[]=1&x[]=2` and `x[0]=1` alike."""
    shape = re.compile(rf"{re.escape(name)}(\[\w{{0,20}}\])?$")
    texts = (text for key, several in values.items() if shape.match(key) for text in several)
    return [part.strip() for text in texts for part in text.split(",") if part.strip()][:MOST_LISTED]


def last(values: Values, name: str) -> str | None:
    """A parameter that is meant to stand once; the last one counts."""
    several = values.get(name) or ()
    return several[-1].strip() if several else None


def whole(text: str | None) -> int | None:
    """A whole number; None for anything else."""
    return int(text) if text is not None and re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) else None


def number(text: str | None) -> float | None:
    """A number; None for anything else."""
    if text is None or not re.fullmatch(r"[+-]?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})", text, re.ASCII):
        return None
    return float(text) if isfinite(float(text)) else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Numbers to have, and numbers not to have, which came as negative ones."""

    wanted: frozenset[int] = frozenset()
    unwanted: frozenset[int] = frozenset()

    @classmethod
    def read(cls, values: Values, name: str) -> Chosen:
        """What is no number is passed over, as BMLT does."""
        numbers = [found for text in listed(values, name) if (found := whole(text))]
        return cls(frozenset(one for one in numbers if one > 0), frozenset(-one for one in numbers if one < 0))

    def keeps(self, column: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of a column may stay."""
        kept = np.ones(len(column), dtype=bool)
        if self.wanted:
            kept &= np.isin(column, sorted(self.wanted))
        if self.unwanted:
            kept &= ~np.isin(column, sorted(self.unwanted))
        return kept


@dataclass(frozen=True, slots=True)
class Point:
    """A position, and how far around it: kilometres, or so many of the nearest."""

    latitude: float
    longitude: float
    km: float | None = None
    """None is any distance."""
    nearest: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Bounds in minutes: of the start after midnight, of the end, of the length."""

    after: int | None = None
    before: int | None = None
    ends_before: int | None = None
    shortest: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One GetSearchResults."""

    meetings: Chosen
    weekdays: Chosen
    venues: Chosen
    formats: Chosen
    needs_all_formats: bool
    services: Chosen
    words: tuple[str, ...]
    times: Times
    point: Point | None
    key: tuple[str, frozenset[str]] | None
    """A field, and the values of which it must have one."""
    sort: tuple[str, ...]
    by_distance: bool
    page: tuple[int, int] | None
    """Rows on a page, and which page."""
    fields: tuple[str, ...]
    is_empty: bool
    """It asks for what there cannot be: unpublished meetings, a place without a distance."""


def question(values: Values, *, in_miles: bool, place: Point | None = None) -> Question:
    """What is asked for; `place` is where an address lies that stood in its words."""
    point, lacks = (place, False) if place else _point(values)
    words, ids = ((), frozenset[int]()) if place else _words(values)
    meetings = Chosen.read(values, "meeting_ids")
    fields = [name for name in listed(values, "data_field_key") if name in AT]
    return Question(
        meetings=replace(meetings, wanted=meetings.wanted & ids or ids) if ids else meetings,
        weekdays=Chosen.read(values, "weekdays"),
        venues=Chosen.read(values, "venue_types"),
        formats=Chosen.read(values, "formats"),
        needs_all_formats=(last(values, "formats_comparison_operator") or "AND").upper() == "AND",
        services=Chosen.read(values, "services"),
        words=words,
        times=_times(values),
        point=point,
        key=_key(values),
        sort=_sort(values),
        by_distance=last(values, "sort_results_by_distance") == "1",
        page=_page(values),
        fields=tuple(name for name in FIELDS if name in fields),
        is_empty=lacks or (last(values, "advanced_published") or "1") not in {"0", "1"},
    )


def address_in(values: Values) -> str:
    """The place that is asked for in words, if there is one."""
    text = (last(values, "SearchString") or "")[:200]
    is_one = last(values, "StringSearchIsAnAddress") == "1" and (len(text) >= SHORTEST_WORDS or text.isdigit())
    return text if is_one else ""


def around(latitude: float, longitude: float, values: Values, *, in_miles: bool) -> Point:
    """An address with the radius that is asked for, in the server's own unit; else the nearest ten."""
    width = number(last(values, "SearchStringRadius"))
    return _wide(latitude, longitude, width or -10.0, KM_IN_A_MILE if in_miles else 1.0)


def _point(values: Values) -> tuple[Point | None, bool]:
    """The position, and whether half of it is missing, to which BMLT answers with nothing."""
    latitude, longitude = number(last(values, "lat_val")), number(last(values, "long_val"))
    if latitude is None and longitude is None:
        return None, False
    miles, km = number(last(values, "geo_width")), number(last(values, "geo_width_km"))
    tells_distance = not {"distance_in_km", "distance_in_miles"}.isdisjoint(listed(values, "data_field_key"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 360:
        return None, True
    if miles is not None:
        return _wide(latitude, longitude, miles, KM_IN_A_MILE), False
    if km is not None:
        return _wide(latitude, longitude, km, 1.0), False
    return Point(latitude, longitude), not tells_distance


def _wide(latitude: float, longitude: float, width: float, km: float) -> Point:
    """A negative width asks for so many of the nearest."""
    if width < 0:
        return Point(latitude, longitude, nearest=min(int(-width) or 1, 1_000_000))
    return Point(latitude, longitude, km=width * km)


def _words(values: Values) -> tuple[tuple[str, ...], frozenset[int]]:
    """Words that must all begin somewhere in the row, or numbers of meetings."""
    text = (last(values, "SearchString") or "")[:200]
    ids = [whole(part.strip()) for part in text.split(",")]
    if text and all(ids):
        return (), frozenset(one for one in ids if one)
    return (tuple(folded(text).split()) if len(text) >= SHORTEST_WORDS else ()), frozenset()


def _times(values: Values) -> Times:
    names = ("StartsAfter", "StartsBefore", "EndsBefore", "MinDuration", "MaxDuration")
    return Times(*(_minutes(values, name) for name in names))


def _minutes(values: Values, name: str) -> int | None:
    hours, minutes = whole(last(values, f"{name}H")), whole(last(values, f"{name}M"))
    if hours is None and minutes is None:
        return None
    return min(max((hours or 0) * 60 + (minutes or 0), 0), 10_000)


def _key(values: Values) -> tuple[str, frozenset[str]] | None:
    name = last(values, "meeting_key")
    if name is None:
        return None
    wanted = [text for key in ("meeting_key_value", "meeting_key_value[]") for text in values.get(key, ())]
    if name in {"start_time", "duration_time"}:
        wanted = [_clock(text) for text in wanted]
    return name, frozenset(text.strip().casefold() for text in wanted if text.strip())


def _clock(text: str) -> str:
    parts = [whole(part) for part in text.strip().split(":")]
    return f"{parts[0]:02d}:{parts[1]:02d}:00" if len(parts) > 1 and None not in parts else text


def _sort(values: Values) -> tuple[str, ...]:
    keys = tuple(name for name in listed(values, "sort_keys") if name in AT)[:MOST_SORT_KEYS]
    return keys or SORT_ALIASES.get(last(values, "sort_key") or "", ())


def _page(values: Values) -> tuple[int, int] | None:
    size = whole(last(values, "page_size"))
    return None if size is None else (max(size, 0), max(whole(last(values, "page_num")) or 1, 1))


def languages_asked(values: Values) -> list[str]:
    """The languages in which formats are asked for."""
    return [one.lower()[:8] for one in listed(values, "lang_enum")] or [NATIVE]
