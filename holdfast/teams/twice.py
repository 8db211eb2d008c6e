"""Two taps are one: what is written again within a minute, word for word, is what was written first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from holdfast.teams.models import CareTeam

TWICE = timedelta(minutes=1)
Row = TypeVar("Row", bound=Model)


def hold_team(care_team: CareTeam) -> None:
    """Wait for one's turn: until the transaction ends nobody else adds to this team.

    Whoever writes in the record as well holds that first: else two could wait for each other.
    """
    CareTeam.objects.select_for_update(no_key=True).get(pk=care_team.pk)


def there_already(care_team: CareTeam, rows: QuerySet[Row], said: dict[str, Any], now: datetime) -> Row | None:
    """The row of this team that says the same already. Holds the team, so that of two at one moment one is first."""
    hold_team(care_team)
    lately = rows.filter(created_at__gt=now - TWICE, created_at__lte=now)
    return next((row for row in lately if all(getattr(row, name) == value for name, value in said.items())), None)
