"""Being sent somewhere, with the loop closed: which step may follow which, who may take it, and what waits too long.

Nothing is sent before the person agreed, and the person can end it at any step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    """Where a referral stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    SENT = "sent"
    RECEIVED = "received"
    VISITED = "visited"
    CLOSED = "closed"
    DECLINED = "declined"


class Act(StrEnum):
    """What somebody can do about it."""

    AGREE = "agree"
    DECLINE = "decline"
    SEND = "send"
    RECEIVE = "receive"
    VISIT = "visit"
    CLOSE = "close"


class Who(StrEnum):
    """Who acts: the person, their team, or the programme they are sent to."""

    PERSON = "person"
    TEAM = "team"
    OTHER = "other"


ORDER = (Step.PROPOSED, Step.AGREED, Step.SENT, Step.RECEIVED, Step.VISITED, Step.CLOSED)
"""The way a referral goes when it goes well."""
_NOTHING: Mapping[Who, frozenset[Act]] = {}
_MAY: Mapping[Step, Mapping[Who, frozenset[Act]]] = {
    Step.PROPOSED: {Who.PERSON: frozenset({Act.AGREE, Act.DECLINE}), Who.TEAM: frozenset({Act.CLOSE})},
    Step.AGREED: {Who.PERSON: frozenset({Act.CLOSE}), Who.TEAM: frozenset({Act.SEND, Act.CLOSE})},
    Step.SENT: {
        Who.PERSON: frozenset({Act.VISIT, Act.CLOSE}),
        Who.TEAM: frozenset({Act.RECEIVE, Act.VISIT, Act.CLOSE}),
        Who.OTHER: frozenset({Act.RECEIVE, Act.CLOSE}),
    },
    Step.RECEIVED: {
        Who.PERSON: frozenset({Act.VISIT, Act.CLOSE}),
        Who.TEAM: frozenset({Act.VISIT, Act.CLOSE}),
        Who.OTHER: frozenset({Act.CLOSE}),
    },
    Step.VISITED: {Who.PERSON: frozenset({Act.CLOSE}), Who.TEAM: frozenset({Act.CLOSE})},
    Step.CLOSED: _NOTHING,
    Step.DECLINED: _NOTHING,
}
"""The other programme never tells whether somebody came: only the person does, or their team with them."""
WAITS: Mapping[Step, timedelta] = {
    Step.AGREED: timedelta(days=2),
    Step.SENT: timedelta(days=7),
    Step.RECEIVED: timedelta(days=14),
    Step.VISITED: timedelta(days=30),
}
"""How long a step may last before it is named as late. The person's own answer is never late.

The steps are ours; lengths are borrowed from measures for health plans (HEDIS of NCQA), which count something else.
FUA (measurement year 2024): a follow-up within 7 and within 30 days of an emergency visit. IET (as plans told their
providers in 2023): a first treatment within 14 days of the diagnosis, and two more within 34 days of it. So the 14 days
are those of IET from a later day on, the 7 and the 30 are a choice in the same order of size, the 2 are ours alone.
NCQA's own text was not at hand; both were read in what health plans print of it (Lucet; Blue Cross of Illinois).
"""


class NotNow(Exception):
    """This step cannot be taken from here, or not by them."""


@dataclass(frozen=True, slots=True)
class Course:
    """The steps taken so far, each with its time."""

    proposed_at: datetime
    is_on_host: bool = False
    """The other programme is here and says itself that it arrived."""
    agreed_at: datetime | None = None
    declined_at: datetime | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None
    visited_on: date | None = None
    closed_at: datetime | None = None


def step_of(course: Course) -> Step:
    """Where it stands now."""
    if course.declined_at:
        return Step.DECLINED
    reached = (
        (course.closed_at, Step.CLOSED),
        (course.visited_on, Step.VISITED),
        (course.received_at, Step.RECEIVED),
        (course.sent_at, Step.SENT),
        (course.agreed_at, Step.AGREED),
    )
    return next((step for at, step in reached if at), Step.PROPOSED)


def acts_for(course: Course, who: Who) -> frozenset[Act]:
    """What somebody may do next."""
    step = step_of(course)
    may = _MAY[step].get(who, frozenset())
    if who is Who.TEAM and course.is_on_host:
        return may - {Act.RECEIVE}
    if who is Who.OTHER and not course.is_on_host:
        return frozenset()
    return may


def after(course: Course, act: Act, who: Who, *, at: datetime, on: date | None = None) -> Course:
    """The course with one more step; a visit needs its day. Raises NotNow."""
    if act not in acts_for(course, who) or (act is Act.VISIT and on is None):
        raise NotNow(f"{act} by {who} at {step_of(course)}")
    columns: Mapping[Act, Mapping[str, datetime | date | None]] = {
        Act.AGREE: {"agreed_at": at},
        Act.DECLINE: {"declined_at": at},
        Act.SEND: {"sent_at": at},
        Act.RECEIVE: {"received_at": at},
        Act.VISIT: {"visited_on": on},
        Act.CLOSE: {"closed_at": at},
    }
    return replace(course, **columns[act])  # type: ignore[arg-type]  # each name with its own kind of value


@dataclass(frozen=True, slots=True)
class Wait:
    """What has not happened yet, and for how long."""

    step: Step
    """The step that was reached last."""
    days: int
    is_late: bool


def wait_of(course: Course, *, now: datetime) -> Wait | None:
    """How long the next step has been waited for; None when it is over. A clock set back waits for no days."""
    step = step_of(course)
    if step in {Step.CLOSED, Step.DECLINED}:
        return None
    since = _reached_at(course, step, now)
    passed = max(now - since, timedelta())
    return Wait(step, passed.days, step in WAITS and passed >= WAITS[step])


def _reached_at(course: Course, step: Step, now: datetime) -> datetime:
    if step is Step.VISITED and course.visited_on:
        return datetime.combine(course.visited_on, now.timetz().replace(hour=12, minute=0, second=0, microsecond=0))
    reached = {
        Step.AGREED: course.agreed_at,
        Step.SENT: course.sent_at,
        Step.RECEIVED: course.received_at,
    }
    return reached.get(step) or course.proposed_at
