"""What an operator decides about a source: that there is one, what is known of it, and that it is asked now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from holdfast.accounts.models import Person
from holdfast.directory.actions import listings_moved
from holdfast.directory.models import Source, SourceKind
from holdfast.domain.meetings.fetching import next_fetch_at

EVERY_DAY = 24
"""Hours: how often an address is asked until somebody says otherwise."""


class SourceKnown(Exception):
    """There is a source with this address or file name."""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a person says about a new source."""

    key: str
    name: str = ""
    licence: str = ""
    fellowship: str = ""


def add_source(*, facts: SourceFacts, by: Person, now: datetime) -> Source:
    """A new source. The worker asks an address when it comes by; nothing is taken over before a person looked."""
    is_address = "://" in facts.key
    try:
        with transaction.atomic():
            return Source.objects.create(
                key=facts.key,
                name=facts.name or facts.key,
                licence=facts.licence,
                fellowship=facts.fellowship,
                kind=SourceKind.ADDRESS if is_address else SourceKind.FILE,
                format="",
                created_at=now,
                imported_at=now,
                next_fetch_at=now if is_address else None,
                fetch_every_hours=EVERY_DAY if is_address else 0,
            )
    except IntegrityError as error:
        raise SourceKnown(facts.key) from error


@transaction.atomic
def change_source(*, source: Source, facts: dict[str, Any], by: Person, now: datetime) -> Source:
    """What an operator says about a source: its words, its schedule, its rank, whether it is given on."""
    for name, value in facts.items():
        setattr(source, name, value)
    every = timedelta(hours=source.fetch_every_hours)
    source.next_fetch_at = next_fetch_at(now, every=every, number=source.pk, failures=source.failures)
    source.save(update_fields=[*facts, "next_fetch_at"])
    listings_moved(now=now)
    return source


def ask_now(*, source: Source, by: Person, now: datetime) -> None:
    """The worker asks it as soon as it comes by."""
    Source.objects.filter(pk=source.pk, kind=SourceKind.ADDRESS).update(next_fetch_at=now)


def choose_columns(*, source: Source, columns: dict[str, str], by: Person) -> None:
    """Which column of its table is which of our fields."""
    Source.objects.filter(pk=source.pk).update(columns=columns)
    source.columns = columns
