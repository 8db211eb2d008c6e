"""What many tests look at, made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from typing import TypeVar

from django.db import connections, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.browser import Browser

T = TypeVar("T")


@contextmanager
def lasting(make: Callable[[], T], blocker: DjangoDbBlocker) -> Iterator[T]:
    """What is made stands for as long as the fixture does; what a test writes on top is undone after the test.

    For fixtures of a module: each test runs in a savepoint inside the transaction opened here, never committed.
    """
    undone = ExitStack()
    with blocker.unblock(), translation.override("en"):
        for alias in connections:
            undone.enter_context(_undone_afterwards(alias))
        made = make()
    try:
        yield made
    finally:
        with blocker.unblock():
            undone.close()


@contextmanager
def _undone_afterwards(alias: str) -> Iterator[None]:
    with transaction.atomic(using=alias):
        yield
        transaction.set_rollback(True, using=alias)


def at_home(browsers: dict[str, Browser]) -> dict[str, Browser]:
    """The same people, each at a browser that nobody has used since they signed in."""
    fresh = {name: Browser() for name in browsers}
    for name, browser in fresh.items():
        browser.cookies = copy(browsers[name].cookies)
    return fresh
