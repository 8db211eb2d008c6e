"""The directory app."""

from django.apps import AppConfig
from django.core.checks import register

from holdfast.directory.checks import operator_lines_can_be_read, tiles_are_credited


class DirectoryConfig(AppConfig):
    """Listings of meetings, groups and lines: sources, import, search."""

    name = "holdfast.directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        register(operator_lines_can_be_read)
        register(tiles_are_credited)
