"""Keeping in touch: who waits, with a reason and a way; and who is left in peace.

log_contact, leave_in_peace, think_of_again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.domain import network as domain
from holdfast.domain.cadence import QUIET, days_since_touch, overdue, rhythm_of
from holdfast.domain.steps import Rule
from holdfast.network.actions import TouchFacts, answer_step, log_touch, put_off, take_back_answer
from holdfast.network.models import Channel, StepAnswer, Tie, Touch
from holdfast.network.queries import left_in_peace, network_value
from holdfast.tending import words

MOST_A_DAY = 3
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Row:
    """One tie of the page: how long it has been, its usual rhythm, and how to reach them. `ways` are words and link."""

    tie: domain.Tie
    since: str
    rhythm: str
    ways: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    together: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class InTouch:
    """The whole page: at most three for today, who else waits, who is left in peace, and everybody's rhythm."""

    today: tuple[Row, ...]
    more: tuple[Row, ...]
    peace: tuple[Row, ...]
    others: tuple[Row, ...]


def in_touch(person: Person, *, today: date) -> InTouch:
    """Who to reach out to, from the last real contact of any kind."""
    ties = network_value(person, today=today).ties
    peace = left_in_peace(person, today=today)
    waiting = [tie for tie in overdue(ties, today) if tie.id not in peace]
    first, more = waiting[:MOST_A_DAY], waiting[MOST_A_DAY:]
    named = {tie.id for tie in waiting} | set(peace)
    channels = _channels(first)
    return InTouch(
        tuple(_with_ways(tie, today, channels[tie.id]) for tie in first),
        tuple(_row(tie, today) for tie in more),
        tuple(_row(tie, today, peace[tie.id]) for tie in ties if tie.id in peace and tie.state not in QUIET),
        tuple(_row(tie, today) for tie in ties if tie.id not in named and tie.state not in QUIET),
    )


def who_waits(person: Person, *, today: date, ties: Iterable[domain.Tie] | None = None) -> tuple[domain.Tie, ...]:
    """The same, ties alone, the most overdue first."""
    known = network_value(person, today=today).ties if ties is None else ties
    peace = left_in_peace(person, today=today)
    return tuple(tie for tie in overdue(known, today) if tie.id not in peace)


def _row(tie: domain.Tie, today: date, until_on: date | None = None) -> Row:
    since = words.since_in_words(days_since_touch(tie, today))
    return Row(tie, since, words.rhythm_in_words(rhythm_of(tie)), until_on=until_on)


def _with_ways(tie: domain.Tie, today: date, channels: Iterable[Channel]) -> Row:
    lines = tuple(str(line) for line in words.LINES[tie.sector])
    ways = tuple(way for channel in channels for way in _ways(channel, lines[0]))
    together = str(words.TOGETHER[tie.sector])
    return Row(
        tie,
        words.since_in_words(days_since_touch(tie, today)),
        words.rhythm_in_words(rhythm_of(tie)),
        ways,
        lines,
        together,
    )


def _channels(ties: Iterable[domain.Tie]) -> Mapping[str, list[Channel]]:
    found: dict[str, list[Channel]] = defaultdict(list)
    rows = Channel.objects.filter(tie__in=[tie.id for tie in ties]).order_by("-is_preferred", "created_at", "pk")
    for channel in rows:
        found[str(channel.tie_id)].append(channel)
    return found


def _ways(channel: Channel, line: str) -> list[tuple[str, str]]:
    """How to reach them; a first line is filled in on the person's own phone, and nothing is sent by us."""
    digits = "".join(letter for letter in channel.value if letter.isdigit() or letter in "+*#")
    if channel.via == Channel.Via.PHONE:
        return [(_("Call"), f"tel:{digits}"), (_("Write a text"), f"sms:{digits}?&body={quote(line)}")]
    if channel.via == Channel.Via.TEXT:
        return [(_("Write a text"), f"sms:{digits}?&body={quote(line)}")]
    if channel.via == Channel.Via.MAIL:
        return [(_("Write a mail"), f"mailto:{quote(channel.value, safe='@')}?body={quote(line)}")]
    return []


@transaction.atomic
def log_contact(*, by: Person, tie: Tie, facts: TouchFacts, now: datetime) -> Touch:
    """A call, a visit or a message, in two taps. What was put off is no longer put off."""
    _forget_not_now(by, tie)
    return log_touch(by=by, tie=tie, facts=facts, now=now)


def _forget_not_now(person: Person, tie: Tie) -> None:
    """ "Not now" is over once it happened; "not this one" stays."""
    rows = StepAnswer.objects.filter(person=person, rule=Rule.KEEP_IN_TOUCH, subject=str(tie.pk))
    rows.exclude(answer=StepAnswer.Answer.NOT_FOR_ME).delete()


@transaction.atomic
def leave_in_peace(*, by: Person, tie: Tie, until_on: date | None, now: datetime) -> None:
    """Suggest nothing about this tie until then, or (None) for good. Today holds to it too: it is one answer."""
    step = {"rule": Rule.KEEP_IN_TOUCH.value, "subject": str(tie.pk)}
    if until_on is None:
        answer_step(by=by, answer=StepAnswer.Answer.NOT_FOR_ME, now=now, **step)
    else:
        put_off(by=by, until_on=until_on, now=now, **step)


@transaction.atomic
def think_of_again(*, by: Person, tie: Tie) -> None:
    """It may be suggested again."""
    take_back_answer(by=by, rule=Rule.KEEP_IN_TOUCH, subject=str(tie.pk))
