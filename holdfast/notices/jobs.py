"""What the worker does for the outbox."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from holdfast.notices.delivery import LEASE, MOST_REFUSALS, Clock, carry_road, due_roads
from holdfast.notices.models import Link, Notice, Urgency

__all__ = ["LEASE", "MOST_REFUSALS", "Postroom", "deliver_due", "forget_old_links"]

log = logging.getLogger(__name__)
MOST_ROADS = 3
"""At the same time; what is urgent does not wait for a place, nor behind what is not."""
MOST_URGENT = 1
"""More than that: the worker has eight connections to PostgreSQL."""
KEEP = timedelta(days=30)


def deliver_due(*, now: datetime) -> int:
    """Send all that is due and return how many were sent. One road after the other: the worker has a `Postroom`."""
    return sum(carry_road(road.name, clock=lambda: now) for road in due_roads(now))


class Postroom:
    """Carries each road in a thread of its own, so that a slow provider holds up nobody but itself."""

    def __init__(self, clock: Clock = timezone.now) -> None:
        self._clock = clock
        self._busy: dict[str, Thread] = {}
        self._took: dict[str, float] = {}
        self._stop = Event()

    def tick(self, now: datetime) -> int:
        """Start every road that is due and not under way; the most urgent, then the one that was quickest last time."""
        self._busy = {road: thread for road, thread in self._busy.items() if thread.is_alive()}
        started = 0
        for road in sorted(due_roads(now), key=lambda road: (road.urgency, self._took.get(road.name, 0.0))):
            if road.name not in self._busy and len(self._busy) < MOST_ROADS:
                started += self._start(road.name, road.name, is_urgent_only=False)
            elif road.urgency == Urgency.NOW and len(self._busy) < MOST_ROADS + MOST_URGENT:
                started += self._start(f"{road.name} now", road.name, is_urgent_only=True)
        return started

    def _start(self, name: str, road: str, *, is_urgent_only: bool) -> int:
        if name in self._busy:
            return 0
        self._busy[name] = Thread(target=self._run, args=(road, is_urgent_only), name=name, daemon=True)
        self._busy[name].start()
        return 1

    def _run(self, road: str, is_urgent_only: bool) -> None:
        """A thread has connections and opened keys of its own, and gives them back."""
        began = time.monotonic()
        try:
            count = carry_road(road, clock=self._clock, stop=self._stop.is_set, is_urgent_only=is_urgent_only)
            self._took[road] = (time.monotonic() - began) / max(count, 1)
        except Exception:
            log.exception("a road failed")
        finally:
            connections.close_all()

    def wait(self) -> None:
        """Until nothing is under way."""
        for thread in list(self._busy.values()):
            thread.join()

    def close(self, *, within: float = 8.0) -> None:
        """Finish what is being handed over, start nothing more. What is not finished by then is sent again later."""
        self._stop.set()
        until = time.monotonic() + within
        for thread in list(self._busy.values()):
            thread.join(max(until - time.monotonic(), 0))


def forget_old_links(*, now: datetime) -> int:
    """Forget links that ended, and notices that were sent or given up, a month ago. Returns how many rows went."""
    long_ago = now - KEEP
    ended = Link.objects.filter(expires_at__lt=long_ago) | Link.objects.filter(revoked_at__lt=long_ago)
    over = Notice.objects.filter(sent_at__lt=long_ago) | Notice.objects.filter(parked_at__lt=long_ago)
    return int(ended.delete()[0] + over.delete()[0])
