"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base templates, components, style and small scripts. No models."""

    name = "holdfast.web"
    default_auto_field = "django.db.models.BigAutoField"
