"""The checkins app."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    """How a person is, what they said they would do, days, goals, measures; and how a supporter is."""

    name = "holdfast.checkins"
    default_auto_field = "django.db.models.BigAutoField"
