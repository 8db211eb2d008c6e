"""A whole embedded Holdfast in a folder of its own, worked through its command line as a host does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class House:
    """One data folder."""

    data: Path

    def run(self, *command: object, fails: bool = False) -> str:
        """One command, such as `backup`; what it said."""
        words = [sys.executable, "-m", "holdfast", *map(str, command)]
        return self._said(words, "", fails)

    def do(self, script: str) -> str:
        """A few lines of Python inside the product; what they printed."""
        return self._said([sys.executable, "-"], f"import django; django.setup()\n{script}", False)

    def bytes(self) -> bytes:
        """Every byte of every file in the folder."""
        return b"".join(path.read_bytes() for path in self.files())

    def files(self) -> Iterator[Path]:
        """Every file in the folder."""
        return (path for path in sorted(self.data.rglob("*")) if path.is_file())

    def _said(self, words: list[str], script: str, fails: bool) -> str:
        left_out = {"DATABASE_URL", "HOLDFAST_KEYS_URL"}
        environment = {name: value for name, value in os.environ.items() if name not in left_out}
        environment |= {"HOLDFAST_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        done = subprocess.run(
            words, input=script, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr
