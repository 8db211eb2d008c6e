"""The care app."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The plan for a hard hour, the plan for recovery, and what others see of them."""

    name = "holdfast.care"
    default_auto_field = "django.db.models.BigAutoField"
