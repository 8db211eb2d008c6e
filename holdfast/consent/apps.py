"""The consent app."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Who may see what of a person, and the record of every look."""

    name = "holdfast.consent"
    default_auto_field = "django.db.models.BigAutoField"
