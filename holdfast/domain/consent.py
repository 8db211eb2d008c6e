"""What somebody may see of a person, why, and until when.

A grant follows the elements of a written consent under 42 CFR Part 2, section 2.31: the person's name, who discloses,
what, to whom, for what purpose, the right to revoke, when it ends, signature and date. The sentences on revoking and on
passing on are part of every text that is signed, so what can be missing is the rest (`missing`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Item(StrEnum):
    """What can be shared. Each is chosen by itself; there is no "everything"."""

    SAFETY_PLAN = "safety_plan"
    RECOVERY_PLAN = "recovery_plan"
    NETWORK = "network"
    CHECK_INS = "check_ins"
    DAYS = "days"
    GOALS = "goals"
    MEASURES = "measures"
    ATTENDANCE = "attendance"


class ViewerKind(StrEnum):
    """Who can be given something: a supporter by their agreement, a care team, or one member of it."""

    AGREEMENT = "agreement"
    CARE_TEAM = "care_team"
    TEAM_MEMBER = "team_member"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The one who may look. The id ends with the relation, so nothing comes back when two people meet again."""

    kind: ViewerKind
    id: UUID

    @property
    def is_professional(self) -> bool:
        """Whether every element of a written consent is asked for."""
        return self.kind != ViewerKind.AGREEMENT


class Purpose(StrEnum):
    """Why it is shared."""

    AT_MY_REQUEST = "at_my_request"
    CARE = "care"
    REFERRAL = "referral"
    HARD_MOMENT = "hard_moment"


PRESET = timedelta(days=90)
"""How long a grant runs unless the person chooses otherwise."""
LONGEST = timedelta(days=366)
"""No grant runs for ever; after this it is given again or ends."""
EMERGENCY = timedelta(hours=24)
"""How long emergency access lasts."""
IN_AN_EMERGENCY = frozenset({Item.SAFETY_PLAN})
"""All that emergency access opens: it is short in more than time."""


class Element(StrEnum):
    """What a signed consent cannot be without."""

    RECIPIENT = "recipient"
    WHAT = "what"
    PURPOSE = "purpose"
    START = "start"
    END = "end"
    SIGNATURE = "signature"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Draft:
    """A grant before it is given."""

    viewer: Viewer
    recipient: str
    items: frozenset[Item]
    purpose: Purpose | None
    starts_at: datetime | None
    ends_at: datetime | None
    signature: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as it stands: `ended_at` when it was revoked or seen to have run out."""

    id: UUID
    viewer: Viewer
    items: frozenset[Item]
    starts_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None

    def runs(self, at: datetime) -> bool:
        """Whether it holds at this moment: from its first moment on, and no longer at its last.

        What once ended stays ended, even if the clock is set back.
        """
        return self.ended_at is None and self.starts_at <= at < self.ends_at


def missing(draft: Draft) -> tuple[Element, ...]:
    """What a draft lacks, in the order of the form; a supporter asks for no signature."""
    lacking = {
        Element.RECIPIENT: not draft.recipient.strip(),
        Element.WHAT: not draft.items,
        Element.PURPOSE: draft.purpose is None,
        Element.START: draft.starts_at is None,
        Element.END: _is_no_end(draft),
        Element.SIGNATURE: draft.viewer.is_professional and not draft.signature.strip(),
        Element.DATE: draft.signed_at is None,
    }
    return tuple(element for element, lacks in lacking.items() if lacks)


def _is_no_end(draft: Draft) -> bool:
    """Whether the end is open, past when it is signed, before the start, or further away than a grant may run."""
    if draft.ends_at is None or (draft.signed_at and draft.ends_at <= draft.signed_at):
        return True
    return draft.starts_at is not None and not timedelta() < draft.ends_at - draft.starts_at <= LONGEST


def allowing(
    grants: Iterable[Grant], *, viewers: Collection[Viewer], item: Item, at: datetime, is_restricted: bool = False
) -> Grant | None:
    """The grant by which one of these viewers may see this now; None refuses. While a person restricts, none allows."""
    if is_restricted:
        return None
    fitting = (one for one in grants if one.viewer in viewers and item in one.items and one.runs(at))
    return max(fitting, key=lambda one: (one.ends_at, one.id), default=None)
