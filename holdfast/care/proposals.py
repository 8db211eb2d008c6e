"""What somebody proposes for a recovery plan, and what the person does with it. Nothing changes before they say so.

propose, withdraw, withdraw_all_of; accept, take_in_own_words, leave. Whoever calls `propose` has checked that the plan
is shared with the one who proposes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.care import recovery
from holdfast.care.models import Proposal, RecoveryLine
from holdfast.care.versions import words_of
from holdfast.domain.recovery_plan import Answer, Change, Draft, Part, is_outdated, lacks
from holdfast.notices.actions import Target, notify

PROPOSED = "proposed"
"""What the link of such a notice opens."""
HOLDS = timedelta(days=30)
MOST_OPEN = 20
"""So many proposals of one member wait at once: a plan is not buried."""
LONG = 300
"""Letters of a line at most."""


class CannotPropose(Exception):
    """Too little is said, or the line is not in this plan."""


class TooMany(Exception):
    """Enough of theirs is waiting."""


class AlreadyAnswered(Exception):
    """It was answered or taken back in the meantime."""


@transaction.atomic
def propose(*, person: Person, proposer_id: UUID, name: str, draft: Draft, now: datetime) -> Proposal:
    """Put something before the person; they are told once a day that there is something.

    What this member proposed and the person has not answered is not put before them twice.
    Raises CannotPropose, or TooMany.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    line = _line(person, draft)
    if lacks(draft) or len(draft.text) > LONG or (draft.change is not Change.ADD and line is None):
        raise CannotPropose
    said = {"part": line.part if line else draft.part, "change": draft.change, "text": draft.text, "why": draft.why}
    waiting = list(Proposal.objects.filter(person=person, proposer_id=proposer_id, answer=Answer.OPEN))
    if same := _same(waiting, {**said, "line_id": line.pk if line else None}):
        return same
    if len(waiting) >= MOST_OPEN:
        raise TooMany
    row = Proposal.objects.create(
        person=person,
        proposer_id=proposer_id,
        proposer_name=name,
        line=line,
        before=words_of(line) if line else "",
        created_at=now,
        **said,
    )
    key = f"{PROPOSED}:{proposer_id}:{now:%Y%m%d}"  # a member belongs to one person; the column holds 100 letters
    notify(to=person.pk, target=Target(PROPOSED, now + HOLDS), unique_key=key, now=now)
    return row


def _same(waiting: Iterable[Proposal], said: Mapping[str, object]) -> Proposal | None:
    return next((row for row in waiting if all(getattr(row, name) == value for name, value in said.items())), None)


def _line(person: Person, draft: Draft) -> RecoveryLine | None:
    if draft.change is Change.ADD or not draft.line_id:
        return None
    try:
        found = RecoveryLine.objects.filter(person=person, pk=UUID(draft.line_id)).select_related("goal")
    except ValueError:
        return None
    return found.first()


@transaction.atomic
def withdraw(*, proposal: Proposal, now: datetime) -> bool:
    """Whoever proposed it takes it back while it is open; False if it was answered."""
    return _answer(proposal, Answer.WITHDRAWN, now)


@transaction.atomic
def withdraw_all_of(proposer_ids: Collection[UUID], *, now: datetime) -> int:
    """The relation is over: nothing of theirs waits any more; how many there were."""
    rows = Proposal.objects.filter(proposer_id__in=list(proposer_ids), answer=Answer.OPEN)
    return rows.update(answer=Answer.WITHDRAWN, answered_at=now)


def _answer(proposal: Proposal, answer: Answer, now: datetime) -> bool:
    """Whether it was still open. Of two answers at the same time the first holds."""
    rows = Proposal.objects.filter(pk=proposal.pk, answer=Answer.OPEN)
    done = bool(rows.update(answer=answer, answered_at=now))
    if done:
        proposal.answer, proposal.answered_at = answer, now
    return done


# The person's side


@transaction.atomic
def accept(*, proposal: Proposal, why: str, now: datetime) -> None:
    """Take it as it is: a version of its own. Raises AlreadyAnswered, or recovery.PartFull; then nothing changes."""
    if not _answer(proposal, Answer.ACCEPTED, now):
        raise AlreadyAnswered
    _apply(proposal, proposal.text, why, now)


@transaction.atomic
def take_in_own_words(*, proposal: Proposal, text: str, why: str, now: datetime) -> None:
    """Take what it means, said in the person's own words. Raises as `accept`."""
    if not _answer(proposal, Answer.EDITED, now):
        raise AlreadyAnswered
    _apply(proposal, text, why, now)


def _apply(proposal: Proposal, text: str, why: str, now: datetime) -> None:
    line, by = proposal.line, proposal.person
    if proposal.change == Change.REMOVE:
        if line is not None:
            recovery.remove_line(line=line, now=now, why=why)
    elif line is not None:
        recovery.change_line(line=line, text=text, now=now, why=why)
    else:  # new, or the line it spoke of is gone: then it is a line again, because the person says so
        recovery.add_line(by=by, part=Part(proposal.part), text=text, now=now, why=why)


@transaction.atomic
def leave(*, proposal: Proposal, words: str, now: datetime) -> None:
    """Not taken; a word to whoever proposed it is optional. Raises AlreadyAnswered."""
    if not _answer(proposal, Answer.LEFT, now):
        raise AlreadyAnswered
    proposal.answer_words = words
    proposal.save(update_fields=["answer_words"])


# Reading


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal as its page shows it. `stands`: what the line says today, None where it is gone."""

    row: Proposal
    stands: str | None

    @property
    def is_outdated(self) -> bool:
        """Whether the line it speaks of changed in the meantime, or is gone."""
        if self.row.answer != Answer.OPEN:
            return False
        return is_outdated(change=Change(self.row.change), before=self.row.before, now=self.stands)

    @property
    def is_open(self) -> bool:
        """Whether it waits for the person."""
        return self.row.answer == Answer.OPEN


def shown(row: Proposal) -> Proposed:
    """One proposal beside what the line says now."""
    return Proposed(row, words_of(row.line) if row.line else None)


def waiting_for(person: Person) -> int:
    """How many proposals wait for the person."""
    return Proposal.objects.filter(person=person, answer=Answer.OPEN).count()


def proposals_by(proposer_ids: Collection[UUID]) -> list[Proposal]:
    """What these members proposed, the newest first. `before` holds words of the plan: whoever shows it checks that the
    plan is shared at this moment."""
    rows = Proposal.objects.filter(proposer_id__in=list(proposer_ids))
    return list(rows.order_by("-created_at", "-pk"))
