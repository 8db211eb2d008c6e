"""A file of every form that comes in, cut off and changed at many places: it is read, or refused with a word."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.fhir import reading
from holdfast.domain.fhir.bundle import bundle
from holdfast.domain.meetings.formats import parse
from holdfast.domain.netcanvas import files, graphml, tables
from holdfast.domain.netcanvas.session import LARGEST_UNPACKED, MOST_SESSIONS, Problem, What
from holdfast.home.archive import ArchiveRefused, envelope, unpacked
from holdfast.network.contacts import read_contacts
from holdfast.network.contacts_out import Card, table, vcards
from tests.directory.feeds import bmlt_meeting, meeting
from tests.domain.fhir.records import everything
from tests.domain.meetings.test_hsds_tables import ours
from tests.domain.netcanvas.made import session

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def zipped(named: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return made.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def says(data: bytes) -> bool:
    """Whether a session was read, or something was said."""
    read = files.read(data)
    return bool(read.found or read.problems)


def found(data: bytes) -> bool:
    read = reading.read(data)
    return bool(read.participants or read.lines or read.problems)


def met(data: bytes) -> bool:
    read = parse(data)
    return read.rows == len(read.meetings) + read.refused and bool(read.meetings or read.problems)


def named(data: bytes) -> bool:
    read = read_contacts(data)
    return bool(read.found or read.bad)


def taken_back(data: bytes) -> bool:
    try:
        return bool(unpacked(io.BytesIO(data)))
    except ArchiveRefused as refusal:
        return bool(str(refusal))


TABLES = tables.render([session(3, 2)])
GRAPHS = graphml.render([session(3, 2)])
COPY = {"data.json": json.dumps(envelope({"account": {"nickname": "jo"}}, now=NOW)).encode(), "index.html": b"<p>"}
CARDS = [Card("Rosa Vale, of the lake", ("+1 312 555 0147",), ("rosa@example.org",)), Card("Inés", ("1",))]
WHOLE: Mapping[str, tuple[bytes, Callable[[bytes], bool]]] = {
    **{f"tables {one}": (zipped(unzipped(TABLES), one), says) for one in METHODS},
    **{f"graphs {one}": (zipped({"a.graphml": GRAPHS, "b.graphml": GRAPHS}, one), says) for one in METHODS},
    "graphml": (GRAPHS, says),
    **{f"copy {one}": (zipped(COPY, one), taken_back) for one in METHODS},
    "fhir": (json.dumps(bundle(everything())).encode()[-4000:], found),
    "fhir whole": (json.dumps(bundle(everything())).encode(), found),
    "vcard": (vcards(CARDS).encode(), named),
    "contacts": (table(CARDS).encode(), named),
    "contacts in UTF-16": (table(CARDS).encode("utf-16"), named),
    **{f"hsds {one}": (zipped(unzipped(ours()), one), met) for one in METHODS},
    "meeting guide": (json.dumps([meeting()]).encode(), met),
    "bmlt": (json.dumps([bmlt_meeting()]).encode(), met),
}


@dataclass(frozen=True, slots=True)
class Wreck:
    """What happens to a file on its way: some bytes change, some go missing, and it ends too early."""

    changed: tuple[tuple[float, int], ...]
    missing: tuple[tuple[float, int], ...]
    end: float

    def of(self, whole: bytes) -> bytes:
        made = bytearray(whole)
        for place, value in self.changed:
            made[int(place * (len(made) - 1))] = value
        for place, count in self.missing:
            at = int(place * len(made))
            del made[at : at + count]
        return bytes(made[: round(self.end * len(made))])


PLACES = st.floats(0, 1)
WRECKS = st.builds(
    Wreck,
    st.lists(st.tuples(PLACES, st.integers(0, 255)), max_size=6).map(tuple),
    st.lists(st.tuples(PLACES, st.integers(1, 20)), max_size=2).map(tuple),
    st.just(1.0) | PLACES,
)
OFTEN = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("form", WHOLE)
def test_a_whole_file_says_something(form: str) -> None:
    whole, reads = WHOLE[form]

    assert reads(whole)


@pytest.mark.parametrize("form", WHOLE)
@OFTEN
@given(wreck=WRECKS)
def test_a_damaged_file_is_read_or_refused(form: str, wreck: Wreck) -> None:
    whole, reads = WHOLE[form]

    assert reads(wreck.of(whole))


@pytest.mark.parametrize("form", [name for name in WHOLE if name.split()[-1].isdigit()])
def test_a_packed_file_with_any_one_byte_changed_is_read_or_refused(form: str) -> None:
    """Every place of the list at the end, and of the heads before each file, in steps through the rest."""
    whole, reads = WHOLE[form]
    begins = whole.index(b"PK\x01\x02")

    for place in (*range(60), *range(60, begins, 97), *range(begins, len(whole))):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        assert reads(bytes(damaged))


def test_graphs_that_unpack_to_too_much_together_are_refused() -> None:
    padding = b" " * (LARGEST_UNPACKED // 8)
    data = zipped({f"{number}.graphml": GRAPHS + padding for number in range(9)})

    assert files.read(data).problems == (Problem("7.graphml", What.TOO_LARGE),)


def test_of_many_graphs_as_many_are_read_as_of_one_file() -> None:
    data = zipped({f"{number}.graphml": GRAPHS for number in range(MOST_SESSIONS + 1)})

    read = files.read(data)

    assert len(read.found) == MOST_SESSIONS
    assert Problem("", What.TOO_MANY) in read.problems
