"""Throws damaged and hostile feeds at one importer, guided by which code they reach.

    pip install atheris
    python benchmarks/fuzz/importers.py meeting-guide --minutes 10 [--seeds DIR]

Half of the inputs are damaged bytes, half are well-formed
files whose values are nasty. It stops at the first crash, at an account that does not add up, at a meeting that does
not come back from its stored form, and at an input that takes more than a second per 100 kB. Memory is bounded to 2 GB.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import atheris

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["holdfast", "dateutil", "icalendar", "csv"]):
    from holdfast.domain.meetings.formats import Severity, parse
    from holdfast.domain.meetings.meeting import Meeting

SECONDS_PER_100_KB = 1.0
LEAST_SECONDS = 2.0
"""Seconds of the processor; a small file may meet the collector of memory."""
NASTY: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 25, 1e308, float("nan"), float("inf"), 10**40, "", " ", "0", "-0", "1e999", "NaN",
    "7:00 PM", "24:00", "23:59:59", "12:60", "29/02/2023", "2024-02-30", "9999-12-31", "0001-01-01T00:00:00Z",
    "America/Chicago", "../../etc/passwd", "Etc/GMT+99", "https://zoom.us/j/1?pwd=x", "javascript:alert(1)",
    "https://" + "a" * 3000, "\x00", "\ud800", "\u202e\u200b", "é" * 400, "<script>", "&" * 2000, "<" * 2000,
    "FREQ=SECONDLY", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2", "FREQ=DAILY;COUNT=999",
    [], {}, [[]], [{}], ["S", "O"], [0, 1, 2, 3, 4, 5, 6], [7, "monday", None], {"$date": "x"}, {"$oid": 1},
    "=cmd()", "91,181", "+1-202-555-0100", "O,C,W", "[open]", "1,2,3",
)  # fmt: skip


class Broken(AssertionError):
    """The importer did what it must not."""


def check(data: bytes) -> None:
    """Import one input and look at the account."""
    started = time.process_time()
    parsed = parse(data)
    took = time.process_time() - started
    if took > max(LEAST_SECONDS, len(data) / 100_000 * SECONDS_PER_100_KB):
        raise Broken(f"{len(data)} bytes took {took:.1f} s")
    refused = len({one.row for one in parsed.problems if one.severity is Severity.REFUSED and one.row > 0})
    if parsed.format != "unknown" and parsed.rows != len(parsed.meetings) + refused:
        raise Broken(f"{parsed.rows} rows, {len(parsed.meetings)} meetings, {refused} refused")
    if len({one.key for one in parsed.meetings}) != len(parsed.meetings):
        raise Broken("two meetings have one key")
    for meeting in parsed.meetings:
        if Meeting.from_json(json.loads(json.dumps(meeting.to_json()))) != meeting:
            raise Broken(f"{meeting!r} does not come back")


def well_formed(seeds: Sequence[Any]) -> Callable[[bytes], bytes]:
    """JSON with some values of a seed replaced by nasty ones, at random depths."""

    def made(data: bytes) -> bytes:
        choose = atheris.FuzzedDataProvider(data)
        content = json.loads(json.dumps(seeds[choose.ConsumeIntInRange(0, len(seeds) - 1)]))
        for _ in range(choose.ConsumeIntInRange(1, 12)):
            _damage(content, choose)
        return json.dumps(content).encode("utf-8", "surrogatepass")

    return made


def _damage(content: Any, choose: atheris.FuzzedDataProvider) -> None:
    """Replace, remove or repeat one value somewhere."""
    here = content
    while isinstance(here, (dict, list)) and here:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = keys[choose.ConsumeIntInRange(0, len(keys) - 1)]
        below = here[key]
        if isinstance(below, (dict, list)) and below and choose.ConsumeIntInRange(0, 3):
            here = below
            continue
        what = choose.ConsumeIntInRange(0, len(NASTY) + 1)
        if what < len(NASTY):
            here[key] = deepcopy(NASTY[what])
        elif isinstance(here, dict):
            del here[key]
        else:
            here.append(below)
        return


def zipped(seeds: Sequence[dict[str, str]]) -> Callable[[bytes], bytes]:
    """A packed table with some cells replaced."""

    def made(data: bytes) -> bytes:
        choose = atheris.FuzzedDataProvider(data)
        tables = dict(seeds[0])
        for _ in range(choose.ConsumeIntInRange(1, 6)):
            name = list(tables)[choose.ConsumeIntInRange(0, len(tables) - 1)]
            cells = tables[name].split(",")
            cells[choose.ConsumeIntInRange(0, len(cells) - 1)] = str(NASTY[choose.ConsumeIntInRange(0, len(NASTY) - 1)])
            tables[name] = ",".join(cells)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in tables.items():
                archive.writestr(name, text.encode("utf-8", "surrogatepass"))
        return packed.getvalue()

    return made


def main() -> None:
    """Fuzz one format until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=["meeting-guide", "bmlt", "hsds", "hsds-zip", "csv", "icalendar"])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seeds", type=Path, default=ROOT / "benchmarks" / "fuzz" / "seeds")
    given = parser.parse_args()
    files = [file for file in sorted((given.seeds / given.format).glob("*")) if file.is_file()]
    raw = [file.read_bytes() for file in files]
    make = _maker(given.format, files)
    count = 0

    def one(data: bytes) -> None:
        nonlocal count
        count += 1
        check(make(data[1:]) if make and data[:1] < b"\x80" else data[1:])

    corpus = Path(f"/tmp/fuzz-{given.format}")
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(raw):
        (corpus / f"seed-{number}").write_bytes(b"\xff" + data[:50_000])
    seconds = int(given.minutes * 60)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=20", "-max_len=50000", str(corpus)],
        one,
    )
    atheris.Fuzz()


def _maker(name: str, files: Sequence[Path]) -> Callable[[bytes], bytes] | None:
    if name in {"meeting-guide", "bmlt", "hsds"}:
        return well_formed([json.loads(file.read_text()) for file in files])
    if name == "hsds-zip":
        tables = {}
        with zipfile.ZipFile(files[0]) as archive:
            for inside in archive.namelist():
                tables[inside] = archive.read(inside).decode()
        return zipped([tables])
    return None


if __name__ == "__main__":
    main()
