"""The web app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """Base templates, components, style and small scripts. No models."""

    name = "holdfast.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each app says in its `registered` what it gives to those below, which do not know of it."""
        autodiscover_modules("registered")
