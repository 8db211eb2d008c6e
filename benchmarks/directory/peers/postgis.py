"""PostgreSQL with PostGIS, tuned: its own cluster, everything in memory, one index for place and time together.

A row of `slot` is a meeting and one of its weekly times; a row of `meeting` is a meeting. Rows lie in the order of
their place. Sphere, not spheroid, as ours: it is also the faster of the two.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.types.numeric import Float8, Int4

from benchmarks.directory.answers import Answer, Row
from benchmarks.directory.corpus import Corpus
from benchmarks.directory.moments import minute_of_week
from benchmarks.directory.peers.peer import EVERYTHING, KIND_CODES, counted, page_windows, records, windows
from benchmarks.directory.questions import Question
from holdfast.domain.meetings.meeting import WEEK_MINUTES
from holdfast.domain.meetings.wording import words_of
from tests.postgres import NOBODY, as_server, binaries

SERVER = {
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "listen_addresses": "''",
}
SESSION = {
    "jit": "off",
    "work_mem": "'256MB'",
    "random_page_cost": "1.0",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "auto",
    "pg_trgm.similarity_threshold": "0.35",
}
"""Chosen by trying: see the README."""
NEAR = "ST_DWithin(geog, {point}, 25000, false)"
PAGES = {
    "a": f"""
        SELECT id, min(wait), min(metres), count(*) OVER () FROM (
            SELECT id, {{wait}} AS wait, ST_Distance(geog, {{point}}, false) AS metres FROM slot
            WHERE in_person AND {NEAR} AND {{soon}} AND types @> %(types)s) AS near
        GROUP BY id ORDER BY 3, 2, 1 LIMIT {{limit}}""",
    "b": f"""
        SELECT id, min(wait), min(metres) FROM (
            SELECT id, {{wait}} AS wait, ST_Distance(geog, {{point}}, false) AS metres FROM slot
            WHERE {NEAR} AND {{soon}}) AS near
        GROUP BY id ORDER BY 2, 3, 1 LIMIT {{limit}}""",
    "c": """
        WITH found AS MATERIALIZED (SELECT id, geog FROM meeting WHERE types @> %(types)s)
        SELECT id, NULL::int, geog <-> {point} AS metres, count(*) OVER () FROM found ORDER BY 3 LIMIT {limit}""",
    "d": """
        SELECT id, min({wait}), NULL::float8, count(*) OVER () FROM slot WHERE online AND {soon}
        GROUP BY id ORDER BY 2, 1 LIMIT {limit}""",
    "e": """
        SELECT id, min({wait}), NULL::float8, count(*) OVER (), sum(count(*)) OVER () FROM (
            SELECT id, mow FROM slot WHERE words @@ %(words)s::tsquery AND {soon} LIMIT {most}) AS holding
        GROUP BY id ORDER BY 2, 1 LIMIT {limit}""",
    "f": f"SELECT bits, count(*) FROM meeting WHERE {NEAR} GROUP BY bits",
}
"""In c, MATERIALIZED: by itself PostgreSQL walks the map outwards from the point, and among a million meetings that
takes seconds, since the total needs every one.
"""
TOTALS = {
    "b": f"SELECT count(*) FROM meeting WHERE {NEAR}",
    "e": "SELECT count(*) FROM meeting WHERE words @@ %(words)s::tsquery",
}
"""Where answers are many, these say how wide a window of time holds a page."""
FEW = 1500
"""Rows that are put in order at once."""
PREPARED = "abdf"
"""The others are planned each time: which plan is good depends on what is asked for."""
NEARLY = "SELECT word FROM vocabulary WHERE word %% %(word)s AND levenshtein(word, %(word)s) <= 2 LIMIT 20"
IS_WORD = "SELECT 1 FROM vocabulary WHERE word LIKE %(word)s LIMIT 1"
POINT = "ST_SetSRID(ST_MakePoint(%(east)s, %(north)s), 4326)::geography"
WAIT = "(mow - %(now)s + %(period)s + 10) %% %(period)s - 10"
LANGUAGE = 1000
"""Languages are types behind the kinds."""


@contextmanager
def server() -> Iterator[str]:
    """A cluster of our own on a socket; its address."""
    place = binaries()
    if place is None:
        raise SystemExit("No PostgreSQL found: install postgresql and postgis, or leave --peers postgis out")
    folder = Path(tempfile.mkdtemp(prefix="holdfast-postgis-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        data = folder / "data"
        as_server(place / "initdb", "-D", data, "-U", "holdfast", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = " ".join(f"-c {name}={value}" for name, value in SERVER.items())
        as_server(place / "pg_ctl", "-D", data, "-l", folder / "log", "-o", f"-k {folder} {options}", "-w", "start")
        try:
            yield f"postgresql://holdfast@/postgres?host={folder}"
        finally:
            as_server(place / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class PostGIS:
    """One connection, prepared statements, binary results."""

    name = "postgis"

    def __init__(self, address: str, corpus: Corpus, session: Mapping[str, str] | None = None) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self._cursor = self._connection.cursor(binary=True)
        self._period = WEEK_MINUTES
        spoken = {code for one in corpus.templates for code in one.languages} | {"es"}
        self._languages = {code: LANGUAGE + number for number, code in enumerate(sorted(spoken))}
        before = time.perf_counter()
        self._run("CREATE EXTENSION postgis; CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm")
        self._run("CREATE EXTENSION fuzzystrmatch")
        for name, value in {**SESSION, **(session or {})}.items():
            self._run(f"SET {name} = {value}")
        self._load(corpus)
        self.loading_seconds = time.perf_counter() - before

    def _run(self, statements: str) -> None:
        self._connection.execute(statements)

    # Loading

    def _load(self, corpus: Corpus) -> None:
        self._run("""
            CREATE TABLE came (id int, north float8, east float8, in_person bool, online bool, types int[],
                               bits bigint, words tsvector);
            CREATE TABLE came_slot (n int, id int)""")
        with self._connection.cursor().copy("COPY came FROM STDIN") as copy:
            for one in records(corpus):
                types = [*one.kinds, *(self._languages[code] for code in one.languages)]
                words = " ".join(f"'{word}'" for word in sorted(one.words))
                place = (one.latitude, one.longitude)
                copy.write_row((one.number, *place, one.in_person, one.online, types, one.bits, words))
        with self._connection.cursor().copy("COPY came_slot FROM STDIN") as copy:
            for number, (meeting, _) in enumerate(corpus.slots()):
                copy.write_row((number, meeting))
        self._run("""
            CREATE TABLE meeting AS
                SELECT id, ST_SetSRID(ST_MakePoint(east, north), 4326)::geography AS geog, in_person, online, types,
                       bits, words
                FROM came ORDER BY ST_SetSRID(ST_MakePoint(east, north), 4326), id;
            DROP TABLE came;
            ALTER TABLE meeting ADD COLUMN place int;
            CREATE SEQUENCE places; UPDATE meeting SET place = nextval('places');
            CREATE TABLE meeting2 AS SELECT * FROM meeting ORDER BY place;
            DROP TABLE meeting; ALTER TABLE meeting2 RENAME TO meeting;
            ALTER TABLE meeting ADD PRIMARY KEY (id);
            CREATE INDEX ON meeting USING gist (geog);
            CREATE INDEX ON meeting USING gin (types);
            CREATE INDEX ON meeting USING gin (words) WITH (fastupdate = off);
            CREATE TABLE vocabulary AS SELECT DISTINCT word FROM meeting, unnest(tsvector_to_array(words)) AS word;
            CREATE INDEX ON vocabulary USING gin (word gin_trgm_ops);
            CREATE INDEX ON vocabulary (word text_pattern_ops);
            CREATE TABLE slot ();
            ANALYZE""")

    def move(self, starts: NDArray[np.int32], period: int) -> None:
        """Written anew, so that no dead rows are left."""
        self._period = period
        self._run("DROP TABLE IF EXISTS start; CREATE TABLE start (n int, mow int)")
        with self._connection.cursor().copy("COPY start FROM STDIN") as copy:
            for number, minute in enumerate(starts.tolist()):
                copy.write_row((number, None if minute < 0 else minute))
        self._run("""
            DROP TABLE slot;
            CREATE TABLE slot AS
                SELECT id, mow, geog, in_person, online, types, words
                FROM start JOIN came_slot USING (n) JOIN meeting USING (id) ORDER BY place, mow;
            CREATE INDEX ON slot USING gist (geog, mow) WHERE in_person;
            CREATE INDEX ON slot USING gist (geog, mow);
            CREATE INDEX ON slot USING gin (words) WITH (fastupdate = off);
            CREATE INDEX ON slot (mow);
            CREATE INDEX ON slot (mow) WHERE online;
            CREATE INDEX ON slot (id);
            ANALYZE slot""")
        self._run("VACUUM slot")

    def size_bytes(self) -> int:
        """Tables and indexes that searches use."""
        tables = "SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(ARRAY['slot', 'meeting', 'vocabulary']) t"
        row = self._connection.execute(tables).fetchone()
        return int(row[0]) if row else 0

    # Asking

    def round_trip(self) -> None:
        """The least that any question costs."""
        self._fetch("SELECT 1", {}, "a")

    def ask(self, question: Question, limit: int) -> Any:
        """The page and the total."""
        given = self._given(question)
        if question.letter == "b":
            return self._in_metropolis(question, given, limit)
        if question.letter == "e":
            return self._in_words(question, given, limit)
        rows = self._fetch(_page(question.letter, self._soon(question), limit), given, question.letter)
        return rows, rows[0][3] if rows and question.letter != "f" else 0

    def _in_words(self, question: Question, given: dict[str, Any], limit: int) -> Any:
        """Once more with what may have been meant where nothing was found."""
        words = words_of(question.query.words)
        rows, total = self._holding(question, given | {"words": _tsquery([[word] for word in words])}, limit)
        if total == 0 and all(meant := [self._meant(word) for word in words]):
            return self._holding(question, given | {"words": _tsquery(meant)}, limit)
        return rows, total

    def _in_metropolis(self, question: Question, given: dict[str, Any], limit: int) -> Any:
        """The total first: it says whether all are few enough to be put in order."""
        total = int(self._fetch(TOTALS["b"].format(point=POINT), given, "b")[0][0])
        if total > FEW and limit < EVERYTHING:
            return self._in_windows(question, given, limit, total), total
        return self._fetch(_page("b", "true", limit), given, "b"), total

    def _holding(self, question: Question, given: dict[str, Any], limit: int) -> Any:
        """All at once, but no more than a few: then the total, and the page out of a window of time."""
        most = FEW if limit < EVERYTHING else EVERYTHING
        rows = self._fetch(_page("e", "true", limit, most), given, "e")
        if not rows or rows[0][4] < most:
            return rows, rows[0][3] if rows else 0
        total = int(self._fetch(TOTALS["e"], given, "e")[0][0])
        return self._in_windows(question, given, limit, total), total

    def _in_windows(self, question: Question, given: dict[str, Any], limit: int, total: int) -> Any:
        """The page out of a window of time that should hold it, then out of wider ones, then out of all."""
        for width in page_windows(total, limit):
            ends = [end for window in windows(minute_of_week(question.now), width, self._period) for end in window]
            given |= {f"m{number}": Int4(end) for number, end in enumerate(ends)}
            rows = self._fetch(_page(question.letter, _between(len(ends) // 2), limit), given, question.letter)
            if len(rows) >= limit:
                return rows
        return self._fetch(_page(question.letter, "true", limit), given, question.letter)

    def _soon(self, question: Question) -> str:
        within = question.query.within_minutes
        if within is None:
            return "true"
        return _between(len(windows(minute_of_week(question.now), within, self._period)))

    def _meant(self, word: str) -> list[str]:
        if self._fetch(IS_WORD, {"word": word + "%"}, "e"):
            return [word]
        return [found for (found,) in self._fetch(NEARLY, {"word": word}, "e")]

    def _fetch(self, statement: str, given: dict[str, Any], letter: str) -> list[Any]:
        return self._cursor.execute(statement, given, prepare=letter in PREPARED).fetchall()

    def _given(self, question: Question) -> dict[str, Any]:
        query = question.query
        given: dict[str, Any] = {"now": Int4(minute_of_week(question.now)), "period": Int4(self._period)}
        if query.near is not None:
            given |= {"north": Float8(query.near[0]), "east": Float8(query.near[1])}
        if query.within_minutes is not None:
            ends = [
                end
                for window in windows(minute_of_week(question.now), query.within_minutes, self._period)
                for end in window
            ]
            given |= {f"m{number}": Int4(end) for number, end in enumerate(ends)}
        types = [KIND_CODES[kind] for kind in query.kinds] + [self._languages[code] for code in query.languages]
        return given | {"types": [Int4(one) for one in types]}

    def answer(self, question: Question, given: Any) -> Answer:
        """As compared."""
        rows, total = given
        if question.letter == "f":
            return counted(rows)
        km = (None if row[2] is None else row[2] / 1000 for row in rows)
        return Answer(total, tuple(Row(row[0], row[1], far) for row, far in zip(rows, km, strict=True)))


def _page(letter: str, soon: str, limit: int, most: int = EVERYTHING) -> str:
    return PAGES[letter].format(point=POINT, wait=WAIT, soon=soon, limit=limit, most=most)


def _between(count: int) -> str:
    return "(" + " OR ".join(f"mow BETWEEN %(m{2 * at})s AND %(m{2 * at + 1})s" for at in range(count)) + ")"


def _tsquery(words: list[list[str]]) -> str:
    """All of the words, any of what each may mean; the last may be unfinished."""
    last = len(words) - 1
    return " & ".join(_any_of(ways, ":*" if at == last else "") for at, ways in enumerate(words))


def _any_of(words: list[str], ending: str) -> str:
    return "(" + " | ".join(f"'{word}'{ending}" for word in words) + ")"
