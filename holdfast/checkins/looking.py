"""Looking again at some ninety days: what the person writes, and the page as it stood that day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.checkins.models import LookAgain
from holdfast.network.queries import today_of

EVERY = timedelta(days=90)
MOST = 40
"""Earlier ones in the list: ten years of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a look back: a heading, and sentences as they were said that day."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the person wrote. Everything may be left out."""

    went_well: str = ""
    was_hard: str = ""
    next_small: str = ""


def last_look(person: Person) -> LookAgain | None:
    """The latest one."""
    return LookAgain.objects.filter(person=person).order_by("-on", "-created_at").first()


def looks_of(person: Person) -> list[LookAgain]:
    """The latest ones, newest first."""
    return list(LookAgain.objects.filter(person=person).order_by("-on", "-created_at")[:MOST])


def since_of(person: Person, today: date, fresh_on: date | None) -> date:
    """Where a look back begins: at the last one, at most 90 days ago if there was none or it was today; never before a
    fresh start."""
    last = last_look(person)
    begin = last.on if last and last.on < today else today - EVERY
    return max(begin, fresh_on) if fresh_on else begin


@transaction.atomic
def keep_look(*, by: Person, since: date, parts: Sequence[Part], words: Words, now: datetime) -> LookAgain:
    """Keep it as it stands: the map goes on changing, this page does not."""
    figures = json.dumps([[part.title, list(part.lines)] for part in parts])
    return LookAgain.objects.create(
        person=by,
        on=today_of(by, now),
        since_on=since,
        created_at=now,
        went_well=words.went_well,
        was_hard=words.was_hard,
        next_small=words.next_small,
        figures=figures,
    )


@transaction.atomic
def forget_look(*, look: LookAgain) -> None:
    """Delete it."""
    look.delete()


def parts_of(look: LookAgain) -> list[Part]:
    """The page as it stood. ValueError if the row makes no sense."""
    return [Part(str(title), tuple(map(str, lines))) for title, lines in json.loads(look.figures or "[]")]
