"""What would change if a source's listings became what its feed says now: decided before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from holdfast.domain.meetings.meeting import Meeting

MISSING_SHARE = 0.2
"""More than this much of a source's listings missing at once is more often a broken feed than the truth."""


class Standing(StrEnum):
    """How a listing stands with its source."""

    LIVE = "live"
    HELD = "held"
    """Missing together with too many others: kept until a person confirms, or until it is there again."""
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a listing, as far as the difference depends on it."""

    mark: str
    """The same for the same content."""
    standing: Standing = Standing.LIVE
    is_own: bool = False
    """Its group keeps it here, so the source no longer speaks for it."""


@dataclass(frozen=True, slots=True)
class Diff:
    """Keys of listings by what becomes of them. Every key of the feed and of the source stands in exactly one."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    """Were gone, and are listed again, changed or not."""
    found: tuple[str, ...] = ()
    """Were held, and are listed again as they were."""
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    """Missing now or for some time, and kept."""
    past: tuple[str, ...] = ()
    """Gone before, and still."""
    own: tuple[str, ...] = ()
    """Kept by their groups; left alone."""

    @property
    def written(self) -> tuple[str, ...]:
        """Those whose content is taken from the feed."""
        return (*self.new, *self.changed, *self.back)

    @property
    def is_seen(self) -> bool:
        """Somebody who searches would notice."""
        return bool(self.new or self.changed or self.back or self.gone)

    @property
    def is_empty(self) -> bool:
        """The feed says what is known, and leaves nothing out."""
        return not (self.is_seen or self.found or self.held)


def compare(known: Mapping[str, Known], said: Mapping[str, str], *, confirm: bool = False) -> Diff:
    """The difference between what is known of a source and what its feed says (key -> mark).

    What is missing is gone, unless it is more than a fifth of what was there: then all of it is held. What is held
    stays so until it is there again, or until somebody confirms that it ended.
    """
    piles: dict[str, list[str]] = {}
    for key, mark in said.items():
        piles.setdefault(_said(known.get(key), mark), []).append(key)
    missing = [key for key, one in known.items() if key not in said]
    live = sum(one.standing is not Standing.GONE and not one.is_own for one in known.values())
    lost = sum(known[key].standing is not Standing.GONE and not known[key].is_own for key in missing)
    is_held = is_too_many(lost, live) and not confirm
    for key in missing:
        piles.setdefault(_missing(known[key], is_held=is_held, confirm=confirm), []).append(key)
    return Diff(**{name: tuple(keys) for name, keys in piles.items()})


def is_too_many(missing: int, live: int) -> bool:
    """So many missing at once are not believed."""
    return missing > live * MISSING_SHARE


def _said(known: Known | None, mark: str) -> str:
    if known is None:
        return "new"
    if known.is_own:
        return "own"
    if known.standing is Standing.GONE:
        return "back"
    if known.mark != mark:
        return "changed"
    return "found" if known.standing is Standing.HELD else "unchanged"


def _missing(known: Known, *, is_held: bool, confirm: bool) -> str:
    if known.is_own:
        return "own"
    if known.standing is Standing.GONE:
        return "past"
    return "held" if is_held or (known.standing is Standing.HELD and not confirm) else "gone"


def fields_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field -> [before, after], for the fields that differ; None is what was not said."""
    names = sorted({*before, *after} - {"key"})
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def fingerprint(meeting: Meeting) -> str:
    """The same for the same meeting, whatever the order in which it was written."""
    text = json.dumps(meeting.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
