"""`./run import FILE...`: take meetings over from feeds."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from holdfast.directory.importing import Account, Order, import_source
from holdfast.domain.meetings.fellowships import FELLOWSHIPS, fellowship_called

MOST_SHOWN = 20
"""Problems shown for one file; --json has all of them."""

WORTH_TELLING = 2_000
"""Listings; fewer are written before one could read it."""
STEP = 5_000


class Command(BaseCommand):
    """Imports feeds one by one; each is taken over whole or not at all."""

    help = "Import meetings from Meeting Guide JSON or BMLT feeds: files, or addresses that begin with https://"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Sources and what the operator knows about them."""
        parser.add_argument("sources", nargs="+", metavar="FILE|https://ADDRESS")
        parser.add_argument("--json", action="store_true", help="print one JSON object a file and nothing else")
        parser.add_argument("--fellowship", default="", help=f"whose meetings they are: {', '.join(FELLOWSHIPS)}")
        parser.add_argument("--name", default="", help="the source's name as people should read it")
        parser.add_argument("--licence", default="", help="the licence under which the source may be shown")
        parser.add_argument("--confirm", action="store_true", help="listings missing from the source have ended")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each source; exit with 1 if any could not be read."""
        known = fellowship_called(options["fellowship"]) if options["fellowship"] else None
        if options["fellowship"] and known is None:
            raise CommandError(f"--fellowship {options['fellowship']}: write one of {', '.join(FELLOWSHIPS)}")
        unread = 0
        for source in options["sources"]:
            order = Order(
                source, known.code if known else "", options["name"], options["licence"], confirm=options["confirm"]
            )
            account = import_source(order, now=timezone.now(), progress=self._progress)
            self._print(account, as_json=options["json"])
            unread += not account.is_read
        if unread:
            raise CommandError(f"{unread} of {len(options['sources'])} could not be read.", returncode=1)

    def _progress(self, done: int, total: int) -> None:
        """On the standard error, so that what is printed can be read by a program; nothing for a small feed."""
        if total >= WORTH_TELLING and (done % STEP == 0 or done == total):
            self.stderr.write(f"  {done} of {total} listings written")

    def _print(self, account: Account, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(account.to_json(), ensure_ascii=False))
            return
        for line in _lines(account):
            self.stdout.write(line)


def _lines(account: Account) -> list[str]:
    if account.is_unchanged:
        return [f"{account.file}: nothing changed since the last time"]
    parsed, applied = account.parsed, account.applied
    imported = f"{parsed.rows - parsed.refused} imported, {parsed.refused} refused, {parsed.warned} with warnings"
    lines = [f"{account.file}: {parsed.format}, {parsed.rows} rows, {imported}"]
    if account.is_read:
        lines.append(
            f"  new {applied.added}, changed {applied.changed}, as before {applied.unchanged}, gone {applied.gone}"
        )
    for one in parsed.problems[:MOST_SHOWN]:
        place = f"row {one.row} ({one.key}), {one.field}" if one.row else "whole file"
        lines.append(f"  {one.severity}: {place}: {one.advice}")
    if len(parsed.problems) > MOST_SHOWN:
        lines.append(f"  and {len(parsed.problems) - MOST_SHOWN} more: --json has all of them")
    return lines
