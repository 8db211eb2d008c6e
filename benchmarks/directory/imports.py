"""A feed of 100,000 meetings through `./run import`: seconds and memory, new, unchanged, and with one in ten changed.

    python benchmarks/directory/imports.py [--rows 100000] [--real ../shared/data/directory/meeting-guide]

Rows are real ones where such feeds stand beside the checkout, else the made-up ones of the demonstration, tiled: each
copy has an id of its own. A process of its own imports on an empty database in a folder that is removed afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data" / "directory" / "meeting-guide"
DEMO = ROOT / "holdfast" / "directory" / "data" / "demo"
Values = dict[str, Any]


def rows_of(folder: Path) -> list[Values]:
    """Every row of the Meeting Guide feeds in a folder."""
    found: list[Values] = []
    for file in sorted(folder.glob("a*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        found += [row for row in content if isinstance(row, dict) and row.get("slug")]
    return found


def tiled(rows: list[Values], count: int) -> Iterator[Values]:
    """So many rows: each copy stands a little elsewhere and has an id of its own."""
    for number, row in enumerate(islice(cycle(rows), count)):
        moved = {"slug": f"{row['slug']}-{number}"}
        for name in ("latitude", "longitude"):
            if isinstance(row.get(name), float):
                moved[name] = round(row[name] + number // len(rows) * 0.01 % 5, 5)
        yield {**row, **moved}


def write(file: Path, rows: list[Values], count: int, changed_every: int = 0) -> None:
    """A feed on disk; every so many rows meet an hour later where asked."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write("[")
        for number, row in enumerate(tiled(rows, count)):
            if changed_every and number % changed_every == 0:
                row["notes"] = f"{row.get('notes') or ''} Now in the big room."
            stream.write((",\n" if number else "") + json.dumps(row, ensure_ascii=False))
        stream.write("]")


@dataclass(frozen=True)
class Cost:
    """What one command of the product took, in a process of its own."""

    seconds: float
    cpu: float
    megabytes: float
    said: str

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.cpu:.1f} s of CPU), {self.megabytes:.0f} MB of memory"


def timed(data: Path, *words: str) -> Cost:
    """Run one command of the product."""
    environment = {**os.environ, "HOLDFAST_DATA": str(data), "HOLDFAST_LOG_LEVEL": "ERROR"}
    begun = time.monotonic()
    line = [sys.executable, "-m", "holdfast", *words]
    process = subprocess.Popen(
        line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{words} failed: {said}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(time.monotonic() - begun, cpu, usage.ru_maxrss / 1024, said.strip())


def main() -> None:
    """Import three times and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--real", type=Path, default=REAL)
    options = parser.parse_args()
    rows = (rows_of(options.real) if options.real.exists() else []) or rows_of(DEMO)
    with tempfile.TemporaryDirectory() as folder:
        data, feed = Path(folder) / "data", Path(folder) / "feed.json"
        timed(data, "migrate", "--skip-checks")
        empty = timed(data, "import", str(ROOT / "holdfast/directory/data/demo/smart.json"))
        print(f"{len(rows)} different rows, tiled; a tiny import takes {empty}")
        for name, changed_every in (("new", 0), ("unchanged", 0), ("one in ten changed", 10)):
            write(feed, rows, options.rows, changed_every)
            cost = timed(data, "import", str(feed))
            print(f"{name}: {options.rows} rows, {feed.stat().st_size / 1024 / 1024:.0f} MB: {cost}")
            print(f"    {cost.said.splitlines()[1].strip()}")


if __name__ == "__main__":
    main()
