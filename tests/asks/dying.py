"""A process that dies at a chosen point: before or after one of its writes, its letters, or its commits.

Nothing of ours is replaced: the points are counted at the database connection and in a mail backend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, ClassVar

from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections

WRITES = ("INSERT", "UPDATE", "DELETE")


class Died(BaseException):
    """The process is gone. Nothing catches this, as nothing catches a kill."""


class Points:
    """Counts the points at which a process could die, and dies at one of them."""

    def __init__(self, dies_at: int = 0) -> None:
        self.seen = 0
        self.dies_at = dies_at

    def pass_one(self) -> None:
        """One more point; 0 is never to die, and who died once lives on."""
        self.seen += 1
        if self.seen == self.dies_at:
            raise Died

    def wrapper(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Around every statement."""
        writes = str(sql).startswith(WRITES)
        if writes:
            self.pass_one()
        result = execute(sql, params, many, context)
        if writes:
            self.pass_one()
        return result


@contextmanager
def mortal(points: Points) -> Iterator[Points]:
    """Within, every write and every letter is such a point."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(points.wrapper))
        before, Post.points = Post.points, points
        try:
            yield points
        finally:
            Post.points = before


class Post(BaseEmailBackend):
    """Takes letters as a server does, and remembers them by Message-ID; or is down."""

    is_down: ClassVar[bool] = False
    taken: ClassVar[list[tuple[str, str]]] = []
    points: ClassVar[Points | None] = None

    def send_messages(self, email_messages: Any) -> int:
        """One after the other."""
        for message in email_messages:
            if Post.is_down:
                raise ConnectionRefusedError
            _pass()
            Post.taken.append((message.extra_headers["Message-ID"], message.to[0]))
            _pass()
        return len(email_messages)

    @classmethod
    def empty(cls) -> None:
        """As on the first day."""
        cls.is_down, cls.taken, cls.points = False, [], None


def _pass() -> None:
    if Post.points is not None:
        Post.points.pass_one()
