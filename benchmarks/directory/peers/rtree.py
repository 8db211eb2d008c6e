"""SQLite with an R*Tree over latitude, longitude and minute of the week, and FTS5 for words: no server at all."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from math import asin, cos, degrees, radians, sin
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.directory.answers import Answer, Row
from benchmarks.directory.corpus import Corpus
from benchmarks.directory.moments import minute_of_week
from benchmarks.directory.peers.peer import KIND_CODES, counted, page_windows, records, windows
from benchmarks.directory.questions import Question
from holdfast.domain.meetings.meeting import WEEK_MINUTES
from holdfast.domain.meetings.wording import words_of

EARTH_KM = 6371.0088
KM = """
    2 * 6371.0088 * asin(min(1, sqrt(
        pow(sin((s.north - :north) / 2), 2) + cos(:north) * cos(s.north) * pow(sin((s.east - :east) / 2), 2))))"""
"""Haversine; the columns are in radians."""
WAIT = "(s.mow - :now + :period + 10) % :period - 10"
NEAR = """
    FROM (SELECT :west0 AS west, :east0 AS east UNION ALL SELECT :west1, :east1 WHERE :west1 IS NOT NULL) AS box
    CROSS JOIN {tree} AS p ON p.south <= :high AND p.north >= :low AND p.west <= box.east AND p.east >= box.west"""
"""CROSS JOIN because SQLite then keeps the order: first the tree, then its rows."""
PAGES = {
    "a": f"""
        SELECT id, min(wait), min(km), count(*) OVER () FROM (
            SELECT s.id, {WAIT} AS wait, {KM} AS km {NEAR.format(tree="slot_tree")}
            CROSS JOIN slot AS s ON s.n = p.n WHERE ({{soon}}) AND s.in_person AND s.kinds & :kinds = :kinds)
        WHERE km <= :radius GROUP BY id ORDER BY 3, 2, 1 LIMIT :limit""",
    "b": f"""
        SELECT id, min(wait), min(km) FROM (
            SELECT s.id, {WAIT} AS wait, {KM} AS km {NEAR.format(tree="meeting_tree")}
            CROSS JOIN slot AS s ON s.id = p.n)
        WHERE km <= :radius GROUP BY id ORDER BY 2 NULLS LAST, 3, 1 LIMIT :limit""",
    "b in a window": f"""
        SELECT id, min(wait), min(km) FROM (
            SELECT s.id, {WAIT} AS wait, {KM} AS km {NEAR.format(tree="slot_tree")}
            CROSS JOIN slot AS s ON s.n = p.n WHERE {{soon}})
        WHERE km <= :radius GROUP BY id ORDER BY 2, 3, 1 LIMIT :limit""",
    "c": f"""
        SELECT s.id, NULL, {KM} AS km, count(*) OVER () FROM tag AS one JOIN tag AS two USING (id)
        JOIN meeting AS s USING (id) WHERE one.tag = :tag0 AND two.tag = :tag1
        ORDER BY km NULLS LAST, 1 LIMIT :limit""",
    "d": f"""
        SELECT id, min({WAIT}), NULL, count(*) OVER () FROM slot AS s WHERE s.online = 1 AND ({{soon}})
        GROUP BY id ORDER BY 2, 1 LIMIT :limit""",
    "e": f"""
        SELECT s.id, min({WAIT}), NULL FROM wording JOIN slot AS s ON s.id = wording.rowid
        WHERE wording MATCH :words GROUP BY s.id ORDER BY 2 NULLS LAST, 1 LIMIT :limit""",
    "e in a window": f"""
        SELECT s.id, min({WAIT}), NULL FROM slot AS s
        WHERE {{soon}} AND s.id IN (SELECT rowid FROM wording WHERE wording MATCH :words)
        GROUP BY s.id ORDER BY 2, 1 LIMIT :limit""",
    "f": f"""
        SELECT s.kinds, count(*) {NEAR.format(tree="meeting_tree")} CROSS JOIN meeting AS s ON s.id = p.n
        WHERE {KM} <= :radius GROUP BY s.kinds""",
}
BESIDE = NEAR.format(tree="meeting_tree") + " CROSS JOIN meeting AS s ON s.id = p.n"
TOTALS = {
    "b": f"SELECT count(*) {BESIDE} WHERE {KM} <= :radius",
    "e": "SELECT count(*) FROM wording WHERE wording MATCH :words",
}
"""Where answers are many, these say how wide a window of time holds a page."""
FEW = 1500
"""Rows that are put in order at once."""
IN_TREE = "p.last >= :m{0} AND p.first <= :m{1}"
IN_SLOT = "s.mow BETWEEN :m{0} AND :m{1}"


class RTree:
    """One connection to a file with a large cache."""

    name = "rtree"

    def __init__(self, corpus: Corpus) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="holdfast-rtree-", dir="/tmp")
        self._file = Path(self._folder.name) / "directory.sqlite"
        self._base = sqlite3.connect(self._file, isolation_level=None, cached_statements=200)
        self._run("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -2000000")
        self._run("PRAGMA temp_store = memory; PRAGMA mmap_size = 4000000000")
        self._period = WEEK_MINUTES
        before = time.perf_counter()
        self._load(corpus)
        self.loading_seconds = time.perf_counter() - before

    def close(self) -> None:
        """Gone from the disk."""
        self._base.close()
        self._folder.cleanup()

    def _run(self, statements: str) -> None:
        """Ends the transaction before it, as Python's scripts do."""
        self._base.executescript(statements)

    # Loading

    def _load(self, corpus: Corpus) -> None:
        self._run("""
            CREATE TABLE meeting (id INTEGER PRIMARY KEY, north REAL, east REAL, in_person INT, online INT, kinds INT);
            CREATE TABLE tag (tag TEXT, id INT, PRIMARY KEY (tag, id)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE wording USING fts5(
                words, content='', detail=none, prefix='2 3 4',
                tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
            CREATE VIRTUAL TABLE meeting_tree USING rtree(n, south, north, west, east);
            CREATE TABLE slot (n INTEGER PRIMARY KEY, id INT, mow INT, north REAL, east REAL, in_person INT, online INT,
                               kinds INT);
            BEGIN""")
        for one in records(corpus):
            north, east = one.latitude, one.longitude
            place = (None, None) if north is None or east is None else (radians(north), radians(east))
            self._base.execute(
                "INSERT INTO meeting VALUES (?,?,?,?,?,?)", (one.number, *place, one.in_person, one.online, one.bits)
            )
            tags = [(str(kind), one.number) for kind in one.kinds] + [(code, one.number) for code in one.languages]
            self._base.executemany("INSERT INTO tag VALUES (?,?)", tags)
            words = (one.number, " ".join(one.words))
            self._base.execute("INSERT INTO wording (rowid, words) VALUES (?,?)", words)
        slots = ((number, meeting) for number, (meeting, _) in enumerate(corpus.slots()))
        self._base.executemany("INSERT INTO slot (n, id) VALUES (?,?)", slots)
        self._run("""
            BEGIN;
            UPDATE slot SET (north, east, in_person, online, kinds) =
                (SELECT north, east, in_person, online, kinds FROM meeting WHERE meeting.id = slot.id);
            INSERT INTO meeting_tree SELECT id, degrees(north), degrees(north), degrees(east), degrees(east)
                FROM meeting WHERE north IS NOT NULL;
            COMMIT;
            INSERT INTO wording (wording) VALUES ('optimize');
            CREATE INDEX slot_id ON slot (id);
            ANALYZE tag""")  # of the rest it would make Bloom filters, and read a whole table for each question

    def move(self, starts: NDArray[np.int32], period: int) -> None:
        """The tree is built anew; a time that never comes stands at -1."""
        self._period = period
        minutes = ((None if minute < 0 else minute, number) for number, minute in enumerate(starts.tolist()))
        self._run("DROP TABLE IF EXISTS slot_tree; DROP INDEX IF EXISTS slot_online; DROP INDEX IF EXISTS slot_mow")
        self._run("BEGIN")
        self._base.executemany("UPDATE slot SET mow = ? WHERE n = ?", minutes)
        self._run("""
            BEGIN;
            CREATE VIRTUAL TABLE slot_tree USING rtree(n, south, north, west, east, first, last);
            INSERT INTO slot_tree SELECT n, degrees(north), degrees(north), degrees(east), degrees(east),
                coalesce(mow, -1), coalesce(mow, -1) FROM slot WHERE north IS NOT NULL;
            COMMIT;
            CREATE INDEX slot_online ON slot (online, mow);
            CREATE INDEX slot_mow ON slot (mow)""")

    def size_bytes(self) -> int:
        """The file."""
        return self._file.stat().st_size

    # Asking

    def ask(self, question: Question, limit: int) -> Any:
        """The page and the total. A slip in a word is not forgiven."""
        given = self._given(question, limit)
        if question.letter in TOTALS:
            return self._page_and_total(question.letter, given)
        rows = self._fetch(_page(question.letter, self._soon(question)), given)
        return rows, rows[0][3] if rows and question.letter != "f" else 0

    def _soon(self, question: Question) -> str:
        within = question.query.within_minutes
        if within is None:
            return "true"
        pieces = windows(minute_of_week(question.now), within, self._period)
        return _between(len(pieces), IN_SLOT if question.letter == "d" else IN_TREE)

    def _page_and_total(self, letter: str, given: dict[str, Any]) -> Any:
        """Of many, the first page out of a window of time that should hold it, then out of wider ones, then of all."""
        total, limit = int(self._fetch(TOTALS[letter], given)[0][0]), given["limit"]
        condition = IN_TREE if letter == "b" else IN_SLOT
        for width in page_windows(total, limit) if total > FEW else ():
            ends = [end for window in windows(given["now"], width, self._period) for end in window]
            given |= {f"m{number}": end for number, end in enumerate(ends)}
            rows = self._fetch(_page(f"{letter} in a window", _between(len(ends) // 2, condition)), given)
            if len(rows) >= limit:
                return rows, total
        return self._fetch(_page(letter, "true"), given), total

    def _fetch(self, statement: str, given: dict[str, Any]) -> list[Any]:
        return self._base.execute(statement, given).fetchall()

    def _given(self, question: Question, limit: int) -> dict[str, Any]:
        query = question.query
        given: dict[str, Any] = {
            "limit": limit,
            "now": minute_of_week(question.now),
            "period": self._period,
        }
        if query.near is not None:
            given |= {"north": radians(query.near[0]), "east": radians(query.near[1])}
        if query.near is not None and query.radius_km is not None:
            given |= {**_box(*query.near, query.radius_km), "radius": query.radius_km}
        if query.within_minutes is not None:
            ends = [end for window in windows(given["now"], query.within_minutes, self._period) for end in window]
            given |= {f"m{number}": end for number, end in enumerate(ends)}
        if question.letter == "c":
            tags = [*query.languages, *(str(KIND_CODES[kind]) for kind in query.kinds)]
            given |= {f"tag{number}": tag for number, tag in enumerate(tags)}
        if query.words:
            given["words"] = " AND ".join(f'"{word}"' for word in words_of(query.words)) + " *"
        return given | {"kinds": sum(1 << KIND_CODES[kind] for kind in query.kinds)}

    def answer(self, question: Question, given: Any) -> Answer:
        """As compared."""
        rows, total = given
        return counted(rows) if question.letter == "f" else Answer(total, tuple(Row(*row[:3]) for row in rows))


def _page(letter: str, soon: str) -> str:
    return PAGES[letter].format(soon=soon)


def _between(count: int, condition: str) -> str:
    return "(" + " OR ".join(condition.format(2 * at, 2 * at + 1) for at in range(count)) + ")"


def _box(north: float, east: float, km: float) -> dict[str, float | None]:
    """Around the circle; in two pieces where it crosses 180 degrees. A little wider, since the tree is of 32 bits."""
    reach = km / EARTH_KM
    high, low = north + degrees(reach) + 1e-4, north - degrees(reach) - 1e-4
    if abs(radians(north)) + reach >= radians(90):
        return {"low": low, "high": high, "west0": -180.0, "east0": 180.0, "west1": None, "east1": None}
    across = degrees(asin(sin(reach) / cos(radians(north)))) + 1e-4
    west, beyond = east - across, east + across
    if west < -180:
        return {"low": low, "high": high, "west0": west + 360, "east0": 180.0, "west1": -180.0, "east1": beyond}
    if beyond > 180:
        return {"low": low, "high": high, "west0": west, "east0": 180.0, "west1": -180.0, "east1": beyond - 360}
    return {"low": low, "high": high, "west0": west, "east0": beyond, "west1": None, "east1": None}
