"""Every change of what supporters agreed to.

invite, revoke_invitation, revoke_invitations_to, try_word, decline_invitation, accept_invitation; add_supporter,
set_limits, ask_less, set_agreement, take_respite, end_respite; pause_agreement, end_agreement, end_shared, leave;
open_page, renew_page, send_page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import F

from holdfast.accounts.models import Person
from holdfast.consent.actions import end_all_of
from holdfast.domain.asks.hours import every_day
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.consent import Viewer, ViewerKind
from holdfast.network.models import Tie
from holdfast.notices.actions import EVERYTHING, Target, forget, make_link, notify, revoke_links, set_receiver
from holdfast.notices.models import Link, Urgency
from holdfast.sealing.digests import digest_of
from holdfast.sealing.keys import destroy_key, make_key
from holdfast.supporters.leaving import another_holds, forget_all_of
from holdfast.supporters.models import Agreement, EndedBy, Invitation, Supporter

INVITATION_HOLDS = timedelta(days=7)
MOST_WRONG_CODES = 5
PAGE_HOLDS = timedelta(days=400)
"""A supporter's page opens by its address until then; every visit with an older one can take a new one."""
SENT_PAGE_HOLDS = timedelta(days=30)
USUAL_ASKED = 4


@dataclass(frozen=True, slots=True)
class Hopes:
    """What the person says when they invite: what they hope for, what they do not expect, and a word told by voice."""

    hoped: str = ""
    not_hoped: str = ""
    code: str = ""
    kinds: tuple[Kind, ...] = ()
    called: str = ""
    """How the supporter knows the person."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a supporter agrees to for one person."""

    kinds: Mapping[Kind, Stated] = field(default_factory=dict)
    takes_crisis: bool = False
    wakes: bool = False
    offered: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """A supporter's limits across everyone. `hours` are spans of minutes of the week on their own clock."""

    time_zone: str = "UTC"
    hours: tuple[tuple[int, int], ...] = every_day(9 * 60, 21 * 60)
    most_asked: int | None = 4
    most_helped: float | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has no page yet: how they want to be called, and their first limits."""

    name: str = ""
    limits: Limits = Limits()
    account: Person | None = None
    language: str = "en"


class InvitationRefused(Exception):
    """This link is not in use: unknown, used, over, taken back or answered. Which one is not told."""


class AlreadyAgreed(Exception):
    """This supporter helps this person already, or is this person."""


@transaction.atomic
def invite(*, by: Person, tie: Tie, hopes: Hopes, now: datetime) -> Invitation:
    """A link to hand over. An earlier one for the same tie no longer works."""
    Invitation.objects.filter(tie=tie, accepted_at=None, declined_at=None, revoked_at=None).update(revoked_at=now)
    token = token_urlsafe(24)
    return Invitation.objects.create(
        person=by,
        tie=tie,
        digest=digest_of(token),
        token=token,
        code=_spoken(hopes.code),
        hoped=hopes.hoped,
        not_hoped=hopes.not_hoped,
        hoped_kinds=[str(kind) for kind in hopes.kinds],
        called=hopes.called,
        created_at=now,
        expires_at=now + INVITATION_HOLDS,
    )


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, now: datetime) -> None:
    """The link no longer works."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def revoke_invitations_to(*, tie: Tie, now: datetime) -> None:
    """No link handed to them works any more."""
    waiting = Invitation.objects.filter(tie=tie, accepted_at=None, declined_at=None, revoked_at=None)
    waiting.update(revoked_at=now)


@transaction.atomic
def try_word(*, invitation: Invitation, said: str) -> bool:
    """Whether this is the word told by voice. Each wrong one counts; after MOST_WRONG_CODES the link is dead."""
    if compare_digest(_spoken(said).encode(), invitation.code.encode()):
        return True
    Invitation.objects.filter(pk=invitation.pk).update(wrong_codes=F("wrong_codes") + 1)
    return False


@transaction.atomic
def decline_invitation(*, invitation: Invitation, said: str, now: datetime) -> Invitation:
    """Not now, or not this. Nothing else is asked, and no reason is needed."""
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, declined_at=None, revoked_at=None)
    if taken.update(declined_at=now):
        invitation.declined_at, invitation.said = now, said
        invitation.save(update_fields=["said"])
    return invitation


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, who: Supporter | Newcomer, offered: Offered, now: datetime
) -> Agreement:
    """Agree to help: a new supporter, or one more person for somebody who has a page already.

    Somebody who lost their page and was invited anew takes over what they agreed to; the old page shows it no more.
    Raises InvitationRefused when the link was used or taken back in the meantime, AlreadyAgreed where the two have
    an agreement under another name.
    """
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, declined_at=None, revoked_at=None)
    if not taken.update(accepted_at=now):
        raise InvitationRefused
    one = who if isinstance(who, Supporter) else add_supporter(newcomer=who, now=now)
    others = one.agreements.filter(person=invitation.person_id, ended_at=None).exclude(tie=invitation.tie_id)
    if others.exists() or one.account_id == invitation.person_id:
        raise AlreadyAgreed
    agreement = Agreement.objects.filter(tie=invitation.tie_id, ended_at=None).first()
    if agreement is None:
        agreement = Agreement(person_id=invitation.person_id, tie=invitation.tie, created_at=now)
    elif agreement.supporter_id != one.pk:
        revoke_links(owner=agreement.supporter_id, thing=agreement.pk, now=now)
        end_shared(agreement=agreement, now=now)  # it was given to whoever held the old page, not to who holds the link
        another_holds(agreement, now)
    said = {name: getattr(invitation, name) for name in ("hoped", "not_hoped", "hoped_kinds", "called")}
    for name, value in {**said, **_columns(offered), "supporter": one, "accepted_at": now}.items():
        setattr(agreement, name, value)
    agreement.save()
    return agreement


@transaction.atomic
def add_supporter(*, newcomer: Newcomer, now: datetime) -> Supporter:
    """Somebody new, with a key of their own."""
    one = Supporter(name=newcomer.name, created_at=now, account=newcomer.account)
    make_key(person_id=one.pk, now=now)
    one.save()
    set_receiver(owner=one.pk, language=newcomer.language)
    return set_limits(supporter=one, limits=newcomer.limits)


@transaction.atomic
def set_limits(*, supporter: Supporter, limits: Limits) -> Supporter:
    """The supporter's hours and how much a week, across everyone; they hold from the next second."""
    supporter.time_zone = limits.time_zone
    supporter.hours = [list(span) for span in limits.hours]
    supporter.most_asked, supporter.most_helped = limits.most_asked, limits.most_helped
    supporter.save(update_fields=["time_zone", "hours", "most_asked", "most_helped"])  # what answers taught stays
    set_receiver(owner=supporter.pk, time_zone=limits.time_zone, hours=supporter.hours)
    return supporter


@transaction.atomic
def ask_less(*, supporter: Supporter) -> Supporter:
    """Half as often from now on, once a week at least; only a supporter themselves can raise it again."""
    supporter.most_asked = max(1, (supporter.most_asked or 2 * USUAL_ASKED) // 2)
    supporter.save(update_fields=["most_asked"])
    return supporter


@transaction.atomic
def set_agreement(*, agreement: Agreement, offered: Offered) -> Agreement:
    """What they agree to for one person."""
    columns = _columns(offered)
    for name, value in columns.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=list(columns))  # one that ended in the meantime stays ended
    return agreement


@transaction.atomic
def take_respite(*, supporter: Supporter, until: datetime, now: datetime) -> Supporter:
    """Not asked before `until`."""
    supporter.away_from, supporter.away_until = now, until
    supporter.save(update_fields=["away_from", "away_until"])
    set_receiver(owner=supporter.pk, away_until=until)
    return supporter


@transaction.atomic
def end_respite(*, supporter: Supporter) -> Supporter:
    """There again."""
    supporter.away_from = supporter.away_until = None
    supporter.save(update_fields=["away_from", "away_until"])
    set_receiver(owner=supporter.pk, away_until=None)
    return supporter


@transaction.atomic
def pause_agreement(*, agreement: Agreement, is_paused: bool, now: datetime) -> Agreement:
    """The person asks nothing of this supporter for now; nobody is told."""
    agreement.paused_at = now if is_paused else None
    agreement.save(update_fields=["paused_at"])
    return agreement


@transaction.atomic
def end_agreement(*, agreement: Agreement, by: EndedBy, now: datetime) -> Agreement:
    """It is over: no further ask, nothing shared, and no link of it opens anything. Nobody is told by us."""
    agreement.ended_at, agreement.ended_by = now, by
    agreement.save(update_fields=["ended_at", "ended_by"])
    end_shared(agreement=agreement, now=now)
    revoke_links(owner=agreement.supporter_id, thing=agreement.pk, now=now)
    if not agreement.supporter.agreements.filter(ended_at=None).exists():
        revoke_links(owner=agreement.supporter_id, now=now)
    return agreement


@transaction.atomic
def end_shared(*, agreement: Agreement, now: datetime) -> None:
    """Nothing that was given to this supporter by the person is theirs to see any more."""
    end_all_of(Viewer(ViewerKind.AGREEMENT, agreement.pk), now=now)


@transaction.atomic
def leave(*, supporter: Supporter, now: datetime) -> None:
    """The supporter leaves altogether: what is theirs is gone, and their key with it."""
    for agreement in supporter.agreements.filter(ended_at=None):
        end_agreement(agreement=agreement, by=EndedBy.SUPPORTER, now=now)
    forget(owner=supporter.pk)
    forget_all_of(supporter)
    Supporter.objects.filter(pk=supporter.pk).update(
        left_at=now, name=b"", learned=b"", hours=[], account=None, away_from=None, away_until=None
    )
    destroy_key(person_id=supporter.pk)


@transaction.atomic
def open_page(*, supporter: Supporter, token: str, now: datetime) -> None:
    """The supporter's own page opens at this token, which was made before so that a second tap leads to the same."""
    Link.objects.create(
        person_id=supporter.pk,
        digest=digest_of(token),
        opens="page",
        expires_at=now + PAGE_HOLDS,
        created_at=now,
    )


@transaction.atomic
def renew_page(*, supporter: Supporter, now: datetime) -> str:
    """The token of a new address; every other address of the page no longer works."""
    Link.objects.filter(person_id=supporter.pk, opens__in=("page", EVERYTHING), revoked_at=None).update(revoked_at=now)
    return make_link(owner=supporter.pk, target=Target("page", now + PAGE_HOLDS), now=now)


@transaction.atomic
def send_page(*, supporter: Supporter, now: datetime) -> int:
    """A fresh address of their page to every place of theirs, at most once an hour; how many were written."""
    target = Target("page", now + SENT_PAGE_HOLDS)
    key = f"page:{supporter.pk}:{now:%Y%m%d%H}"
    return len(notify(to=supporter.pk, target=target, unique_key=key, now=now, urgency=Urgency.NOW))


def _spoken(word: str) -> str:
    """A word as it is compared: as it is heard, without case and spaces around it."""
    return " ".join(word.split()).casefold()


def _columns(offered: Offered) -> dict[str, object]:
    return {
        "kinds": {str(kind): str(stated) for kind, stated in offered.kinds.items()},
        "takes_crisis": offered.takes_crisis,
        "wakes": offered.wakes,
        "offered": offered.offered,
    }
