"""The accounting of disclosures (42 CFR 2.25, 45 CFR 164.528) as a file: every look, oldest first, with the notice."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from holdfast.consent.queries import LookShown
from holdfast.consent.words import NOTICE
from holdfast.domain.cells import safe_cell

COLUMNS = ("when", "who", "for", "what", "how", "why", "in_an_emergency", "consent", "line")


def as_csv(looks: Iterable[LookShown]) -> str:
    """A table with a header; the notice is its first line. Each line ends as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([str(NOTICE)])
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(value) for value in _row(look).values()] for look in looks)
    return out.getvalue()


def as_json(looks: Iterable[LookShown], *, now: datetime) -> str:
    """The same for machines."""
    said = {"notice": str(NOTICE), "made_at": now.astimezone(UTC).isoformat(), "looks": [_row(look) for look in looks]}
    return json.dumps(said, ensure_ascii=False, indent=1)


def _row(look: LookShown) -> dict[str, str]:
    entry = look.entry
    values = (
        entry.at.astimezone(UTC).isoformat(),
        look.who,
        look.viewer,
        entry.items,
        entry.verb,
        look.why,
        "yes" if look.is_emergency else "no",
        str(entry.grant_id or ""),
        str(entry.number),
    )
    return dict(zip(COLUMNS, values, strict=True))
