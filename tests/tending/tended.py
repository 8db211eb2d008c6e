"""One of everything that can be tended, made by the actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from holdfast.network.models import Tie
from holdfast.tending.dates import DateFacts, write_date
from holdfast.tending.lent import ThingFacts, write_thing
from holdfast.tending.limits import BoundaryFacts, write_boundary
from holdfast.tending.models import Boundary, Conflict, ImportantDate, SmallPromise, Thanks, Thing
from holdfast.tending.repair import ConflictFacts, PromiseFacts, add_promise, write_conflict
from holdfast.tending.thanks import ThanksFacts, keep_thanks

DAY = timedelta(days=1)


def given_thanks(tie: Tie, now: datetime, *, is_given: bool = True, text: str = "Thank you for the ride") -> Thanks:
    facts = ThanksFacts(tie, is_given, text, now.date())
    return keep_thanks(by=tie.person, facts=facts, now=now)


def birthday(tie: Tie, now: datetime, on: date | None = None, **facts: Any) -> ImportantDate:
    """In a week, if nothing else is said."""
    day = on or now.date() + 7 * DAY
    said = {"kind": "birthday", "text": "", "month": day.month, "day": day.day, "year": None, **facts}
    return write_date(by=tie.person, facts=DateFacts(tie, **said), now=now)


def lent_book(tie: Tie, now: datetime, due_on: date | None = None, kind: str = "lent") -> Thing:
    facts = ThingFacts(tie, kind, "A book", now.date(), due_on)
    return write_thing(by=tie.person, facts=facts, now=now)


def boundary(tie: Tie, now: datetime, **facts: Any) -> Boundary:
    said = {"whose": "mine", "text": "No calls after ten", "said_on": None, "agreed": "said", "revisit_on": None}
    facts = {**said, "response": "I hang up", **facts}
    return write_boundary(by=tie.person, facts=BoundaryFacts(tie, **facts), now=now)


def conflict(tie: Tie, now: datetime, **facts: Any) -> Conflict:
    words = {"issue": "The money in May", "mine": "I felt alone", "theirs": "", "agreement": ""}
    said = {"on": now.date(), **words, "mediator": None, "session_on": None, "follow_up_on": None, **facts}
    return write_conflict(by=tie.person, tie=tie, facts=ConflictFacts(**said), now=now)


def promised(found: Conflict, now: datetime, whose: str = "theirs", due_on: date | None = None) -> SmallPromise:
    return add_promise(conflict=found, facts=PromiseFacts(whose, "Call on Sunday", due_on), now=now)
