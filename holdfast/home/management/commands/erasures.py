"""The `erasures` command."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from holdfast.home.actions import erase_again
from holdfast.home.queries import erased_ids


class Command(BaseCommand):
    """List the random ids of erased accounts, or erase a list again after an older copy was put back."""

    help = "List the random ids of erased accounts, or erase a list again after an older copy was put back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """List, or replay."""
        parser.add_argument(
            "--replay", type=Path, metavar="FILE", help="erase again every account whose id stands here"
        )

    def handle(self, *args: Any, replay: Path | None, **options: Any) -> None:
        """Do one or the other."""
        if replay is None:
            self.stdout.write("\n".join(sorted(erased_ids())))
            return
        count = erase_again(ids=set(replay.read_text().split()), now=timezone.now())
        self.stdout.write(f"Accounts erased again: {count}")
