"""How many letters about one thing somebody gets: telling and taking back again and again fills nobody's letter box."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from holdfast.notices.actions import Target, notify
from holdfast.notices.models import Notice, Urgency

MOST, DAY = 3, timedelta(days=1)


def write_to(supporter: UUID, target: Target, *, key: str, now: datetime, urgency: Urgency = Urgency.USUAL) -> None:
    """One letter, unless three about this went to one of their places within a day. Their page says it in any case."""
    lately = Notice.objects.filter(person_id=supporter, thing=target.thing, created_at__gt=now - DAY)
    by_place = lately.values("destination").annotate(count=Count("pk")).filter(count__gte=MOST)
    if not by_place.exists():
        notify(to=supporter, target=target, unique_key=key, now=now, urgency=urgency)
