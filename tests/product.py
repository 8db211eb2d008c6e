"""The real product on a folder and a port of its own: started, killed and asked as a host would."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.prepared import copy_to

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds until a start counts as failed."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """One installation."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)
    """Variables of its own."""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The product's own settings, not those of the tests."""
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        return {**kept, **self.settings, "HOLDFAST_DATA": str(self.data), "HOLDFAST_LOG_LEVEL": "ERROR"}

    def prepare(self) -> None:
        """Run `prepare` on databases in which it finds nothing left to migrate."""
        copy_to(self.data)
        self.command("prepare")

    def command(self, *words: str, check: bool = True) -> str:
        """Run one command and return what it printed."""
        line = [sys.executable, "-m", "holdfast", *words]
        done = subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
        return done.stdout

    def happens(self, code: str) -> str:
        """Run a few lines of Python in it, for what a browser cannot do: another's answer, a clock that moves."""
        setup = "import django; django.setup()\n"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "holdfast.settings"}
        line = [sys.executable, "-c", setup + code]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    def start(self, *words: str) -> None:
        """Start web and worker, or what the words say, and return when a page answers."""
        line = [sys.executable, "-m", "holdfast", "serve", "--port", str(self.port), *words]
        self.process = subprocess.Popen(line, cwd=ROOT, env=self.environment, start_new_session=True)
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError("the product did not start")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether the first page comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """Kill -9: the parent, the web server and the worker, with no chance to tidy up."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, number)
        self.process.wait(PATIENCE)
        self.process = None


@contextmanager
def served(data: Path, *commands: tuple[str, ...]) -> Iterator[Product]:
    """A prepared product, with the commands run before it is started; stopped afterwards."""
    product = Product(data)
    product.prepare()
    for words in commands:
        product.command(*words)
    product.start()
    try:
        yield product
    finally:
        product.stop()
