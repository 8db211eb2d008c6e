"""Small feeds that tests make themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Values = dict[str, Any]


def meeting(slug: str = "tuesday-group", **changes: Any) -> Values:
    """A row of Meeting Guide JSON."""
    return {
        "slug": slug,
        "name": slug.replace("-", " ").title(),
        "day": 2,
        "time": "19:00",
        "end_time": "20:00",
        "types": ["O"],
        "location": "Linden Library",
        "address": "2400 Sample Avenue",
        "city": "Chicago",
        "state": "IL",
        "country": "US",
        "latitude": 41.9227,
        "longitude": -87.6533,
        **changes,
    }


def bmlt_meeting(number: int = 1, **changes: Any) -> Values:
    """A row of BMLT's GetSearchResults: every value is text."""
    return {
        "id_bigint": str(number),
        "meeting_name": f"Evening {number}",
        "weekday_tinyint": "3",
        "start_time": "19:00:00",
        "duration_time": "01:30:00",
        "formats": "O,To",
        "latitude": "40.7128",
        "longitude": "-74.0060",
        "location_street": "1 Example Street",
        "location_municipality": "New York",
        "location_province": "NY",
        "published": "1",
        **changes,
    }


def file_of(folder: Path, rows: Any, name: str = "feed.json") -> str:
    """A feed on disk."""
    file = folder / name
    file.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
    return str(file)


def some(count: int, **changes: Any) -> list[Values]:
    """That many different rows."""
    return [meeting(f"meeting-{number}", **changes) for number in range(count)]
