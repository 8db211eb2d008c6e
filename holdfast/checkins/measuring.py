"""Every change of what was answered to measures, and of how a supporter is.

answer_measure, forget_answers; answer_own_measure, note_how_i_am, forget_how_i_was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.checkins.measures import Rows, standing, taken
from holdfast.checkins.models import Answered, HelperAnswered, HelperCheck
from holdfast.domain.instruments.definition import Instrument
from holdfast.domain.instruments.scoring import Answers, score
from holdfast.network.queries import today_of
from holdfast.supporters.models import Supporter


class TooSoon(Exception):
    """The measure looks back on days it looked back on before; it opens again on `opens_on`."""

    def __init__(self, opens_on: date) -> None:
        super().__init__(f"opens on {opens_on}")
        self.opens_on = opens_on


@dataclass(frozen=True, slots=True)
class Given:
    """Answers as they were given: one for each question, None for one left open."""

    instrument: Instrument
    answers: Answers
    language: str


@transaction.atomic
def answer_measure(*, by: Person, given: Given, now: datetime) -> Answered:
    """Keep the answers; what was begun before is finished in its place. Raises TooSoon, or AnswersRefused."""
    Person.objects.select_for_update().get(pk=by.pk)
    rows = Answered.objects.filter(person=by, instrument=given.instrument.key).order_by("on", "created_at")
    row: Answered = _keep(rows, lambda: Answered(person=by, created_at=now), given, today_of(by, now))
    return row


@transaction.atomic
def forget_answers(*, answered: Answered | HelperAnswered) -> None:
    """Delete the answers of one time."""
    answered.delete()


@transaction.atomic
def answer_own_measure(*, supporter: Supporter, given: Given, now: datetime) -> HelperAnswered:
    """The same by a supporter, for themselves alone. Raises TooSoon, or AnswersRefused."""
    Supporter.objects.select_for_update().get(pk=supporter.pk)
    rows = HelperAnswered.objects.filter(supporter=supporter, instrument=given.instrument.key)
    made = HelperAnswered(supporter=supporter, created_at=now)
    row: HelperAnswered = _keep(rows.order_by("on", "created_at"), lambda: made, given, day_of(supporter, now))
    return row


@transaction.atomic
def note_how_i_am(
    *, supporter: Supporter, feeling: int | None, load: int | None, note: str, now: datetime
) -> HelperCheck:
    """How a supporter is, and how much helping weighs; everything may be left out."""
    row = HelperCheck(supporter=supporter, on=day_of(supporter, now), created_at=now)
    row.feeling, row.load, row.note = feeling, load, note
    row.save()
    return row


@transaction.atomic
def forget_how_i_was(*, supporter: Supporter) -> None:
    """Delete all a supporter noted about themselves."""
    HelperCheck.objects.filter(supporter=supporter).delete()
    HelperAnswered.objects.filter(supporter=supporter).delete()


def day_of(supporter: Supporter, now: datetime) -> date:
    """The date where the supporter is."""
    return now.astimezone(ZoneInfo(supporter.time_zone)).date()


def _keep(rows: Rows, new: Callable[[], Any], given: Given, today: date) -> Any:
    score(given.instrument, given.answers)
    found = standing(given.instrument, taken(rows), today)
    if found.opens_on:
        raise TooSoon(found.opens_on)
    begun = rows.filter(pk=found.begun.id).first() if found.begun else None
    row = begun or new()
    row.instrument, row.version = given.instrument.key, given.instrument.version
    row.language, row.on = given.language, today
    row.answers = json.dumps(list(given.answers))
    row.save()
    return row
