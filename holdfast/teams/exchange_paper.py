"""The lines from which a person makes up one page for their team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.care.recovery_words import PARTS
from holdfast.care.words import STEPS
from holdfast.domain.consent import Item
from holdfast.domain.fhir.values import GoalState, Helper, Measured, Plan, PlanKind, Record
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.network.words import ROLES
from holdfast.teams.exchange import Choice, chosen

ON_PAPER = frozenset({Item.SAFETY_PLAN, Item.RECOVERY_PLAN, Item.NETWORK, Item.GOALS, Item.MEASURES})


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and its lines, each with the key by which it is ticked."""

    title: str | Promise
    lines: tuple[tuple[str, str], ...]


def sections(person: Person, *, now: datetime) -> list[Section]:
    """Everything that could stand on the page; what is empty is left out."""
    record = chosen(person, Choice(ON_PAPER, "", with_numbers=True), now=now)
    found = [*_plans(record), *_others(record)]
    return [one for one in found if one.lines]


def _plans(record: Record) -> Iterable[Section]:
    titles: Mapping[PlanKind, Mapping[str, str | Promise]] = {
        PlanKind.SAFETY: {str(int(step)): STEPS[step].title for step in Step},
        PlanKind.RECOVERY: {str(part): PARTS[part].title for part in Part},
    }
    for plan in sorted(record.plans, key=lambda one: one.kind):
        for part, title in titles[plan.kind].items():
            yield Section(title, tuple(_lines(plan, part)))


def _lines(plan: Plan, part: str) -> Iterable[tuple[str, str]]:
    for place, line in enumerate(plan.lines):
        if line.part == part:
            helped = f" · {', '.join(line.helpers)}" if line.helpers else ""
            yield f"{plan.kind}-{place}", f"{line.text}{helped}"


def _others(record: Record) -> Iterable[Section]:
    running = [goal for goal in record.goals if goal.state is GoalState.ACTIVE]
    yield Section(_("My goals"), tuple((f"goal-{one.id}", one.text) for one in running))
    yield Section(_("Who is there for me"), tuple((f"tie-{one.id}", _somebody(one)) for one in record.helpers or ()))
    latest = {one.key: one for one in record.measured if one.is_whole and one.scores}
    yield Section(_("How I answered lately"), tuple((f"measure-{key}", _score(one)) for key, one in latest.items()))


def _somebody(one: Helper) -> str:
    words = f"{one.name} ({ROLES[one.role]})"
    return f"{words}, {', '.join(one.phones[:1])}" if one.phones else words


def _score(one: Measured) -> str:
    name, value = next(iter(one.scores.items()))
    value = round(value, 1)
    said = {
        "name": one.name,
        "value": number_format(value, decimal_pos=1 if value % 1 else 0),
        "day": date_format(one.on),
    }
    return _("%(name)s: %(value)s, on %(day)s") % said if name else one.name


def ticked(every: Iterable[Section], keys: Iterable[str]) -> list[Section]:
    """The sections with only the lines that were ticked."""
    wanted = set(keys)
    kept = (Section(one.title, tuple(line for line in one.lines if line[0] in wanted)) for one in every)
    return [one for one in kept if one.lines]
