"""The care app."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The plan a person writes in calm for a hard hour."""

    name = "holdfast.care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The plan stands where support is asked for, and in the copy that works without a network."""
        from holdfast.asks.own_plan import own_plan
        from holdfast.care.keeping import plan_for_now

        own_plan(plan_for_now)
