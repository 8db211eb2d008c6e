"""The `backup` command."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from holdfast.home import maintenance
from holdfast.home.backups import CopyDamaged, Shelf, copy
from holdfast.home.queries import erased_ids

ELSEWHERE = "{alias}: this database is PostgreSQL, which keeps its own copies: use pg_dump (docs/operations.md)"


class Command(BaseCommand):
    """Copy the embedded databases while people use them, and check each copy."""

    help = "Copy the embedded databases to a folder while people use them, and check each copy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.DATA / "backups")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Copy, check, and write down who is erased."""
        now = timezone.now()
        shelf = Shelf(folder.resolve())
        shelf.write_erased(erased_ids())
        for alias in connections:
            self.stdout.write(self._copied(alias, shelf, now))
        removed = shelf.drop_old_keys(now)
        if removed:
            self.stdout.write(f"keys: removed {removed} copies older than 30 days")

    def _copied(self, alias: str, shelf: Shelf, now: Any) -> str:
        if alias not in maintenance.embedded():
            return ELSEWHERE.format(alias=alias)
        try:
            done = copy(Path(connections[alias].settings_dict["NAME"]), shelf.place_for(alias, now))
        except (CopyDamaged, OSError) as error:
            raise CommandError(f"{alias}: {error}") from error
        return f"{alias}: {done} ({done.stat().st_size:,} bytes, checked)"
