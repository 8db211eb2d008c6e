"""The care app."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The plan a person writes in calm for a hard hour."""

    name = "holdfast.care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The plan stands where support is asked for and in the copy for no network, and can be shared."""
        from holdfast.asks.own_plan import own_plan
        from holdfast.care import shared
        from holdfast.care.keeping import plan_for_now
        from holdfast.consent.items import Shown, shows
        from holdfast.domain.consent import Item

        own_plan(plan_for_now)
        plan = ("care/shared_safety_plan.html", shared.safety_plan_shared, shared.safety_plan_changed_at)
        shows(Item.SAFETY_PLAN, Shown(*plan))
