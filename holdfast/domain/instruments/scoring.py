"""From answers to numbers, exactly as published. A question left open is never zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from holdfast.domain.instruments.definition import Bands, By, Flag, Instrument, Score

Answers = Sequence[int | None]


class AnswersRefused(Exception):
    """These are no answers to this instrument."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers come to. A score or a flag that cannot be known is None."""

    scores: Mapping[str, float | None]
    flags: Mapping[str, bool | None]
    band: str | None
    step: int | None
    """Which step of the published table, from 0."""
    unanswered: tuple[int, ...]
    """Numbers of the questions that are open."""

    @property
    def is_whole(self) -> bool:
        """Every question was answered."""
        return not self.unanswered


def score(instrument: Instrument, answers: Answers) -> Result:
    """Raises AnswersRefused for a wrong number of answers, or one outside its scale."""
    _check(instrument, answers)
    turned = [
        instrument.scale_of(item).turned(value) if value is not None and item in instrument.reversed_items else value
        for item, value in enumerate(answers, start=1)
    ]
    scores = {one.key: _number(one, instrument, turned) for one in instrument.scores}
    step = _step(instrument.bands, scores)
    return Result(
        scores=scores,
        flags={flag.key: _is_so(flag, scores, answers) for flag in instrument.flags},
        band=instrument.bands.steps[step][0] if instrument.bands and step is not None else None,
        step=step,
        unanswered=tuple(item for item, value in enumerate(answers, start=1) if value is None),
    )


def is_offer_due(instrument: Instrument, result: Result) -> bool:
    """Whether what was published suggests that somebody should not be alone with this number."""
    return any(flag.offers and result.flags[flag.key] for flag in instrument.flags)


def opens_on(instrument: Instrument, last_on: date) -> date:
    """The first day on which the questions look back on other days than last time."""
    return last_on + timedelta(days=instrument.every_days)


def _check(instrument: Instrument, answers: Answers) -> None:
    if len(answers) != instrument.length:
        raise AnswersRefused(f"{instrument.key}: {instrument.length} answers are needed, not {len(answers)}")
    for item, value in enumerate(answers, start=1):
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (is_number and value in instrument.scale_of(item).values):
            raise AnswersRefused(f"{instrument.key}: {value!r} is no answer to question {item}")


def _number(one: Score, instrument: Instrument, turned: Answers) -> float | None:
    values = [value for item in one.items if (value := turned[item - 1]) is not None]
    if len(values) < len(one.items):
        return None
    if one.by is By.SUM:
        return float(sum(values) * one.times)
    mean = fsum(values) / len(values)
    if one.to_100:
        scale = instrument.scale
        return 100 * (mean - scale.lowest) / (scale.highest - scale.lowest)
    return mean


def _is_so(flag: Flag, scores: Mapping[str, float | None], answers: Answers) -> bool | None:
    """True as soon as one condition holds; not known while none does and one cannot be told."""
    found = [scores[one.score] if one.score else answers[one.item - 1] for one in flag.any]
    if any(value is not None and one.holds(value) for one, value in zip(flag.any, found, strict=True)):
        return True
    return None if None in found else False


def _step(bands: Bands | None, scores: Mapping[str, float | None]) -> int | None:
    if bands is None or (value := scores[bands.score]) is None:
        return None
    return bands.step_of(value)
