"""What a carrier is given, and the three ways in which handing over does not work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from holdfast.domain.quiet import Urgency


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. Its id is the same when it is sent again."""

    id: UUID
    address: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    urgency: Urgency


class Refused(Exception):
    """The other side answered and would not take this message."""


class Gone(Refused):
    """The other side said that this address is no more."""


class Unreachable(Exception):
    """Nobody answered as they should; it says nothing about the message."""


class Carrier(Protocol):
    """Hands over one message after the other; not shared between threads."""

    def carry(self, message: Message) -> None:
        """Return once the other side has taken it. Raises Refused, Gone or Unreachable."""

    def close(self) -> None:
        """Give back what is held."""
