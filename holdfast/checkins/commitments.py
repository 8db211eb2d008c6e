"""What I said I would do: written, marked, witnessed, ended. Nothing is ever marked by anybody but the person.

add_commitment, change_commitment, mark_day, end_commitment; ask_witness, stop_witness; accept_witness,
decline_witness, leave_witness; due_today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from holdfast.accounts.models import Person
from holdfast.checkins.access import commitments_of, is_witnessed
from holdfast.checkins.letters import write_to
from holdfast.checkins.models import Commitment, Goal, Mark
from holdfast.domain.goals import DAY, Promised, Said, Span, asks_about, fortnight, next_due, said, told
from holdfast.notices.actions import Target, revoke_links
from holdfast.notices.models import Notice, Urgency
from holdfast.supporters.models import Agreement

WITNESS = "witness"
"""What a link opens that asks somebody to be a witness."""
LINK_HOLDS = timedelta(days=14)
WITNESSED = ("witness", "asked_at", "accepted_at", "declined_at", "shows_words")
"""Who knows. Written only where that is decided, so that no other page open meanwhile brings an old answer back."""
MOST = 200
"""Running commitments that are looked at; nobody keeps more."""


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """What a person says they would do: once on a day, or on days of every week."""

    text: str
    due_on: date | None = None
    days: tuple[int, ...] = ()
    goal: Goal | None = None


@transaction.atomic
def add_commitment(*, by: Person, facts: CommitmentFacts, now: datetime) -> Commitment:
    """Write down what I said I would do."""
    return _say(Commitment(person=by, created_at=now), facts)


@transaction.atomic
def change_commitment(*, commitment: Commitment, facts: CommitmentFacts) -> Commitment:
    """Say it otherwise; what was marked stays, and so does who knows."""
    return _say(commitment, facts, update_fields=["text", "due_on", "goal", "days"])


def _say(commitment: Commitment, facts: CommitmentFacts, **how: Any) -> Commitment:
    commitment.text, commitment.due_on, commitment.goal = facts.text, facts.due_on, facts.goal
    commitment.days = [] if facts.due_on else sorted(set(facts.days))
    commitment.save(**how)
    return commitment


@transaction.atomic
def mark_day(*, commitment: Commitment, on: date, is_kept: bool | None, note: str | None, now: datetime) -> None:
    """Done, not done, or (None) nothing said after all. A note left out stays as it was."""
    if is_kept is None:
        Mark.objects.filter(commitment=commitment, on=on).delete()
        return
    said: dict[str, Any] = {"is_kept": is_kept} | ({} if note is None else {"note": note})
    first = {"person_id": commitment.person_id, "created_at": now}
    Mark.objects.update_or_create(commitment=commitment, on=on, defaults=said, create_defaults=first | said)


@transaction.atomic
def end_commitment(*, commitment: Commitment, now: datetime) -> None:
    """It holds no longer. What was marked stays; a witness sees nothing of it any more."""
    _close_links(commitment, now)
    commitment.ended_at = now
    commitment.save(update_fields=["ended_at"])


@transaction.atomic
def ask_witness(*, commitment: Commitment, agreement: Agreement, shows_words: bool, now: datetime) -> None:
    """Ask somebody whether they would know of it. Until they say yes they see nothing.

    Asked again of the same one, who said yes or not yet anything, it only changes whether they read the words.
    """
    is_same = commitment.witness_id == agreement.pk and commitment.declined_at is None
    commitment.shows_words = shows_words
    if not is_same:
        _close_links(commitment, now)
        commitment.witness, commitment.asked_at = agreement, now
        commitment.accepted_at = commitment.declined_at = None
    commitment.save(update_fields=WITNESSED)
    if not is_same:
        _write_to(commitment, agreement, now)


def _write_to(commitment: Commitment, agreement: Agreement, now: datetime) -> None:
    key = f"witness:{commitment.pk}:{int(now.timestamp())}"
    target = Target(WITNESS, now + LINK_HOLDS, commitment.pk)
    write_to(agreement.supporter_id, target, key=key, now=now, urgency=Urgency.LATER)


@transaction.atomic
def stop_witness(*, commitment: Commitment, now: datetime) -> None:
    """Nobody sees it any more, from this moment on. They are not written to."""
    _close_links(commitment, now)
    commitment.witness = commitment.asked_at = commitment.accepted_at = commitment.declined_at = None
    commitment.shows_words = False
    commitment.save(update_fields=WITNESSED)


@transaction.atomic
def accept_witness(*, commitment: Commitment, now: datetime) -> None:
    """They will know of it."""
    _answered(commitment).filter(accepted_at=None).update(accepted_at=now)
    commitment.refresh_from_db(fields=["accepted_at"])


@transaction.atomic
def decline_witness(*, commitment: Commitment, now: datetime) -> None:
    """They would rather not, or not any longer. The person sees only that."""
    _answered(commitment).update(accepted_at=None, declined_at=now)
    _close_links(commitment, now)


def _answered(commitment: Commitment) -> QuerySet[Commitment]:
    """The one they were asked about, while it still asks them: an answer that comes a moment late changes nothing."""
    rows = Commitment.objects.filter(pk=commitment.pk, witness=commitment.witness_id, asked_at=commitment.asked_at)
    return rows.filter(asked_at__isnull=False, declined_at=None, ended_at=None)


def leaves_at(notice: Notice, now: datetime) -> datetime | None:
    """A letter leaves only while its receiver is asked, and helps, and the person has not stopped everything."""
    rows = Commitment.objects.filter(pk__in=[notice.thing], witness__supporter=notice.person_id)
    rows = rows.filter(person__restriction=None)
    asking = [one for one in rows.select_related("witness", "person") if is_witnessed(one)]
    return now if asking else None


def _close_links(commitment: Commitment, now: datetime) -> None:
    """What was sent for it opens nothing any more, and what waits is dropped."""
    if commitment.witness is not None:
        revoke_links(owner=commitment.witness.supporter_id, thing=commitment.pk, now=now)


# Reading


def day_of(person: Person, now: datetime) -> date:
    """The date where the person is, whoever is looking."""
    return now.astimezone(ZoneInfo(person.time_zone)).date()


def promised(commitment: Commitment, zone: str) -> Promised:
    """The commitment as the rules see it; its first day is the one on which it was written, where the person is."""
    place = ZoneInfo(zone)
    ended = commitment.ended_at
    return Promised(
        since=commitment.created_at.astimezone(place).date(),
        once=commitment.due_on,
        days=frozenset(commitment.days),
        until=ended.astimezone(place).date() if ended else None,
    )


@dataclass(frozen=True, slots=True)
class DayTold:
    """One day of a commitment, with what was said of it."""

    on: date
    said: Said
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A running commitment as the person sees it."""

    commitment: Commitment
    ask_on: date | None
    """The day to ask about now."""
    said_today: Said
    next_on: date | None
    is_behind: bool
    """It was for one day, and nothing is to be said of it any more."""


@dataclass(frozen=True, slots=True)
class DueToday:
    """A commitment that asks whether it was done: today's, or one of the last days that had one day only."""

    id: UUID
    text: str
    on: date
    is_today: bool


def due_today(person: Person, now: datetime) -> tuple[DueToday, ...]:
    """What the person said they would do and has not said anything about yet: today's first, then what is a few days
    old. Three reads, however much there is."""
    today = day_of(person, now)
    asked = [(one.ask_on, one.commitment) for one in standings(person, now) if one.ask_on]
    found = [DueToday(one.pk, one.text, on, on == today) for on, one in asked]
    return tuple(sorted(found, key=lambda one: (not one.is_today, -one.on.toordinal(), str(one.id))))


def standings(person: Person, now: datetime) -> list[Standing]:
    """Every running commitment: what waits for a word first, then by the next day."""
    running = list(commitments_of(person).filter(ended_at=None)[:MOST])
    today = day_of(person, now)
    marks = _marks(running, fortnight(today))
    found = [_standing(one, marks[one.pk], today, person.time_zone) for one in running]
    return sorted(found, key=lambda one: (one.ask_on is None, one.next_on or date.max))


def _standing(commitment: Commitment, marks: Mapping[date, Mark], today: date, zone: str) -> Standing:
    rule, kept = promised(commitment, zone), {day: mark.is_kept for day, mark in marks.items()}
    ahead = next_due(rule, today)
    if ahead == today and today in kept:
        ahead = next_due(rule, today + DAY)
    asked = asks_about(rule, kept, today)
    is_behind = commitment.due_on is not None and asked is None and ahead is None
    return Standing(commitment, asked, said(kept.get(today)), ahead, is_behind)


def days_told(commitment: Commitment, span: Span, zone: str) -> list[DayTold]:
    """The days of one commitment within a span, the latest first, with the person's notes. The one day of something
    promised once is always among them when it has come."""
    if commitment.due_on is not None and commitment.due_on < span.first:
        span = Span(commitment.due_on, span.last)
    marks = _marks([commitment], span)[commitment.pk]
    kept = {day: mark.is_kept for day, mark in marks.items()}
    found = told(promised(commitment, zone), kept, span)
    return [DayTold(day, what, marks[day].note if day in marks else "") for day, what in reversed(found)]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A commitment as its witness sees it: the days, and the words only where the person said so. No note, ever."""

    id: UUID
    name: str
    words: str
    is_accepted: bool
    days: tuple[tuple[date, Said], ...]
    with_words: bool
    """Whether the words are shown, or would be."""


def witnessed(commitments: Iterable[Commitment], now: datetime) -> list[Witnessed]:
    """What a witness sees of these: of what they have not said yes to, nothing but that they are asked."""
    shown = [one for one in commitments if is_witnessed(one)]
    first, last = now.date() - 15 * DAY, now.date() + DAY
    marks = _marks([one for one in shown if one.accepted_at], Span(first, last))
    return [_seen(one, marks[one.pk], now) for one in shown]


def _seen(commitment: Commitment, marks: Mapping[date, Mark], now: datetime) -> Witnessed:
    person, is_accepted = commitment.person, commitment.accepted_at is not None
    span = fortnight(day_of(person, now))
    kept = {day: mark.is_kept for day, mark in marks.items()}
    return Witnessed(
        id=commitment.pk,
        name=commitment.witness.person_name if commitment.witness else "",
        words=commitment.text if is_accepted and commitment.shows_words else "",
        is_accepted=is_accepted,
        days=told(promised(commitment, person.time_zone), kept, span)[::-1] if is_accepted else (),
        with_words=commitment.shows_words,
    )


def _marks(commitments: Iterable[Commitment], span: Span) -> dict[UUID, dict[date, Mark]]:
    found: dict[UUID, dict[date, Mark]] = defaultdict(dict)
    ids = [one.pk for one in commitments]
    rows = Mark.objects.filter(commitment__in=ids).filter(on__gte=span.first - 30 * DAY, on__lte=span.last)
    for mark in rows:
        found[mark.commitment_id][mark.on] = mark
    return found
