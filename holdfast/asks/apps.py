"""The asks app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone


class AsksConfig(AppConfig):
    """Who is asked, what they answer, and what happens when nobody does."""

    name = "holdfast.asks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever is taken off the map leaves no promise behind: the map does not know of asks, so it cannot say so.
        And no ask leaves the house outside anybody's limits, however long it waited. What is awaited by the clock of
        somebody who travels moves with them."""
        from holdfast.accounts.models import Person
        from holdfast.asks import gate
        from holdfast.asks.parting import let_go
        from holdfast.asks.watching import follow_zone
        from holdfast.notices.gates import guard
        from holdfast.supporters.models import Agreement

        def going(instance: Agreement, origin: Any, **signal: Any) -> None:
            if getattr(origin, "_meta", None) is None or origin._meta.label_lower != "accounts.person":
                let_go(instance, timezone.now())

        def travelled(instance: Person, update_fields: frozenset[str] | None, **signal: Any) -> None:
            if "time_zone" in (update_fields or ()):
                follow_zone(by=instance, now=timezone.now())

        guard(gate.ASK, gate.passes_at)
        pre_delete.connect(going, sender=Agreement, weak=False, dispatch_uid="asks.going")
        post_save.connect(travelled, sender=Person, weak=False, dispatch_uid="asks.travelled")
