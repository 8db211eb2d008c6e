"""Any file of Network Canvas: a ZIP of tables or of GraphML files, or one GraphML file."""

from __future__ import annotations

import io
import zipfile

from holdfast.domain.netcanvas import graphml, tables
from holdfast.domain.netcanvas.session import LARGEST, Problem, Sessions, What


def read(data: bytes) -> Sessions:
    """What a file holds, by how it begins. Never raises for what stands in it."""
    if len(data) > LARGEST:
        return Sessions(problems=(Problem("", What.TOO_LARGE),))
    if data.startswith(b"PK"):
        found = _graphs_in(data)
        return found or tables.read(data)
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<"):
        return graphml.read(data)
    return Sessions(problems=(Problem("", What.NOT_OURS),))


def _graphs_in(data: bytes) -> Sessions | None:
    """The GraphML files of a ZIP that has no tables."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [one.filename for one in archive.infolist()]
            if any(name.endswith(".csv") for name in names):
                return None
            wanted = [name for name in names if name.endswith(".graphml")]
            texts = [_text(archive, name) for name in wanted[:50]]
    except Exception:  # tables.read says what is wrong with a ZIP
        return None
    every = [graphml.read(text) for text in texts]
    if not every:
        return None
    problems = dict.fromkeys(problem for one in every for problem in one.problems)
    return Sessions(tuple(session for one in every for session in one.found), tuple(problems))


def _text(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(LARGEST + 1)
