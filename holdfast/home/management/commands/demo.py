"""The `demo` command."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from holdfast.directory.importing import import_demo
from holdfast.home.cast import ACCOUNTS
from holdfast.home.demo import absent_cast, move_in, new_passphrase, strangers_here


class Command(BaseCommand):
    """Three fictional people and a directory to look at; running it again changes nothing."""

    help = "Three fictional people and a directory to look at; running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to go on where real people are."""
        parser.add_argument("--anyway", action="store_true", help="even where real people have accounts")

    def handle(self, *args: Any, anyway: bool, **options: Any) -> None:
        """Move the cast in and say the passphrase, this once."""
        if strangers_here() and not anyway:
            raise CommandError("People have accounts here. The demo is for an empty house; --anyway adds it.")
        now, passphrase = timezone.now(), new_passphrase()
        import_demo(now=now)
        new = absent_cast()
        for character in new:
            move_in(character, passphrase=passphrase, now=now)
        if new:
            names = ", ".join(one.nickname for one in new)
            self.stdout.write(f"Sign in as {names} with the passphrase {passphrase} (it is not shown again).")
            self.stdout.write(f"Some of their supporters have accounts too, with the same one: {', '.join(ACCOUNTS)}.")
