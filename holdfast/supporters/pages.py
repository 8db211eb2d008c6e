"""What the person's pages about their supporters show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.utils.safestring import SafeString

from holdfast.accounts.models import Person
from holdfast.domain.asks.expectations import differences
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.network.access import ties_of
from holdfast.notices.models import Destination
from holdfast.supporters import words
from holdfast.supporters.access import invitations_of
from holdfast.supporters.models import Agreement, Invitation
from holdfast.supporters.queries import agreements_of

SHOWN_FOR = timedelta(days=30)
"""How long the page tells of an invitation that was declined, and of somebody who stopped."""


@dataclass(frozen=True, slots=True)
class Row:
    """One running agreement in words."""

    agreement: Agreement
    gladly: str
    otherwise: tuple[tuple[str, str], ...]
    hours: str
    is_reachable: bool

    @property
    def id(self) -> UUID:
        """Of the agreement."""
        return self.agreement.pk


def agreements_page(person: Person, now: datetime) -> dict[str, Any]:
    """Who agreed, what is open, what was declined or ended lately, and who could still be invited."""
    running = list(agreements_of(person))
    waiting = list(invitations_of(person, now=now))
    asked = {*(one.tie_id for one in running), *(one.tie_id for one in waiting)}
    lately = now - SHOWN_FOR
    declined = Invitation.objects.filter(person=person, declined_at__gt=lately).select_related("tie")
    ended = Agreement.objects.filter(person=person, ended_by="supporter", ended_at__gt=lately).select_related("tie")
    return {
        "rows": rows_of(running),
        "waiting": waiting,
        "declined": declined.order_by("-declined_at"),
        "left": ended.order_by("-ended_at"),
        "others": [tie for tie in ties_of(person).exclude(state="ended") if tie.pk not in asked and tie.is_somebody],
    }


def rows_of(agreements: Iterable[Agreement]) -> list[Row]:
    """Agreements in words."""
    found = list(agreements)
    there = Destination.objects.filter(
        person_id__in=[one.supporter_id for one in found], confirmed_at__isnull=False, off_at=None
    )
    reachable = set(there.values_list("person_id", flat=True))
    return [_row(one, is_reachable=one.supporter_id in reachable) for one in found]


def _row(agreement: Agreement, *, is_reachable: bool) -> Row:
    stated = {Kind(kind): Stated(said) for kind, said in agreement.kinds.items()}
    return Row(
        agreement=agreement,
        gladly=words.listed(words.GIVE[kind] for kind in Kind if stated.get(kind) is Stated.GLADLY),
        otherwise=tuple(
            (str(words.GIVE[kind]), str(words.STATED[stated[kind]]))
            for kind in Kind
            if stated.get(kind) in {Stated.DEPENDS, Stated.IF_NEEDED}
        ),
        hours=words.coarse_hours(agreement.supporter.hours),
        is_reachable=is_reachable,
    )


def agreement_page(agreement: Agreement) -> dict[str, Any]:
    """Both sides of one agreement, and what to talk about."""
    (row,) = rows_of([agreement])
    stated = {Kind(kind): Stated(said) for kind, said in agreement.kinds.items()}
    hoped = [Kind(kind) for kind in agreement.hoped_kinds]
    found = differences(hoped, stated, takes_crisis=agreement.takes_crisis)
    return {
        "agreement": agreement,
        "row": row,
        "tie": agreement.tie,
        "hoped_kinds": [words.HELP[kind] for kind in hoped],
        "differences": [words.difference_in_words(one, agreement.tie.name) for one in found],
    }


def invitation_page(invitation: Invitation, now: datetime) -> dict[str, Any]:
    """The link and its picture while it can be used; else only that it cannot."""
    used = invitation.revoked_at or invitation.accepted_at or invitation.declined_at or invitation.expires_at <= now
    address = "" if used else f"{settings.ADDRESS}/u/i/{invitation.token}/"
    return {
        "invitation": invitation,
        "tie": invitation.tie,
        "address": address,
        "site": settings.ADDRESS,
        "picture": picture_of(address) if address else "",
    }


def called_before(person: Person) -> str:
    """The name the person gave in their last invitation."""
    last = Invitation.objects.filter(person=person).order_by("-created_at").first()
    return last.called if last else ""


def picture_of(address: str) -> SafeString:
    """A QR code (ISO/IEC 18004) that any phone's camera reads; drawn here, nothing of ours in it but the address."""
    drawn = segno.make(address, error="m", micro=False)
    return SafeString(drawn.svg_inline(scale=6, border=4, svgclass="qr", lineclass=None, omitsize=True))
