"""The teams app."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Care teams: programmes, their workers, and what they and a person do together."""

    name = "holdfast.teams"
    default_auto_field = "django.db.models.BigAutoField"
