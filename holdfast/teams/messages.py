"""Messages between a person and their team. The whole team sees them, so nothing waits for one worker.

write_to_team, write_as_supporter, answer_person, answer_supporter; open_messages, take_on, give_back, settle_message;
read_by_person, read_by_supporter; let_write, stop_writing, end_writing_of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from holdfast.accounts.models import Person
from holdfast.sealing.keys import open_keys
from holdfast.supporters.models import Agreement
from holdfast.teams.access import memberships_of
from holdfast.teams.models import CareTeam, Member, Message, MessageSeen, SupporterMayWrite
from holdfast.teams.queries import running_members
from holdfast.teams.telling import tell_person, tell_supporter, tell_team

From = Message.From


@transaction.atomic
def write_to_team(*, care_team: CareTeam, text: str, now: datetime) -> Message:
    """The person writes; everybody in the team can read it."""
    return _written(Message(care_team=care_team, sender=From.PERSON, text=text), now)


@transaction.atomic
def write_as_supporter(*, writer: SupporterMayWrite, text: str, now: datetime) -> Message:
    """A supporter writes; the team and the person read it."""
    care_team = writer.care_team
    row = Message(care_team=care_team, sender=From.SUPPORTER, agreement_id=writer.agreement_id, text=text)
    message = _written(row, now)
    tell_person(care_team, "team_messages", about=message.pk, now=now)
    return message


def _written(message: Message, now: datetime) -> Message:
    message.person_id, message.created_at = message.care_team.person_id, now
    message.save()
    tell_team(message.care_team, now=now)
    return message


@transaction.atomic
def answer_person(*, by: Member, text: str, now: datetime) -> Message:
    """The team writes to the person. What this member had opened waits no longer; what came in meanwhile does."""
    message = _answered(by, None, text, now)
    tell_person(by.care_team, "team_messages", about=message.pk, now=now)
    return message


@transaction.atomic
def answer_supporter(*, by: Member, writer: SupporterMayWrite, text: str, now: datetime) -> Message:
    """The team answers a supporter; the person reads it too."""
    message = _answered(by, writer.agreement_id, text, now)
    tell_supporter(writer, about=message.pk, now=now)
    return message


def _answered(by: Member, agreement_id: UUID | None, text: str, now: datetime) -> Message:
    waiting = Message.objects.filter(care_team=by.care_team, agreement_id=agreement_id, settled_at=None)
    waiting.filter(seen__member=by).update(settled_at=now)
    return Message.objects.create(
        person_id=by.care_team.person_id,
        care_team=by.care_team,
        sender=From.TEAM,
        member=by,
        agreement_id=agreement_id,
        text=text,
        settled_at=now,
        created_at=now,
    )


@transaction.atomic
def open_messages(*, by: Member, messages: Iterable[Message], now: datetime) -> None:
    """A member of the team has these before their eyes."""
    seen = [MessageSeen(message=one, member=by, at=now) for one in messages if one.sender != From.TEAM]
    MessageSeen.objects.bulk_create(seen, ignore_conflicts=True)


@transaction.atomic
def take_on(*, by: Member, message: Message, now: datetime) -> None:
    """A member says that they will see to it. Who was first stays."""
    rows = Message.objects.filter(pk=message.pk, taken_by=None, settled_at=None)
    rows.update(taken_by=by, taken_at=now)


@transaction.atomic
def give_back(*, by: Member, message: Message) -> None:
    """They cannot after all; it is everybody's again."""
    Message.objects.filter(pk=message.pk, taken_by=by, settled_at=None).update(taken_by=None, taken_at=None)


@transaction.atomic
def settle_message(*, message: Message, now: datetime) -> None:
    """It needs no answer, or had one by other means."""
    Message.objects.filter(pk=message.pk, settled_at=None).update(settled_at=now)


@transaction.atomic
def read_by_person(*, care_team: CareTeam, now: datetime) -> None:
    """The person has the team's messages to them before their eyes."""
    Message.objects.filter(care_team=care_team, sender=From.TEAM, agreement_id=None, read_at=None).update(read_at=now)


@transaction.atomic
def read_by_supporter(*, writer: SupporterMayWrite, now: datetime) -> None:
    """The supporter has the answers before their eyes."""
    thread_of(writer).filter(sender=From.TEAM, read_at=None).update(read_at=now)


@transaction.atomic
def let_write(*, care_team: CareTeam, agreement: Agreement, now: datetime) -> SupporterMayWrite:
    """From now on this supporter may write to the team."""
    CareTeam.objects.select_for_update().get(pk=care_team.pk)
    running = SupporterMayWrite.objects.filter(care_team=care_team, agreement=agreement, ended_at=None).first()
    return running or SupporterMayWrite.objects.create(
        person_id=care_team.person_id, care_team=care_team, agreement=agreement, created_at=now
    )


@transaction.atomic
def stop_writing(*, care_team: CareTeam, agreement: Agreement, now: datetime) -> None:
    """They can no longer write, nor read there. What was written stays with the team and the person."""
    rows = SupporterMayWrite.objects.filter(care_team=care_team, agreement=agreement, ended_at=None)
    rows.update(ended_at=now)


@transaction.atomic
def end_writing_of(agreement: Agreement, now: datetime) -> None:
    """Somebody else holds what this supporter agreed to: what they and the teams wrote to each other stays theirs."""
    SupporterMayWrite.objects.filter(agreement=agreement, ended_at=None).update(ended_at=now)


# Reading


def all_of(care_team: CareTeam) -> QuerySet[Message]:
    """Everything that was written, the newest first; for the person and for every member of the team today."""
    return care_team.messages.prefetch_related("seen").order_by("-created_at", "-pk")


def thread_of(writer: SupporterMayWrite) -> QuerySet[Message]:
    """What one supporter wrote since they may, and what the team answered them. Nothing else."""
    rows = Message.objects.filter(care_team=writer.care_team_id, agreement_id=writer.agreement_id)
    return rows.filter(created_at__gte=writer.created_at).order_by("-created_at", "-pk")


def waiting_for(account: Person, *, now: datetime) -> list[Message]:
    """What waits in every team the worker belongs to today, the oldest first."""
    teams = memberships_of(account, now=now).values("care_team")
    rows = Message.objects.filter(care_team__in=teams, settled_at=None).exclude(sender=From.TEAM)
    found = list(rows.select_related("care_team__programme", "care_team__person").order_by("created_at", "pk")[:100])
    open_keys({one.person_id for one in found})
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """A member as pages name them."""

    id: UUID
    name: str
    role: str
    is_there: bool
    """False for somebody who left."""


def names_in(care_team: CareTeam) -> dict[UUID, Named]:
    """Everybody who is or was in the team, by the id of their membership. Two reads."""
    rows = list(care_team.members.select_related("worker").order_by("since", "pk"))
    open_keys({one.worker.person_id for one in rows})
    return {one.pk: Named(one.pk, one.worker.name, one.worker.role, one.until is None) for one in rows}


def readers_of(care_team: CareTeam, now: datetime) -> list[Named]:
    """Who can open a message today: not somebody whose verification has run out. Two reads."""
    rows = list(running_members(now).filter(care_team=care_team).order_by("since", "pk"))
    open_keys({one.worker.person_id for one in rows})
    return [Named(one.pk, one.worker.name, one.worker.role, True) for one in rows]


def writers_named(care_team: CareTeam) -> dict[UUID, str]:
    """Supporters who wrote or may write, by their agreement: the name the person has for them."""
    rows = care_team.writers.select_related("agreement__tie")
    return {one.agreement_id: one.agreement.tie.name for one in rows}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a page shows it."""

    message: Message
    member: Named | None
    """Who of the team wrote it."""
    supporter: str
    """Who wrote it, or whom it answers; empty is the person."""
    opened_by: tuple[str, ...]
    taken_by: Named | None

    @property
    def is_of_team(self) -> bool:
        """The team wrote it."""
        return self.message.sender == From.TEAM

    @property
    def waits(self) -> bool:
        """Nobody answered it yet."""
        return self.message.settled_at is None and not self.is_of_team

    def is_new_to(self, reader: From) -> bool:
        """What the team wrote to this reader and was not read; to the team itself, what waits."""
        if reader is From.TEAM:
            return self.waits
        is_theirs = (self.message.agreement_id is None) == (reader is From.PERSON)
        return self.is_of_team and is_theirs and self.message.read_at is None


def shown_messages(
    messages: Sequence[Message], names: Mapping[UUID, Named], supporters: Mapping[UUID, str]
) -> list[Shown]:
    """Messages with the names of those who wrote, opened and took them. No further read."""
    return [_shown(one, names, supporters) for one in messages]


FEW = 5
"""So many stand before the box to write in, at most: nobody scrolls past a whole history to answer."""


def parted(found: Sequence[Shown], *, reader: From) -> dict[str, Sequence[Shown]]:
    """What stands before the box to write in, and what stands after it. Before it: everything down to the oldest that
    this reader has not seen or answered; the last one at least."""
    new = [place for place, one in enumerate(found[:FEW]) if one.is_new_to(reader)]
    cut = max(new, default=0) + 1
    return {"newest": found[:cut], "earlier": found[cut:]}


def _shown(message: Message, names: Mapping[UUID, Named], supporters: Mapping[UUID, str]) -> Shown:
    seen = sorted(message.seen.all(), key=lambda one: one.at)
    return Shown(
        message,
        names.get(message.member_id) if message.member_id else None,
        supporters.get(message.agreement_id, "") if message.agreement_id else "",
        tuple(names[one.member_id].name for one in seen if one.member_id in names),
        names.get(message.taken_by_id) if message.taken_by_id else None,
    )
