"""Who may change an ask at a time.

Every change holds the row of the ask, then the rows of all supporters who ever agreed with this person, in the order
of their ids: so two asks of two people cannot both take the last time somebody may be asked this week, and nothing
waits for itself. SQLite has one writer anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from holdfast.asks.models import Ask
from holdfast.supporters.models import Agreement, Supporter


def held(ask_id: UUID) -> Ask | None:
    """The ask as it is now, held until the end of the transaction; None when it was cancelled and is gone."""
    return next(iter(all_held([ask_id])), None)


def all_held(ask_ids: Iterable[UUID]) -> list[Ask]:
    """Several asks, perhaps of several people."""
    rows = Ask.objects.select_for_update(of=("self",)).filter(pk__in=list(ask_ids)).select_related("person")
    asks = list(rows.order_by("pk"))
    if connection.features.has_select_for_update:
        agreed = Agreement.objects.filter(person__in={ask.person_id for ask in asks}).values("supporter")
        supporters = Supporter.objects.select_for_update(no_key=True).filter(pk__in=agreed)
        list(supporters.order_by("pk").values_list("pk"))
    return asks
