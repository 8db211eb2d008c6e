"""The page on paper that a person makes up for their team: in parts that are sensible as they are, or line by line.

Whoever is on a map agreed to nothing, so without a tick nobody is named: lines that name somebody stay away, and
people stand there by what they are to the person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.care.recovery_words import PARTS
from holdfast.care.words import STEPS
from holdfast.domain.consent import Item
from holdfast.domain.fhir.values import GoalState, Helper, Measured, Plan, PlanKind, Record
from holdfast.domain.naming import names_somebody, parts_of
from holdfast.domain.network import SECTOR_OF, Role, Sector
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.network.access import ties_of
from holdfast.network.words import ROLES
from holdfast.teams.exchange import Choice, chosen
from holdfast.teams.queries import workers_of

ON_PAPER = frozenset({Item.SAFETY_PLAN, Item.RECOVERY_PLAN, Item.NETWORK, Item.GOALS, Item.MEASURES})
PRESET = (Item.SAFETY_PLAN, Item.RECOVERY_PLAN, Item.GOALS, Item.NETWORK)
"""What somebody new should know. A score says little without the person who gave it, so it is theirs to add."""
OF_OTHERS = frozenset({str(int(Step.COMPANY)), str(int(Step.HELP)), str(int(Step.CARE)), str(Part.WHO_DECIDES)})
"""Steps and parts that are about others, whether they are on the map or not."""


class Naming(StrEnum):
    """Whether a line stands on the page with names, without them, or either way."""

    EITHER = "either"
    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that can stand on the page, and the key by which it is ticked."""

    key: str
    text: str
    naming: Naming = Naming.EITHER


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and its lines."""

    title: str | Promise
    every: tuple[Line, ...]

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each line with its key before it."""
        return tuple((one.key, one.text) for one in self.every)


@dataclass(frozen=True, slots=True)
class Portion:
    """What can be taken onto the page by one tick."""

    item: Item
    sections: tuple[Section, ...]

    def keys(self, *, with_names: bool) -> list[str]:
        """The keys of its lines, with those that name somebody or without."""
        left_out = Naming.WITHOUT if with_names else Naming.WITH
        return [line.key for one in self.sections for line in one.every if line.naming is not left_out]


def portions(person: Person, *, now: datetime) -> list[Portion]:
    """Everything that could stand on the page; what is empty is left out."""
    record = chosen(person, Choice(ON_PAPER, "", with_numbers=True), now=now)
    names = parts_of(_everybody(person))
    found = [*_plans(record, names), *_others(record, names)]
    kept = (replace(one, sections=tuple(each for each in one.sections if each.every)) for one in found)
    return [one for one in kept if one.sections]


def _everybody(person: Person) -> Iterator[str]:
    """Whoever is or was on the map, and whoever works or worked with the person: a plan may name them still."""
    for tie in ties_of(person):
        if SECTOR_OF[Role(tie.role)] is not Sector.GROUPS:
            yield tie.name
    yield from workers_of(person)


def sections(person: Person, *, now: datetime) -> list[Section]:
    """The same without the portions, in the order of the page."""
    return [section for one in portions(person, now=now) for section in one.sections]


_KINDS = {PlanKind.SAFETY: Item.SAFETY_PLAN, PlanKind.RECOVERY: Item.RECOVERY_PLAN}


def _plans(record: Record, names: frozenset[str]) -> Iterator[Portion]:
    titles: dict[PlanKind, dict[str, str | Promise]] = {
        PlanKind.SAFETY: {str(int(step)): STEPS[step].title for step in Step},
        PlanKind.RECOVERY: {str(part): PARTS[part].title for part in Part},
    }
    for plan in sorted(record.plans, key=lambda one: list(_KINDS).index(one.kind)):
        parts = (Section(title, tuple(_lines(plan, part, names))) for part, title in titles[plan.kind].items())
        yield Portion(_KINDS[plan.kind], tuple(parts))


def _lines(plan: Plan, part: str, names: frozenset[str]) -> Iterator[Line]:
    for place, line in enumerate(plan.lines):
        if line.part != part:
            continue
        key, one = f"{plan.kind}-{place}", _line(f"{plan.kind}-{place}", line.text, names)
        if part in OF_OTHERS or one.naming is Naming.WITH:
            one = replace(one, naming=Naming.WITH)
        elif line.helpers:
            one = replace(one, naming=Naming.WITHOUT)
        yield one
        if line.helpers:
            yield Line(f"{key}{AND_WHO}", f"{line.text} · {', '.join(line.helpers)}", Naming.WITH)


AND_WHO = "-who"
"""Ends the key of a line with those who help."""


def _line(key: str, text: str, names: frozenset[str]) -> Line:
    return Line(key, text, Naming.WITH if names_somebody(text, names) else Naming.EITHER)


def _others(record: Record, names: frozenset[str]) -> Iterator[Portion]:
    running = [goal for goal in record.goals if goal.state is GoalState.ACTIVE]
    goals = Section(_("My goals"), tuple(_line(f"goal-{one.id}", one.text, names) for one in running))
    yield Portion(Item.GOALS, (goals,))
    yield Portion(Item.NETWORK, (Section(_("Who is there for me"), tuple(_there(record.helpers or (), names))),))
    latest = {one.key: one for one in record.measured if one.is_whole and one.scores}
    scores = tuple(Line(f"measure-{key}", _score(one)) for key, one in latest.items())
    yield Portion(Item.MEASURES, (Section(_("How I answered lately"), scores),))


def _there(helpers: Collection[Helper], names: frozenset[str]) -> Iterator[Line]:
    """People by what they are, in one line, or each by name; groups and services are no people."""
    people = [one for one in helpers if SECTOR_OF[one.role] is not Sector.GROUPS]
    if people:
        roles = Counter(str(ROLES[one.role]) for one in people)
        said = (role if count == 1 else f"{role} ×\N{NO-BREAK SPACE}{count}" for role, count in roles.items())
        yield Line("roles", ", ".join(said), Naming.WITHOUT)
    for one in people:
        yield Line(f"tie-{one.id}", _somebody(one), Naming.WITH)
    for one in helpers:
        if SECTOR_OF[one.role] is Sector.GROUPS:
            yield _line(f"tie-{one.id}", _somebody(one), names)


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
    """The sections with only the lines that were ticked; a line that is there with those who help is there once."""
    wanted = set(keys)
    wanted -= {key.removesuffix(AND_WHO) for key in wanted if key.endswith(AND_WHO)}
    kept = (Section(one.title, tuple(line for line in one.every if line.key in wanted)) for one in every)
    return [one for one in kept if one.every]
