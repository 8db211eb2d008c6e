"""The tending app."""

from django.apps import AppConfig


class TendingConfig(AppConfig):
    """Who to reach out to, boundaries, repair, thanks: what keeps a network alive."""

    name = "holdfast.tending"
    default_auto_field = "django.db.models.BigAutoField"
