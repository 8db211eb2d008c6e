"""How an ask ends, and when it opens again. The caller holds the ask; every change of a promise ends in `settle`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from holdfast.asks.learning import take_down
from holdfast.asks.letters import note, tell_over, tell_person
from holdfast.asks.models import Answer, Ask, Moment, Outcome, Promise, Reply
from holdfast.asks.promising import move_up
from holdfast.asks.queries import Place, places_of
from holdfast.domain.asks import learned
from holdfast.domain.asks.kinds import WEIGHTS, Kind

What = Moment.What
WHAT = {Outcome.MET: What.COVERED, Outcome.PARTLY: What.PARTLY, Outcome.NOBODY: What.NOBODY}
CRISIS_OPENS_AGAIN = timedelta(hours=12)
"""For so long a hard moment opens again when whoever was coming cannot. Other asks: twice their usual time."""


def settle(ask: Ask, now: datetime, *, is_free_again: bool = False) -> Ask:
    """After a change of promises: who waits moves up; then it is covered, looked for at once, or opened again."""
    if ask.closed_at is not None:
        return ask
    move_up(ask, now)
    places = places_of(ask)
    wanted = any(place.wanted(now) for place in places)
    if ask.ended_at is None:
        return look_on(ask, now) if wanted else finish(ask, now)
    if is_free_again and wanted and (until := _time_left(ask, places, now)):
        return reopen(ask, until, now)
    return _correct(ask, places, now)


def look_on(ask: Ask, now: datetime) -> Ask:
    """Plan again at once."""
    ask.next_at = max(now, ask.held_until)
    ask.save(update_fields=["next_at"])
    return ask


def finish(ask: Ask, now: datetime) -> Ask:
    """Everything is covered, or the time is over."""
    outcome = outcome_of(places_of(ask))
    is_late = now >= ask.answer_by
    _write_end(ask, outcome, now)
    take_down(ask, unanswered(ask), learned.Outcome.SILENT if is_late else learned.Outcome.OVERTAKEN, now)
    moment = note(ask, WHAT[outcome], now)
    if outcome is Outcome.MET:
        tell_over(ask, others(ask), moment, now)
    if is_late:
        tell_person(ask, moment, now)
    return ask


def close(ask: Ask, moment: Moment, outcome: Outcome, now: datetime) -> Ask:
    """Over for everyone: all who were not told yet are told once, and no reminder goes out any more."""
    take_down(ask, unanswered(ask), learned.Outcome.OVERTAKEN, now)
    _write_end(ask, outcome, ask.ended_at or now)
    Ask.objects.filter(pk=ask.pk).update(closed_at=now)
    ask.closed_at = now
    Promise.objects.filter(slot__ask=ask).update(next_at=None)
    everyone = ask.replies.filter(told_at=None).select_related("agreement")
    tell_over(ask, everyone if moment.what == What.CLOSED else everyone.exclude(answer=Answer.NO), moment, now)
    return ask


def reopen(ask: Ask, until: datetime, now: datetime) -> Ask:
    """Looked for again at once, with the time that is left."""
    ask.ended_at, ask.outcome, ask.closed_at = None, "", None
    ask.answer_by, ask.next_at = until, now
    ask.save(update_fields=["ended_at", "outcome", "closed_at", "answer_by", "next_at"])
    note(ask, What.REOPENED, now)
    return ask


def outcome_of(places: Iterable[Place]) -> Outcome:
    """What may truly be said of these promises."""
    taken = missing = 0
    for place in places:
        taken += len(place.kept)
        missing += max(0, place.slot.places - len(place.kept))
    if not missing:
        return Outcome.MET
    return Outcome.PARTLY if taken else Outcome.NOBODY


def others(ask: Ask) -> QuerySet[Reply]:
    """Those who were asked and neither have nor wait for a place, nor said no."""
    standing = Promise.objects.filter(slot__ask=ask, given_back_at=None)
    rows = ask.replies.filter(told_at=None).exclude(answer=Answer.NO).exclude(pk__in=standing.values("reply"))
    return rows.select_related("agreement").order_by("pk")


def unanswered(ask: Ask) -> QuerySet[Reply]:
    """Those whose answer is still open."""
    return ask.replies.filter(answer="", learned_at=None).select_related("agreement__supporter").order_by("pk")


def _write_end(ask: Ask, outcome: Outcome, at: datetime) -> None:
    ask.ended_at, ask.outcome, ask.next_at = at, outcome, None
    ask.save(update_fields=["ended_at", "outcome", "next_at"])


def _correct(ask: Ask, places: Iterable[Place], now: datetime) -> Ask:
    """An ask that ended says only what is so: a late yes covers it, a place given back too late leaves it open."""
    outcome = outcome_of(places)
    if outcome == ask.outcome:
        return ask
    _write_end(ask, outcome, now)
    moment = note(ask, WHAT[outcome], now)
    if outcome is Outcome.MET:
        tell_over(ask, others(ask), moment, now)
    return ask


def _time_left(ask: Ask, places: Iterable[Place], now: datetime) -> datetime | None:
    """Until when an answer would still help; None is not at all."""
    if now < ask.answer_by:
        return ask.answer_by
    ahead = [place.slot.starts_at for place in places if place.wanted(now) and place.slot.starts_at]
    if soonest := min((at for at in ahead if at > now), default=None):
        return soonest
    within = WEIGHTS[Kind(ask.kind)].within
    longest = CRISIS_OPENS_AGAIN if ask.kind == Kind.CRISIS else within
    return now + within if now < ask.answer_by + longest else None
