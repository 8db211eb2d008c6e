"""A supporter stops helping: one person, or everyone.

leave_person, leave_altogether.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.asks.actions import part_ways
from holdfast.supporters.actions import leave
from holdfast.supporters.models import Agreement, EndedBy, Supporter


@transaction.atomic
def leave_person(*, agreement: Agreement, now: datetime) -> None:
    """The supporter stops helping one person; the person reads it on their page, without a reason."""
    part_ways(agreement=agreement, by=EndedBy.SUPPORTER, now=now)


@transaction.atomic
def leave_altogether(*, supporter: Supporter, now: datetime) -> None:
    """The supporter stops helping everyone, and what is theirs is gone."""
    for agreement in supporter.agreements.filter(ended_at=None).select_related("supporter"):
        leave_person(agreement=agreement, now=now)
    leave(supporter=supporter, now=now)
