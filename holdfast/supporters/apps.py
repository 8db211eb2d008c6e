"""The supporters app."""

from django.apps import AppConfig


class SupportersConfig(AppConfig):
    """Who agreed to help whom, within which limits."""

    name = "holdfast.supporters"
    default_auto_field = "django.db.models.BigAutoField"
