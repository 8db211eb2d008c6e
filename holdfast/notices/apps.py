"""The notices app."""

from django.apps import AppConfig
from django.core.checks import register

from holdfast.notices.checks import channels_are_there


class NoticesConfig(AppConfig):
    """The outbox: what is to be sent, and its delivery."""

    name = "holdfast.notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        register(channels_are_there)
