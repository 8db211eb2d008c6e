"""Who may see what of John's at a moment, in thirty lines: what the product is held against in every story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from holdfast.domain.consent import IN_AN_EMERGENCY, Item

BY_PAGE = {"ben": "ben", "link": "ben", "cy": "cy"}
"""Who is behind a supporter's page: Ben signed in, Ben by his link, and Cy, who may take over from him."""


@dataclass
class Given:
    """One grant, or what was opened in an emergency: to whom, what, from when until when, and whether it is over."""

    viewer: UUID
    items: set[Item]
    starts: datetime
    ends: datetime
    is_over: bool = False
    is_urgent: bool = False


@dataclass
class Model:
    """All there is to know. `members` are of the team today; without a team, or without a supporter, it is None."""

    now: Callable[[], datetime]
    team: UUID | None
    members: dict[str, UUID]
    verified_until: dict[str, datetime]
    agreement: UUID | None
    supporter: str | None = "ben"
    is_paused: bool = False
    is_stopped: bool = False
    closed: set[str] = field(default_factory=set)
    dead_links: set[str] = field(default_factory=set)
    given: dict[UUID, Given] = field(default_factory=dict)

    def works(self, name: str) -> bool:
        """Whether somebody may work today, and is a member of John's team."""
        is_verified = name in self.members and self.now() < self.verified_until[name]
        return is_verified and not self.closed & {name, "john"}

    def knows(self, name: str) -> bool:
        """Whether a supporter's page knows of John: what it asks of them stands there even if his account is closed."""
        is_there = self.supporter is not None and BY_PAGE.get(name) == self.supporter
        return is_there and not {name} & (self.closed | self.dead_links)

    def helps(self, name: str) -> bool:
        """Whether a supporter is one today."""
        return self.knows(name) and "john" not in self.closed

    def seen_as(self, name: str) -> set[UUID | None]:
        """As whom somebody looks, while the relation runs."""
        if self.helps(name):
            return set() if self.is_paused else {self.agreement}
        return {self.team, self.members[name]} if self.works(name) else set()

    def passes(self, name: str, item: Item) -> dict[UUID, Given]:
        """By what somebody may see this now."""
        mine = set() if self.is_stopped else self.seen_as(name)
        return {
            key: one
            for key, one in self.given.items()
            if one.viewer in mine and item in one.items and not one.is_over and one.starts <= self.now() < one.ends
        }

    def may(self, name: str, item: Item) -> bool:
        """Whether they may."""
        return bool(self.passes(name, item))

    def may_take(self, name: str, item: Item) -> bool:
        """Whether they may carry it away: never by an emergency, and never where they see it without a form."""
        return self.works(name) and any(not one.is_urgent for one in self.passes(name, item).values())

    # What changes it otherwise than one by one

    def ends(self, viewers: Iterable[UUID | None]) -> None:
        """A relation is over, and all that was given to it."""
        over = set(viewers)
        for one in self.given.values():
            one.is_over = one.is_over or one.viewer in over

    def leaves(self, name: str) -> None:
        """A member of the team is one no more."""
        if name in self.members:
            self.ends([self.members.pop(name)])

    def team_ends(self) -> None:
        """And everybody of it goes."""
        self.ends([self.team, *self.members.values()])
        self.team, self.members = None, {}

    def stops(self) -> None:
        """Everything is stopped; what was opened in an emergency is over for good."""
        self.is_stopped = True
        for one in self.given.values():
            one.is_over = one.is_over or one.is_urgent

    def runs_out(self) -> None:
        """The worker writes down what has run out: no clock brings it back."""
        for one in self.given.values():
            one.is_over = one.is_over or one.ends <= self.now()

    def opens(self, name: str, key: UUID, begins: datetime, ends: datetime) -> None:
        """In an emergency, to one member alone."""
        self.given[key] = Given(self.members[name], set(IN_AN_EMERGENCY), begins, ends, is_urgent=True)
