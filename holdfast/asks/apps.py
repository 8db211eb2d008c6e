"""The asks app."""

from django.apps import AppConfig


class AsksConfig(AppConfig):
    """Who is asked, what they answer, and what happens when nobody does."""

    name = "holdfast.asks"
    default_auto_field = "django.db.models.BigAutoField"
