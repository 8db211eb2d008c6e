"""Every change of a network.

add_network, main_network, rename_network, note_review; add_need, add_starters, change_need, settle_need; add_tie,
change_tie, set_state,
remove_tie, introduce; answer_cover; log_touch, thank; answer_step, put_off, take_back_answer; choose_goal, end_goal;
add_rung, start_ladder, choose_rung, finish_rung, remove_rung.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.domain.network import Area, Circle, Role, SupportKind, TieState, Urgency
from holdfast.network.models import (
    Acquaintance,
    Channel,
    CoverAnswer,
    Goal,
    Need,
    Network,
    Rung,
    StepAnswer,
    Support,
    Tie,
    TieRecord,
    Touch,
)
from holdfast.network.starters import RUNGS, STARTERS

NOT_TODAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One way to reach a tie."""

    via: str
    value: str


@dataclass(frozen=True, slots=True)
class TieFacts:
    """Everything a person may say about a tie; only the name and the role are needed."""

    name: str
    role: Role
    circle: Circle = Circle.MONTHLY
    gives: Mapping[SupportKind, int] = field(default_factory=dict)
    channels: tuple[ChannelFacts, ...] = ()
    since_on: date | None = None
    trust: int | None = None
    feel_after: int | None = None
    rhythm_days: int | None = None
    helped_before: bool = False
    takes_calls: bool = False
    calls_from: time | None = None
    calls_until: time | None = None
    notes: str = ""
    tags: str = ""
    listing_key: str = ""

    def columns(self) -> dict[str, object]:
        """The facts that are columns of the tie itself."""
        own = set(self.__dataclass_fields__) - {"gives", "channels"}
        return {name: getattr(self, name) for name in own}


@transaction.atomic
def add_network(*, by: Person, name: str, now: datetime, is_main: bool = False) -> Network:
    """A further named network."""
    return Network.objects.create(person=by, name=name, is_main=is_main, created_at=now)


def main_network(*, by: Person, name: str, now: datetime) -> Network:
    """The person's main network, made with this name the first time it is needed."""
    found = Network.objects.filter(person=by, is_main=True).first()
    return found or add_network(by=by, name=name, now=now, is_main=True)


@transaction.atomic
def rename_network(*, network: Network, name: str) -> Network:
    """Give a network another name."""
    network.name = name
    network.save()
    return network


@transaction.atomic
def note_review(*, network: Network, today: date) -> Network:
    """The person looked the whole map over."""
    network.reviewed_on = today
    network.save()
    return network


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """What a person says about a need."""

    text: str
    kind: SupportKind
    area: Area = Area.OTHER
    urgency: Urgency = Urgency.SOON


@transaction.atomic
def add_need(*, by: Person, network: Network, facts: NeedFacts, now: datetime) -> Need:
    """Something the person wants support for."""
    return Need.objects.create(
        person=by,
        network=network,
        text=facts.text,
        kind=facts.kind,
        area=facts.area,
        urgency=facts.urgency,
        created_at=now,
    )


@transaction.atomic
def add_starters(*, by: Person, network: Network, keys: Iterable[str], now: datetime) -> list[Need]:
    """The needs that stand behind tapped starters, each once, in the words of the page's language."""
    there = {need.text for need in Need.objects.filter(person=by, network=network, settled_at=None)}
    wanted = [STARTERS[key] for key in dict.fromkeys(keys) if key in STARTERS]
    return [
        add_need(
            by=by,
            network=network,
            facts=NeedFacts(str(one.text), one.kind, one.area, one.urgency),
            now=now,
        )
        for one in wanted
        if str(one.text) not in there
    ]


@transaction.atomic
def change_need(*, need: Need, facts: NeedFacts) -> Need:
    """Say a need differently."""
    need.text, need.kind, need.area, need.urgency = facts.text, facts.kind, facts.area, facts.urgency
    need.save()
    return need


@transaction.atomic
def settle_need(*, need: Need, now: datetime) -> Need:
    """No longer needed. It stays in the history of the map."""
    need.settled_at = now
    need.save()
    return need


@transaction.atomic
def add_tie(*, by: Person, networks: Iterable[Network], facts: TieFacts, now: datetime) -> Tie:
    """Somebody or something that holds the person."""
    tie = Tie.objects.create(person=by, created_at=now, **facts.columns())
    tie.networks.set(networks)
    _write_parts(tie, facts, now)
    _record(tie, facts.gives, by=by, now=now)
    return tie


@transaction.atomic
def change_tie(*, by: Person, tie: Tie, networks: Iterable[Network], facts: TieFacts, now: datetime) -> Tie:
    """Say something differently about a tie. What changes how the map looks is recorded."""
    before = (tie.role, tie.circle, _gives(tie))
    for name, value in facts.columns().items():
        setattr(tie, name, value)
    tie.save()
    tie.networks.set(networks)
    Support.objects.filter(tie=tie).delete()
    Channel.objects.filter(tie=tie).delete()
    _write_parts(tie, facts, now)
    if before != (tie.role, tie.circle, _stored(facts.gives)):
        _record(tie, facts.gives, by=by, now=now)
    return tie


@transaction.atomic
def set_state(*, by: Person, tie: Tie, state: TieState, now: datetime) -> Tie:
    """A tie rests, is strained, is stepped back from, ends, or is there again."""
    if tie.state != state:
        tie.state = state
        tie.save()
        _record(tie, {SupportKind(kind): strength for kind, strength in _gives(tie).items()}, by=by, now=now)
    return tie


@transaction.atomic
def remove_tie(*, tie: Tie) -> None:
    """Delete a tie and everything written about it."""
    tie.delete()


@transaction.atomic
def introduce(*, by: Person, tie: Tie, others: Iterable[Tie], now: datetime) -> None:
    """Say whom a tie knows: exactly these, no longer anybody else. Whoever is named twice stands there once."""
    Acquaintance.objects.filter(person=by, one=tie).delete()
    Acquaintance.objects.filter(person=by, other=tie).delete()
    pairs = [sorted((tie, other), key=lambda one: one.pk) for other in others if other.pk != tie.pk]
    Acquaintance.objects.bulk_create(
        (Acquaintance(person=by, one=one, other=other, created_at=now) for one, other in pairs), ignore_conflicts=True
    )


@transaction.atomic
def answer_cover(*, tie: Tie, answers: Mapping[Need, bool]) -> None:
    """The person's own word on which needs a tie could meet."""
    for need, could in answers.items():
        CoverAnswer.objects.update_or_create(need=need, tie=tie, defaults={"could": could})


@dataclass(frozen=True, slots=True)
class TouchFacts:
    """One contact."""

    on: date
    direction: str = Touch.Direction.BOTH
    kind: str = ""
    note: str = ""
    how: str = ""


@transaction.atomic
def log_touch(*, by: Person, tie: Tie, facts: TouchFacts, now: datetime) -> Touch:
    """A real contact, given or received."""
    return Touch.objects.create(
        person=by,
        tie=tie,
        on=facts.on,
        direction=facts.direction,
        kind=facts.kind,
        how=facts.how,
        note=facts.note,
        created_at=now,
    )


@transaction.atomic
def thank(*, by: Person, tie: Tie, now: datetime) -> int:
    """Everything this tie gave has been thanked for; returns how much that was."""
    waiting = Touch.objects.filter(person=by, tie=tie, thanked_at=None)
    return waiting.exclude(direction=Touch.Direction.GIVEN).update(thanked_at=now)


@transaction.atomic
def answer_step(*, by: Person, rule: str, subject: str, answer: str, now: datetime) -> StepAnswer:
    """Done, not now, or not for me. "Not for me" is for good."""
    until = now.date() + NOT_TODAY if answer == StepAnswer.Answer.LATER else None
    row, _ = StepAnswer.objects.update_or_create(
        person=by,
        rule=rule,
        subject=subject,
        defaults={"answer": answer, "answered_at": now, "until_on": until},
    )
    return row


@transaction.atomic
def put_off(*, by: Person, rule: str, subject: str, until_on: date, now: datetime) -> StepAnswer:
    """Not before that day."""
    row = answer_step(by=by, rule=rule, subject=subject, answer=StepAnswer.Answer.LATER, now=now)
    row.until_on = until_on
    row.save(update_fields=["until_on"])
    return row


@transaction.atomic
def take_back_answer(*, by: Person, rule: str, subject: str) -> None:
    """The step may be suggested again."""
    StepAnswer.objects.filter(person=by, rule=rule, subject=subject).delete()


@transaction.atomic
def choose_goal(*, by: Person, template: str, now: datetime, tie: Tie | None = None) -> Goal:
    """Take on a small goal; taking on the same one again changes nothing."""
    running = Goal.objects.filter(person=by, template=template, ended_at=None).first()
    return running or Goal.objects.create(person=by, template=template, tie=tie, created_at=now)


@transaction.atomic
def end_goal(*, goal: Goal, now: datetime) -> Goal:
    """Put a goal down. Nothing is lost."""
    goal.ended_at = now
    goal.save()
    return goal


@transaction.atomic
def start_ladder(*, by: Person, now: datetime) -> list[Rung]:
    """The gentle ladder to start from, unless the person has one already."""
    if Rung.objects.filter(person=by).exists():
        return []
    return [add_rung(by=by, text=str(text), expected=None, now=now) for text in RUNGS]


@transaction.atomic
def add_rung(*, by: Person, text: str, expected: int | None, now: datetime) -> Rung:
    """A further rung at the top."""
    last = Rung.objects.filter(person=by).order_by("-position").first()
    position = last.position + 1 if last else 1
    return Rung.objects.create(person=by, text=text, expected=expected, position=position, created_at=now)


@transaction.atomic
def choose_rung(*, by: Person, rung: Rung, now: datetime) -> Rung:
    """ "This one next": the person's choice, whatever the numbers say."""
    Rung.objects.filter(person=by, done_at=None).update(chosen_at=None)
    rung.chosen_at = now
    rung.save()
    return rung


@transaction.atomic
def finish_rung(*, rung: Rung, actual: int | None, now: datetime) -> Rung:
    """It was done, and this is how hard it was."""
    rung.actual, rung.done_at = actual, now
    rung.save()
    return rung


@transaction.atomic
def remove_rung(*, rung: Rung) -> None:
    """Take a rung off the ladder."""
    rung.delete()


def _write_parts(tie: Tie, facts: TieFacts, now: datetime) -> None:
    gives = _stored(facts.gives)
    Support.objects.bulk_create(Support(tie=tie, kind=kind, strength=strength) for kind, strength in gives.items())
    for number, channel in enumerate(facts.channels):
        Channel.objects.create(
            person_id=tie.person_id,
            tie=tie,
            via=channel.via,
            value=channel.value,
            is_preferred=number == 0,
            created_at=now,
        )


def _record(tie: Tie, gives: Mapping[SupportKind, int], *, by: Person, now: datetime) -> None:
    TieRecord.objects.create(
        tie=tie, at=now, by=by, state=tie.state, circle=tie.circle, role=tie.role, gives=_stored(gives)
    )


def _stored(gives: Mapping[SupportKind, int]) -> dict[str, int]:
    return {str(kind): strength for kind, strength in gives.items() if strength > 0}


def _gives(tie: Tie) -> dict[str, int]:
    return dict(Support.objects.filter(tie=tie).order_by("kind").values_list("kind", "strength"))
