"""What the pages of goals and of what was said show, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from holdfast.accounts.models import Person
from holdfast.checkins import goal_words as words
from holdfast.checkins.access import own_goals_of
from holdfast.checkins.commitments import DayTold, Standing, Witnessed
from holdfast.checkins.goals import GoalRow, rows_of
from holdfast.checkins.looking import last_look
from holdfast.checkins.models import Attendance, Commitment, Goal
from holdfast.checkins.slips import SlipRead
from holdfast.domain.goals import Said


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment of the list, with its days in words."""

    standing: Standing
    days: str


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day in words."""

    on: date
    is_said: bool
    is_done: bool
    words: Any
    note: str = ""


def commitment_rows(standings: Iterable[Standing]) -> list[CommitmentRow]:
    """Commitments with their days in words."""
    return [CommitmentRow(one, words.on_which_days(one.commitment.due_on, one.commitment.days)) for one in standings]


def commitment_shown(commitment: Commitment) -> dict[str, Any]:
    """One commitment, its days, and how it stands with the witness."""
    witness = commitment.witness
    is_there = witness is not None and witness.ended_at is None
    state = "none"
    if is_there and witness is not None:
        state = "asked"
        if commitment.declined_at:
            state = "declined"
        elif commitment.accepted_at:
            state = "paused" if witness.paused_at else "accepted"
    name = witness.tie.name if is_there and witness else ""
    return {
        "commitment": commitment,
        "when": words.on_which_days(commitment.due_on, commitment.days),
        "witness_state": state,
        "witness_name": name,
    }


def told_in_words(days: Iterable[DayTold]) -> list[DayShown]:
    """Days with what was said of them."""
    return [_day(one.on, one.said, one.note) for one in days]


def _day(on: date, said: Said, note: str = "") -> DayShown:
    return DayShown(on, said is not Said.NOT_SAID, said is Said.DONE, words.SAID[said], note)


def witnessed_shown(one: Witnessed) -> dict[str, Any]:
    """What a witness sees of one commitment."""
    return {"one": one, "days": [_day(on, said) for on, said in one.days]}


def goals_to_choose(person: Person) -> list[Goal]:
    """The running goals a commitment can belong to."""
    return list(own_goals_of(person).filter(ended_at=None, reached_on=None)[:50])


def first_words(person: Person, goals: Iterable[Goal], asked: Mapping[str, str], today: date) -> dict[str, str]:
    """What a new commitment begins with: the next step of the goal it was asked from, or the one small thing of the
    last look back. Named by an id or a word, because an address must never carry what somebody wrote."""
    if asked.get("from") == "look":
        look = last_look(person)
        return {"text": look.next_small[:200] if look else ""}
    goal = next((one for one in goals if str(one.pk) == asked.get("goal")), None)
    if goal is None:
        return {}
    step = rows_of([goal], today)[0].next_step
    return {"goal": str(goal.pk), "text": step.text[:200] if step else ""}


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal in words."""

    row: GoalRow
    progress: str
    how_often: str


def goals_shown(rows: Iterable[GoalRow]) -> list[GoalShown]:
    """Goals in words."""
    return [GoalShown(row, words.progress(row), words.so_often(row.goal.times, row.goal.every)) for row in rows]


def in_words(attendance: Attendance) -> str:
    """One time somewhere, on a line."""
    parts = [words.moment(attendance.on, attendance.at), attendance.name]
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One time on a slip, in words."""

    on: date
    at: time | None
    minutes: int | None
    how: Any
    where: str


def slip_shown(read: SlipRead | None) -> dict[str, Any]:
    """What is on a slip, in words."""
    if read is None:
        return {"slip": None}
    lines = [SlipLine(one.on, one.at, one.minutes, words.HOW.get(one.how, ""), one.where) for one in read.times]
    return {"slip": read, "lines": lines, "has_where": any(line.where for line in lines)}
