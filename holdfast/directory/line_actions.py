"""The operator's word that a line works."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from holdfast.directory.lines import all_lines
from holdfast.directory.models import LineCheck


class CheckRefused(Exception):
    """A check was not kept; the text says why."""


@transaction.atomic
def confirm_line(*, key: str, source: str, now: datetime) -> LineCheck:
    """Keep that the operator checked a line today: it is shown from now on, and marked again after 180 days."""
    line = next((line for line in all_lines(settings.DATA) if line.key == key), None)
    if line is None:
        raise CheckRefused(f"There is no line {key!r}. `./run lines` lists them.")
    if not line.ways:
        raise CheckRefused(f"{key} has no number. Add it to lines.toml in the data folder, with its number.")
    if not source.strip():
        raise CheckRefused("Say where you checked it: --source TEXT.")
    return LineCheck.objects.create(line=key, source=source.strip()[:300], checked_on=now.date())
