"""The supporters app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils import timezone


class SupportersConfig(AppConfig):
    """Who agreed to help whom, within which limits."""

    name = "holdfast.supporters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A person can share with whoever helps them. Whoever is taken off the map sees nothing any more: the map does
        not know of sharing, so it cannot say so."""
        from holdfast.consent.viewers import knows_viewers
        from holdfast.supporters.actions import end_shared
        from holdfast.supporters.models import Agreement
        from holdfast.supporters.queries import viewers_of

        def going(instance: Agreement, **signal: Any) -> None:
            end_shared(agreement=instance, now=timezone.now())

        knows_viewers(viewers_of)
        pre_delete.connect(going, sender=Agreement, weak=False, dispatch_uid="supporters.going")
