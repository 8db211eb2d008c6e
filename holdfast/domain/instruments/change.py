"""Whether a score changed by more than measuring error (Jacobson & Truax 1991)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from holdfast.domain.instruments.definition import Reliability, Score

CERTAIN = 1.96
"""Two-sided, 5 in 100."""


class Verdict(StrEnum):
    """What can be said of a change."""

    REAL = "real"
    CHANCE = "chance"
    UNKNOWN = "unknown"
    """Nothing was published to tell by."""
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """From one time to the next."""

    by: float
    verdict: Verdict
    margin: float | None
    """How far a score may move by chance alone; None where it is not known."""
    is_stated: bool = False
    """The margin is what the authors call a real change, not worked out from reliability."""


def standard_error(reliability: Reliability) -> float:
    """Of one measurement: SD · √(1 - α)."""
    return reliability.sd * sqrt(1 - reliability.alpha)


def change_index(reliability: Reliability, by: float) -> float:
    """The reliable change index: the change over the standard error of a difference."""
    return by / (standard_error(reliability) * sqrt(2))


def margin_of(score: Score) -> float | None:
    """The least change that counts, or None where nothing is published."""
    if score.enough is not None:
        return score.enough
    return CERTAIN * sqrt(2) * standard_error(score.reliability) if score.reliability else None


def change(score: Score, before: float, after: float) -> Change:
    """What can be said of the way from one score to the next."""
    by, margin = after - before, margin_of(score)
    is_stated = score.enough is not None
    return Change(by, _verdict(score, by, margin), margin, is_stated)


def _verdict(score: Score, by: float, margin: float | None) -> Verdict:
    if by == 0:
        return Verdict.SAME
    if margin is None:
        return Verdict.UNKNOWN
    is_real = abs(by) >= margin if score.enough is not None else abs(by) > margin
    return Verdict.REAL if is_real else Verdict.CHANCE
