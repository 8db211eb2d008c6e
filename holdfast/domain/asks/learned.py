"""What is known of one supporter's answers, across everyone they support; every event costs the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from holdfast.domain.asks.kinds import Kind


class Outcome(StrEnum):
    """How one contact ended."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"
    """The time was over."""
    OVERTAKEN = "overtaken"
    """Somebody was faster, or the ask was taken back: not a no (censored)."""


@dataclass(frozen=True, slots=True)
class Event:
    """One contact that came to an end: the hour it was asked at on the supporter's wall clock (0-23), how it ended,
    after how many minutes, and the moment it ended."""

    kind: Kind
    hour: int
    outcome: Outcome
    minutes: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Learned:
    """Counts behind the estimates: yes and no by kind and block of the day, and the speed of answers."""

    counts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    answered: int = 0

    def to_json(self) -> str:
        """For a sealed column."""
        return json.dumps(asdict(self), separators=(",", ":"))


NOTHING_YET = Learned()


def from_json(text: str) -> Learned:
    """What `to_json` wrote; nothing yet for an empty text."""
    if not text:
        return NOTHING_YET
    stored = json.loads(text)
    return Learned({key: (pair[0], pair[1]) for key, pair in stored["counts"].items()}, stored["answered"])


def learn(learned: Learned, event: Event) -> Learned:
    """The same with one more event."""
    if event.outcome is Outcome.OVERTAKEN:
        return learned
    key = f"{event.kind}:{event.hour // 6}"
    yes, no = learned.counts.get(key, (0.0, 0.0))
    said_yes = event.outcome is Outcome.YES
    counts = {**learned.counts, key: (yes + said_yes, no + (not said_yes))}
    return replace(learned, counts=counts, answered=learned.answered + 1)
