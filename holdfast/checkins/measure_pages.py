"""What the pages of measures show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.accounts.models import Person
from holdfast.checkins.measure_picture import line_of
from holdfast.checkins.measure_words import About, about, changed, end, notes, number, parts
from holdfast.checkins.measures import Standing, Taken, changes, overview, standing
from holdfast.domain.instruments.definition import Instrument
from holdfast.domain.instruments.scoring import is_offer_due

SHOWN = 60
"""Times in the list; the picture has them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in the list."""

    standing: Standing
    about: About

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.standing.instrument.key


@dataclass(frozen=True, slots=True)
class Time:
    """One time in the history."""

    taken: Taken
    number: str
    """Empty for one with open questions."""


def list_page(person: Person, today: date) -> dict[str, Any]:
    """Every measure, those to answer now first."""
    rows = [Row(one, about(one.instrument)) for one in overview(person, today)]
    return {
        "open": [row for row in rows if row.standing.is_offered and not row.standing.opens_on],
        "later": [row for row in rows if row.standing.is_offered and row.standing.opens_on],
        "past": [row for row in rows if not row.standing.is_offered],
    }


def result_page(instrument: Instrument, found: list[Taken], *, today: date, since: date | None) -> dict[str, Any]:
    """The last result in words, the picture, and every time before. `since` hides what was before a fresh start."""
    shown = [one for one in found if since is None or one.on >= since]
    whole = [one for one in shown if one.result.is_whole]
    last, difference = (whole[-1] if whole else None), changes(shown)
    return {
        "instrument": instrument,
        "about": about(instrument),
        "standing": standing(instrument, found, today),
        "begun": shown[-1] if shown and not shown[-1].result.is_whole else None,
        "last": last,
        **(_said(last) if last else {}),
        "changed": changed(difference, whole[-1].instrument.main) if difference and last else "",
        "reliability": last.instrument.main.reliability if last else None,
        "is_offer_due": bool(shown) and is_offer_due(shown[-1].instrument, shown[-1].result),
        "times": list(_times(reversed(shown[-SHOWN:]))),
        "line": line_of(_points(whole)),
    }


def _said(last: Taken) -> dict[str, Any]:
    main = last.instrument.main
    return {
        "number": number(last.total, main),
        "low": end(main.low),
        "high": end(main.high),
        "parts": list(parts(last.instrument, last.result)),
        "notes": list(notes(last.instrument, last.result)),
    }


def _times(found: Iterable[Taken]) -> Iterator[Time]:
    for one in found:
        yield Time(one, number(one.number, one.instrument.main) if one.number is not None else "")


def _points(whole: Iterable[Taken]) -> list[tuple[date, float, float, float]]:
    return [(one.on, one.total, one.instrument.main.low, one.instrument.main.high) for one in whole]
