"""The tending app."""

from django.apps import AppConfig


class TendingConfig(AppConfig):
    """Who to reach out to, boundaries, repair, thanks: what keeps a network alive."""

    name = "holdfast.tending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What the link in a reminder opens, and the words of thanks for a hard day."""
        from holdfast.asks.kind_words import kind_words_from
        from holdfast.asks.views.link import opens
        from holdfast.tending.opening import in_touch
        from holdfast.tending.reminding import REACH_OUT
        from holdfast.tending.thanks import to_read_again

        opens(REACH_OUT, in_touch)
        kind_words_from(to_read_again)
