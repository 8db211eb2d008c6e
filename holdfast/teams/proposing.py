"""A worker proposes something for the recovery plan: only while it is shared with them. The person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from holdfast.care.models import Proposal
from holdfast.care.proposals import proposals_by, propose
from holdfast.consent.access import granted_or_404
from holdfast.domain.consent import Item
from holdfast.domain.recovery_plan import Answer, Draft
from holdfast.teams.models import Member
from holdfast.teams.queries import viewers_behind


@transaction.atomic
def propose_to(*, by: Member, draft: Draft, now: datetime) -> Proposal:
    """Put something before the person. 404 for a plan that is not shared; raises CannotPropose, TooMany."""
    check_shared(by, now)
    return propose(person=by.care_team.person, proposer_id=by.pk, name=by.worker.name, draft=draft, now=now)


def check_shared(member: Member, now: datetime) -> None:
    """404 unless the recovery plan is shared with this member at this moment."""
    viewers, owner = viewers_behind(member), member.care_team.person_id
    granted_or_404(viewers=viewers, owner=owner, item=Item.RECOVERY_PLAN, now=now)


ANSWERS: Mapping[Answer, Any] = {
    Answer.OPEN: gettext_lazy("Waits for their answer"),
    Answer.ACCEPTED: gettext_lazy("Taken"),
    Answer.EDITED: gettext_lazy("Taken, in their own words"),
    Answer.LEFT: gettext_lazy("Left, and that is fine"),
    Answer.WITHDRAWN: gettext_lazy("Taken back"),
}


@dataclass(frozen=True, slots=True)
class ProposedByMe:
    """One proposal as whoever made it reads of it, with what became of it in words."""

    row: Proposal
    said: Any


def proposed_by(member: Member) -> list[ProposedByMe]:
    """What this member proposed, the newest first; for whoever has checked that the plan is shared."""
    return [ProposedByMe(row, ANSWERS[Answer(row.answer)]) for row in proposals_by([member.pk])]
