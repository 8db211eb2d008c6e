"""What this app says to others as the product starts.

Whoever is taken off the map leaves no promise behind: the map does not know of asks, so it cannot say so. And no ask
leaves the house outside anybody's limits, however long it waited. What is awaited by the clock of somebody who travels
moves with them.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks import gate
from holdfast.asks.parting import let_go
from holdfast.asks.watching import follow_zone
from holdfast.notices.gates import guard
from holdfast.supporters.models import Agreement

guard(gate.ASK, gate.passes_at)


@receiver(pre_delete, sender=Agreement)
def going(instance: Agreement, origin: Any, **signal: Any) -> None:
    """Somebody is taken off the map; a whole account that goes takes its asks along."""
    if getattr(origin, "_meta", None) is None or origin._meta.label_lower != "accounts.person":
        let_go(instance, timezone.now())


@receiver(post_save, sender=Person)
def travelled(instance: Person, update_fields: frozenset[str] | None, **signal: Any) -> None:
    """Somebody lives by another clock now."""
    if "time_zone" in (update_fields or ()):
        follow_zone(by=instance, now=timezone.now())
