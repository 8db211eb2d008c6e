"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """First page, today, keeping a listing, export, erasure, and the worker."""

    name = "holdfast.home"
    default_auto_field = "django.db.models.BigAutoField"
