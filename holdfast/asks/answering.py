"""What a supporter's tap does. The ask is held by the caller, and `reply` was read since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from holdfast.asks.ending import settle
from holdfast.asks.learning import take_down
from holdfast.asks.letters import note, tell_person
from holdfast.asks.models import Answer, Ask, Moment, Outcome, Promise, Reply, Slot
from holdfast.asks.promising import keep, release, take
from holdfast.asks.queries import Place, places_of
from holdfast.domain.asks import learned
from holdfast.domain.asks.kinds import Kind

What = Moment.What
TEACHES = {
    Answer.YES: learned.Outcome.YES,
    Answer.AT: learned.Outcome.YES,
    Answer.NO: learned.Outcome.NO,
    Answer.LATER: learned.Outcome.NO,
}


class NoAnswer(StrEnum):
    """Why an answer cannot be taken."""

    OVER = "over"
    """Closed, or its time is over: nobody waits for an answer."""
    LEFT = "left"
    """The two of them ended it."""
    AWAY = "away"
    """They rest: a yes would break their own word. They may end the rest first."""
    NO_TIME = "no_time"
    """ "I can, but at …" without a time."""
    TAKEN = "taken"
    """Nothing is free any more."""


class AnswerRefused(Exception):
    """An answer that came too late or from somebody who left; nothing was changed."""

    def __init__(self, why: NoAnswer) -> None:
        super().__init__(why)
        self.why = why


def refuse_if_gone(ask: Ask, reply: Reply, said: Answer, now: datetime) -> None:
    """Raises AnswerRefused where nobody can answer any more, or where a yes would break a rest."""
    if reply.agreement.ended_at or reply.agreement.supporter.left_at:
        raise AnswerRefused(NoAnswer.LEFT)
    if ask.ended_at and ask.closed_at:
        raise AnswerRefused(NoAnswer.OVER)
    away_until = reply.agreement.supporter.away_until
    rests = away_until is not None and now < away_until and ask.kind != Kind.CRISIS
    if rests and said in {Answer.YES, Answer.AT}:
        raise AnswerRefused(NoAnswer.AWAY)


def write(ask: Ask, reply: Reply, said: Answer, can_at: datetime | None, now: datetime) -> bool:
    """Take the answer down and what it teaches; False when it is the same answer again."""
    if reply.answer == said and reply.can_at == can_at:
        return False
    reply.answer, reply.answered_at, reply.can_at = said, now, can_at
    reply.told_at = None if said == Answer.YES else reply.told_at
    reply.save(update_fields=["answer", "answered_at", "can_at", "told_at"])
    take_down(ask, [reply], TEACHES[said], now)
    return True


def say_yes(ask: Ask, reply: Reply, slots: Iterable[Slot], now: datetime, *, is_news: bool) -> None:
    """Take the places. When the time was over the person is asked first; a late yes in a hard moment counts at once."""
    wanted = {slot.pk for slot in slots}
    places = _asked_for(places_of(ask), reply, wanted, now)
    mine = [promise for place in places for promise in place.promises if promise.reply_id == reply.pk]
    kept_after_all = [keep(promise) for promise in mine if promise.swap_at]
    new = [place for place in places if all(promise.reply_id != reply.pk for promise in place.promises)]
    if not (is_news or new or kept_after_all):
        return
    is_late = ask.outcome in {Outcome.NOBODY, Outcome.PARTLY} and ask.kind != Kind.CRISIS
    for place in () if is_late else new:
        take(ask, place, reply, now)
    reply.late_for = [str(pk) for pk in sorted(wanted)] if is_late else []
    reply.save(update_fields=["late_for"])
    tell_person(ask, note(ask, What.YES, now, reply), now)
    settle(ask, now)


def say_otherwise(ask: Ask, reply: Reply, said: Answer, now: datetime) -> None:
    """No, later, or another time: what they had promised is free again. Only another time is news for the person."""
    moment = note(ask, What(said), now, reply)
    mine = Promise.objects.filter(reply=reply, given_back_at=None)
    freed = [release(promise, now) for promise in mine.order_by("pk")]
    if said == Answer.AT or freed:
        tell_person(ask, moment, now)
    settle(ask, now, is_free_again=bool(freed))


def _asked_for(places: Iterable[Place], reply: Reply, wanted: set[UUID], now: datetime) -> list[Place]:
    """The slots they named; else what they have already; else the first free one; else a waiting list."""
    ahead = [place for place in places if not place.is_past(now)]
    named = [place for place in ahead if place.slot.pk in wanted]
    if not ahead or (wanted and not named):
        raise AnswerRefused(NoAnswer.OVER)
    mine = [place for place in ahead if any(one.reply_id == reply.pk for one in place.promises)]
    free = [place for place in ahead if place.wanted(now)]
    return named or mine or free[:1] or ahead[:1]
