"""The next small steps: at most three, each with its reason, each with a way to say "not for me" for good.

The order of the rules is the order of what helps most for the least. Thanks come first: a word, and it keeps the help
coming (W84, W102). Then what nobody meets (W12), a real meeting before an open question. Then contact that is slipping,
because friendships fade without it (Roberts and Dunbar 2015). Then an empty map's first places (W70), what rests on one
alone, what the person set out to do, the look at the whole map, and last what widens it, which is never urgent. Among
equals the more urgent need and the later contact come first, then the id: the same map always gives the same steps.

The page shows one step of each rule before it shows a second, never three of one, and no need twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from holdfast.domain.cadence import days_since_touch, overdue, rhythm_of
from holdfast.domain.network import (
    COUNTING,
    CoverState,
    Network,
    Role,
    Sector,
    SupportKind,
    Tie,
    TieState,
    coverage,
    single_points,
)

MOST = 3
MOST_OF_ONE_RULE = 2
REVIEW_DAYS = 90
ENOUGH_TO_COMPARE = 4
"""Ties below which "all in one circle" says nothing."""


class Rule(StrEnum):
    """Why a step is offered."""

    THANK = "thank"
    JOIN = "join"
    OPEN_NEED = "open_need"
    KEEP_IN_TOUCH = "keep_in_touch"
    START = "start"
    SAY_NEEDS = "say_needs"
    SINGLE_POINT = "single_point"
    NEXT_RUNG = "next_rung"
    NO_PEER = "no_peer"
    NO_PROFESSIONAL = "no_professional"
    ONE_CIRCLE = "one_circle"
    GOAL_GROUP = "goal_group"
    GOAL_CALL = "goal_call"
    REVIEW = "review"


class GoalTemplate(StrEnum):
    """The two small goals of the field (W72)."""

    GROUP_A_MONTH = "group_a_month"
    WEEKLY_CALL = "weekly_call"


class Said(StrEnum):
    """What a person may answer to a step."""

    NOT_FOR_ME = "not_for_me"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer given earlier, and until when it holds; None is for good."""

    said: Said
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A real meeting that could become a tie."""

    id: str
    gives: frozenset[SupportKind]
    is_online: bool
    distance_km: float | None = None
    for_family: bool = False
    fits: tuple[str, ...] = ()
    """Why it fits, as codes the page has words for."""


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal the person chose, and how far it came in its current month or week."""

    id: str
    template: str
    done: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the rules look at."""

    network: Network
    today: date
    offers: tuple[Offer, ...] = ()
    answers: Mapping[tuple[str, str], Answer] = field(default_factory=dict)
    """(rule, subject) -> what the person said."""
    goals: tuple[GoalProgress, ...] = ()
    next_rung: str | None = None
    """The rung the person chose as the next one; never one chosen for them."""
    reviewed_on: date | None = None
    since_on: date | None = None
    """When the network was begun."""
    supports_someone: bool = False
    """Here for someone else's recovery: family groups may then be offered."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with the facts its sentence needs: ids, numbers and codes, never text."""

    rule: Rule
    subject: str = ""
    """The id of the tie, need, offer, goal or rung it is about."""
    need: str = ""
    days: int | None = None
    rhythm: int | None = None
    count: int = 0
    fits: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What an answer to this step is kept under."""
        return self.rule.value, self.subject


def next_steps(situation: Situation) -> tuple[Step, ...]:
    """At most three steps, the most helpful first, of rules as different as the situation allows."""
    steps = all_steps(situation)
    chosen: list[Step] = []
    for most in range(1, MOST_OF_ONE_RULE + 1):
        for step in steps:
            if len(chosen) < MOST and _adds(step, chosen, most):
                chosen.append(step)
    return tuple(sorted(chosen, key=steps.index))


def _adds(step: Step, chosen: Iterable[Step], most: int) -> bool:
    """Whether it says something that none of the chosen says. The two small goals count as one rule."""
    if any(step.key == other.key or (step.need and step.need == other.need) for other in chosen):
        return False
    return sum(_IS_LIKE.get(step.rule, step.rule) == _IS_LIKE.get(other.rule, other.rule) for other in chosen) < most


_IS_LIKE: Mapping[Rule, Rule] = {Rule.GOAL_CALL: Rule.GOAL_GROUP}


def all_steps(situation: Situation) -> tuple[Step, ...]:
    """Every step the rules suggest and the person has not answered, in order."""
    found = (step for rule in _RULES for step in rule(situation))
    return tuple(step for step in found if not is_answered(step, situation))


def is_answered(step: Step, situation: Situation) -> bool:
    """ "Not for me" holds for good; "later" and "done" hold until their day."""
    said = situation.answers.get(step.key)
    if said is None:
        return False
    if said.said is Said.NOT_FOR_ME:
        return True
    return said.until_on is None or situation.today < said.until_on


def _thank(situation: Situation) -> Iterable[Step]:
    """Someone helped and was not thanked (W84)."""
    waiting = [tie for tie in situation.network.ties if tie.to_thank and tie.state is TieState.ACTIVE]
    waiting.sort(key=lambda tie: (-(tie.last_touch_on or date.min).toordinal(), tie.id))
    return (Step(Rule.THANK, tie.id, days=days_since_touch(tie, situation.today)) for tie in waiting)


def _join(situation: Situation) -> Iterable[Step]:
    """A group that fits meets a need nobody meets, or one that only one carries (W52, W68, W72)."""
    for state in (CoverState.OPEN, CoverState.SINGLE):
        for row in coverage(situation.network):
            if row.state is state:
                yield from (
                    Step(Rule.JOIN, offer.id, need=row.need.id, fits=offer.fits)
                    for offer in _allowed(situation)
                    if row.need.kind in offer.gives
                )


def _allowed(situation: Situation) -> Iterable[Offer]:
    """Groups for family and friends are offered to supporters, not as the person's own (W34, W35)."""
    return (offer for offer in situation.offers if situation.supports_someone or not offer.for_family)


def _open_need(situation: Situation) -> Iterable[Step]:
    """A need nobody meets (W12, W59); not on an empty map, where everything is open (W70)."""
    if not _present(situation):
        return ()
    rows = [row for row in coverage(situation.network) if row.state is CoverState.OPEN]
    return (Step(Rule.OPEN_NEED, row.need.id, need=row.need.id) for row in rows)


def _keep_in_touch(situation: Situation) -> Iterable[Step]:
    """A helpful tie not touched for its rhythm or longer (W81). Ties that leave one feeling worse are left alone."""
    return (
        Step(Rule.KEEP_IN_TOUCH, tie.id, days=days_since_touch(tie, situation.today), rhythm=rhythm_of(tie))
        for tie in overdue(situation.network.ties, situation.today)
    )


def _start(situation: Situation) -> Iterable[Step]:
    """An empty map starts from groups, lines and professionals; an empty place is not a fault (W70)."""
    if not _present(situation):
        yield Step(Rule.START)


def _say_needs(situation: Situation) -> Iterable[Step]:
    """Needs come first (W59)."""
    if not situation.network.needs:
        yield Step(Rule.SAY_NEEDS)


def _single_point(situation: Situation) -> Iterable[Step]:
    """Needs that rest on one tie alone (W12)."""
    return (
        Step(Rule.SINGLE_POINT, point.tie.id, need=point.needs[0].id, count=len(point.needs))
        for point in single_points(situation.network)
    )


def _next_rung(situation: Situation) -> Iterable[Step]:
    """The rung the person chose (W73)."""
    if situation.next_rung:
        yield Step(Rule.NEXT_RUNG, situation.next_rung)


def _no_peer(situation: Situation) -> Iterable[Step]:
    """Nobody with a similar experience, neither alone nor in a group (W15, W118)."""
    ties = _present(situation)
    if ties and not any(tie.sector is Sector.PEERS or tie.role in _PEERS_MEET_IN for tie in ties):
        yield Step(Rule.NO_PEER)


_PEERS_MEET_IN = frozenset({Role.SUPPORT_GROUP, Role.THERAPY_GROUP, Role.PROGRAMME, Role.ONLINE_COMMUNITY})


def _no_professional(situation: Situation) -> Iterable[Step]:
    """No professional, nor a place where they work (W39, W56, W66)."""
    ties = _present(situation)
    if ties and not any(tie.sector is Sector.PROFESSIONALS or tie.role in _PROFESSIONALS_WORK_IN for tie in ties):
        yield Step(Rule.NO_PROFESSIONAL)


_PROFESSIONALS_WORK_IN = frozenset({Role.THERAPY_GROUP, Role.TREATMENT_CENTRE})


def _one_circle(situation: Situation) -> Iterable[Step]:
    """All ties equally near: when everyone is close nobody is spare, and when nobody is close no one is at hand."""
    ties = _present(situation)
    circles = {tie.circle for tie in ties}
    if len(ties) >= ENOUGH_TO_COMPARE and len(circles) == 1:
        yield Step(Rule.ONE_CIRCLE, str(int(min(circles))), count=len(ties))


def _chosen_goals(situation: Situation) -> Iterable[Step]:
    """A small goal the person chose, while it is not reached (W72)."""
    return (
        Step(_RULE_OF_GOAL[GoalTemplate(goal.template)], goal.id, count=goal.wanted - goal.done)
        for goal in situation.goals
        if goal.done < goal.wanted
    )


def _goals_to_choose(situation: Situation) -> Iterable[Step]:
    """The two small goals are offered while none is chosen; not on an empty map, which has enough to begin with."""
    if not situation.goals and _present(situation):
        yield from (Step(rule, template) for template, rule in _RULE_OF_GOAL.items())


_RULE_OF_GOAL: Mapping[GoalTemplate, Rule] = {
    GoalTemplate.GROUP_A_MONTH: Rule.GOAL_GROUP,
    GoalTemplate.WEEKLY_CALL: Rule.GOAL_CALL,
}


def goal_began(template: str, today: date) -> date:
    """The first day of a goal's current month or week; weeks begin on Monday (ISO 8601)."""
    if template == GoalTemplate.GROUP_A_MONTH:
        return today.replace(day=1)
    return today - timedelta(days=today.weekday())


def goal_progress(goal_id: str, template: str, touched_on: Iterable[date], today: date) -> GoalProgress:
    """How far a goal came by the days of its touches, which are dates where the person was: one a month or week."""
    began = goal_began(template, today)
    return GoalProgress(goal_id, template, done=sum(began <= day <= today for day in touched_on), wanted=1)


def _review(situation: Situation) -> Iterable[Step]:
    """The whole map is looked over every 90 days (W67)."""
    last = situation.reviewed_on or situation.since_on
    if last is not None and (situation.today - last) >= timedelta(days=REVIEW_DAYS):
        yield Step(Rule.REVIEW, days=(situation.today - last).days)


def _present(situation: Situation) -> list[Tie]:
    return [tie for tie in situation.network.ties if tie.state in COUNTING]


_RULES: tuple[Callable[[Situation], Iterable[Step]], ...] = (
    _thank,
    _join,
    _open_need,
    _keep_in_touch,
    _start,
    _say_needs,
    _single_point,
    _next_rung,
    _chosen_goals,
    _review,
    _no_peer,
    _no_professional,
    _one_circle,
    _goals_to_choose,
)
