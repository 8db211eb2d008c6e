"""Sessions as Network Canvas writes them in CSV files: a table for each type of node and edge, and one for ego.

Line ends are CRLF; a cell is quoted only if it must be. Unlike the program itself we put an apostrophe before a cell
that a spreadsheet would take for a formula, and take it off again when we read. All of it is one ZIP.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.domain.cells import plain_cell, safe_cell
from holdfast.domain.netcanvas.session import (
    LARGEST,
    LARGEST_UNPACKED,
    LONGEST,
    MOST_ALTERS,
    MOST_SESSIONS,
    MOST_TIES,
    Alter,
    Attributes,
    Head,
    Knows,
    Noted,
    Session,
    Sessions,
    Value,
    What,
    as_time,
    check_head,
    sound,
    time_in,
)
from holdfast.domain.packed import DAMAGED, TooMuch, all_unpacked

NODE_COLUMNS = ("nodeID", "networkCanvasEgoUUID", "networkCanvasUUID")
EDGE_COLUMNS = (
    "edgeID",
    "from",
    "to",
    "networkCanvasEgoUUID",
    "networkCanvasUUID",
    "networkCanvasSourceUUID",
    "networkCanvasTargetUUID",
)
EGO_COLUMNS = (
    "networkCanvasEgoUUID",
    "networkCanvasCaseID",
    "networkCanvasSessionID",
    "networkCanvasProtocolName",
    "sessionStart",
    "sessionFinish",
    "sessionExported",
)
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day of every file in the ZIP: the same map makes the same bytes."""


# Out


def render(sessions: Iterable[Session]) -> bytes:
    """The ZIP. Raises MissingHead."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for session in sessions:
            check_head(session.head)
            for name, text in _tables(session):
                archive.writestr(zipfile.ZipInfo(name, EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _tables(session: Session) -> Iterator[tuple[str, str]]:
    head = session.head
    before = f"{_in_a_name(head.case_id)}_{_in_a_name(head.session_id)}"
    numbers = {one.id: number for number, one in enumerate(session.alters, start=1)}
    for kind in _kinds(one.type for one in session.alters):
        alters = [one for one in session.alters if one.type == kind]
        rows: list[_Row] = [((numbers[one.id], head.ego_id, one.id), one.attributes) for one in alters]
        yield f"{before}_attributeList_{_in_a_name(kind)}.csv", _table(NODE_COLUMNS, rows)
    for kind in _kinds(one.type for one in session.ties):
        ties = [(number, one) for number, one in enumerate(session.ties, start=1) if one.type == kind]
        rows = [
            (
                (number, numbers[one.source], numbers[one.target], head.ego_id, one.id, one.source, one.target),
                one.attributes,
            )
            for number, one in ties
        ]
        yield f"{before}_edgeList_{_in_a_name(kind)}.csv", _table(EDGE_COLUMNS, rows)
    times = map(as_time, (head.started_at, head.finished_at, head.exported_at))
    ego = (head.ego_id, head.case_id, head.session_id, head.protocol_name, *times)
    yield f"{before}_ego.csv", _table(EGO_COLUMNS, [(ego, session.ego)])


def _kinds(types: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(types))


def _in_a_name(words: str) -> str:
    """What may stand in a file name everywhere."""
    return re.sub(r"[^\w.-]+", "-", words, flags=re.ASCII).strip("-.") or "x"


_Row = tuple[tuple[Value, ...], Attributes]


def _table(columns: tuple[str, ...], rows: list[_Row]) -> str:
    more = list(dict.fromkeys(name for _, attributes in rows for name in attributes))
    lines = [[*columns, *map(_safe, more)]]
    for first, attributes in rows:
        lines.append([_cell(value) for value in (*first, *(attributes.get(name) for name in more))])
    return "".join(",".join(map(_quoted, line)) + "\r\n" for line in lines)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else _safe(value)


def _safe(text: str) -> str:
    return safe_cell(text.replace("\0", ""))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(one in cell for one in '",\r\n') else cell


# In

_NAME = re.compile(r"^(?P<before>.*?)_?(?P<table>attributeList|edgeList)_(?P<type>.*)\.csv$")
_EGO = re.compile(r"^(?P<before>.*?)_?ego\.csv$")
NODE_TYPE = "Person"
EDGE_TYPE = "Knows"


@dataclass(slots=True)
class _Gathered:
    """What belongs to one ego, from all its tables."""

    case_id: str = ""
    session_id: str = ""
    protocol_name: str = ""
    times: tuple[datetime | None, ...] = (None, None, None)
    ego: dict[str, Value] = field(default_factory=dict)
    alters: dict[str, Alter] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """nodeID -> id, for tables that only have the running numbers."""
    ties: list[tuple[str, Knows]] = field(default_factory=list)
    """Each with the file and row where it stands."""


@dataclass(slots=True)
class _Reader(Noted):
    """Goes through the tables of one ZIP."""

    egos: dict[str, _Gathered] = field(default_factory=dict)

    def of(self, row: Mapping[str, str], before: str) -> _Gathered:
        """Whose row it is: by the UUID of the ego, else by the name of the file."""
        key = row.get("networkCanvasEgoUUID") or before
        return self.egos.setdefault(key, _Gathered())


def read(data: bytes) -> Sessions:
    """The sessions of a ZIP of tables. Never raises for what stands in it."""
    reader = _Reader()
    tables = _unpacked(data, reader)
    if tables:
        for name, rows in sorted(tables.items(), key=lambda one: _order(one[0])):
            _take(name, rows, reader)
        if not reader.egos and not reader.problems:
            reader.note("", What.NOTHING_IN_IT)
    elif not reader.problems:
        reader.note("", What.NOT_OURS)
    found = [_session(key, one, reader) for key, one in list(reader.egos.items())[:MOST_SESSIONS]]
    if len(reader.egos) > MOST_SESSIONS:
        reader.note("", What.TOO_MANY)
    return Sessions(tuple(found), tuple(reader.problems))


def _unpacked(data: bytes, reader: _Reader) -> dict[str, str]:
    if len(data) > LARGEST:
        reader.note("", What.TOO_LARGE)
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _texts(archive, reader)
    except TooMuch as error:
        reader.note(error.name, What.TOO_LARGE)
    except DAMAGED:
        reader.note("", What.NOT_A_ZIP)
    return {}


def _texts(archive: zipfile.ZipFile, reader: _Reader) -> dict[str, str]:
    inside = {one.filename.replace("\\", "/").rsplit("/", 1)[-1]: one for one in archive.infolist() if not one.is_dir()}
    if "protocol.json" in inside:
        reader.note("", What.PROTOCOL_ONLY)
        return {}
    wanted = {name: one for name, one in inside.items() if _NAME.match(name) or _EGO.match(name)}
    if sum(one.file_size for one in wanted.values()) > LARGEST_UNPACKED:
        reader.note("", What.TOO_LARGE)
        return {}
    found = all_unpacked(archive, wanted, LARGEST_UNPACKED)
    return {name: content.decode("utf-8-sig", errors="replace") for name, content in found.items()}


def _order(name: str) -> int:
    """People before who knows whom."""
    found = _NAME.match(name)
    return 0 if found is None else 1 if found["table"] == "attributeList" else 2


def _take(name: str, text: str, reader: _Reader) -> None:
    rows = _rows(name, text, reader)
    found = _NAME.match(name)
    if found is None:
        before = _EGO.match(name)
        _egos(before["before"] if before else "", rows, reader)
    elif found["table"] == "attributeList":
        _alters(name, found, rows, reader)
    else:
        _ties(name, found, rows, reader)


def _rows(name: str, text: str, reader: _Reader) -> list[dict[str, str]]:
    """The rows, by the names of their columns; a name that comes again keeps its first cell."""
    rows: list[dict[str, str]] = []
    header: list[str] | None = None
    try:
        for line in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), strict=False):
            if header is None:
                header = [one.strip() or f"column {number}" for number, one in enumerate(line, start=1)]
            elif any(line):
                rows.append(_row(header, line))
            if len(rows) > MOST_TIES:
                reader.note(name, What.TOO_MANY)
                return rows[:MOST_TIES]
    except csv.Error:
        reader.note(name, What.BROKEN_TABLE)
    return rows


def _row(header: list[str], line: list[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for name, cell in zip(header, line, strict=False):
        row.setdefault(name, cell)
    return row


def _egos(before: str, rows: list[dict[str, str]], reader: _Reader) -> None:
    for row in rows:
        one = reader.of(row, before)
        one.case_id = _plain(row.get("networkCanvasCaseID", ""))
        one.session_id = _plain(row.get("networkCanvasSessionID", ""))
        one.protocol_name = _plain(row.get("networkCanvasProtocolName", ""))
        one.times = tuple(time_in(row.get(name, "")) for name in EGO_COLUMNS[4:])
        one.ego = _attributes(row, EGO_COLUMNS)


def _alters(name: str, found: re.Match[str], rows: list[dict[str, str]], reader: _Reader) -> None:
    for number, row in enumerate(rows, start=2):
        one = reader.of(row, found["before"])
        key = row.get("networkCanvasUUID") or row.get("nodeID")
        if not key:
            reader.note(f"{name}:{number}", What.NO_ID)
        elif key in one.alters:
            reader.note(f"{name}:{number}", What.TWICE)
        elif len(one.alters) >= MOST_ALTERS:
            reader.note(name, What.TOO_MANY)
            return
        else:
            one.alters[key] = Alter(key, found["type"] or NODE_TYPE, _attributes(row, NODE_COLUMNS))
            one.numbers[row.get("nodeID", "")] = key


def _ties(name: str, found: re.Match[str], rows: list[dict[str, str]], reader: _Reader) -> None:
    for number, row in enumerate(rows, start=2):
        one = reader.of(row, found["before"])
        ends = [
            row.get(by_id) or one.numbers.get(row.get(by_number, ""), "")
            for by_id, by_number in (("networkCanvasSourceUUID", "from"), ("networkCanvasTargetUUID", "to"))
        ]
        key = row.get("networkCanvasUUID") or f"{ends[0]} {ends[1]}"
        tie = Knows(key, found["type"] or EDGE_TYPE, ends[0], ends[1], _attributes(row, EDGE_COLUMNS))
        one.ties.append((f"{name}:{number}", tie))


def _session(key: str, one: _Gathered, reader: _Reader) -> Session:
    ties, problems = sound(one.alters, one.ties)
    for problem in problems:
        reader.note(problem.where, problem.what)
    started, finished, exported = one.times
    head = Head(one.case_id, one.session_id, "", one.protocol_name, exported, "", key, started, finished)
    return Session(head, tuple(one.alters.values()), tuple(ties), one.ego)


def _attributes(row: Mapping[str, str], known: tuple[str, ...]) -> dict[str, Value]:
    """Everything else the row says; a column that is not known, such as one named `null`, is kept as it is."""
    return {_plain(name): _value(cell) for name, cell in row.items() if name not in known}


def _value(cell: str) -> Value:
    if cell == "":
        return None
    low = cell.lower()
    if low in {"true", "false"}:
        return low == "true"
    if re.fullmatch(r"-?\d{1,15}", cell):
        return int(cell)
    if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", cell):
        return float(cell)
    return _plain(cell)


def _plain(cell: str) -> str:
    """Without the sign we put before what looks like a formula."""
    return plain_cell(cell)[:LONGEST]
