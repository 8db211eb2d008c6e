"""Drafts from a clinic's file that the person picked: onto the map, into their plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.care.actions import LineFacts, StepFull, add_line
from holdfast.care.recovery import PartFull
from holdfast.care.recovery import add_line as add_recovery_line
from holdfast.checkins.coping import ListFull, add_step
from holdfast.domain.fhir.reading import Into, LineDraft, Participant
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.network.actions import ChannelFacts, TieFacts, add_tie, main_network
from holdfast.network.models import Channel


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and where the person puts it."""

    text: str
    into: Into
    part: str


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the picks. `full`: lines for which there was no room."""

    people: int = 0
    lines: int = 0
    full: tuple[str, ...] = ()


@transaction.atomic
def add_picked(*, by: Person, people: Mapping[Participant, Role], lines: Iterable[Placed], now: datetime) -> Added:
    """Put what was picked where the person said. A step or part that is full keeps the line out, and says so."""
    if people:
        network = main_network(by=by, name=_("My network"), now=now)
        for one, role in people.items():
            add_tie(by=by, networks=[network], facts=TieFacts(one.name, role, channels=_channels(one)), now=now)
    every = list(lines)
    full = [line.text for line in every if not _has_room(by, line, now)]
    return Added(len(people), len(every) - len(full), tuple(full))


def _channels(one: Participant) -> tuple[ChannelFacts, ...]:
    phones = tuple(ChannelFacts(Channel.Via.PHONE, value) for value in one.phones)
    return phones + tuple(ChannelFacts(Channel.Via.MAIL, value) for value in one.mails)


def _has_room(by: Person, line: Placed, now: datetime) -> bool:
    try:
        with transaction.atomic():
            _add(by, line, now)
    except (StepFull, ListFull, PartFull):
        return False
    return True


def _add(by: Person, line: Placed, now: datetime) -> None:
    if line.into is Into.RECOVERY:
        add_recovery_line(by=by, part=Part(line.part), text=line.text, now=now, why=_("From a file"))
    elif (step := Step(int(line.part))) is Step.OWN:
        add_step(by=by, text=line.text, now=now)
    else:
        add_line(by=by, step=step, facts=LineFacts(line.text), now=now)


def place_of(line: LineDraft) -> str:
    """Where a draft would go, as a form says it: "safety-1", "recovery-goals"."""
    return f"{line.into}-{line.part}"
