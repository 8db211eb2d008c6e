"""When the lines to call stand first, whatever else did or did not happen."""

from __future__ import annotations

from datetime import datetime, timedelta

AT_MOST = timedelta(minutes=15)


def stands_at(opened_at: datetime, answer_by: datetime) -> datetime:
    """The moment from which silence means: call a line. Never later than 15 minutes after the person asked."""
    return min(answer_by, opened_at + AT_MOST)
