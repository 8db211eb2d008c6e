"""What a person is about to share, step by step: kept sealed in their session until they agree, or leave it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.consent.models import Grant
from holdfast.domain.consent import PRESET, Draft, Item, Purpose, Viewer, ViewerKind
from holdfast.sealing.keys import SealBroken, key_of, seal, unseal

KEY = "sharing"
BOUND_TO = b"a sharing that is not given yet"


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is to be shared, with whom, why, and from which day to which, both included."""

    viewer: Viewer
    recipient: str
    called: str
    first: date
    last: date
    items: frozenset[Item] = frozenset()
    purpose: Purpose | None = None
    words: str = ""
    follows: UUID | None = None

    def draft(self, *, signature: str, now: datetime) -> Draft:
        """As the rules see it. What begins today begins now."""
        begins = max(now, _midnight(self.first))
        ends = _midnight(self.last + timedelta(days=1))
        return Draft(self.viewer, self.recipient, self.items, self.purpose, begins, ends, signature, now)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def begun(viewer: Viewer, recipient: str, called: str, *, today: date) -> Sharing:
    """A new one: nothing ticked, ninety days."""
    return Sharing(viewer, recipient, called, today, today + PRESET)


def renewing(grant: Grant, recipient: str, *, today: date) -> Sharing:
    """The same again, for ninety days from today."""
    fresh = begun(grant.viewer, recipient, grant.discloser or grant.person.nickname, today=today)
    purpose = Purpose(grant.purpose)
    return replace(fresh, items=grant.value().items, purpose=purpose, words=grant.purpose_words, follows=grant.pk)


def keep(session: SessionBase, person: Person, sharing: Sharing) -> None:
    """Until the next page. One at a time."""
    plain = json.dumps(_written(sharing)).encode()
    session[KEY] = b64encode(seal(key_of(person.pk), plain, bound_to=BOUND_TO)).decode()


def kept(session: SessionBase, person: Person, viewer: Viewer) -> Sharing | None:
    """What was kept for this viewer; None where there is nothing, or it is of somebody else."""
    try:
        plain = unseal(key_of(person.pk), b64decode(session.get(KEY, "")), bound_to=BOUND_TO)
    except (SealBroken, ValueError):
        return None
    found = _read(json.loads(plain))
    return found if found.viewer == viewer else None


def forget(session: SessionBase) -> None:
    """It was given, or left."""
    session.pop(KEY, None)


def _written(sharing: Sharing) -> dict[str, Any]:
    return {
        "viewer": [sharing.viewer.kind, str(sharing.viewer.id)],
        "said": [sharing.recipient, sharing.called, sharing.words],
        "days": [sharing.first.isoformat(), sharing.last.isoformat()],
        "items": sorted(sharing.items),
        "purpose": sharing.purpose,
        "follows": str(sharing.follows or ""),
    }


def _read(found: dict[str, Any]) -> Sharing:
    kind, viewer_id = found["viewer"]
    recipient, called, words = found["said"]
    first, last = (date.fromisoformat(day) for day in found["days"])
    return Sharing(
        Viewer(ViewerKind(kind), UUID(viewer_id)),
        recipient,
        called,
        first,
        last,
        frozenset(Item(item) for item in found["items"]),
        Purpose(found["purpose"]) if found["purpose"] else None,
        words,
        UUID(found["follows"]) if found["follows"] else None,
    )
