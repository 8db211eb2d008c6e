"""Grants for tests: who could look, and what was given to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from holdfast.accounts.models import Person
from holdfast.consent.actions import Words, give_grant
from holdfast.consent.models import Grant
from holdfast.consent.showing import Looker
from holdfast.domain.consent import PRESET, Draft, Item, Purpose, Viewer, ViewerKind

NAMES = UUID("6f1d3f6a-31b4-4f0e-9d0a-1f2f3a4b5c6d")
DEE_ACCOUNT = uuid5(NAMES, "dee's account")
DEE = Viewer(ViewerKind.TEAM_MEMBER, uuid5(NAMES, "dee"))
RIVERSIDE = Viewer(ViewerKind.CARE_TEAM, uuid5(NAMES, "riverside"))
BEN = Viewer(ViewerKind.AGREEMENT, uuid5(NAMES, "ben"))
PLAN = frozenset({Item.SAFETY_PLAN})


def draft_of(
    now: datetime, viewer: Viewer = DEE, items: Iterable[Item] = PLAN, lasts: timedelta = PRESET, **other: object
) -> Draft:
    """A whole draft, signed now."""
    said = {"recipient": "Dee Park", "purpose": Purpose.CARE, "signature": "John W", "signed_at": now, **other}
    return Draft(viewer=viewer, items=frozenset(items), starts_at=now, ends_at=now + lasts, **said)  # type: ignore[arg-type]


def given(
    person: Person,
    now: datetime,
    *,
    viewer: Viewer = DEE,
    items: Iterable[Item] = PLAN,
    lasts: timedelta = PRESET,
    recipient: str = "Dee Park",
) -> Grant:
    """A grant that runs from now on."""
    words = Words("help in a hard hour", "john-w", "I, john-w, agree.", "1")
    return give_grant(by=person, draft=draft_of(now, viewer, items, lasts, recipient=recipient), words=words, now=now)


def dee(*viewers: Viewer) -> Looker:
    """Dee, as one of the team and as herself."""
    return Looker(DEE_ACCOUNT, viewers or (DEE, RIVERSIDE))
