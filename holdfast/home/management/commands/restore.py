"""The `restore` command."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.utils import timezone

from holdfast.home import maintenance
from holdfast.home.actions import erase_again
from holdfast.home.backups import CopyDamaged, Shelf, check, copy, put_back
from holdfast.home.queries import erased_ids, worker_age
from holdfast.web.tables import bring_up_to_date

QUIET_FOR = timedelta(minutes=1)


class Command(BaseCommand):
    """Put a backup in the place of the embedded database; accounts erased since then are erased again."""

    help = "Put a backup in the place of the embedded database; accounts erased since then are erased again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which copies, and where the list of erased accounts is."""
        parser.add_argument("main", type=Path, help="a copy of the main database, such as backups/default/….sqlite3")
        parser.add_argument("--keys", type=Path, help="a copy of the key store; without it the present keys stay")
        parser.add_argument("--folder", type=Path, default=settings.DATA / "backups", help="where backups are kept")
        parser.add_argument("--anyway", action="store_true", help="even if the worker was seen a moment ago")

    def handle(self, *args: Any, main: Path, keys: Path | None, folder: Path, anyway: bool, **options: Any) -> None:
        """Check, set the present aside, put back, erase again."""
        now = timezone.now()
        chosen = {"default": main.resolve()} | ({"keys": keys.resolve()} if keys else {})
        shelf = Shelf(folder.resolve())
        _refuse_unless_possible(chosen, anyway, now)
        gone = shelf.erased() | set(_still_known())
        shelf.write_erased(gone)
        for alias, copied in chosen.items():
            self._set_aside(alias, shelf, now)
            _replace(alias, copied)
            bring_up_to_date(alias)
        count = erase_again(ids=gone, now=now)
        maintenance.checkpoint()
        self.stdout.write(f"Restored. Accounts that were erased since then and are erased again: {count}")

    def _set_aside(self, alias: str, shelf: Shelf, now: datetime) -> None:
        live = Path(connections[alias].settings_dict["NAME"])
        connections[alias].close()
        if not live.exists():
            return
        try:
            self.stdout.write(f"{alias}: what was there is now {copy(live, shelf.place_for(alias, now))}")
        except CopyDamaged as error:
            aside = live.replace(live.with_suffix(".damaged"))
            self.stdout.write(f"{alias}: {error}. It is kept as {aside}: remove it when you no longer need it.")


def _refuse_unless_possible(chosen: dict[str, Path], anyway: bool, now: datetime) -> None:
    for alias, copied in chosen.items():
        if alias not in maintenance.embedded():
            raise CommandError(f"{alias} is PostgreSQL: restore it with pg_restore, then run `erasures --replay`")
        try:
            check(copied)
        except (CopyDamaged, OSError) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
    if not anyway and _was_seen(now):
        raise CommandError("Nothing was changed. Stop Holdfast first: its worker was seen less than a minute ago.")


def _was_seen(now: datetime) -> bool:
    try:
        age = worker_age(now=now)
    except DatabaseError:
        return False
    return age is not None and age < QUIET_FOR


def _still_known() -> set[str]:
    """Who the present database says is erased; a damaged one says nothing."""
    try:
        return erased_ids()
    except DatabaseError:
        return set()


def _replace(alias: str, copied: Path) -> None:
    connections[alias].close()
    put_back(copied, Path(connections[alias].settings_dict["NAME"]))
