"""The parent starts what was asked for, revives what dies, and stops cleanly."""

from __future__ import annotations

import argparse
import sys

import pytest

from holdfast.serving import Child, Parent, children

FOREVER = [sys.executable, "-c", "import signal; signal.pause()"]
AT_ONCE = [sys.executable, "-c", ""]


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(**{"host": "127.0.0.1", "port": 8000, "web": 1, "no_worker": False, **given})


@pytest.mark.parametrize(
    ("given", "names"),
    [({}, ["web", "worker"]), ({"no_worker": True}, ["web"]), ({"web": 0}, ["worker"])],
)
def test_starts_what_was_asked_for(given: dict[str, object], names: list[str]) -> None:
    assert [child.name for child in children(options(**given))] == names


def test_never_writes_an_access_log() -> None:
    assert "--no-access-log" in children(options())[0].command


def test_asks_for_several_web_processes() -> None:
    command = children(options(web=2))[0].command

    assert command[command.index("--workers") + 1] == "2"


def test_revives_what_died() -> None:
    child = Child("short", AT_ONCE)
    child.start()
    assert child.process
    child.process.wait()
    first = child.process.pid
    child.command = FOREVER

    parent = Parent([child])
    parent.revive()

    assert child.process.pid != first
    assert not child.has_died()
    parent.end()


def test_ends_its_children() -> None:
    child = Child("long", FOREVER)
    child.start()

    assert Parent([child]).end() == 0
    assert child.process
    assert child.process.returncode is not None
