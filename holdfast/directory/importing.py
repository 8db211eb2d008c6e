"""From a file or an https address to listings, with an account of every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from holdfast.directory.actions import Applied, Feed, Progress, apply_feed, check_feed, counts_of
from holdfast.directory.fetch import Fetched, FetchRefused, Road, fetch
from holdfast.directory.models import ImportRun, Outcome, Source
from holdfast.directory.placing import Placing, placed
from holdfast.directory.runs import Read, body_of, lay_before_a_person, note_failure, note_look, note_run, settle_run
from holdfast.directory.source_queries import difference, preview_of
from holdfast.domain.meetings.formats import Parsed, Problem, Severity, bmlt, parse, table

DEMO = Path(__file__).parent / "data" / "demo"
DEMO_NAMES = {
    "aa": "Demo: AA (made up)",
    "na": "Demo: NA (made up)",
    "smart": "Demo: SMART Recovery (made up)",
    "dharma": "Demo: Recovery Dharma (made up)",
    "al-anon": "Demo: Al-Anon (made up)",
    "nar-anon": "Demo: Nar-Anon (made up)",
}
SERVER = re.compile(r"/(main_server|client_interface)(/(index\.php|json/?)?)?$")
"""The address of a BMLT server itself, which is asked for its meetings, its codes and its service bodies."""
MOST_FILE_BYTES = 250 * 1024 * 1024
"""Of a file that an operator has on this machine; about 350,000 meetings. What is fetched is bounded in `fetch`."""
READ_AT_ONCE = 2 * 1024 * 1024
"""Bytes that are read while somebody waits for a page; the worker reads what is larger."""
TAKEN_AT_ONCE = 2_000
"""Rows that are taken over while somebody waits for a page."""

DEMO_OTHERS = "Demo: other groups and services (made up)"


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asked for."""

    source: str
    """A file, or an https address."""
    fellowship: str = ""
    name: str = ""
    licence: str = ""
    confirm: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of a CSV file: our field -> its column."""


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
            "imported": self.parsed.rows - self.parsed.refused,
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


def import_source(
    order: Order, *, now: datetime, road: Road | None = None, progress: Progress | None = None
) -> Account:
    """Take one source over, in one transaction; what cannot be read is said, never raised."""
    key = key_of(order.source)
    try:
        got = gathered(key, road) if "://" in key else Fetched(_read(Path(order.source)))
    except (FetchRefused, OSError) as error:
        wait = error.wait if isinstance(error, FetchRefused) else timedelta(0)
        note_failure(key=key, why=why_of(error), now=now, wait=wait)
        return Account(order.source, _not_read(why_of(error)))
    if got.body is None:
        return _unchanged(order.source, key, now)
    parsed = read_body(got.body, order.fellowship, order.columns)
    if parsed.format == "unknown":
        note_failure(key=key, why=first_advice(parsed), now=now)
        return Account(order.source, parsed)
    feed = Feed(key, order.name, parsed.format, order.fellowship, order.licence, got.etag, got.last_modified)
    del got  # the bytes of a large feed are not kept while its listings are written
    placing = placed(parsed.meetings)
    parsed = replace(parsed, meetings=placing.meetings)
    applied = _take_over(feed, placing, parsed, Taking(now, confirm=order.confirm, progress=progress))
    return Account(order.source, _with_notes(parsed, placing, applied), applied)


def key_of(source: str) -> str:
    """What a source is known by: its address, or the file's name."""
    return (source if "://" in source else Path(source).name)[:200]


def import_demo(*, now: datetime) -> list[Account]:
    """The made-up meetings that the demonstration shows."""
    orders = [Order(str(DEMO / f"{code}.json"), fellowship=code, name=name) for code, name in DEMO_NAMES.items()]
    orders.append(Order(str(DEMO / "others.csv"), name=DEMO_OTHERS, licence="CC0"))
    return [import_source(order, now=now) for order in orders]


@dataclass(frozen=True, slots=True)
class Taking:
    """When and how a feed is taken over."""

    now: datetime
    confirm: bool = False
    progress: Progress | None = None
    run: ImportRun | None = None
    """The run that waited for this; None writes a new one."""


def _take_over(feed: Feed, placing: Placing, parsed: Parsed, taking: Taking) -> Applied:
    """The listings and the account of them, together or not at all."""
    with transaction.atomic():
        meetings, confirm, progress = placing.meetings, taking.confirm, taking.progress
        applied = apply_feed(feed=feed, meetings=meetings, now=taking.now, confirm=confirm, progress=progress)
        is_same = applied == Applied(unchanged=applied.unchanged)
        outcome = Outcome.UNCHANGED if is_same and taking.run is None else Outcome.APPLIED
        read = Read(outcome, _with_notes(parsed, placing, applied), applied)
        if taking.run is None:
            note_run(source=Source.objects.get(key=feed.key), read=read, now=taking.now)
        else:
            settle_run(run=taking.run, read=read, now=taking.now)
    return applied


def refresh(source: Source, *, now: datetime, road: Road | None = None) -> ImportRun | None:
    """Read an address again, as it is due. What a person should see first is laid before them."""
    if not waits_for_a_look(source):
        import_source(Order(source.key, source.fellowship, columns=source.columns), now=now, road=road)
        return source.runs.order_by("-at", "-pk").first()
    try:
        got = gathered(source.key, road)
    except FetchRefused as error:
        return note_failure(key=source.key, why=str(error), now=now, wait=error.wait)
    if got.body is None:
        _unchanged(source.key, source.key, now)
        return None
    run = lay_before_a_person(source=source, body=got.body, now=now)
    return look_at_run(run) if run else None


def waits_for_a_look(source: Source) -> bool:
    """The first time, and where an operator wants it."""
    return source.waits_for_a_look or not source.listings.exists()


def look_at_run(run: ImportRun) -> ImportRun:
    """Read what waits and write down what it would change. What is no feed is a failure, and said."""
    source = run.source
    parsed = read_body(body_of(run), source.fellowship, source.columns)
    if parsed.format == "unknown" and table_of(body_of(run)):
        note_look(run=run, read=Read(Outcome.WAITING, Parsed("csv", 0)), preview={"format": "csv", "asks": "columns"})
    elif parsed.format == "unknown":
        settle_run(run=run, read=Read(Outcome.FAILED, parsed, why=first_advice(parsed)), now=run.at)
    else:
        placing = placed(parsed.meetings)
        diff = difference(source, placing.meetings)
        counts = counts_of(diff)
        read = Read(Outcome.WAITING, _with_notes(parsed, placing, counts), counts)
        preview = preview_of(diff, source, placing.meetings)
        note_look(run=run, read=read, preview={**preview, "format": parsed.format})
    run.refresh_from_db()
    return run


def give_file(source: Source, body: bytes, *, now: datetime) -> ImportRun | None:
    """A person gave a file: it is laid before them, read at once if it is small. None if the same waits or was left."""
    run = lay_before_a_person(source=source, body=body, now=now)
    return look_at_run(run) if run and len(body) <= READ_AT_ONCE else run


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table of which a person says what its columns are."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first ones, as they stand."""
    columns: Mapping[str, str]
    """Our field -> column, as far as the header tells."""
    head: bytes
    """The beginning of the file."""

    def read(self, columns: Mapping[str, str], fellowship: str) -> Parsed:
        """The first rows as they will be read."""
        return table.read_table(self.head, columns, fellowship=fellowship or None)


def table_of(body: bytes) -> TableFound | None:
    """The table, if a person could say which of its columns is what."""
    if _why_no_feed(body) or body.lstrip()[:1] in {b"[", b"{"}:
        return None
    try:
        found = table.preview(body)
    except table.TableRefused:
        return None
    head = b"".join(body.splitlines(keepends=True)[: len(found.rows) + 1])
    return TableFound(found.header, found.rows, found.columns, head) if found.rows else None


def take_over_run(run: ImportRun, *, now: datetime) -> ImportRun:
    """Take over exactly what was shown. A run that is settled already is left as it is."""
    source = run.source
    body = body_of(run)
    parsed = read_body(body, source.fellowship, source.columns)
    placing = placed(parsed.meetings)
    feed = Feed(source.key, "", parsed.format)
    with transaction.atomic():
        there = ImportRun.objects.select_for_update().filter(pk=run.pk, outcome=Outcome.WAITING).first()
        if there is not None and body:
            _take_over(feed, placing, parsed, Taking(now, run=there))
    run.refresh_from_db()
    return run


def read_body(body: bytes, fellowship: str, columns: Mapping[str, str]) -> Parsed:
    """What came as meetings and problems; in particular, why it is no feed."""
    if columns:
        return table.read_table(body, columns, fellowship=fellowship or None)
    if why := _why_no_feed(body):
        return _not_read(why)
    return parse(body, fellowship=fellowship or None)


def _why_no_feed(body: bytes) -> str:
    start = body[:500].removeprefix(b"\xef\xbb\xbf").strip()
    if not start:
        return "Nothing came: the feed is empty, so it is not valid JSON. Nothing was changed."
    if start[:1] == b"<" and re.match(rb"<(!doctype html|html|head|body)\b", start, re.IGNORECASE):
        return "A web page came, not a feed: it may be an error page, or the feed may have moved. Nothing was changed."
    if re.fullmatch(rb"\[\s*\]|\{\s*\}", start):
        return "The feed is empty: a list without a single row. Nothing was changed."
    return ""


def _with_notes(parsed: Parsed, placing: Placing, applied: Applied) -> Parsed:
    return parsed.with_notes([*_held(applied), *placing.notes()])


def _held(applied: Applied) -> Iterable[str]:
    if applied.held:
        yield (
            f"{applied.held} listings of this source are missing from it, more than a fifth. They were kept. "
            "If they have ended, import again with --confirm."
        )


def gathered(address: str, road: Road | None) -> Fetched:
    """What stands at an address now; without a body where it says that nothing changed."""
    if SERVER.search(address):
        return _from_server(bmlt.addresses(address), road)
    known = Source.objects.filter(key=address).first()
    etag, last_modified = (known.etag, known.last_modified) if known else ("", "")
    return fetch(address, etag=etag, last_modified=last_modified, road=road)


def _from_server(addresses: Mapping[str, str], road: Road | None) -> Fetched:
    """The answers of one BMLT server as one. Without its meetings there is none; the rest may be missing."""
    meetings = fetch(addresses["meetings"], road=road).body or b""
    others = (_answer_if_any(addresses[name], road) for name in ("formats", "service_bodies"))
    return Fetched(bmlt.together(meetings, *others))


def _answer_if_any(address: str, road: Road | None) -> bytes | None:
    try:
        return fetch(address, road=road).body
    except FetchRefused:
        return None


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        body = stream.read(MOST_FILE_BYTES + 1)
    if len(body) > MOST_FILE_BYTES:
        raise FetchRefused(f"The file is larger than {MOST_FILE_BYTES // 1024 // 1024} MB. Split it.")
    return body


def _unchanged(file: str, key: str, now: datetime) -> Account:
    source = Source.objects.get(key=key)
    parsed = Parsed(source.format, 0)
    with transaction.atomic():
        count = check_feed(key=key, now=now)
        note_run(source=source, read=Read(Outcome.UNCHANGED, parsed, Applied(unchanged=count)), now=now)
    return Account(file, parsed, is_unchanged=True)


def _not_read(why: str) -> Parsed:
    return Parsed("unknown", 0, (), (Problem(0, "", "file", Severity.REFUSED, why),))


def first_advice(parsed: Parsed) -> str:
    """Why nothing could be read."""
    return next((one.advice for one in parsed.problems), "")


def why_of(error: FetchRefused | OSError) -> str:
    """In words for the operator."""
    return str(error) if isinstance(error, FetchRefused) else f"The file cannot be read: {error.strerror}."
