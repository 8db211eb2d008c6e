"""What this app says to others as the product starts: a person can share with whoever helps them. Whoever is taken off
the map sees nothing any more: the map does not know of sharing, so it cannot say so."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from holdfast.consent.viewers import knows_viewers
from holdfast.supporters.actions import end_shared
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import viewers_of

knows_viewers(viewers_of)


@receiver(pre_delete, sender=Agreement)
def going(instance: Agreement, **signal: Any) -> None:
    """Somebody is taken off the map."""
    end_shared(agreement=instance, now=timezone.now())
