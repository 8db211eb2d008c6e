"""One move of an open ask: plan, ask whoever is due within their limits of this moment, sleep until the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from holdfast.asks.days import look_at_days
from holdfast.asks.ending import finish
from holdfast.asks.letters import ASK, drop_over, note, tell
from holdfast.asks.models import Ask, Moment, Promise, Reply
from holdfast.asks.promising import move_up
from holdfast.asks.queries import asking_of, candidates_of, later_ones, offering_at, population, times_of, wanted_now
from holdfast.domain.asks.candidates import Candidate, refusal_of
from holdfast.domain.asks.estimates import circumstances
from holdfast.domain.asks.first import plan_with_first
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.asks.learned import Circumstances
from holdfast.domain.asks.planning import Asking, Plan, Step, plan
from holdfast.notices.models import Urgency

What = Moment.What
LOOK_AGAIN = timedelta(minutes=5)
"""Limits change without a word to the ask: they are looked at again at least so often."""
LOOK_AGAIN_IN_CRISIS = timedelta(seconds=30)
LAST_PART = 0.75
"""From here on in a hard moment nobody who may be asked is kept for later."""
EVERYONE = 12
"""A dial at which reaching somebody counts for everything."""
SOON = timedelta(seconds=1)


def move(ask: Ask, now: datetime) -> Ask:
    """The ask is held and open, and its time has come."""
    if Promise.objects.filter(slot__ask=ask, is_waiting=True, given_back_at=None).exists():
        move_up(ask, now)  # somebody who waits may be back from a rest
    wanted = [(number, until) for number, until in wanted_now(ask, now=now) if number]
    if now >= ask.answer_by and wanted:
        look_at_days(ask, now)
    if now >= ask.answer_by or not wanted:
        return finish(ask, now)
    candidates = candidates_of(ask.person, now=now, with_names=False)
    candidates = offering_at(candidates, times_of(ask, candidates, now=now))
    asking, later = asking_of(ask, candidates, now=now), later_ones(ask)
    chosen = _chosen(asking, candidates, later, now)
    known = {one.id: one for one in candidates}
    if due := _due(ask, asking, chosen, known, now):
        _ask_all(ask, due, known, now)
    ends = [until for _, until in wanted]
    wakes = [chosen.next_at(now), *later.values(), *ends, ask.answer_by, now + _look_again(ask)]
    ask.plan = stored(chosen, now)
    ask.next_at = max(now + SOON, min(at for at in wakes if at and at > now))
    ask.save(update_fields=["plan", "wave", "next_at", "answer_by"])
    return ask


def _chosen(asking: Asking, candidates: Sequence[Candidate], later: Mapping[str, datetime], now: datetime) -> Plan:
    """The plan; those who said "later" come in when their time has come and nobody else is left."""
    if asking.kind is Kind.CRISIS and now >= asking.opened_at + LAST_PART * (asking.answer_by - asking.opened_at):
        asking = replace(asking, dial=EVERYONE)
    people = population()
    chosen = plan_with_first(asking, candidates, now, people)
    if not chosen.steps and (again := {who for who, at in later.items() if at <= now}):
        return plan(replace(asking, done=asking.done - again), candidates, now, people)
    return chosen


def _due(ask: Ask, asking: Asking, chosen: Plan, known: Mapping[str, Candidate], now: datetime) -> list[Step]:
    """Those whose time has come, by this plan or by the last one (else a new plan could put them off for ever), whose
    limits allow it at this very moment."""
    waited = {step["who"] for step in ask.plan.get("steps", ()) if datetime.fromisoformat(step["at"]) <= now}
    return [
        step
        for step in chosen.steps
        if (step.at <= now or step.candidate in waited)
        and step.candidate not in asking.left_out
        and refusal_of(known[step.candidate], asking.kind, now) is None
    ]


def _ask_all(ask: Ask, due: Iterable[Step], known: Mapping[str, Candidate], now: datetime) -> None:
    ask.wave += 1
    if ask.wave > 1:
        note(ask, What.WIDENED, now)
    before = {str(reply.agreement_id): reply for reply in ask.replies.select_related("agreement")}
    for step in due:
        ask_one(ask, step, known[step.candidate], before.get(step.candidate), now)


def ask_one(ask: Ask, step: Step, one: Candidate, before: Reply | None, now: datetime) -> Reply:
    """Ask one supporter, for the first time or again: after "later", or when it opened again."""
    reply = before or Reply(ask=ask, agreement_id=step.candidate, person_id=ask.person_id, created_at=now, times=0)
    reply.wave, reply.asked_at, reply.chance, reply.times = ask.wave, now, step.chance, reply.times + 1
    reply.answer, reply.answered_at, reply.can_at = "", None, None
    reply.opened_at = reply.told_at = reply.learned_at = None
    reply.circumstances = asdict(circumstances_of(one, Kind(ask.kind), now))
    reply.save()
    note(ask, What.ASKED, now, reply)
    urgency = Urgency.NOW if ask.kind == Kind.CRISIS else Urgency.USUAL
    drop_over(reply)
    tell(ask, reply, f"{ASK}:{reply.pk}:{reply.times}", now, urgency)
    return reply


def circumstances_of(one: Candidate, kind: Kind, now: datetime) -> Circumstances:
    """What is known of them at this moment."""
    offered = any(offer is kind and hours.holds(now) for offer, hours in one.offers)
    return circumstances(one, kind, population(), offered=offered)


def _look_again(ask: Ask) -> timedelta:
    return LOOK_AGAIN_IN_CRISIS if ask.kind == Kind.CRISIS else LOOK_AGAIN


def stored(chosen: Plan, now: datetime) -> dict[str, Any]:
    """A plan as its ask keeps it: ids, times, chances and reasons as codes; no word of anybody."""
    return {
        "at": now.isoformat(),
        "chance": chosen.chance,
        "most": chosen.most,
        "steps": [
            {"who": step.candidate, "at": step.at.isoformat(), "chance": step.chance, "minutes": step.minutes}
            for step in chosen.steps
        ],
        "not_asked": [{"who": one.candidate, "why": one.why} for one in chosen.not_asked],
        "curve": [[at.isoformat(), chance] for at, chance in chosen.curve],
    }
