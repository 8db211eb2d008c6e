"""The `prepare` command: everything between installing and serving."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from holdfast.web.tables import bring_up_to_date
from holdfast.web.words import compile_words


class Command(BaseCommand):
    """Bring words, tables and style files up to date; quick when there is nothing to do."""

    help = "Bring words, tables and style files up to date. Quick when there is nothing to do."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare."""
        compile_words()
        for alias in connections:
            bring_up_to_date(alias)
        if "cache_entries" not in connections["default"].introspection.table_names():
            call_command("createcachetable", verbosity=0)
        _collect_static()


def _collect_static() -> None:
    stamp = Path(settings.STATIC_ROOT) / "collected"
    wanted = _sum_of_static_files()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _sum_of_static_files() -> str:
    total = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            total.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    return total.hexdigest()
