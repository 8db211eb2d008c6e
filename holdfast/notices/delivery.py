"""Carrying what is due: claim a notice, hand it over, write down at once how it went.

A claim is a lease: a conditional update that moves the due time on, so of several workers on several hosts one has it,
and if that one dies it comes up again. So each is sent at least once, under the same id.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import translation

from holdfast.domain.quiet import leaves_at, tried_again_after
from holdfast.notices.actions import EVERYTHING, ROUND, Target, make_link, words_for
from holdfast.notices.carriers.chosen import ChosenCarrier
from holdfast.notices.carriers.mail import MailCarrier
from holdfast.notices.carriers.message import Carrier, Gone, Message, Refused, Unreachable
from holdfast.notices.carriers.push import PushCarrier
from holdfast.notices.gates import passes_at
from holdfast.notices.models import Destination, Notice, Receiver, Urgency

log = logging.getLogger(__name__)

BATCH = 10
"""Read at once; what is urgent comes before the next of them."""
LEASE = timedelta(minutes=2)
LEASES = {Urgency.NOW: timedelta(seconds=30)}
"""Longer than a carrier may take for one message."""
BUDGET = 30.0
"""Seconds after which a slow road lets others have its place."""
MOST_FAILURES = 3
"""In a row, until a provider counts as away: one address that never answers stops nobody else."""
MOST_REFUSALS = 8
MOST_ATTEMPTS = 500
"""Some days of a provider that cannot be reached."""
AFTER_REFUSAL = timedelta(hours=1)
WHILE_UNREACHABLE = timedelta(minutes=10)
"""The longest waits between two attempts."""

Clock = Callable[[], datetime]
CARRIERS: dict[str, Callable[[], Carrier]] = {
    Destination.Via.MAIL: MailCarrier,
    Destination.Via.PUSH: PushCarrier,
    Destination.Via.APPRISE: ChosenCarrier,
}


@dataclass(frozen=True, slots=True)
class DueRoad:
    """One provider with something to carry."""

    name: str
    urgency: Urgency
    """Of the most urgent."""


def waiting() -> QuerySet[Notice]:
    """Neither sent nor given up."""
    return Notice.objects.filter(sent_at=None, parked_at=None)


def _on(road: str, now: datetime) -> QuerySet[Notice]:
    """Letters about the account itself have no destination: they are mail."""
    there = Q(destination__road=road)
    if road == Destination.Via.MAIL:
        there |= Q(destination=None)
    return waiting().filter(there, due_at__lte=now)


def due_roads(now: datetime) -> list[DueRoad]:
    """Where something is due, the most urgent and then the longest waiting first."""
    road = Coalesce("destination__road", Value(Destination.Via.MAIL.value))
    due = waiting().filter(due_at__lte=now).order_by().values(road=road)
    found = due.annotate(most=Min("urgency"), oldest=Min("due_at")).order_by("most", "oldest", "road")
    return [DueRoad(row["road"], Urgency(row["most"])) for row in found]


def carry_road(
    road: str, *, clock: Clock, stop: Callable[[], bool] = lambda: False, is_urgent_only: bool = False
) -> int:
    """Send what is due on one road and return how many left. Ends when nothing is due, it fails, or time is up."""
    began, count, failures = time.monotonic(), 0, 0
    with closing(CARRIERS[road.partition(":")[0]]()) as carrier:
        for notice in _due_one_by_one(road, clock, is_urgent_only):
            if stop() or time.monotonic() - began > BUDGET:
                break
            try:
                count += _carry(notice, carrier, clock)
                failures = 0
            except Unreachable:
                failures += 1
            if failures == MOST_FAILURES:
                _put_road_back(road, clock())
                break
    return count


def _due_one_by_one(road: str, clock: Clock, is_urgent_only: bool) -> Iterator[Notice]:
    """Whatever becomes of each, its due time has moved or it is gone, so that this ends."""
    least = Urgency.NOW if is_urgent_only else Urgency.LATER
    while True:
        due = _on(road, clock()).filter(urgency__lte=least).order_by("urgency", "due_at", "pk")
        batch = list(due.select_related("destination")[:BATCH])
        if not batch:
            return
        yield from batch


def _carry(notice: Notice, carrier: Carrier, clock: Clock) -> int:
    """Returns how many notices left with this message. Raises Unreachable once that is written down."""
    now = clock()
    if _is_stopped(notice, now) or _is_held(notice, now) or not _claim(notice, now):
        return 0
    together = [notice, *_claim_those_that_waited_too(notice, now)]
    try:
        carrier.carry(_message(notice, together, now))
    except Gone:
        _switch_off(notice, now)
    except Unreachable as error:
        _say("cannot be reached", notice, error)
        _put_unreached_back(together, clock())
        raise
    except Exception as error:
        _say("was not taken", notice, error)
        _put_back(together, clock())
    else:
        return _settle(together, clock())
    return 0


def _say(what: str, notice: Notice, error: Exception) -> None:
    reason = str(error) if isinstance(error, (Refused, Unreachable)) else type(error).__name__
    log.warning("%s %s: %s", notice, what, reason)


def _is_stopped(notice: Notice, now: datetime) -> bool:
    """The app that wrote it looks again, too: it then waits for another time, or is gone because nobody needs it."""
    leaves = passes_at(notice, now)
    if leaves is None:
        _untouched(notice).delete()
        return True
    return leaves > now and bool(_untouched(notice).update(due_at=leaves))


def _is_held(notice: Notice, now: datetime) -> bool:
    """The receiver's wishes are looked at again at the last moment; it then waits for its new time."""
    if notice.destination is None or notice.urgency == Urgency.NOW:
        return False
    receiver = Receiver.objects.filter(pk=notice.person_id).first() or Receiver(pk=notice.person_id)
    leaves = leaves_at(Urgency(notice.urgency), receiver.wishes(), written_at=notice.created_at, now=now)
    return leaves > now and bool(_untouched(notice).update(due_at=leaves))


def _untouched(notice: Notice) -> QuerySet[Notice]:
    """The notice, unless somebody else has taken, sent or dropped it since it was read."""
    return waiting().filter(pk=notice.pk, due_at=notice.due_at)


@transaction.atomic
def _claim(notice: Notice, now: datetime) -> bool:
    lease = LEASES.get(Urgency(notice.urgency), LEASE)
    notice.attempts += 1
    return _untouched(notice).update(due_at=now + lease, attempts=notice.attempts) == 1


def _claim_those_that_waited_too(notice: Notice, now: datetime) -> list[Notice]:
    """What waited for the same place leaves with it: a digest, a morning, the end of a snooze or of an outage.

    What is urgent, and what could leave when it was written, goes by itself.
    """
    if notice.destination is None or not _has_waited(notice):
        return []
    others = waiting().filter(destination=notice.destination, due_at__lte=now, urgency__gt=Urgency.NOW)
    others = others.filter(due_at__gt=F("created_at")).exclude(pk=notice.pk).order_by("created_at", "pk")
    return [one for one in others if not (_is_stopped(one, now) or _is_held(one, now)) and _claim(one, now)]


def _has_waited(notice: Notice) -> bool:
    return notice.urgency > Urgency.NOW and notice.due_at > notice.created_at


def _message(notice: Notice, together: list[Notice], now: datetime) -> Message:
    """The notice's own words, or one that stands for all of them."""
    words = {"subject": notice.subject, "body": notice.body}
    if len(together) > 1 and notice.destination:
        token = make_link(owner=notice.person_id, target=Target(EVERYTHING, now + ROUND), now=now)
        words = words_for(notice.destination, token, _language(notice))
    return Message(_key(together), notice.address, **words, urgency=Urgency(notice.urgency))


def _key(together: list[Notice]) -> UUID:
    """The id of a message: the same whenever the same notices are sent again, another when others came along."""
    ids = sorted(notice.pk for notice in together)
    return ids[0] if len(ids) == 1 else UUID(bytes=sha256(b"".join(one.bytes for one in ids)).digest()[:16], version=4)


def _language(notice: Notice) -> str:
    receiver = Receiver.objects.filter(pk=notice.person_id).first()
    return receiver.language if receiver else translation.get_language()


@transaction.atomic
def _settle(together: list[Notice], now: datetime) -> int:
    """They left: the address and the words are forgotten."""
    for place in {notice.destination_id for notice in together if notice.destination_id}:
        Destination.objects.filter(pk=place, failing_since__isnull=False).update(failing_since=None)
    return _these(together).update(sent_at=now, failed_at=None, address="", body="")


def _these(together: list[Notice]) -> QuerySet[Notice]:
    return Notice.objects.filter(pk__in=[notice.pk for notice in together], sent_at=None)


@transaction.atomic
def _switch_off(notice: Notice, now: datetime) -> None:
    """The place is no more: nothing waits for it, and its owner sees that it is off."""
    if notice.destination is not None:
        Destination.objects.filter(pk=notice.destination.pk).update(off_at=now)
        waiting().filter(destination=notice.destination).delete()


@transaction.atomic
def _put_back(together: list[Notice], now: datetime) -> None:
    """The other side would not take it: later again, and never more often than eight times."""
    _note_failing(together[0], now)
    for notice in together:
        refusals = notice.refusals + 1
        wait = tried_again_after(Urgency(notice.urgency), refusals, longest=AFTER_REFUSAL)
        parked_at = now if refusals >= MOST_REFUSALS else None
        _these([notice]).update(refusals=refusals, failed_at=now, due_at=now + wait, parked_at=parked_at)


@transaction.atomic
def _put_unreached_back(together: list[Notice], now: datetime) -> None:
    """Nobody answered, which is not held against it."""
    _note_failing(together[0], now)
    for notice in together:
        wait = tried_again_after(Urgency(notice.urgency), notice.attempts, longest=WHILE_UNREACHABLE)
        parked_at = now if notice.attempts >= MOST_ATTEMPTS else None
        _these([notice]).update(failed_at=now, due_at=now + wait, parked_at=parked_at)


@transaction.atomic
def _put_road_back(road: str, now: datetime) -> None:
    """Several in a row could not be reached there: the others need not try, and their senders see it at once."""
    ids = list(_on(road, now).values_list("pk", flat=True))
    behind = waiting().filter(pk__in=ids)
    for urgency, attempts in list(behind.order_by().values_list("urgency", "attempts").distinct()):
        wait = tried_again_after(Urgency(urgency), attempts + 1, longest=WHILE_UNREACHABLE)
        same = behind.filter(urgency=urgency, attempts=attempts, due_at__lte=now)
        same.update(failed_at=now, due_at=now + wait, attempts=attempts + 1)


def _note_failing(notice: Notice, now: datetime) -> None:
    if notice.destination is not None:
        Destination.objects.filter(pk=notice.destination.pk, failing_since=None).update(failing_since=now)
