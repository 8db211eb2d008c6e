"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The outbox: what is to be sent, and its delivery."""

    name = "holdfast.notices"
    default_auto_field = "django.db.models.BigAutoField"
