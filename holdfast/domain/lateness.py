"""When a check-in is due, how late this person often is, and when somebody else hears that it did not come.

The person is asked first, three times, before any supporter hears of it; how long we wait before the first question is
learned from their own habit. `benchmarks/routing/checkins.py` compares the rule with fixed times. A check-in that did
not come means just that: most of the time nothing is wrong, and words about it must say so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.quiet import Urgency, Wishes, leaves_at

KEPT = 60
"""How many check-ins are remembered."""
SHARE = 0.9
"""The share of their check-ins that came before we ask."""
USUAL = 75.0
"""Minutes within which nine of ten check-ins of somebody unknown come."""
PULL = 10.0
"""What is usual counts as much as this many check-ins of one's own."""
SOONEST, LATEST = 10.0, 240.0
"""Minutes after the due time between which the first question always comes."""
AT_ANY_HOUR = Wishes()
EARLY = timedelta(hours=12)
"""A check-in this long before the due time counts for it."""


class NeverDue(ValueError):
    """The rhythm has no day."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When somebody wants to check in: a wall-clock time on some days, 1 = Monday … 7 = Sunday."""

    at: time
    days: frozenset[int] = frozenset(range(1, 8))
    zone: str = "UTC"

    def due_on(self, day: date) -> datetime:
        """The moment, in UTC. A time that a clock change skips is as much later; of one that comes twice, the first."""
        return datetime.combine(day, self.at, ZoneInfo(self.zone)).astimezone(UTC)

    def next_due(self, after: datetime) -> datetime:
        """The first due time later than this moment, in UTC; `NeverDue` without a day."""
        today = after.astimezone(ZoneInfo(self.zone)).date()
        days = (today + timedelta(days=ahead) for ahead in range(-1, 9))
        due = (self.due_on(day) for day in days if day.isoweekday() in self.days)
        found = min((moment for moment in due if moment > after), default=None)
        if found is None:
            raise NeverDue("a rhythm needs a day of the week")
        return found

    def last_due(self, now: datetime) -> datetime | None:
        """The latest due time up to this moment, if there was one in the last week."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        days = (today + timedelta(days=back) for back in range(-8, 2))
        due = (self.due_on(day) for day in days if day.isoweekday() in self.days)
        return max((moment for moment in due if moment <= now), default=None)

    def is_weekend(self, due_at: datetime) -> bool:
        """Whether this due time is on a Saturday or Sunday of the person's calendar."""
        return due_at.astimezone(ZoneInfo(self.zone)).isoweekday() >= 6


@dataclass(frozen=True, slots=True)
class Habit:
    """Minutes after the due time of the last check-ins, oldest first, each with whether it was a weekend. An early one
    is 0. A day without any says nothing about how late somebody is, so it is not here."""

    minutes: tuple[int, ...] = ()
    weekends: tuple[bool, ...] = ()

    def with_check_in(self, minutes: float, *, is_weekend: bool) -> Habit:
        """The same with one more; the oldest is forgotten."""
        late = max(0, round(minutes))
        return Habit((*self.minutes, late)[-KEPT:], (*self.weekends, is_weekend)[-KEPT:])

    def to_json(self) -> str:
        """For a sealed column."""
        return json.dumps([self.minutes, [int(one) for one in self.weekends]], separators=(",", ":"))


def habit_from_json(text: str) -> Habit:
    """What `to_json` wrote; no habit for an empty text."""
    if not text:
        return Habit()
    minutes, weekends = json.loads(text)
    return Habit(tuple(minutes), tuple(bool(one) for one in weekends))


def patience(habit: Habit, *, is_weekend: bool) -> timedelta:
    """How long after the due time the first question comes."""
    late = np.array([habit.minutes], dtype=float)
    alike = np.array([habit.weekends], dtype=bool) == is_weekend
    return timedelta(minutes=round(float(patience_minutes(late, alike)[0])))


def patience_minutes(late: NDArray[np.float64], alike: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The same in minutes for many people at once, one in each row; NaN is no check-in. `alike`: the same kind of day.

    Nine of ten of one's own check-ins, drawn to what is usual while few are known; then those of the same kind of day
    (weekday or weekend), drawn to one's own."""
    own = _drawn(late, np.full(len(late), USUAL))
    return np.clip(_drawn(np.where(alike, late, np.nan), own), SOONEST, LATEST)


def _drawn(late: NDArray[np.float64], towards: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each row's quantile, drawn to a value that weighs as much as `PULL` check-ins."""
    known = np.count_nonzero(~np.isnan(late), axis=1)
    if not known.any():
        return towards
    ordered = np.sort(late, axis=1)  # NaN last
    place = SHARE * np.maximum(known - 1, 0)
    below = np.floor(place).astype(int)
    rows = np.arange(len(late))
    low = ordered[rows, below]
    high = ordered[rows, np.minimum(below + 1, np.maximum(known - 1, 0))]
    own = np.where(known > 0, low + (high - low) * (place - below), 0.0)
    drawn: NDArray[np.float64] = (known * own + PULL * towards) / (known + PULL)
    return drawn


class Stage(StrEnum):
    """How far one check-in has come."""

    EXPECTED = "expected"
    NUDGED = "nudged"
    ASKED_AGAIN = "asked_again"
    ASKED_LAST = "asked_last"
    """Told who hears of it next, and when."""
    MISSED = "missed"
    """It did not come, and there is nobody who should hear of it."""
    ROUTED = "routed"
    """Those chosen beforehand are asked."""
    CLOSED = "closed"
    """The person checked in, or a supporter spoke to them; the next one is expected."""


IDLE = frozenset({Stage.EXPECTED, Stage.CLOSED})
QUESTIONS = (Stage.NUDGED, Stage.ASKED_AGAIN, Stage.ASKED_LAST)
"""Each asks the person, and nobody else."""
ALARMED = frozenset({Stage.MISSED, Stage.ROUTED})


class Pace(StrEnum):
    """How quickly the three questions and the alarm follow one another."""

    USUAL = "usual"
    PATIENT = "patient"


GAPS = {Pace.USUAL: timedelta(minutes=25), Pace.PATIENT: timedelta(minutes=30)}
"""From one question to the next, and from the last one to the alarm: 75 or 90 minutes in all."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One check-in and how far it has come. At `next_at` something happens if nobody does anything. `moved` is how long
    we ourselves were down since it was due, counted until `counted_to`: that time never counts against the person."""

    stage: Stage
    due_at: datetime
    next_at: datetime
    moved: timedelta = timedelta(0)
    counted_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person set and what is known of them: when, how late they often are, how quickly, whether there is
    somebody who should hear of a check-in that did not come, and when they may be asked at all."""

    rhythm: Rhythm
    habit: Habit = Habit()
    pace: Pace = Pace.USUAL
    tells_somebody: bool = True
    told: Wishes = AT_ANY_HOUR

    def asks_at(self, due_at: datetime) -> datetime:
        """When the first question about this check-in comes."""
        return due_at + patience(self.habit, is_weekend=self.rhythm.is_weekend(due_at))

    def speaks_at(self, now: datetime) -> datetime:
        """The first moment from now on at which a question reaches them: not in quiet hours, not while snoozed."""
        return leaves_at(Urgency.USUAL, self.told, written_at=now, now=now)


def expect(terms: Terms, after: datetime, stage: Stage = Stage.EXPECTED) -> Watched:
    """The first check-in due later than this moment."""
    due_at = terms.rhythm.next_due(after)
    return Watched(stage, due_at, terms.asks_at(due_at))


def move_on(watched: Watched, terms: Terms, now: datetime) -> Watched:
    """What follows when nobody did anything until now: the same before its time, else the next question or the alarm.

    The alarm comes only after three questions that were really asked, each with its whole gap: however late we are, the
    person is asked first. In their quiet hours a question would not reach them, so nothing moves until those end.
    """
    if now < watched.next_at:
        return watched
    speaks_at = terms.speaks_at(now)
    if speaks_at > now:
        return replace(watched, next_at=speaks_at)
    gap = GAPS[terms.pace]
    if watched.stage not in QUESTIONS:
        return _begun(watched, terms, now)
    if watched.stage is not Stage.ASKED_LAST:
        following = QUESTIONS[QUESTIONS.index(watched.stage) + 1]
        return replace(watched, stage=following, next_at=now + gap)
    alarm = Stage.ROUTED if terms.tells_somebody else Stage.MISSED
    return replace(watched, stage=alarm, next_at=_follows_at(watched.due_at, terms, now))


def _follows_at(due_at: datetime, terms: Terms, now: datetime) -> datetime:
    """When the first question about the next check-in comes; one that is late already waits from now on."""
    following = terms.rhythm.next_due(due_at)
    newest = max(following, terms.rhythm.last_due(now) or following)
    asks_at = terms.asks_at(newest)
    return asks_at if asks_at > now else now + (asks_at - newest)


def _begun(watched: Watched, terms: Terms, now: datetime) -> Watched:
    """The first question, or the time of it, where a newer check-in counts, the habit changed, or the rhythm did."""
    last = terms.rhythm.last_due(now)
    is_new = watched.stage in IDLE
    if last is None or last < watched.due_at or (last == watched.due_at and not is_new):
        ahead = expect(terms, now, watched.stage)
        return ahead if is_new else replace(watched, next_at=ahead.next_at)
    moved = min(watched.moved, max(timedelta(0), (watched.counted_to or last) - last)) if is_new else timedelta(0)
    asks_at = terms.asks_at(last) + moved
    if asks_at > now and not is_new:
        return replace(watched, next_at=asks_at)
    begun = replace(watched, due_at=last, moved=moved)
    if asks_at > now:
        return replace(begun, next_at=asks_at)
    return replace(begun, stage=Stage.NUDGED, next_at=now + GAPS[terms.pace])


def check_in(watched: Watched, terms: Terms, now: datetime) -> tuple[Watched, Habit]:
    """What a check-in changes: it closes what is due or due soon, and teaches how late this person is. One that is too
    early for the next time changes nothing."""
    if watched.stage in IDLE and watched.due_at - now > EARLY:
        return watched, terms.habit
    late = now - watched.due_at - watched.moved
    learned = replace(terms, habit=_taught(terms, watched.due_at, late))
    return expect(learned, max(now, watched.due_at), Stage.CLOSED), learned.habit


def _taught(terms: Terms, due_at: datetime, late: timedelta) -> Habit:
    if late > EARLY:
        return terms.habit
    return terms.habit.with_check_in(late / timedelta(minutes=1), is_weekend=terms.rhythm.is_weekend(due_at))


def speak(watched: Watched, terms: Terms, now: datetime) -> Watched:
    """A supporter spoke to them: what is open is closed; what is only expected stays."""
    return watched if watched.stage in IDLE else expect(terms, max(now, watched.due_at), Stage.CLOSED)


def travel(watched: Watched, before: Rhythm, terms: Terms, now: datetime) -> Watched:
    """The same by the clock of another place. The date that was awaited stays, so each date of the calendar is due
    once, whichever way the person went; one whose hour is over there already begins to wait now."""
    day = watched.due_at.astimezone(ZoneInfo(before.zone)).date()
    due_at = terms.rhythm.due_on(day)
    if watched.stage in QUESTIONS:
        return replace(watched, due_at=due_at, moved=timedelta(0), counted_to=None)
    if watched.stage in ALARMED:
        return replace(watched, due_at=due_at, next_at=_follows_at(due_at, terms, now))
    passed = max(timedelta(0), now - due_at)
    return Watched(watched.stage, due_at, terms.asks_at(due_at) + passed, passed, now if passed else None)


def let_pass(watched: Watched, began_at: datetime, ended_at: datetime) -> Watched:
    """The same after we were down between these moments: everything still to come of a check-in that was due comes as
    much later as it was waiting for us. The same outage told twice counts once."""
    begins = max(began_at, watched.due_at, watched.counted_to or began_at)
    if ended_at <= begins or watched.stage in ALARMED:
        return watched
    lost = ended_at - begins
    return replace(watched, next_at=watched.next_at + lost, moved=watched.moved + lost, counted_to=ended_at)
