"""Databases with every migration applied, made once for all: workers, stages and served products take copies.

python -m tests.prepared    make them now, for those who will ask
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = {"default": "holdfast.sqlite3", "keys": "keys.sqlite3"}
ELSEWHERE = ("DATABASE_URL", "HOLDFAST_KEYS_URL", "DJANGO_SETTINGS_MODULE")
MADE_OF = ("holdfast/*/migrations/*.py", "holdfast/web/tables.py", "holdfast/**/prepare.py", "requirements.lock")


def folder() -> Path:
    """Where the files lie. The first to ask has them made, from nothing, by the product's own `prepare`."""
    here = Path(os.environ.get("HOLDFAST_DATA") or tempfile.gettempdir()) / "prepared"
    here.mkdir(parents=True, exist_ok=True)
    found = here / _digest()
    with (here / "queue").open("w") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        if not found.exists():
            _made_in(here).rename(found)
    return found


def copy_to(data: Path) -> None:
    """The files, in a data folder that has none of its own yet."""
    data.mkdir(parents=True, exist_ok=True)
    for name in FILES.values():
        if not (data / name).exists():
            shutil.copy(folder() / name, data)


@contextmanager
def in_memory(name: str, alias: str) -> Iterator[None]:
    """A database in memory, for those who open it under this name while this lasts."""
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(folder() / FILES[alias])) as file:
            file.backup(memory)
        yield


def _digest() -> str:
    total = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        total.update(f"{path.relative_to(ROOT)} {path.read_text()}".encode())
    return total.hexdigest()[:16]


def _made_in(place: Path) -> Path:
    data = Path(tempfile.mkdtemp(dir=place))
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    line = [sys.executable, "-m", "holdfast", "prepare"]
    subprocess.run(line, cwd=ROOT, env={**environment, "HOLDFAST_DATA": str(data)}, check=True)
    return data


if __name__ == "__main__":
    folder()
