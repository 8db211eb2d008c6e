"""Reads of what was answered to measures, scored when it is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from holdfast.accounts.models import Person
from holdfast.checkins.models import Answered, HelperAnswered, Wishes
from holdfast.checkins.shelf import for_people, shelf
from holdfast.domain.instruments.change import Change, change
from holdfast.domain.instruments.definition import Instrument
from holdfast.domain.instruments.scoring import AnswersRefused, Result, opens_on, score
from holdfast.supporters.models import Supporter

Rows = QuerySet[Answered] | QuerySet[HelperAnswered]
UNFINISHED_FOR = timedelta(days=31)
"""What was begun waits so long for the rest."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One time somebody answered."""

    id: UUID
    on: date
    instrument: Instrument
    """In the version that was answered."""
    answers: tuple[int | None, ...]
    result: Result

    @property
    def number(self) -> float | None:
        """The main score."""
        return self.result.scores[self.instrument.main.key]

    @property
    def total(self) -> float:
        """The main score of answers that are whole. Raises ValueError for others: open is never zero."""
        if self.number is None:
            raise ValueError("questions are open")
        return self.number


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one measure stands for somebody today."""

    instrument: Instrument
    last_on: date | None
    """When it was last answered whole."""
    opens_on: date | None
    """When it opens again; None is now."""
    begun: Taken | None
    """Kept with questions still open."""
    is_offered: bool = True
    """This host still offers it."""


def scores_of(
    person: Person, instrument: str, since: date | None = None, *, piece: Callable[[date], date] | None = None
) -> list[tuple[date, float, float, float]]:
    """Date, value, lowest and highest possible, of the main scale; the oldest first. Open questions give no score.
    `piece` says in which piece of time a day lies: then only the last of each is opened."""
    rows = _answered(person, since).filter(instrument=instrument)
    found = taken(rows) if piece is None else _last_of_each(rows, piece)
    return [
        (one.on, one.number, one.instrument.main.low, one.instrument.main.high)
        for one in found
        if one.number is not None
    ]


def _last_of_each(rows: QuerySet[Answered], piece: Callable[[date], date]) -> list[Taken]:
    found: dict[date, Taken] = {}
    for row in rows.reverse():
        if piece(row.on) not in found and (one := read(row)) and one.number is not None:
            found[piece(row.on)] = one
    return [*found.values()][::-1]


def taken_by(person: Person, instrument: Instrument, *, since: date | None = None) -> list[Taken]:
    """Every time a person answered this measure, the oldest first."""
    return taken(_answered(person, since).filter(instrument=instrument.key))


def taken_by_supporter(supporter: Supporter, instrument: Instrument) -> list[Taken]:
    """Every time a supporter did."""
    return taken(HelperAnswered.objects.filter(supporter=supporter, instrument=instrument.key).order_by("on", "pk"))


def taken(rows: Iterable[Answered] | Iterable[HelperAnswered]) -> list[Taken]:
    """Rows as they score today. What this host cannot score, such as a measure of another host, is left out."""
    return [found for row in rows if (found := read(row))]


def read(row: Answered | HelperAnswered) -> Taken | None:
    """One row, or None where this host cannot score it."""
    instrument = shelf().known.get((row.instrument, row.version))
    if instrument is None:
        return None
    answers = answers_in(row.answers)
    try:
        return Taken(row.pk, row.on, instrument, answers, score(instrument, answers))
    except AnswersRefused:
        return None


def answers_in(text: str) -> tuple[int | None, ...]:
    """The stored answers. Raises ValueError for anything but a list of whole numbers and nulls."""
    found = json.loads(text)
    if not (isinstance(found, list) and all(one is None or type(one) is int for one in found)):
        raise ValueError("answers")
    return tuple(found)


def changes(found: Iterable[Taken]) -> Change | None:
    """From the last but one whole time to the last; None for the first one."""
    whole = [one for one in found if one.result.is_whole]
    if len(whole) < 2 or whole[-1].instrument.version != whole[-2].instrument.version:
        return None
    return change(whole[-1].instrument.main, whole[-2].total, whole[-1].total)


def standing(instrument: Instrument, found: Iterable[Taken], today: date) -> Standing:
    """Whether it is open today."""
    times = list(found)
    last_on = max((one.on for one in times if one.result.is_whole), default=None)
    opens = opens_on(instrument, last_on) if last_on else None
    begun = next((one for one in times[::-1] if _is_begun(one, instrument, last_on, today)), None)
    return Standing(instrument, last_on, opens if opens and opens > today else None, begun)


def overview(person: Person, today: date) -> list[Standing]:
    """Every measure offered here and where it stands; two reads for all of them."""
    since = shown_since(person, today)
    longest = max(one.every_days for one in shelf().offered.values())
    rows = Answered.objects.filter(person=person, on__gte=today - max(timedelta(days=longest), UNFINISHED_FOR))
    recent: dict[str, list[Taken]] = {}
    for one in taken(rows.order_by("on", "created_at")):
        recent.setdefault(one.instrument.key, []).append(one)
    ever, offered = _ever(person, since), for_people()
    found = [_with_last(standing(one, recent.get(one.key, []), today), ever.get(one.key)) for one in offered]
    keys = {one.key for one in offered}
    known = {one.key: one for one in shelf().known.values() if one.key in ever and one.key not in keys}
    return found + [Standing(one, ever[key], None, None, is_offered=False) for key, one in sorted(known.items())]


def shown_since(person: Person, today: date) -> date | None:
    """From which day pages may show anything: a fresh start hides what was before, and deletes nothing."""
    return today if Wishes.objects.filter(pk=person.pk, is_fresh=True).exists() else None


def _answered(person: Person, since: date | None) -> QuerySet[Answered]:
    rows = Answered.objects.filter(person=person).order_by("on", "created_at")
    return rows.filter(on__gte=since) if since else rows


def _ever(person: Person, since: date | None) -> Mapping[str, date]:
    """The last day of each, however long ago. Whole or not is not asked: that would unseal them all."""
    last = _answered(person, since).order_by().values("instrument").annotate(last=Max("on"))
    return {row["instrument"]: row["last"] for row in last}


def _with_last(found: Standing, ever: date | None) -> Standing:
    """What a fresh start hides has no date; what lies further back than was read has the one the table knows."""
    if ever is None:
        return replace(found, last_on=None, begun=None)
    return found if found.last_on or found.begun else replace(found, last_on=ever)


def _is_begun(one: Taken, instrument: Instrument, last_on: date | None, today: date) -> bool:
    return (
        not one.result.is_whole
        and one.instrument.version == instrument.version
        and one.on > today - UNFINISHED_FOR
        and (last_on is None or one.on >= last_on)
    )
