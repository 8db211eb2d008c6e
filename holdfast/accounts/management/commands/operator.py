# the file's name is the command's
"""`./run operator NICKNAME`: who administers this host."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.accounts.actions import set_operator
from holdfast.accounts.models import Person


class Command(BaseCommand):
    """Makes somebody an operator, or no longer; without a name, lists the operators."""

    help = "Make somebody an operator: they tend sources and settle reports; they cannot read what others wrote"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The nickname, and whether to end it."""
        parser.add_argument("nickname", nargs="?", default="")
        parser.add_argument("--off", action="store_true", help="an operator no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done."""
        if not options["nickname"]:
            operators = Person.objects.filter(is_operator=True).order_by("nickname").values_list("nickname", flat=True)
            self.stdout.write("\n".join(operators) or "Nobody yet. Name one: ./run operator NICKNAME")
            return
        try:
            person = set_operator(nickname=options["nickname"], is_operator=not options["off"])
        except Person.DoesNotExist:
            raise CommandError(f"Nobody here is called {options['nickname']}. Sign up first, then run this.") from None
        said = "is an operator no longer" if options["off"] else "is an operator: see Review and Sources in the footer"
        self.stdout.write(f"{person.nickname} {said}.")
