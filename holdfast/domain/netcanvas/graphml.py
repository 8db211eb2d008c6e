"""Sessions as GraphML, one graph for each.

Keys are written for nodes and for edges separately: a widely used library drops every key that is `for="all"`. The same
library reads a missing boolean as "no", so a variable that is a boolean but not known of everybody is written as words:
"true", "false", "unknown". Everything is escaped, the `nc:` header too. A file with a DOCTYPE is refused: no entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from holdfast.domain.netcanvas.session import (
    LARGEST,
    LONGEST,
    MOST_ALTERS,
    MOST_SESSIONS,
    MOST_TIES,
    Alter,
    Attributes,
    Head,
    Knows,
    Noted,
    Problem,
    Session,
    Sessions,
    Value,
    What,
    as_time,
    check_head,
    sound,
    time_in,
)

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
NC = "http://schema.networkcanvas.com/xmlns"
UNKNOWN = "unknown"
TYPE, UUID_OF, LABEL = "networkCanvasType", "networkCanvasUUID", "label"
SOURCE_OF, TARGET_OF = "networkCanvasSourceUUID", "networkCanvasTargetUUID"

# Out


@dataclass(frozen=True, slots=True)
class _Key:
    """One variable: where it is used, what it is called, and how its values are written."""

    of: str
    name: str
    type: str

    @property
    def id(self) -> str:
        """The same for the same variable, in every file."""
        return str(uuid5(NAMESPACE_URL, f"holdfast/{self.of}/{self.name}"))


def render(sessions: Iterable[Session]) -> bytes:
    """The file. Raises MissingHead."""
    every = tuple(sessions)
    for one in every:
        check_head(one.head)
    keys = {
        **_keys("node", ({LABEL: "", TYPE: "", UUID_OF: "", **alter.attributes} for s in every for alter in s.alters)),
        **_keys("edge", ({**_FIXED_EDGE, **tie.attributes} for s in every for tie in s.ties)),
        **_keys("graph", (one.ego for one in every)),
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<graphml xmlns="{NAMESPACE}" xmlns:nc="{NC}">',
        *(
            f'<key id="{key.id}" for="{key.of}" attr.name={_attribute(key.name)} attr.type="{key.type}"/>'
            for key in keys.values()
        ),
        *(line for one in every for line in _graph(one, keys)),
        "</graphml>",
    ]
    return ("\n".join(lines) + "\n").encode()


_FIXED_EDGE: Attributes = {TYPE: "", UUID_OF: "", SOURCE_OF: "", TARGET_OF: ""}
_Keys = Mapping[tuple[str, str], _Key]


def _keys(of: str, rows: Iterable[Attributes]) -> dict[tuple[str, str], _Key]:
    """The variables of these rows. What is a boolean for some and not known for others is written in words."""
    every = list(rows)
    names = dict.fromkeys(name for row in every for name in row)
    return {(of, name): _Key(of, name, _type([row.get(name) for row in every])) for name in names}


def _type(values: list[Value]) -> str:
    if all(isinstance(value, bool) for value in values):
        return "boolean"
    known = [value for value in values if value is not None]
    if not known or any(isinstance(value, bool | str) for value in known):
        return "string"
    return "int" if all(isinstance(value, int) and abs(value) < 2**31 for value in known) else "double"


def _graph(session: Session, keys: _Keys) -> Iterator[str]:
    head = session.head
    said = {
        "nc:caseId": head.case_id,
        "nc:sessionUUID": head.session_id,
        "nc:protocolName": head.protocol_name,
        "nc:protocolUID": head.protocol_uid,
        "nc:codebookHash": head.codebook_hash,
        "nc:sessionExportTime": as_time(head.exported_at),
        "nc:sessionStartTime": as_time(head.started_at),
        "nc:sessionFinishTime": as_time(head.finished_at),
    }
    heading = "".join(f" {name}={_attribute(value)}" for name, value in said.items() if value)
    yield f'<graph id={_attribute(head.ego_id)} edgedefault="undirected"{heading}>'
    yield from _data("graph", session.ego, keys)
    numbers = {one.id: number for number, one in enumerate(session.alters, start=1)}
    for one in session.alters:
        fixed: Attributes = {LABEL: str(one.attributes.get("name") or numbers[one.id]), TYPE: one.type, UUID_OF: one.id}
        yield f'<node id="{numbers[one.id]}">'
        yield from _data("node", {**fixed, **one.attributes}, keys)
        yield "</node>"
    for number, tie in enumerate(session.ties, start=1):
        ends: Attributes = {TYPE: tie.type, UUID_OF: tie.id, SOURCE_OF: tie.source, TARGET_OF: tie.target}
        yield f'<edge id="e{number}" source="{numbers[tie.source]}" target="{numbers[tie.target]}">'
        yield from _data("edge", {**ends, **tie.attributes}, keys)
        yield "</edge>"
    yield "</graph>"


def _data(of: str, said: Attributes, keys: _Keys) -> Iterator[str]:
    for (where, name), key in keys.items():
        text = _written(said.get(name), key) if where == of else None
        if text is not None:
            yield f'<data key="{key.id}">{escape(_allowed(text))}</data>'


def _written(value: Value, key: _Key) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return UNKNOWN if key.type == "string" else None
    return str(value)


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _allowed(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return "".join(one for one in text if _is_allowed(one))


def _is_allowed(one: str) -> bool:
    return one in "\t\n\r" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd" or one > "\uffff"


# In


class _Doctype(Exception):
    """A DOCTYPE: the door to entities. None of ours and none of theirs has one."""


class _TooMuch(Exception):
    """More than is read."""


@dataclass(slots=True)
class _Gathering:
    """One graph while it is read."""

    where: str
    said: dict[str, str]
    ego: dict[str, Value] = field(default_factory=dict)
    nodes: list[tuple[str, dict[str, Value]]] = field(default_factory=list)
    edges: list[tuple[str, str, dict[str, Value]]] = field(default_factory=list)


class _Reader(Noted):
    """Hears what the parser finds."""

    def __init__(self) -> None:
        super().__init__()
        self.graphs: list[_Gathering] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._keys: dict[str, tuple[str, str]] = {}
        self._into: list[dict[str, Value]] = []
        self._key: str | None = None
        self._words: list[str] = []
        self._count = 0
        self._is_graphml = False

    @property
    def is_graphml(self) -> bool:
        """Whether it began as GraphML does."""
        return self._is_graphml

    def _doctype(self, *_: Any) -> None:
        raise _Doctype

    def _begin(self, name: str, said: dict[str, str]) -> None:
        kind = name.rsplit(" ", 1)[-1]
        self._is_graphml = self._is_graphml or kind == "graphml"
        if kind == "key":
            self._keys[said.get("id", "")] = (said.get("attr.name") or said.get("id", ""), said.get("attr.type", ""))
        elif kind == "graph":
            self._graph(said)
        elif kind == "node" and self.graphs:
            self._node(said)
        elif kind == "edge" and self.graphs:
            self._edge(said)
        elif kind == "data":
            self._key, self._words = said.get("key", ""), []

    def _graph(self, said: dict[str, str]) -> None:
        if len(self.graphs) >= MOST_SESSIONS:
            raise _TooMuch
        short = {name.rsplit(" ", 1)[-1]: value[:LONGEST] for name, value in said.items()}
        self.graphs.append(_Gathering(self._line(), short))
        self._into = [self.graphs[-1].ego]

    def _node(self, said: dict[str, str]) -> None:
        nodes = self.graphs[-1].nodes
        if len(nodes) >= MOST_ALTERS:
            raise _TooMuch
        if not said.get("id"):
            self.note(self._line(), What.NO_ID)
        nodes.append((said.get("id", ""), {}))
        self._into.append(nodes[-1][1])

    def _edge(self, said: dict[str, str]) -> None:
        edges = self.graphs[-1].edges
        if len(edges) >= MOST_TIES:
            raise _TooMuch
        edges.append((said.get("source", ""), said.get("target", ""), {}))
        self._into.append(edges[-1][2])

    def _text(self, text: str) -> None:
        if self._key is not None:
            self._words.append(text)

    def _end(self, name: str) -> None:
        kind = name.rsplit(" ", 1)[-1]
        if kind == "data" and self._key is not None:
            called, type_ = self._keys.get(self._key, (self._key, ""))
            if self._into:
                self._into[-1][called] = _value("".join(self._words), type_)
            self._key = None
        elif kind in {"node", "edge"} and len(self._into) > 1:
            self._into.pop()

    def _line(self) -> str:
        return str(self.parser.CurrentLineNumber)


def _value(text: str, type_: str) -> Value:
    text = text.strip()[:LONGEST]
    low = text.lower()
    if low in {"true", "false"} and type_ in {"boolean", "string", ""}:
        return low == "true"
    if type_ in {"int", "long", "float", "double"}:
        try:
            number = float(text)
        except ValueError:
            return text or None
        is_whole = type_ in {"int", "long"} or number.is_integer()
        return int(number) if is_whole and abs(number) < 2**53 else number if number - number == 0 else None
    return None if low == UNKNOWN or not text else text


def read(data: bytes) -> Sessions:
    """The sessions of a GraphML file. Never raises for what stands in it."""
    if len(data) > LARGEST:
        return Sessions(problems=(Problem("", What.TOO_LARGE),))
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except _Doctype:
        return Sessions(problems=(Problem("", What.HAS_DOCTYPE),))
    except _TooMuch:
        reader.note("", What.TOO_MANY)
    except (expat.ExpatError, ValueError, LookupError) as error:
        reader.note(str(getattr(error, "lineno", "") or ""), _why(reader, data))
    found = tuple(_session(one, reader) for one in reader.graphs)
    if not found and not reader.problems:
        reader.note("", What.NOTHING_IN_IT if reader.is_graphml else What.NOT_OURS)
    return Sessions(found, tuple(reader.problems))


def _why(reader: _Reader, data: bytes) -> What:
    """A file that breaks inside the first `<graph …>` has a header that was not escaped: a known fault."""
    if reader.graphs or b"<graph" not in data:
        return What.BROKEN_XML
    header = data[data.index(b"<graph") :]
    return What.BROKEN_HEADER if b"nc:" in header or b"xmlns:nc" in data else What.BROKEN_XML


def _session(one: _Gathering, reader: _Reader) -> Session:
    alters: dict[str, Alter] = {}
    ids: dict[str, str] = {}
    for number, said in one.nodes:
        key = str(said.pop(UUID_OF, None) or number)
        kind = str(said.pop(TYPE, None) or "Person")
        if not key or key in alters:
            reader.note(one.where, What.TWICE if key else What.NO_ID)
            continue
        alters[key] = Alter(key, kind, said)
        ids[number] = key
    ties = []
    for source, target, said in one.edges:
        kind, own_id = str(said.pop(TYPE, None) or "Knows"), said.pop(UUID_OF, None)
        said.pop(SOURCE_OF, None)
        said.pop(TARGET_OF, None)
        ends = ids.get(source, ""), ids.get(target, "")
        ties.append((one.where, Knows(str(own_id or f"{source} {target}"), kind, *ends, said)))
    kept, problems = sound(alters, ties)
    for problem in problems:
        reader.note(problem.where, problem.what)
    return Session(_head(one.said), tuple(alters.values()), tuple(kept), one.ego)


def _head(said: Mapping[str, str]) -> Head:
    return Head(
        case_id=said.get("caseId", ""),
        session_id=said.get("sessionUUID", ""),
        protocol_uid=said.get("protocolUID", ""),
        protocol_name=said.get("protocolName", ""),
        exported_at=time_in(said.get("sessionExportTime", "")),
        codebook_hash=said.get("codebookHash", ""),
        ego_id=said.get("id", ""),
        started_at=time_in(said.get("sessionStartTime", "")),
        finished_at=time_in(said.get("sessionFinishTime", "")),
    )
