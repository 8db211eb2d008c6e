"""What a friend knew of how the person does, when somebody else takes over from that friend."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.checkins.commitments import stop_witness
from holdfast.checkins.models import Chip, Commitment, Setback, Workbook
from holdfast.checkins.setbacks import take_back_telling
from holdfast.supporters.models import Agreement


@transaction.atomic
def end_knowing(agreement: Agreement, now: datetime) -> None:
    """Whoever holds the new link was told nothing and is nobody's witness yet; the person may choose them anew."""
    for commitment in Commitment.objects.filter(witness=agreement):
        stop_witness(commitment=commitment, now=now)
    for setback in Setback.objects.filter(told=agreement):
        take_back_telling(setback=setback, agreement=agreement, now=now)
    Workbook.objects.filter(shared_with=agreement).update(shared_with=None)
    Chip.objects.filter(giver=agreement, handed_at=None).update(giver=None)
