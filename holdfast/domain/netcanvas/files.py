"""Any file of Network Canvas: a ZIP of tables or of GraphML files, or one GraphML file."""

from __future__ import annotations

import io
import zipfile

from holdfast.domain.netcanvas import graphml, tables
from holdfast.domain.netcanvas.session import (
    LARGEST,
    LARGEST_UNPACKED,
    MOST_PROBLEMS,
    MOST_SESSIONS,
    Problem,
    Sessions,
    What,
)
from holdfast.domain.packed import DAMAGED, TooMuch, all_unpacked


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
    """The GraphML files of a ZIP that has no tables; None if it has, or if `tables` is to say what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {one.filename: one for one in archive.infolist() if not one.is_dir()}
            graphs = {name: one for name, one in entries.items() if name.lower().endswith(".graphml")}
            if not graphs or any(name.lower().endswith(".csv") for name in entries):
                return None
            found = all_unpacked(archive, graphs, LARGEST_UNPACKED)
    except TooMuch as error:
        return Sessions(problems=(Problem(error.name, What.TOO_LARGE),))
    except DAMAGED:
        return None
    return _together([graphml.read(content) for content in found.values()])


def _together(every: list[Sessions]) -> Sessions:
    sessions = [session for one in every for session in one.found]
    problems = dict.fromkeys(problem for one in every for problem in one.problems)
    if len(sessions) > MOST_SESSIONS:
        problems[Problem("", What.TOO_MANY)] = None
    return Sessions(tuple(sessions[:MOST_SESSIONS]), tuple(problems)[:MOST_PROBLEMS])
