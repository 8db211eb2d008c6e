"""What a person and their care teams keep together: out as plain values. It hangs on a programme of this host, so none
is read in. What a worker wrote for themselves is in no copy: it is about somebody else."""

from __future__ import annotations

from typing import Any

from holdfast.accounts.models import Person
from holdfast.accounts.rows import Parts
from holdfast.teams.models import (
    Agreed,
    CareTeam,
    Handoff,
    Message,
    Recommendation,
    Referral,
    Session,
    SharedNote,
    SupporterMayWrite,
)

PARTS = Parts(
    {
        "care_teams": CareTeam,
        "sessions": Session,
        "agreed": Agreed,
        "shared_notes": SharedNote,
        "recommendations": Recommendation,
        "referrals": Referral,
        "handoffs": Handoff,
        "messages": Message,
        "supporters_writing": SupporterMayWrite,
    }
)


def dump(person: Person) -> dict[str, Any]:
    """Everything that stands between the person and their teams."""
    return PARTS.dump(person)
