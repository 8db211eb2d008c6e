"""The checkins app."""

from django.apps import AppConfig
from django.core.checks import register


class CheckinsConfig(AppConfig):
    """How a person is, what they said they would do, days, goals, measures; and how a supporter is."""

    name = "holdfast.checkins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A link about a check-in leads to it, after sign-in."""
        from holdfast.asks.beside import beside
        from holdfast.asks.views.link import opens
        from holdfast.checkins.commitments import WITNESS
        """A link about a check-in leads to it, after sign-in. What one can do oneself stands before every call."""
        from holdfast.asks.own_first import own_first
        from holdfast.checkins.coping import first_steps
        from holdfast.checkins.views.links import check_in_behind
        from holdfast.checkins.views.witness import witness_behind, witness_section, workbook_section

        opens("check_in", check_in_behind)
        opens(WITNESS, witness_behind)
        beside(witness_section)
        beside(workbook_section)
        own_first(first_steps)
        """A link about a check-in leads to it, after sign-in. A supporter's page has a part that is theirs
        alone, and it goes when they leave."""
        from holdfast.checkins.helper_side import how_i_am
        from holdfast.checkins.measuring import forget_how_i_was
        from holdfast.checkins.shelf import measures_can_be_read
        from holdfast.supporters.leaving import when_they_leave

        register(measures_can_be_read)
        beside(how_i_am)
        when_they_leave(lambda supporter: forget_how_i_was(supporter=supporter))
        from holdfast.checkins import chips, setbacks
        from holdfast.checkins.views.days_links import beside_days, chip_behind, told_behind
        from holdfast.notices.gates import guard

        opens(setbacks.TOLD, told_behind)
        opens(chips.CHIP, chip_behind)
        guard(setbacks.TOLD, setbacks.leaves_at)
        guard(chips.CHIP, chips.leaves_at)
        beside(beside_days)
