"""`./run lines`: the lines to call, which are shown, and the operator's word that one works."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from holdfast.directory.line_actions import CheckRefused, confirm_line
from holdfast.directory.line_queries import verified_lines
from holdfast.directory.lines import LinesRefused, all_lines, own_lines


class Command(BaseCommand):
    """Lists every line, or keeps a check."""

    help = "List the lines to call, or confirm one: lines confirm KEY --source TEXT"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`confirm KEY --source TEXT`, or nothing to list."""
        doing = parser.add_subparsers(dest="doing")
        confirm = doing.add_parser("confirm", help="you called the line or read its own page today")
        confirm.add_argument("key")
        confirm.add_argument("--source", required=True, help="where you checked it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the two."""
        try:
            own_lines(settings.DATA)
        except LinesRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["doing"] == "confirm":
            self._confirm(options["key"], options["source"])
        else:
            self._list()

    def _confirm(self, key: str, source: str) -> None:
        try:
            check = confirm_line(key=key, source=source, now=timezone.now())
        except CheckRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{key} is shown from now on. Check it again within 180 days of {check.checked_on}.")

    def _list(self) -> None:
        today, shown = timezone.now().date(), {line.key: line for line in verified_lines()}
        for line in all_lines(settings.DATA):
            state = "hidden" if line.key not in shown else "stale" if shown[line.key].is_stale(today) else "shown"
            checked = shown.get(line.key, line)
            numbers = ", ".join(f"{way.via} {way.number} {way.say}".strip() for way in line.ways) or "no number known"
            self.stdout.write(f"{state:7}{line.key:22}{line.name}: {numbers} ({checked.checked_on}, {checked.source})")
