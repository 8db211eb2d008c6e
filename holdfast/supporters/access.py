"""Who may reach what in the supporters app: a person their own agreements; a supporter, by a link, theirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from holdfast.accounts.models import Person
from holdfast.notices.actions import EVERYTHING, link_behind
from holdfast.notices.models import Link
from holdfast.sealing.digests import digest_of
from holdfast.supporters.actions import MOST_WRONG_CODES
from holdfast.supporters.models import Agreement, Invitation, Supporter
from holdfast.supporters.queries import agreements_with

PAGE = "page"
"""What a link opens that leads to a supporter's own page."""
PAGES = frozenset({PAGE, EVERYTHING})


def agreement_for(person: Person, agreement_id: UUID) -> Agreement:
    """One of the person's agreements that is not over, or 404."""
    running = Agreement.objects.filter(person=person, ended_at=None).select_related("tie", "supporter")
    return get_object_or_404(running, pk=agreement_id)


def invitations_of(person: Person, *, now: datetime) -> QuerySet[Invitation]:
    """The person's invitations that can still be answered."""
    waiting = Invitation.objects.filter(person=person, revoked_at=None, accepted_at=None, declined_at=None)
    return waiting.filter(expires_at__gt=now).select_related("tie").order_by("-created_at")


def invitation_for(person: Person, invitation_id: UUID) -> Invitation:
    """One of the person's invitations, or 404."""
    return get_object_or_404(Invitation.objects.filter(person=person).select_related("tie"), pk=invitation_id)


def invitation_behind(token: str, *, now: datetime) -> Invitation | None:
    """The invitation of this token, unless it is unknown, over, used or taken back: all look the same from outside."""
    waiting = Invitation.objects.filter(revoked_at=None, accepted_at=None, declined_at=None, expires_at__gt=now)
    waiting = waiting.filter(wrong_codes__lt=MOST_WRONG_CODES)
    return waiting.filter(digest=digest_of(token)).select_related("tie", "person").first()


def supporter_behind(link: Link) -> Supporter | None:
    """The supporter a link belongs to; None for somebody who left, or whose last agreement ended."""
    supporter = Supporter.objects.filter(pk=link.person_id, left_at=None).first()
    return supporter if supporter is not None and agreements_with(supporter).exists() else None


def supporter_at(token: str, *, now: datetime) -> Supporter | None:
    """Whose page this token opens; None for one that opens no page, for whatever reason."""
    link = link_behind(token, now=now)
    return supporter_behind(link) if link is not None and link.opens in PAGES else None


def supporter_of(person: Person) -> Supporter | None:
    """The page of somebody with an account, while they help anybody; whoever was cut off has none."""
    found = own_limits_of(person)
    return found if found is not None and agreements_with(found).exists() else None


def own_limits_of(person: Person) -> Supporter | None:
    """What somebody with an account said when they began to help, though they may help nobody now."""
    return Supporter.objects.filter(account=person, left_at=None).first()


def agreement_of(supporter: Supporter, agreement_id: UUID) -> Agreement:
    """One of the supporter's running agreements, or 404."""
    return get_object_or_404(agreements_with(supporter), pk=agreement_id)
