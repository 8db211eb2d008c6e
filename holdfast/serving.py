"""The parent process: starts web and worker, restarts what dies, stops both. It loads no Django, so it stays small."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

PATIENCE = 10.0
"""Seconds a child gets to stop by itself."""
BREATHER = 1.0
"""Seconds before a child that died is started again."""


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in the parent's place."""
        self.process = subprocess.Popen(self.command)  # noqa: S603  # our own commands

    def has_died(self) -> bool:
        """It was started and is gone."""
        return self.process is not None and self.process.poll() is not None


@dataclass
class Parent:
    """Keeps its children alive until it is told to stop."""

    children: Sequence[Child]
    stopping: bool = field(default=False)

    def run(self) -> int:
        """Until a signal comes; 0 is a clean stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        for child in self.children:
            child.start()
        while not self.stopping:
            self.revive()
            time.sleep(BREATHER)
        return self.end()

    def revive(self) -> None:
        """Start again what died."""
        for child in self.children:
            if child.has_died() and not self.stopping:
                sys.stderr.write(f"{child.name} stopped; starting it again\n")
                child.start()

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Asked to stop."""
        self.stopping = True

    def end(self) -> int:
        """Ask the children to stop; end those that will not."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        return 0


def children(options: argparse.Namespace) -> list[Child]:
    """The processes that the options ask for."""
    python = sys.executable
    web = [python, "-m", "uvicorn", "holdfast.asgi:application", "--host", options.host, "--port", str(options.port)]
    web += ["--no-access-log", "--no-server-header", "--log-level", "warning", "--timeout-graceful-shutdown", "2"]
    web += ["--timeout-keep-alive", "75"]
    if options.web > 1:
        web += ["--workers", str(options.web)]
    found = [Child("web", web)] if options.web else []
    if not options.no_worker:
        found.append(Child("worker", [python, "-m", "holdfast", "worker"]))
    return found


def serve(arguments: Sequence[str]) -> int:
    """The `serve` command."""
    parser = argparse.ArgumentParser(prog="./run", description="Serve Holdfast with its worker.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--web", type=int, default=1, help="web processes: one per core is right; 0 for none")
    parser.add_argument("--no-worker", action="store_true", help="when a worker runs elsewhere")
    options = parser.parse_args(arguments)
    if not os.environ.get("HOLDFAST_HOSTS"):  # tried out on this machine: links must lead back to this port
        os.environ.setdefault("HOLDFAST_ADDRESS", f"http://localhost:{options.port}")
    sys.stderr.write(f"Holdfast is at http://{options.host}:{options.port}  (Ctrl-C stops it)\n")
    return Parent(children(options)).run()
