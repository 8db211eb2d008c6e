"""The `compile_words` command."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from holdfast.web.words import compile_words


class Command(BaseCommand):
    """Compile the translated words that changed."""

    help = "Compile the translated words that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile."""
        compile_words()
