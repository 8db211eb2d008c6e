"""`./run join`: find which listings of several sources are one meeting, now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from holdfast.directory.joining import join_everything, join_listings
from holdfast.directory.models import Listing, Lookalike


class Command(BaseCommand):
    """Compares what is new, or everything again."""

    help = "Find listings of several sources that are one meeting. The worker does so by itself after every import"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--all` after the rule or the sources' ranks changed."""
        parser.add_argument("--all", action="store_true", help="compare every listing again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and say what stands now."""
        now = timezone.now()
        rounds = join_everything(now=now) if options["all"] else iter(lambda: join_listings(now=now), 0)
        compared = sum(rounds)
        joined = Listing.objects.filter(merged_into__isnull=False).count()
        asked = Lookalike.objects.count()
        self.stdout.write(f"{compared} compared, {joined} stand with another, {asked} pairs wait for a person")
