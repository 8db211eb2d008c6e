"""The policies that are compared: simple rules, our planner, and what could be done by somebody who knew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.routing.engine import Contact, Run
from benchmarks.routing.world import CRISIS, DAY, EFFORT, KINDS, ROLES, SPONSOR, Ask, World
from holdfast.domain.asks import planning
from holdfast.domain.asks.candidates import Candidate
from holdfast.domain.asks.estimates import POPULATION, Estimate, Population, circumstances, estimate, prices
from holdfast.domain.asks.hours import WeekHours
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.learned import NOTHING_YET, Circumstances, Event, Outcome, learn, learn_population
from holdfast.domain.asks.planning import Asking, Plan, plan
from holdfast.domain.asks.planning import Contact as Contact_

GRID = (0.0, 0.04, 0.10, 0.20, 0.35, 0.55, 0.75)


class Rule:
    """A simple rule: how many are asked at which share of the time, nearest first."""

    def __init__(self, name: str, waves: list[tuple[float, int]], *, minds: str = "all") -> None:
        self.name, self._waves, self._minds = name, waves, minds

    def act(self, run: Run, ask: Ask, now: float) -> tuple[list[int], float | None]:
        """As many as should have been asked by now, and those who said no replaced."""
        length = ask.until - ask.at
        here = run.progress[ask.id]
        wanted = sum(count for share, count in self._waves if ask.at + share * length <= now + 1e-6)
        free = [tie for tie in self._order(run, ask) if tie not in here.asked and tie not in here.done]
        free = [tie for tie in free if self._may(run, tie, ask.kind, now)]
        later = [ask.at + share * length for share, _ in self._waves if ask.at + share * length > now + 1e-6]
        return free[: max(0, wanted - len(here.asked))], min(later, default=None)

    def _may(self, run: Run, tie: int, kind: int, now: float) -> bool:
        who = run.world.ties.supporter[tie]
        if self._minds == "nothing":
            return True
        if self._minds == "hours":
            return kind == CRISIS or run.is_open(who, now)
        return run.is_welcome(who, kind, now) and run.has_room(who, kind, now)

    def _order(self, run: Run, ask: Ask) -> list[int]:
        stated = run.world.ties.stated
        return sorted(ask.ties, key=lambda tie: -stated[tie])

    def ended(self, run: Run, contact: Contact, outcome: Outcome, now: float) -> None:
        """A rule learns nothing."""


class AtRandom(Rule):
    """The same in an order of luck."""

    def _order(self, run: Run, ask: Ask) -> list[int]:
        return [tie for _, tie in sorted(((i * 7919 + ask.id * 104729) % 1009, tie) for i, tie in enumerate(ask.ties))]


class SponsorOnly(Rule):
    """The sponsor, at any hour."""

    def _order(self, run: Run, ask: Ask) -> list[int]:
        return [tie for tie in ask.ties if run.world.supporters.role[run.world.ties.supporter[tie]] == SPONSOR]


MANY = 10_000


def rules() -> dict[str, Rule]:
    """The simple rules by name."""
    steps = [(share / 12, 1) for share in range(12)]
    open_hours = [(share / 12, MANY if share == 0 else 0) for share in range(12)]
    every = [
        Rule("broadcast to all", [(0.0, MANY)], minds="nothing"),
        Rule("broadcast within boundaries", open_hours),
        Rule("fixed ladder", steps, minds="hours"),
        Rule("ladder within boundaries", steps),
        SponsorOnly("sponsor only", [(0.0, 1)], minds="nothing"),
        AtRandom("random 3 per wave", [(share / 6, 3) for share in range(6)]),
        Rule("2/3/rest by closeness", [(0.0, 2), (0.2, 3), (0.45, MANY), (0.6, 0), (0.75, 0), (0.9, 0)]),
    ]
    return {rule.name: rule for rule in every}


class Clairvoyant:
    """Knows every answer; tiredness and capacity are real. Asks only who will say yes, the cheapest one."""

    name = "clairvoyant"

    def act(self, run: Run, ask: Ask, now: float) -> tuple[list[int], float | None]:
        """The one whose yes costs least in waiting and load, now or at the best moment of the grid."""
        if run.progress[ask.id].asked:
            return [], None
        best: tuple[float, float, int] | None = None
        for at in {now, *(now + share * (ask.until - now) for share in GRID), *_openings(ask, now)}:
            for place, tie in enumerate(ask.ties):
                found = self._cost(run, ask, (place, tie), (now, at))
                if found is not None and (best is None or (found, at, tie) < best):
                    best = (found, at, tie)
        if best is None:
            return [], now + (ask.until - now) * 0.25 if ask.until - now > 2 else None
        return ([best[2]], None) if best[1] <= now else ([], best[1])

    def _cost(self, run: Run, ask: Ask, which: tuple[int, int], when: tuple[float, float]) -> float | None:
        (place, tie), (now, at) = which, when
        who = run.world.ties.supporter[tie]
        if not (run.is_welcome(who, ask.kind, at) and run.has_room(who, ask.kind, now)) or run.is_silent(who, at):
            return None
        luck = ask.luck[place]
        if luck[0] >= run.chance(tie, ask.kind, at):
            return None
        ready = at + run.answer_minutes(who, ask.kind, at, luck[1])
        if ready > ask.until:
            return None
        used = run.load_of(who, now) / run.world.supporters.most_helped[who]
        price = EFFORT[ask.kind] * 2 * (math.exp(min(used, 3.0)) - 1) / (math.e - 1)
        fair = math.exp(0.15 * run.balance_of(tie, now))
        return (1 + price) * fair + WEIGHTS[KINDS[ask.kind]].waiting * (ready - now)

    def ended(self, run: Run, contact: Contact, outcome: Outcome, now: float) -> None:
        """There is nothing left to learn."""


def _openings(ask: Ask, now: float) -> list[float]:
    """Full hours in which hours or the time of day may change."""
    first = int(now // 30 + 1) * 30
    return (
        [float(at) for at in range(first, int(ask.until), 120)]
        if ask.until - now > 240
        else [float(at) for at in range(first, int(ask.until), 30)]
    )


def relaxed(world: World) -> set[int]:
    """The asks that could be met at all: nobody tired or full, every moment tried, answers known."""
    run = Run(world, Clairvoyant())
    return {ask.id for ask in world.asks if _could(run, ask)}


def _could(run: Run, ask: Ask) -> bool:
    moments = [ask.at, *(float(at) for at in range(int(ask.at // 30 + 1) * 30, math.ceil(ask.until), 30))]
    return any(_says_yes(run, ask, place, at) for place in range(len(ask.ties)) for at in moments)


def _says_yes(run: Run, ask: Ask, place: int, at: float) -> bool:
    tie, luck = ask.ties[place], ask.luck[place]
    who = run.world.ties.supporter[tie]
    if not run.is_welcome(who, ask.kind, at) or run.is_silent(who, at):
        return False
    owed = 2 * run.world.shape.reciprocity if run.world.ties.back[tie] >= 0 else 0.0
    if luck[0] >= 1 / (1 + math.exp(-run.fresh(tie, ask.kind, at) - owed)):
        return False
    return at + run.answer_minutes(who, ask.kind, at, luck[1]) <= ask.until


NEVER_MINUTES = 1e6
AGAIN = 0.25
"""Where nobody else is planned: after which share of the time left it is planned again."""
START = datetime(2026, 1, 4, tzinfo=UTC)
"""Sunday 0:00."""


def moment(minute: float) -> datetime:
    """A minute of the run as a moment."""
    return START + timedelta(minutes=minute)


class Holdfast:
    """Our own planner, from what was declared and what it learns from answers; planned anew at each no and wake-up."""

    def __init__(self, world: World, name: str = "Holdfast", without: str = "", dial: int = 0) -> None:
        them = world.supporters
        self.name, self._without, self._dial = name, without, dial
        self._hours = [WeekHours(spans) for spans in them.spans]
        self._kinds = [{KINDS[kind]: said for kind, said in one.items()} for one in them.stated]
        self._limits = [None if most is None else most for most in them.most_asked]
        self.learned = [NOTHING_YET] * len(them)
        self.population = replace(POPULATION, load_price=0.0, balance_price=0.0) if without == "load" else POPULATION
        if without == "enrolment":
            self._kinds = [dict.fromkeys(one, Stated.DEPENDS) for one in self._kinds]
        self.circumstances: dict[tuple[int, int], Circumstances] = {}

    def act(self, run: Run, ask: Ask, now: float) -> tuple[list[int], float | None]:
        """Whoever is due by the plan, and the moment of the next one."""
        candidates = [self.candidate(run, tie, now) for tie in ask.ties]
        planned = self._plan(run, ask, candidates, now)
        due = planned.due(moment(now))
        for step in due:
            tie = int(step.candidate)
            self._note(run, ask, candidates[ask.ties.index(tie)], now)
        wake = planned.next_at(moment(now))
        again = (wake - START).total_seconds() / 60 if wake else now + (ask.until - now) * AGAIN
        return [int(step.candidate) for step in due], again if ask.until - again > 0.5 else None

    def _note(self, run: Run, ask: Ask, candidate: Candidate, now: float) -> None:
        """What is known at the moment of asking: for the lesson later, and to compare with the truth."""
        kind, tie = KINDS[ask.kind], int(candidate.id)
        self.circumstances[ask.id, tie] = circumstances(candidate, kind, self.population)
        run.predictions[tie] = estimate(candidate, kind, (moment(now),), moment(now), self.population).chance[0]

    def _plan(self, run: Run, ask: Ask, candidates: list[Candidate], now: float) -> Plan:
        here = run.progress[ask.id]
        silent = tuple(Contact_(str(tie), moment(contact.at)) for tie, contact in here.asked.items())
        done = frozenset(str(tie) for tie in here.done)
        asking = Asking(KINDS[ask.kind], moment(ask.at), moment(ask.until), 1, self._dial, silent, done)
        return plan(asking, candidates, moment(now), self.population)

    def candidate(self, run: Run, tie: int, now: float) -> Candidate:
        """One supporter as the product sees them."""
        world = run.world
        them, who = world.supporters, world.ties.supporter[tie]
        return Candidate(
            id=str(tie),
            name="",
            kinds=self._kinds[who],
            hours=self._hours[who],
            takes_crisis=them.takes_crisis[who],
            wakes=them.wakes[who],
            asked=run.asked_of(who, now),
            most_asked=self._limits[who],
            helped=run.helped_of(who, now),
            most_helped=them.most_helped[who],
            closeness=world.ties.stated[tie],
            balance=run.balance_of(tie, now),
            role=ROLES[them.role[who]],
            learned=self.learned[who],
        )

    def ended(self, run: Run, contact: Contact, outcome: Outcome, now: float) -> None:
        """What the answer, or its absence, teaches."""
        seen = self.circumstances.pop((contact.ask.id, contact.tie))
        who = run.world.ties.supporter[contact.tie]
        kind, hour = KINDS[contact.ask.kind], int(contact.at % DAY // 60)
        minutes = now - contact.at
        if self._without == "censoring" and outcome is Outcome.OVERTAKEN:
            outcome, minutes = Outcome.SILENT, NEVER_MINUTES
        event = Event(kind, hour, outcome, minutes, moment(now), seen)
        before = self.learned[who]
        if self._without != "own":
            self.learned[who] = learn(before, event, self.population)
        if self._without != "people":
            self.population = learn_population(self.population, before, event)


class TrueModel(Holdfast):
    """The same planner, told the true chances and speeds."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "true model")

    def _plan(self, run: Run, ask: Ask, candidates: list[Candidate], now: float) -> Plan:
        told = vars(planning)["estimate"]
        vars(planning)["estimate"] = _Told(run, ask).estimate
        try:
            return super()._plan(run, ask, candidates, now)
        finally:
            vars(planning)["estimate"] = told

    def _note(self, run: Run, ask: Ask, candidate: Candidate, now: float) -> None:
        run.predictions[int(candidate.id)] = run.chance(int(candidate.id), ask.kind, now)

    def ended(self, run: Run, contact: Contact, outcome: Outcome, now: float) -> None:
        """There is nothing left to learn."""


class _Told:
    """Estimates that are the truth."""

    def __init__(self, run: Run, ask: Ask) -> None:
        self._run, self._ask = run, ask

    def estimate(
        self, candidate: Candidate, kind: Kind, starts: Sequence[datetime], now: datetime, population: Population
    ) -> Estimate:
        """As `estimates.estimate`, from the hidden state."""
        run, tie = self._run, int(candidate.id)
        who = run.world.ties.supporter[tie]
        minutes = [(start - START).total_seconds() / 60 for start in starts]
        chance = tuple(max(1e-4, run.chance(tie, self._ask.kind, minute)) for minute in minutes)
        mu = tuple(run.log_minutes(who, self._ask.kind, minute) for minute in minutes)
        price = prices(candidate, kind, chance, population)
        return Estimate(chance, mu, price, run.world.shape.spread, run.world.supporters.says_no[who])
