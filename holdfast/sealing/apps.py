"""The sealing app."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """A key per person, kept outside the main database, and a text field sealed with it."""

    name = "holdfast.sealing"
    default_auto_field = "django.db.models.BigAutoField"
