"""What happens when a policy asks: answers, tiredness, load, muting, and the count of every limit that was crossed."""

from __future__ import annotations

import heapq
import math
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.routing.world import (
    BALANCE_FADE,
    CRISIS,
    DAY,
    EFFORT,
    LOAD_FADE,
    NOTES_FADE,
    WEEK,
    Ask,
    World,
    block_of,
    is_night,
)
from holdfast.domain.asks.learned import Outcome

OPENED, WOKEN, SAID_YES, SAID_NO, ENDED = range(5)


class Policy(Protocol):
    """Whom to ask now, and when to think again."""

    name: str

    def act(self, run: Run, ask: Ask, now: float) -> tuple[list[int], float | None]:
        """The ties to ask now and the minute to be woken at; called at the start, when woken and after each no."""

    def ended(self, run: Run, contact: Contact, outcome: Outcome, now: float) -> None:
        """One contact came to its end."""


@dataclass(slots=True)
class Contact:
    """One notice of one ask to one supporter."""

    ask: Ask
    tie: int
    at: float
    predicted: float
    true: float


@dataclass(slots=True)
class Progress:
    """Where one ask stands."""

    asked: dict[int, Contact] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    """Those who said no."""
    turn: int = 0
    is_over: bool = False


@dataclass(slots=True)
class Tally:
    """What one run counted."""

    met: dict[int, float] = field(default_factory=dict)
    """Ask -> minutes until the yes."""
    helper: dict[int, int] = field(default_factory=dict)
    notes: int = 0
    violations: int = 0
    predicted: list[tuple[float, float, float]] = field(default_factory=list)
    """Predicted and true acceptance of each one asked, and when."""


class Run:
    """One policy in one world, from the first ask to the last answer."""

    def __init__(self, world: World, policy: Policy) -> None:
        self.world, self.policy = world, policy
        count = len(world.supporters)
        self.willing = world.supporters.willing.tolist()
        self.notes, self.notes_at = [0.0] * count, [0.0] * count
        self.load, self.load_at = [0.0] * count, [0.0] * count
        self.effort = [0.0] * count
        self.peak = [0.0] * count
        self.recent_notes: list[deque[float]] = [deque() for _ in range(count)]
        self.recent_help: list[deque[tuple[float, float]]] = [deque() for _ in range(count)]
        self.muted_until = [0.0] * count
        self.ever_muted = [False] * count
        self.received = [0.0] * len(world.ties)
        """Hours the supporter of this tie lately got from the person, fading, as of `received_at`."""
        self.given = [0.0] * len(world.ties)
        self.balance_at = [0.0] * len(world.ties)
        self.last_asked = [-1.0] * len(world.ties)
        self.progress: dict[int, Progress] = {}
        self.tally = Tally()
        self.predictions: dict[int, float] = {}
        """Tie -> the chance the policy saw when it chose, read and emptied at each contact."""
        self._heap: list[tuple[float, int, int, int, int]] = []
        self._order = 0

    # ---- running

    def run(self) -> Tally:
        """Everything, in order of time."""
        asks = self.world.asks
        for ask in asks:
            self._push(ask.at, OPENED, ask.id, 0)
        while self._heap:
            now, _, what, number, detail = heapq.heappop(self._heap)
            self._happen(now, what, asks[number], detail)
        return self.tally

    def _push(self, at: float, what: int, ask: int, detail: int) -> None:
        self._order += 1
        heapq.heappush(self._heap, (at, self._order, what, ask, detail))

    def _happen(self, now: float, what: int, ask: Ask, detail: int) -> None:
        if what == OPENED:
            self.progress[ask.id] = Progress()
            self._push(ask.until, ENDED, ask.id, 0)
            self._turn(ask, now)
            return
        here = self.progress.get(ask.id)
        if here is None:
            return
        if what == WOKEN:
            if detail == here.turn:
                self._turn(ask, now)
        elif what == SAID_NO:
            here.done.add(detail)
            self.policy.ended(self, here.asked.pop(detail), Outcome.NO, now)
            self._turn(ask, now)
        elif what == SAID_YES:
            self._covered(ask, here, detail, now)
        else:
            self._close(ask, here, Outcome.SILENT, now)

    def _turn(self, ask: Ask, now: float) -> None:
        here = self.progress[ask.id]
        here.turn += 1
        ties, wake = self.policy.act(self, ask, now)
        for tie in ties:
            self._contact(ask, here, tie, now)
        if wake is not None and now < wake < ask.until:
            self._push(wake, WOKEN, ask.id, here.turn)

    def _covered(self, ask: Ask, here: Progress, tie: int, now: float) -> None:
        contact = here.asked.pop(tie)
        self.tally.met[ask.id] = now - ask.at
        who = self.world.ties.supporter[tie]
        self.tally.helper[ask.id] = who
        effort = EFFORT[ask.kind]
        self.load[who], self.load_at[who] = self.load_of(who, now) + effort, now
        self.effort[who] += effort
        self.recent_help[who].append((now, effort))
        self.peak[who] = max(self.peak[who], self.helped_of(who, now) / self.world.supporters.most_helped[who])
        self._balance(tie, effort, now)
        self.policy.ended(self, contact, Outcome.YES, now)
        self._close(ask, here, Outcome.OVERTAKEN, now)

    def _balance(self, tie: int, effort: float, now: float) -> None:
        self._fade_balance(tie, now)
        self.given[tie] += effort
        back = self.world.ties.back[tie]
        if back >= 0:
            self._fade_balance(back, now)
            self.received[back] += effort

    def _fade_balance(self, tie: int, now: float) -> None:
        fade = math.exp((self.balance_at[tie] - now) / BALANCE_FADE)
        self.received[tie] *= fade
        self.given[tie] *= fade
        self.balance_at[tie] = now

    def _close(self, ask: Ask, here: Progress, outcome: Outcome, now: float) -> None:
        for contact in here.asked.values():
            self.policy.ended(self, contact, outcome, now)
        del self.progress[ask.id]

    def _contact(self, ask: Ask, here: Progress, tie: int, now: float) -> None:
        who = self.world.ties.supporter[tie]
        luck = ask.luck[ask.ties.index(tie)]
        is_welcome = self.is_welcome(who, ask.kind, now)
        if not (is_welcome and self.has_room(who, ask.kind, now)):
            self.tally.violations += 1
        chance = self.chance(tie, ask.kind, now, is_welcome=is_welcome)
        predicted = self.predictions.pop(tie, math.nan)
        here.asked[tie] = Contact(ask, tie, now, predicted, chance)
        self.tally.notes += 1
        if predicted == predicted:  # noqa: PLR0124 - not a number: no prediction
            self.tally.predicted.append((predicted, chance, now))
        answers_at = now + self.answer_minutes(who, ask.kind, now, luck[1])
        if answers_at <= ask.until and not self.is_silent(who, now):
            if luck[0] < chance:
                self._push(answers_at, SAID_YES, ask.id, tie)
            elif luck[2] < self.world.supporters.says_no[who]:
                self._push(answers_at, SAID_NO, ask.id, tie)
        self._tire(who, now, luck, 1.0 if is_welcome else 3.0)
        self.last_asked[tie] = now

    def _tire(self, who: int, now: float, luck: list[float], weight: float) -> None:
        shape = self.world.shape
        notes = self.notes_of(who, now) + weight
        self.notes[who], self.notes_at[who] = notes, now
        self.recent_notes[who].append(now)
        if luck[3] < shape.mute * weight * math.exp(min(shape.mute_growth * notes, 5.0)):
            self.muted_until[who] = max(self.muted_until[who], now - shape.mute_days * DAY * math.log(1 - luck[4]))
            self.ever_muted[who] = True

    # ---- the state of one supporter

    def notes_of(self, who: int, now: float) -> float:
        """Notices of late; an unwelcome one counts three times; fading with three days."""
        return self.notes[who] * math.exp((self.notes_at[who] - now) / NOTES_FADE)

    def load_of(self, who: int, now: float) -> float:
        """Hours given of late, fading with seven days."""
        return self.load[who] * math.exp((self.load_at[who] - now) / LOAD_FADE)

    def asked_of(self, who: int, now: float) -> int:
        """Notices in the last seven days."""
        recent = self.recent_notes[who]
        while recent and recent[0] <= now - WEEK:
            recent.popleft()
        return len(recent)

    def helped_of(self, who: int, now: float) -> float:
        """Hours promised in the last seven days."""
        recent = self.recent_help[who]
        while recent and recent[0][0] <= now - WEEK:
            recent.popleft()
        return sum(effort for _, effort in recent)

    def balance_of(self, tie: int, now: float) -> float:
        """Hours given minus received, fading with 30 days."""
        return (self.given[tie] - self.received[tie]) * math.exp((self.balance_at[tie] - now) / BALANCE_FADE)

    def is_silent(self, who: int, now: float) -> bool:
        """Muted, or one of the half who do not answer on this day of their group's."""
        if now < self.muted_until[who]:
            return True
        day = int(now // DAY)
        silent = self.world.silent_days
        return bool(silent) and (self.world.supporters.group[who], day) in silent and (who * 31 + day) % 2 == 0

    # ---- what was declared

    def is_welcome(self, who: int, kind: int, now: float) -> bool:
        """Whether this kind is agreed to at this hour."""
        them = self.world.supporters
        if kind == CRISIS:
            return them.wakes[who] or (them.takes_crisis[who] and self.is_open(who, now))
        return kind in them.stated[who] and self.is_open(who, now)

    def is_open(self, who: int, now: float) -> bool:
        """Whether the supporter may be asked at this hour."""
        minute = now % WEEK
        return any(a <= minute < b or a <= minute + WEEK < b for a, b in self.world.supporters.spans[who])

    def has_room(self, who: int, kind: int, now: float) -> bool:
        """Whether one more fits into the limits of the week."""
        them = self.world.supporters
        if kind == CRISIS and them.wakes[who]:
            return True
        most = them.most_asked[who]
        if most is not None and self.asked_of(who, now) >= most:
            return False
        return self.helped_of(who, now) + EFFORT[kind] <= them.most_helped[who]

    # ---- what is hidden

    def chance(self, tie: int, kind: int, now: float, *, is_welcome: bool = True) -> float:
        """The true chance of a yes, were they asked now."""
        world = self.world
        who = world.ties.supporter[tie]
        if self.is_silent(who, now):
            return 0.0
        shape = world.shape
        load = self.load_of(who, now) / world.supporters.most_helped[who]
        logit = (
            self.fresh(tie, kind, now)
            - world.supporters.fatigue[who] * self.notes_of(who, now)
            - shape.load * min(load, 1.0) ** 2
            + shape.reciprocity * min(2.0, self.received[tie] * math.exp((self.balance_at[tie] - now) / BALANCE_FADE))
        )
        if load > 1:
            logit -= shape.burnout
        if not is_welcome:
            logit -= shape.unwelcome
        return 1 / (1 + math.exp(-logit))

    def fresh(self, tie: int, kind: int, now: float) -> float:
        """The logit of a rested supporter who owes nothing."""
        ties = self.world.ties
        return self.willing[ties.supporter[tie]][kind][block_of(now)] + self.world.shape.closeness * (
            ties.closeness[tie] - 0.5
        )

    def log_minutes(self, who: int, kind: int, now: float) -> float:
        """The middle of the logarithm of the minutes until an answer."""
        shape = self.world.shape
        return math.log(shape.median[kind]) + self.world.supporters.speed[who] + shape.night_slower * is_night(now)

    def answer_minutes(self, who: int, kind: int, now: float, z: float) -> float:
        """Minutes until an answer, given its luck as a standard normal."""
        shape = self.world.shape
        middle = self.log_minutes(who, kind, now)
        if not shape.gamma:
            return math.exp(middle + shape.spread * z)
        return math.exp(middle) * _gamma(shape.gamma, z) / _gamma(shape.gamma, 0.0)


def _gamma(shape: float, z: float) -> float:
    """The quantile of a gamma distribution at this normal score (Wilson and Hilferty's cube)."""
    return shape * float(max(0.05, 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape)))) ** 3
