"""The directory app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Listings of meetings, groups and lines: sources, import, search."""

    name = "holdfast.directory"
    default_auto_field = "django.db.models.BigAutoField"
