"""The `demo` command."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from holdfast.directory.importing import import_demo
from holdfast.home.cast import ACCOUNTS
from holdfast.home.cast_teams import CENTRE, WORKERS
from holdfast.home.demo import absent_cast, move_in, new_passphrase, strangers_here
from holdfast.home.demo_teams import digits_now, open_centre


class Command(BaseCommand):
    """Three fictional people and a directory to look at; running it again changes nothing."""

    help = "Three fictional people and a directory to look at; running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to go on where real people are."""
        parser.add_argument("--anyway", action="store_true", help="even where real people have accounts")
        parser.add_argument("--digits", metavar="KEY", help="only say the six digits that a key gives now")

    def handle(self, *args: Any, anyway: bool, digits: str | None, **options: Any) -> None:
        """Move the cast in and say the passphrase, this once."""
        if digits:
            self._say_digits(digits)
            return
        if strangers_here() and not anyway:
            raise CommandError("People have accounts here. The demo is for an empty house; --anyway adds it.")
        now, passphrase, key = timezone.now(), new_passphrase(), generate_totp_secret()
        import_demo(now=now)
        new = absent_cast()
        works = bool(new) and open_centre(passphrase=passphrase, key=key, now=now)
        for character in new:
            move_in(character, passphrase=passphrase, now=now)
        if new:
            names = ", ".join(one.nickname for one in new)
            self.stdout.write(f"Sign in as {names} with the passphrase {passphrase} (it is not shown again).")
            self.stdout.write(f"Some of their supporters have accounts too, with the same one: {', '.join(ACCOUNTS)}.")
        if works:
            self._say_work(key)

    def _say_work(self, key: str) -> None:
        """How to look at the side of those who work with people."""
        names = " and ".join(WORKERS)
        self.stdout.write(f"{names} work at {CENTRE.name}: the same passphrase, then six digits from an app.")
        self.stdout.write(f"The key for that app is {key} (it is not shown again either).")
        self.stdout.write(f"No app at hand? ./run demo --digits {key} says the six digits of the moment.")

    def _say_digits(self, key: str) -> None:
        try:
            self.stdout.write(digits_now(key, timezone.now()))
        except ValueError:
            raise CommandError("This is not a key of that kind. It was printed when the demo was made.") from None
