"""Lines to call or text: what the packaged list says, and what the operator of this host added or corrected."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

PACKAGED = Path(__file__).with_name("lines.toml")
STALE_AFTER = timedelta(days=180)
SHOWN = frozenset({"V", "P", "operator"})
STATUSES = SHOWN | {"D", "unread"}
EVERYWHERE_IN_THE_EU = "EU"
EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    ]
)
HOURS = re.compile(r"always|office|day|varies|unknown|\d\d-\d\d")


class LinesRefused(Exception):
    """A file of lines cannot be used; the text says which record and why."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a line: `via` is call or text; `say` is the word to send."""

    via: str
    number: str
    say: str = ""

    @property
    def href(self) -> str:
        """The link that opens the phone."""
        dial = re.sub(r"[^\d+*#]", "", self.number)
        if self.via == "call":
            return f"tel:{dial}"
        return f"sms:{dial}?body={self.say}" if self.say else f"sms:{dial}"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line, who says it works, and on which day that was last checked."""

    key: str
    country: str
    name: str
    about: tuple[str, ...]
    ways: tuple[Way, ...]
    hours: str
    languages: tuple[str, ...]
    notes: tuple[str, ...]
    status: str
    source: str
    checked_on: date

    def is_stale(self, today: date) -> bool:
        """The check is more than 180 days old."""
        return today - self.checked_on > STALE_AFTER


def packaged() -> tuple[HelpLine, ...]:
    """The lines that come with the product."""
    return read_file(PACKAGED, PACKAGED.stat().st_mtime_ns)


def all_lines(folder: Path) -> tuple[HelpLine, ...]:
    """The packaged lines with the operator's `lines.toml` over them: the same key replaces, `hidden` takes away.

    A file of the operator's that cannot be read is logged and left out: the packaged lines must stay reachable.
    """
    lines = {line.key: line for line in packaged()}
    try:
        lines |= {line.key: line for line in own_lines(folder)}
    except LinesRefused as refusal:
        log.warning("The operator's lines are left out: %s", refusal)
    return tuple(line for line in lines.values() if line.status != "hidden")


def own_lines(folder: Path) -> tuple[HelpLine, ...]:
    """The operator's own lines; refuses a file that cannot be used."""
    file = folder / "lines.toml"
    try:
        return read_file(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return ()
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LinesRefused(f"lines.toml cannot be read: {error}") from error


@lru_cache(maxsize=4)
def read_file(file: Path, changed: int) -> tuple[HelpLine, ...]:
    """The lines of one file; `changed` is its time of change, so that an edited file is read again."""
    records = tomllib.loads(file.read_text(encoding="utf-8")).get("line", [])
    return tuple(_line(record, number) for number, record in enumerate(records, 1))


def _line(record: Mapping[str, Any], number: int) -> HelpLine:
    key = str(record.get("key", f"number {number}"))
    if missing := [name for name in _required(record) if not record.get(name)]:
        raise LinesRefused(f"line {key}: add {', '.join(missing)}")
    try:
        line = _read(record)
    except (TypeError, AttributeError, KeyError) as error:
        raise LinesRefused(f"line {key}: a value has the wrong form ({error})") from error
    if problem := _problem(line):
        raise LinesRefused(f"line {key}: {problem}")
    return line


def _required(record: Mapping[str, Any]) -> tuple[str, ...]:
    return ("key",) if record.get("hidden") else ("key", "country", "name", "source", "checked_on")


def _read(record: Mapping[str, Any]) -> HelpLine:
    return HelpLine(
        key=record["key"],
        country=record.get("country", "").upper(),
        name=record.get("name", ""),
        about=tuple(record.get("about", ())),
        ways=(
            *(Way("call", to) for to in record.get("call", ())),
            *(Way("text", text["to"], text.get("say", "")) for text in record.get("text", ())),
        ),
        hours=record.get("hours", "unknown"),
        languages=tuple(record.get("languages", ())),
        notes=tuple(record.get("notes", ())),
        status="hidden" if record.get("hidden") else record.get("status", "operator"),
        source=record.get("source", ""),
        checked_on=record.get("checked_on", date.min),
    )


def _problem(line: HelpLine) -> str:
    if line.status not in STATUSES | {"hidden"}:
        return f"status {line.status!r} is not one of {', '.join(sorted(STATUSES))}"
    if type(line.checked_on) is not date:
        return "write checked_on as a day, such as 2026-11-20"
    if not HOURS.fullmatch(line.hours):
        return 'write hours as always, office, day, varies, unknown, or like "13-22"'
    if any(not re.search(r"\d", way.number) for way in line.ways):
        return "a number has no digits"
    return ""
