"""One message through apprise, in a process that can only reach public addresses and those the operator opened.

Reads JSON from standard input: address, title, body, open_hosts. Says how it went by its exit code, and nothing else:
what apprise would print names addresses.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
from typing import Any

from holdfast.domain.hosts import is_public

SENT, NOT_TAKEN, NOT_REACHED = 0, 1, 3


class Blocked(OSError):
    """The address leads inside."""


def main() -> int:
    """Send it. The package is loaded here and nowhere else."""
    asked = json.load(sys.stdin)
    guard = Guard(_addresses(asked["open_hosts"]))
    guard.stand()
    from apprise import Apprise, AppriseAsset

    asset = AppriseAsset(app_id="Notes", app_desc="Notes", app_url="", secure_logging=True)
    place = Apprise.instantiate(asked["address"], asset=asset)  # one address: `add` would take a list of them apart
    if place is None:
        return NOT_TAKEN
    sender = Apprise(place, asset=asset)
    if sender.notify(body=asked["body"], title=asked["title"]):
        return SENT
    return NOT_REACHED if guard.nobody_answered else NOT_TAKEN


class Guard:
    """Stands at the one door all of Python's connections go through, and sees which do not come about."""

    def __init__(self, opened: set[str]) -> None:
        self._opened = opened
        self.nobody_answered = False

    def stand(self) -> None:
        """From now on."""
        go = socket.socket.connect

        def connect(sock: socket.socket, address: Any) -> None:
            if not isinstance(address, tuple) or not (address[0] in self._opened or is_public(address[0])):
                raise Blocked("the address leads inside")
            try:
                go(sock, address)
            except OSError:
                self.nobody_answered = True
                raise

        socket.socket.connect = connect  # type: ignore[method-assign, assignment]  # the guard
        socket.socket.connect_ex = _refuse  # type: ignore[method-assign, assignment]  # the guard


def _refuse(sock: socket.socket, address: Any) -> int:
    raise Blocked("connections are made with connect()")


def _addresses(hosts: list[str]) -> set[str]:
    found: set[str] = set()
    for host in hosts:
        with contextlib.suppress(OSError):
            found |= {str(one[4][0]) for one in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    return found


if __name__ == "__main__":
    sys.exit(main())
