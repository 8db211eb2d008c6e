"""The checkins app."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    """How a person is, what they said they would do, days, goals, measures; and how a supporter is."""

    name = "holdfast.checkins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A link about a check-in leads to it, after sign-in."""
        from holdfast.asks.beside import beside
        from holdfast.asks.views.link import opens
        from holdfast.checkins import chips, setbacks
        from holdfast.checkins.views.days_links import beside_days, chip_behind, told_behind
        from holdfast.checkins.views.links import check_in_behind
        from holdfast.notices.gates import guard

        opens("check_in", check_in_behind)
        opens(setbacks.TOLD, told_behind)
        opens(chips.CHIP, chip_behind)
        guard(setbacks.TOLD, setbacks.leaves_at)
        guard(chips.CHIP, chips.leaves_at)
        beside(beside_days)
