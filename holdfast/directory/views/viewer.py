"""Who looks at a page, as far as its words depend on it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from holdfast.accounts.models import Person
from holdfast.directory.shown import Viewer


def viewer_of(request: HttpRequest, now: datetime) -> Viewer:
    """Whose clock the times are put beside: the person's, when we know who looks."""
    person = request.user
    is_member = isinstance(person, Person)
    return Viewer(now=now, zone=person.time_zone if isinstance(person, Person) else None, is_member=is_member)
