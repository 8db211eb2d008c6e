"""What the directory's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.directory.importing import import_demo
from tests.conftest import NOW
from tests.directory.feed_server import FeedServer


@pytest.fixture
def feeds(tmp_path: Path) -> Iterator[FeedServer]:
    """A running https server for feeds."""
    with FeedServer(tmp_path).running() as server:
        yield server


@pytest.fixture
def demo(db: None) -> None:
    """The made-up meetings of the demonstration."""
    import_demo(now=NOW)
