"""From a file or an https address to listings, with an account of every row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from holdfast.directory.actions import Applied, Feed, apply_feed, check_feed
from holdfast.directory.fetch import MAX_BYTES, Fetched, FetchRefused, Road, fetch
from holdfast.directory.models import Source
from holdfast.directory.placing import placed
from holdfast.domain.meetings.formats import Parsed, Problem, Severity, parse

DEMO = Path(__file__).parent / "data" / "demo"
DEMO_NAMES = {
    "aa": "Demo: AA (made up)",
    "na": "Demo: NA (made up)",
    "smart": "Demo: SMART Recovery (made up)",
    "dharma": "Demo: Recovery Dharma (made up)",
    "al-anon": "Demo: Al-Anon (made up)",
    "nar-anon": "Demo: Nar-Anon (made up)",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asked for."""

    source: str
    """A file, or an https address."""
    fellowship: str = ""
    name: str = ""
    licence: str = ""
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one source. `rows == imported + refused`, unless nothing changed since the last time."""

    file: str
    parsed: Parsed
    applied: Applied = field(default_factory=Applied)
    is_unchanged: bool = False

    @property
    def is_read(self) -> bool:
        """It was a feed, and it was taken over."""
        return self.parsed.format != "unknown"

    def to_json(self) -> dict[str, Any]:
        """The account as plain values."""
        return {
            "file": self.file,
            "format": self.parsed.format,
            "rows": self.parsed.rows,
            "imported": len(self.parsed.meetings),
            "refused": self.parsed.refused,
            "warned": self.parsed.warned,
            "problems": [
                {
                    "row": one.row,
                    "key": one.key,
                    "field": one.field,
                    "severity": str(one.severity),
                    "advice": one.advice,
                }
                for one in self.parsed.problems
            ],
        }


def import_source(order: Order, *, now: datetime, road: Road | None = None) -> Account:
    """Take one source over, in one transaction; what cannot be read is said, never raised."""
    is_address = "://" in order.source
    key = order.source if is_address else Path(order.source).name
    try:
        got = _fetched(key, road) if is_address else Fetched(_read(Path(order.source)))
    except (FetchRefused, OSError) as error:
        return Account(order.source, _not_read(_why(error)))
    if got.body is None:
        return _unchanged(order.source, key, now)
    return _take_over(order, key, got, now)


def import_demo(*, now: datetime) -> list[Account]:
    """The made-up meetings that the demonstration shows."""
    return [
        import_source(Order(str(DEMO / f"{code}.json"), fellowship=code, name=name), now=now)
        for code, name in DEMO_NAMES.items()
    ]


def _take_over(order: Order, key: str, got: Fetched, now: datetime) -> Account:
    parsed = parse(got.body or b"", fellowship=order.fellowship or None)
    account = Account(order.source, parsed)
    if not account.is_read:
        return account
    feed = Feed(
        key=key[:200],
        name=order.name or key[:200],
        format=parsed.format,
        fellowship=order.fellowship,
        licence=order.licence,
        etag=got.etag,
        last_modified=got.last_modified,
    )
    placing = placed(parsed.meetings)
    applied = apply_feed(feed=feed, meetings=placing.meetings, now=now, confirm=order.confirm)
    return replace(account, applied=applied, parsed=parsed.with_notes([*_held(applied), *placing.notes()]))


def _held(applied: Applied) -> Iterable[str]:
    if applied.held:
        yield (
            f"{applied.held} listings of this source are missing from it, more than a fifth. They were kept. "
            "If they have ended, import again with --confirm."
        )


def _fetched(address: str, road: Road | None) -> Fetched:
    known = Source.objects.filter(key=address).first()
    return fetch(
        address,
        etag=known.etag if known else "",
        last_modified=known.last_modified if known else "",
        road=road,
    )


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise FetchRefused(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Split it.")
    return body


def _unchanged(file: str, key: str, now: datetime) -> Account:
    check_feed(key=key, now=now)
    source = Source.objects.get(key=key)
    return Account(file, Parsed(source.format, 0), is_unchanged=True)


def _not_read(why: str) -> Parsed:
    return Parsed("unknown", 0, (), (Problem(0, "", "file", Severity.REFUSED, why),))


def _why(error: FetchRefused | OSError) -> str:
    return str(error) if isinstance(error, FetchRefused) else f"The file cannot be read: {error.strerror}."
