"""Plans for many asks at once: the same model in 32-bit NumPy, for whoever plans thousands in one go.

What `estimates` says of a person's supporters is packed into one page of 45 cache lines: twelve places, and for each
the chances by kind and three hours of the day, its pace and the parts of its price; then one word of twelve bits for
each hour of the week, which says who may be asked. An ask reads about ten of these lines. A page tells of the week
from the moment it was packed at, and is packed again when somebody answers, changes a limit, or a clock changes.
Standing offers are left out, and hours count only where they are whole.

The search is shorter than `schedule.cheapest`: the six cheapest, a ladder, the best start of each in turn, one move of
two together, and the best start of each again; `benchmarks/routing/speed.py` says what that costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from holdfast.domain.asks.candidates import Candidate, refusal_of
from holdfast.domain.asks.estimates import POPULATION, Population, estimate, price_parts
from holdfast.domain.asks.hours import ALWAYS, WEEK, WeekHours
from holdfast.domain.asks.kinds import WEIGHTS, Kind, Stated
from holdfast.domain.asks.schedule import LOGS, NEVER, SIZE, STARTS, TRAPEZES

Singles = NDArray[np.float32]
Integers = NDArray[np.int64]
Words = NDArray[np.uint16]
KINDS = tuple(Kind)
TIES, SLOTS = 12, 8
KEPT = 6
"""How many of the twelve are planned with, the cheapest per yes."""
FIELDS = 120
HOURS, SPARED, AGREED, WAKE, SHIFT, PACE, SPREAD, NOTICE, LOAD, RISE = 96, 110, 111, 112, 113, 114, 115, 116, 117, 118
"""Where in a page stand masks of places: by hour of the week (14 x 12 words), by kind those who help only if needed and
those who may be asked at all, and who may be woken (one word); and by place: hours east of Greenwich, pace and
its spread, and the three parts of the price."""
FINE, COARSE, SURE = 4096.0, 1024.0, 65535.0
"""The words are fixed-point: pace, spread and the rise of a price in 1/4096, prices in 1/1024, chances in 1/65535."""
AT_ONCE = 1024
"""Asks worked on in one go: few enough that what one step touches stays in the second-level cache."""
BARRED = np.float32(1e6)
"""The price of a moment that crosses a limit."""
WEEK_HOURS = 168
_SLOTS = [datetime(2026, 1, 4, 3 * slot, tzinfo=UTC) for slot in range(SLOTS)]


@dataclass(frozen=True, slots=True)
class Pages:
    """The packed supporters of many persons. `words[person, field, place]`; `since` is a Sunday, 0:00 UTC."""

    words: Words
    since: datetime
    population: Population = POPULATION


@dataclass(frozen=True, slots=True)
class Asks:
    """Many asks: whose (row of the pages), which kind (number in `KINDS`), when in minutes since the pages' Sunday, how
    many minutes are left, and the dial."""

    person: Integers
    kind: Integers
    at: Integers
    minutes: Singles
    dial: Integers

    def part(self, begins: int, ends: int) -> Asks:
        """Some of them."""
        rows = slice(begins, ends)
        return Asks(self.person[rows], self.kind[rows], self.at[rows], self.minutes[rows], self.dial[rows])


@dataclass(frozen=True, slots=True)
class Scores:
    """For each ask (rows) and place of the page: may it be asked at that moment, the chance of a yes, the mean of the
    log-minutes until an answer, and the price."""

    allowed: NDArray[np.bool_]
    chance: Singles
    mu: Singles
    price: Singles


@dataclass(frozen=True, slots=True)
class Plans:
    """For each ask (rows): the start of each place (0 … 6; 7 is never), the chance that somebody says yes in time (not
    capped), and what the schedule costs in ordinary notices."""

    starts: NDArray[np.int8]
    chance: Singles
    cost: Singles


# ---- packing


def packed(persons: Sequence[Sequence[Candidate]], now: datetime, population: Population = POPULATION) -> Pages:
    """One page for each person's supporters, at most twelve, for the week from now."""
    words = np.zeros((len(persons), FIELDS, TIES), dtype=np.uint16)
    words[:, :HOURS], words[:, SPREAD] = 1, round(FINE)
    for page, candidates in zip(words, persons, strict=True):
        if len(candidates) > TIES:
            raise ValueError(f"A page has {TIES} places.")
        for place, candidate in enumerate(candidates):
            _put(page, place, candidate, now, population)
    return Pages(words, sunday(now), population)


def sunday(now: datetime) -> datetime:
    """The last Sunday, 0:00 UTC, before the day."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.isoweekday() % 7)


def _put(page: Words, place: int, candidate: Candidate, now: datetime, population: Population) -> None:
    anytime = replace(candidate, hours=WeekHours(ALWAYS), away_until=None, offers=())
    bit = np.uint16(1 << place)
    for number, kind in enumerate(KINDS):
        guess = estimate(anytime, kind, _SLOTS, now, population)
        page[number * SLOTS : (number + 1) * SLOTS, place] = np.rint(np.array(guess.chance) * SURE)
        if refusal_of(anytime, kind, now) is None:
            page[AGREED, number] |= bit
        if candidate.kinds.get(kind) is Stated.IF_NEEDED:
            page[SPARED, number] |= bit
    if candidate.wakes:
        page[WAKE, 0] |= bit
    shift = _east(candidate, now)
    hours = page[HOURS:SPARED].reshape(-1)
    hours[_whole_hours(candidate.hours, shift) & _after(candidate.away_until, now)] |= bit
    page[SHIFT, place] = shift // 60 % 24
    page[PACE, place] = np.rint((guess.mu[0] - _paces(population)[len(KINDS) - 1, 0]) * FINE + SURE / 2)
    page[SPREAD, place] = np.rint(guess.sigma * FINE)
    parts = np.array(price_parts(candidate, population)) * (COARSE, COARSE, FINE)
    page[[NOTICE, LOAD, RISE], place] = np.minimum(SURE, np.rint(parts))


def _east(candidate: Candidate, now: datetime) -> int:
    offset = now.astimezone(ZoneInfo(candidate.hours.zone)).utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


def _whole_hours(hours: WeekHours, shift: int) -> NDArray[np.bool_]:
    """Which hours of the week, UTC, lie wholly in the hours."""
    minutes = np.zeros(2 * WEEK, dtype=bool)
    for begins, ends in hours.spans:
        minutes[begins:ends] = True
    local = minutes[:WEEK] | minutes[WEEK:]
    return np.asarray(np.roll(local, -shift).reshape(WEEK_HOURS, 60).all(axis=1))


def _after(moment: datetime | None, now: datetime) -> NDArray[np.bool_]:
    """Which hours of the week from now on begin when a respite is over."""
    begin = int((now - sunday(now)) / timedelta(hours=1))
    away = 0 if moment is None else -((sunday(now) + timedelta(hours=begin) - moment) // timedelta(hours=1))
    after = np.ones(WEEK_HOURS, dtype=bool)
    after[:] = np.roll(np.arange(WEEK_HOURS) >= away, begin)
    return after


def _paces(population: Population) -> Singles:
    """The mean of the log-minutes until somebody new answers, by kind and slot."""
    anybody = Candidate("", "", {}, WeekHours(ALWAYS))
    return np.array([estimate(anybody, kind, _SLOTS, _SLOTS[0], population).mu for kind in KINDS], dtype=np.float32)


# ---- scoring


def scored(pages: Pages, asks: Asks) -> Scores:
    """Every place of every ask's page, if asked at once."""
    shape = (len(asks.person), TIES)
    found = Scores(np.empty(shape, bool), *(np.empty(shape, np.float32) for _ in range(3)))
    facts = _facts_of(pages.population)
    for begins in range(0, len(asks.person), AT_ONCE):
        rows = slice(begins, begins + AT_ONCE)
        part = _Part(pages, facts, asks.part(begins, begins + AT_ONCE))
        _MASKED.take(part.may_ask(part.asks.at // 60), 0, out=found.allowed[rows])
        found.chance[rows], found.price[rows], slot = part.chance_and_price()
        found.mu[rows] = part.mu(slot)
    return found


class _Part:
    """Some asks beside the pages they are about."""

    def __init__(self, pages: Pages, facts: _Facts, asks: Asks) -> None:
        self.fields, self.words = pages.words.reshape(-1, TIES), pages.words.reshape(-1)
        self.facts, self.asks = facts, asks
        self.base = asks.person * FIELDS
        self.cell = self.base * TIES + asks.kind * (SLOTS * TIES)
        self.shift = self.fields.take(self.base + SHIFT, 0)

    def may_ask(self, hours: Integers) -> Words:
        """The places that may be asked at these hours (rows), as bits."""
        masks = self.words.take(hours % WEEK_HOURS + (self.base + HOURS) * TIES)
        crisis = self.words.take((self.base + WAKE) * TIES) & self.facts.crisis.take(self.asks.kind)
        masks |= crisis
        masks &= self.words.take((self.base + AGREED) * TIES + self.asks.kind)
        return masks

    def chance_and_price(self) -> tuple[Singles, Singles, Integers]:
        """Of every place (columns), asked at once; and its slot."""
        slot = self.facts.slots.take((self.asks.at // 60 % 24)[:, None] + self.shift)
        chance = self.words.take(slot + (self.cell[:, None] + _PLACES)) * np.float32(1 / SURE)
        effort = self.facts.effort.take(self.asks.kind)[:, None]
        price = self.fields.take(self.base + RISE, 0) * (effort * _FINER)
        price += self.fields.take(self.base + LOAD, 0)
        price *= chance
        price *= effort
        price += self.fields.take(self.base + NOTICE, 0)
        price *= self.facts.spare.take(self.spared(), 0)
        return chance, price, slot

    def spared(self) -> Words:
        """The places that help only if needed, as bits."""
        return self.words.take((self.base + SPARED) * TIES + self.asks.kind)

    def mu(self, slot: Integers) -> Singles:
        """Of the log-minutes until an answer, by place."""
        mu = self.fields.take(self.base + PACE, 0) * np.float32(1 / FINE)
        mu += self.facts.paces.take(slot + (self.asks.kind * (SLOTS * TIES))[:, None])
        return np.asarray(mu)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a population says, as tables: where in a page the slot of an hour stands; paces at the same places, less
    what half a word is; efforts; the price factor of those who help only if needed, by mask; and what a kind
    weighs."""

    slots: Integers
    paces: Singles
    effort: Singles
    spare: Singles
    waiting: Singles
    failing: Singles
    crisis: Words


def _facts_of(population: Population) -> _Facts:
    weights = [WEIGHTS[kind] for kind in KINDS]
    paces = np.repeat(_paces(population).reshape(-1), TIES) - np.float32(SURE / 2 / FINE)
    return _Facts(
        slots=np.arange(48) % 24 // 3 * TIES,
        paces=paces,
        effort=np.array([weight.effort for weight in weights], dtype=np.float32),
        spare=np.where(_MASKED, population.spare, 1.0).astype(np.float32) / np.float32(COARSE),
        waiting=np.array([weight.waiting for weight in weights], dtype=np.float32),
        failing=np.array([weight.failing for weight in weights], dtype=np.float32),
        crisis=np.array([SURE if kind is Kind.CRISIS else 0 for kind in KINDS], dtype=np.uint16),
    )


_PLACES = np.arange(TIES)
_MASKED = (np.arange(1 << TIES)[:, None] >> _PLACES & 1).astype(bool)


# ---- planning


@dataclass(frozen=True, slots=True)
class Table:
    """Many problems of `KEPT` candidates each, the asks last so that they lie side by side: `open_[i, g, h, ask]`,
    `price[i, g, ask]`, `worth[h, ask]`, as in `schedule.Problem` for one place and nobody asked before."""

    open_: Singles
    price: Singles
    worth: Singles


def planned(pages: Pages, asks: Asks) -> Plans:
    """The schedule of every ask, as if nobody had been asked for it yet."""
    count = len(asks.person)
    plans = Plans(np.full((count, TIES), NEVER, np.int8), np.empty(count, np.float32), np.empty(count, np.float32))
    facts = _facts_of(pages.population)
    for begins in range(0, count, AT_ONCE):
        rows = slice(begins, begins + AT_ONCE)
        kept, table = _tables(_Part(pages, facts, asks.part(begins, begins + AT_ONCE)))
        schedules = Schedules(table)
        schedules.improve()
        np.put_along_axis(plans.starts[rows], kept.T, schedules.starts.T.astype(np.int8), axis=1)
        plans.chance[rows] = 1 - schedules.still[-1]
        plans.cost[rows] = schedules.costs()
    return plans


def problems(pages: Pages, asks: Asks) -> tuple[Integers, Table]:
    """The places of the kept (rows, the cheapest first), and what planning them needs; for not too many asks."""
    return _tables(_Part(pages, _facts_of(pages.population), asks))


def _tables(part: _Part) -> tuple[Integers, Table]:
    asks, facts = part.asks, part.facts
    hours = (asks.at + _SHARES[:, None] * asks.minutes).astype(np.int64) // 60
    masks = part.may_ask(hours)
    kept = _kept(part, np.bitwise_or.reduce(masks, axis=0))
    cells = kept + np.arange(0, kept.shape[1] * TIES, TIES)
    slot = facts.slots.take((hours % 24)[None] + part.shift.take(cells)[:, None])
    chance = part.words.take(slot + (part.cell + kept)[:, None]) * np.float32(1 / SURE)
    slot += asks.kind * (SLOTS * TIES)
    spread = part.fields.take(part.base + SPREAD, 0).take(cells) * np.float32(1 / FINE)
    mu = facts.paces.take(slot)
    mu += (part.fields.take(part.base + PACE, 0).take(cells) * np.float32(1 / FINE))[:, None]
    price = np.zeros((KEPT, SIZE, len(asks.person)), np.float32)
    paid = price[:, :NEVER]
    effort = facts.effort.take(asks.kind)
    load = part.fields.take(part.base + RISE, 0).take(cells) * (effort * _FINER)
    load += part.fields.take(part.base + LOAD, 0).take(cells)
    load *= effort
    np.multiply(chance, load[:, None], out=paid)
    paid += part.fields.take(part.base + NOTICE, 0).take(cells)[:, None]
    paid *= facts.spare.take(part.spared().astype(np.int64) * TIES + kept)[:, None]
    closed = (masks[None] >> kept.astype(np.uint16)[:, None] & np.uint16(1)) ^ np.uint16(1)
    paid += closed * BARRED
    return kept, Table(_unanswered(chance, mu, spread, asks.minutes), price, _worth(facts, asks))


def _kept(part: _Part, masks: Words) -> Integers:
    """The cheapest per yes among those who may be asked at some moment: their places, the cheapest first (rows)."""
    chance, price, _ = part.chance_and_price()
    price /= chance
    price += _NOT.take(masks, 0)
    order = np.sort((price.view(np.int32) & ~15) | _PLACES.astype(np.int32), axis=1)[:, :KEPT] & 15
    return order.T.astype(np.int64, order="C")


def _unanswered(chance: Singles, mu: Singles, spread: Singles, minutes: Singles) -> Singles:
    """`Table.open_`. The normal distribution function is a logistic one of a cubic (Bowling et al. 2009; error below
    0.00015)."""
    scale = (1 / spread)[:, None]
    here = (np.log(minutes) - mu) * scale
    open_ = np.ones((len(chance), SIZE, SIZE, len(minutes)), np.float32)
    with np.errstate(over="ignore"):
        for start in range(NEVER):
            z = scale * _LOGS[start, start + 1 :, None]
            z += here[:, start, None]
            cubic = z * z
            cubic *= np.float32(-0.07056)
            cubic -= np.float32(1.5976)
            cubic *= z
            np.exp(cubic, out=cubic)
            cubic += 1
            np.divide(chance[:, start, None], cubic, out=cubic)
            np.subtract(1, cubic, out=open_[:, start, start + 1 :])
    return open_


def _worth(facts: _Facts, asks: Asks) -> Singles:
    dial = asks.dial.astype(np.float32)
    prices = _TRAPEZES[:, None] * (facts.waiting.take(asks.kind) * asks.minutes * np.exp2(dial))
    prices[-1] += facts.failing.take(asks.kind) * np.exp2(dial / 2)
    return np.asarray(prices)


class Schedules:
    """One schedule for each problem of a table, made better step by step: the start of each candidate (rows), and
    beside it what follows: `chosen` its chances of no yes by point, `paid` what is paid for it at which point, `still`
    the chance that nobody has said yes, `worth` the price of each point with what is paid there."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.starts = ladder(table)
        self._look()

    def _look(self) -> None:
        """Everything that follows from the starts."""
        table, (count, asks) = self.table, self.starts.shape
        row = (self.starts + np.arange(0, count * SIZE, SIZE)[:, None]) * (SIZE * asks) + np.arange(asks)
        self.chosen = table.open_.reshape(-1).take(row[:, None] + (_POINTS * asks)[:, None])
        is_start = (self.starts[:, None] == _POINTS[:, None]).astype(np.float32)
        self.paid = is_start * table.price
        self.still = self.chosen.prod(0)
        self.worth = self.paid.sum(0) + table.worth

    def costs(self) -> Singles:
        """What each schedule costs, in ordinary notices."""
        return np.asarray((self.worth * self.still).sum(0))

    def improve(self) -> None:
        """The best start of each in turn, twice; the best move of two together; the best start of each again."""
        self.one_at_a_time()
        self.one_at_a_time()
        self.two_at_a_time()
        self.one_at_a_time()

    def one_at_a_time(self) -> None:
        """The others fixed, the best start of each in turn."""
        still, worth = self.still, self.worth
        for one, (open_, price) in enumerate(zip(self.table.open_, self.table.price, strict=True)):
            still /= self.chosen[one]
            worth -= self.paid[one]
            costs = np.einsum("ghb,hb->gb", open_, worth * still)
            costs += price * still
            best, _ = _lowest(costs)
            self.starts[one] = best
            is_best = (best == _ROWS).astype(np.float32)
            np.einsum("gb,ghb->hb", is_best, open_, out=self.chosen[one])
            np.multiply(is_best, price, out=self.paid[one])
            worth += self.paid[one]
            still *= self.chosen[one]

    def two_at_a_time(self) -> None:
        """The best move of two that are near in price, of all such two."""
        asks = np.arange(self.starts.shape[1])
        lowest, move = np.full(len(asks), np.inf, np.float32), np.zeros(len(asks), np.int32)
        for number, (one, other) in enumerate(_TWOS):
            best, value = _lowest(self._costs_of_two(one, other))
            better = value < lowest
            np.copyto(lowest, value, where=better)
            np.copyto(move, best + np.int32(number * SIZE * SIZE), where=better)
        two, cell = np.divmod(move, SIZE * SIZE)
        self.starts[_TWOS[two, 0], asks], self.starts[_TWOS[two, 1], asks] = np.divmod(cell, SIZE)
        self._look()

    def _costs_of_two(self, one: int, other: int) -> Singles:
        """What each start of the one with each of the other costs (64 rows)."""
        open_, price = self.table.open_, self.table.price
        without = self.still / (self.chosen[one] * self.chosen[other])
        mine = open_[one] * ((self.worth - self.paid[one] - self.paid[other]) * without)
        _diagonal(mine)[:] += price[one] * without
        costs: Singles = np.einsum("ghb,khb->gkb", mine, open_[other])
        costs += np.multiply(open_[one], price[other] * without, out=mine)
        return np.asarray(costs.reshape(SIZE * SIZE, -1))


def ladder(table: Table) -> Integers:
    """The candidates in their order, one at each moment, as early as their limits allow."""
    starts = np.empty((len(table.price), table.price.shape[2]), np.int64)
    for one, price in enumerate(table.price):
        starts[one] = NEVER
        for start in range(NEVER - 1, one - 1, -1):
            np.copyto(starts[one], start, where=price[start] < BARRED)
    return starts


def _lowest(costs: Singles) -> tuple[NDArray[np.int32], Singles]:
    """Which row is the lowest, by column, and how low (to 1/100,000): the row's number is put into the last bits of the
    costs, which are above zero and lost thereby."""
    marks = (1 << (len(costs) - 1).bit_length()) - 1
    bits = costs.view(np.int32)
    bits &= ~marks
    bits |= np.arange(len(costs), dtype=np.int32)[:, None]
    lowest = bits.min(0)
    return lowest & marks, (lowest & ~marks).view(np.float32)


def _diagonal(table: Singles) -> Singles:
    return np.asarray(table.reshape(SIZE * SIZE, -1)[:: SIZE + 1])


_FINER = np.float32(COARSE / FINE)
_SHARES = np.array(STARTS)
_NOT = np.where(_MASKED, 0, BARRED).astype(np.float32)
_LOGS = LOGS.astype(np.float32)
_TRAPEZES = TRAPEZES.astype(np.float32)
_POINTS = np.arange(SIZE)
_ROWS = np.arange(SIZE, dtype=np.int32)[:, None]
_TWOS = np.array([(one, other) for one in range(KEPT) for other in range(one + 1, min(KEPT, one + 4))])
