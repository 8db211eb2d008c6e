"""When two people part, or a supporter rests: what was promised is free again, and no link opens anything.

leave_one, leave_all, leave_as_supporter; `part` is what cutting off and leaving share.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from holdfast.accounts.models import Person
from holdfast.asks import locks
from holdfast.asks.calendars import stop_help_calendar
from holdfast.asks.ending import settle
from holdfast.asks.letters import note, tell_person
from holdfast.asks.models import Ask, Moment, Promise
from holdfast.asks.promising import release
from holdfast.domain.asks.kinds import Kind
from holdfast.notices.actions import revoke_links
from holdfast.supporters.actions import end_agreement, leave
from holdfast.supporters.models import Agreement, EndedBy, Supporter

What = Moment.What
ON_THEIR_WAY = timedelta(hours=1)
"""For so long after its time a yes in a hard moment may still be on the road."""


def part(agreements: Iterable[Agreement], by: EndedBy, now: datetime) -> None:
    """End these agreements and everything that hangs on them, in one transaction. Nobody is told by us but a person
    whose help was given back."""
    ended = list(agreements)
    asks = locks.all_held(_asks_of(ended, now))
    for agreement in ended:
        _close_links(agreement, now)
        agreement.offers.filter(ended_at=None).update(ended_at=now)
        end_agreement(agreement=agreement, by=by, now=now)
        if not agreement.supporter.agreements.filter(ended_at=None).exists():
            stop_help_calendar(owner=agreement.supporter_id)
    for ask in asks:
        give_back_all(ask, ended, tells=by == EndedBy.SUPPORTER, now=now)


def let_go(agreement: Agreement, now: datetime) -> None:
    """The person takes somebody off their map, and with them all that was asked of them: before those rows are gone,
    what they had promised is free, and no link opens anything. Nothing may point to what is being deleted."""
    asks = locks.all_held(_asks_of([agreement], now))
    _close_links(agreement, now)
    _keep_narrow(agreement)
    others = agreement.supporter.agreements.filter(ended_at=None).exclude(pk=agreement.pk)
    if not others.exists():
        stop_help_calendar(owner=agreement.supporter_id)
    for ask in asks:
        freed = [
            release(promise, now) for promise in still_ahead([agreement], now).filter(slot__ask=ask).order_by("pk")
        ]
        if any(freed):
            note(ask, What.GIVEN_BACK, now)
        settle(ask, now, is_free_again=True)


def _keep_narrow(agreement: Agreement) -> None:
    """An ask that was for them alone must not become one for everybody: nobody chosen would mean all."""
    chosen = Ask.objects.filter(ended_at=None, only=agreement)
    for ask in Ask.objects.filter(pk__in=chosen.values("pk")):
        if ask.only.count() == 1:
            ask.left_out.add(*Agreement.objects.filter(person=ask.person_id, ended_at=None).exclude(pk=agreement.pk))


def give_back_all(ask: Ask, agreements: Iterable[Agreement], *, tells: bool, now: datetime) -> None:
    """Free what these supporters promised in one ask, and look for others."""
    for promise in still_ahead(agreements, now).filter(slot__ask=ask).select_related("reply").order_by("pk"):
        if release(promise, now):
            moment = note(ask, What.GIVEN_BACK, now, promise.reply)
            if tells and not promise.is_waiting:
                tell_person(ask, moment, now)
    settle(ask, now, is_free_again=True)


def swap_all(asks: Iterable[Ask], agreements: Iterable[Agreement], until: datetime, now: datetime) -> int:
    """Look for somebody else for what they promised before `until`; they keep it until one is found."""
    count = 0
    for ask in asks:
        mine = still_ahead(agreements, now).filter(slot__ask=ask, swap_at=None, is_waiting=False)
        for promise in mine.filter(Q(slot__starts_at=None) | Q(slot__starts_at__lt=until)).select_related("reply"):
            Promise.objects.filter(pk=promise.pk).update(swap_at=now)
            note(ask, What.SWAP, now, promise.reply)
            count += 1
        settle(ask, now, is_free_again=True)
    return count


def asks_with(agreements: Iterable[Agreement], now: datetime) -> list[UUID]:
    """The asks in which they hold something that lies ahead."""
    return list(still_ahead(agreements, now).values_list("slot__ask", flat=True).distinct())


def _asks_of(agreements: Iterable[Agreement], now: datetime) -> set[UUID]:
    awaited = Ask.objects.filter(ended_at=None, replies__agreement__in=list(agreements))
    return {*asks_with(agreements, now), *awaited.values_list("pk", flat=True)}


def still_ahead(agreements: Iterable[Agreement], now: datetime) -> QuerySet[Promise]:
    """Promises that stand, for what is not over yet."""
    undated = Q(slot__starts_at=None, slot__ends_at=None)
    fresh = Q(slot__ask__ended_at=None) | Q(slot__ask__answer_by__gt=now)
    fresh |= Q(slot__ask__kind=Kind.CRISIS, slot__ask__answer_by__gt=now - ON_THEIR_WAY)
    ahead = Q(slot__starts_at__gt=now) | Q(slot__ends_at__gt=now) | undated & fresh
    rows = Promise.objects.filter(ahead, reply__agreement__in=list(agreements), given_back_at=None)
    return rows.filter(slot__ask__closed_at=None)


def _close_links(agreement: Agreement, now: datetime) -> None:
    for reply_id in agreement.replies.values_list("pk", flat=True):
        revoke_links(owner=agreement.supporter_id, thing=reply_id, now=now)
    for update in agreement.updates.all():
        revoke_links(owner=agreement.supporter_id, thing=update.pk, now=now)
    agreement.tie.invitations.filter(accepted_at=None, declined_at=None, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def leave_one(*, agreement: Agreement, now: datetime) -> None:
    """A supporter stops helping one person; what they had promised is looked for at once."""
    rows = Agreement.objects.filter(pk=agreement.pk, ended_at=None)
    part(rows.select_related("supporter", "tie"), EndedBy.SUPPORTER, now)


@transaction.atomic
def leave_all(*, supporter: Supporter, now: datetime) -> None:
    """A supporter leaves altogether: what is theirs is gone, and their key with it."""
    part(supporter.agreements.filter(ended_at=None).select_related("supporter", "tie"), EndedBy.SUPPORTER, now)
    leave(supporter=supporter, now=now)


@transaction.atomic
def leave_as_supporter(*, person: Person, now: datetime) -> None:
    """Whoever erases their account helps nobody through it any more."""
    for supporter in Supporter.objects.filter(account=person, left_at=None).order_by("pk"):
        leave_all(supporter=supporter, now=now)
