"""CSV files in a ZIP, as Network Canvas writes them."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.netcanvas import files, tables
from holdfast.domain.netcanvas.session import (
    LARGEST,
    MOST_TIES,
    Alter,
    MissingHead,
    Problem,
    Session,
    What,
    density,
)
from tests.domain.netcanvas.made import DENSITIES, head, published, session, sessions

SLOWLY = settings(max_examples=100, deadline=None)


def unpacked(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def packed(texts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return made.getvalue()


def by_id(one: Session) -> Session:
    """The same session, without what tables cannot say, in a settled order: a table for each type, no protocol."""
    plain = replace(one.head, protocol_uid="", codebook_hash="")
    alters = tuple(sorted(one.alters, key=lambda alter: alter.id))
    return Session(plain, tuple(map(_said, alters)), tuple(sorted(one.ties, key=lambda tie: tie.id)), one.ego)


def _said(alter: Alter) -> Alter:
    return replace(alter, attributes=dict(sorted(alter.attributes.items())))


@SLOWLY
@given(sessions())
def test_what_went_out_comes_back(one: Session) -> None:
    read = tables.read(tables.render([one]))

    assert read.problems == ()
    assert [by_id(found) for found in read.found] == [by_id(one)]


def test_the_published_densities_come_out_of_a_file() -> None:
    read = files.read(tables.render(published()))

    found = [density(one) for one in sorted(read.found, key=lambda one: int(one.head.case_id.split()[1]))]

    assert [round(one or 0, 3) for one in found] == list(DENSITIES)


def test_files_and_columns_are_those_of_the_program() -> None:
    texts = unpacked(tables.render([session(2, 1, case="Tom & Jo")]))

    assert list(texts) == [
        "Tom-Jo_session-1_attributeList_Person.csv",
        "Tom-Jo_session-1_edgeList_Close.csv",
        "Tom-Jo_session-1_ego.csv",
    ]
    people, ties, ego = (text.split("\r\n")[0] for text in texts.values())
    assert people == "nodeID,networkCanvasEgoUUID,networkCanvasUUID,name,contact_freq"
    assert ties == (
        "edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,networkCanvasTargetUUID"
    )
    assert ego == (
        "networkCanvasEgoUUID,networkCanvasCaseID,networkCanvasSessionID,networkCanvasProtocolName,"
        "sessionStart,sessionFinish,sessionExported"
    )


def test_every_line_ends_in_crlf() -> None:
    for text in unpacked(tables.render(published())).values():
        assert text.endswith("\r\n")
        assert "\n" not in text.replace("\r\n", "")


def test_a_type_without_rows_has_no_table() -> None:
    names = list(unpacked(tables.render([session(0, 0)])))

    assert names == ["case_session-1_ego.csv"]


def test_the_same_map_makes_the_same_bytes() -> None:
    assert tables.render(published()) == tables.render(published())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_taken_for_a_formula(sign: str) -> None:
    one = Session(head(), (Alter("a", "Person", {"name": f"{sign}1+1"}),))
    text = unpacked(tables.render([one]))["case_session-1_attributeList_Person.csv"]

    (_, row) = csv.reader(io.StringIO(text))

    assert row[3].startswith("'")
    assert tables.read(tables.render([one])).found[0].alters[0].attributes == {"name": f"{sign}1+1"}


@pytest.mark.parametrize("lacking", ["case_id", "session_id", "protocol_uid", "exported_at", "codebook_hash"])
def test_a_session_without_its_head_does_not_go_out(lacking: str) -> None:
    one = replace(session(1, 0), head=replace(head(), **{lacking: None}))

    with pytest.raises(MissingHead):
        tables.render([one])


THEIRS = {
    "c_s_attributeList_person.csv": (
        "nodeID,networkCanvasEgoUUID,networkCanvasUUID,name,null,relationship_friend,relationship_sister,layout_x\r\n"
        '1,ego,a,"Ana, my friend",,TRUE,FALSE,0.25\r\n'
        "2,ego,b,Rosa,x,FALSE,TRUE,\r\n"
    ),
    "c_s_edgeList_close.csv": (
        "edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,networkCanvasTargetUUID\r\n"
        "1,1,2,ego,e1,a,b\r\n2,2,1,ego,e2,b,a\r\n3,1,9,ego,e3,a,z\r\n4,1,1,ego,e4,a,a\r\n"
    ),
    "c_s_ego.csv": (
        "networkCanvasEgoUUID,networkCanvasCaseID,networkCanvasSessionID,networkCanvasProtocolName\r\nego,c,s,P\r\n"
    ),
}


def test_a_column_named_null_is_kept_as_it_is() -> None:
    (one,) = tables.read(packed(THEIRS)).found

    assert one.alters[1].attributes["null"] == "x"


def test_ties_that_lead_nowhere_or_come_twice_are_named_by_their_row() -> None:
    read = tables.read(packed(THEIRS))

    assert len(read.found[0].ties) == 1
    assert read.problems == (
        Problem("c_s_edgeList_close.csv:3", What.TWICE),
        Problem("c_s_edgeList_close.csv:4", What.DANGLING),
        Problem("c_s_edgeList_close.csv:5", What.TO_ITSELF),
    )


def test_tables_of_many_egos_in_one_file_are_many_sessions() -> None:
    people = "nodeID,networkCanvasEgoUUID,networkCanvasUUID,name\r\n1,e1,a,Ana\r\n1,e2,b,Ben\r\n"

    read = tables.read(packed({"Protocol_attributeList_Person.csv": people}))

    assert [[alter.attributes["name"] for alter in one.alters] for one in read.found] == [["Ana"], ["Ben"]]


def test_ends_are_found_by_number_where_there_is_no_other_id() -> None:
    people = "nodeID,name\r\n1,Ana\r\n2,Ben\r\n"

    read = tables.read(packed({"attributeList_Person.csv": people, "edgeList_Knows.csv": "from,to\r\n1,2\r\n"}))

    assert (len(read.found[0].ties), read.problems) == (1, ())


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", What.NOT_A_ZIP),
        (b"PK\x03\x04 and no more", What.NOT_A_ZIP),
        (packed({"readme.txt": "x"}), What.NOT_OURS),
        (packed({"protocol.json": "{}"}), What.PROTOCOL_ONLY),
        (b" " * (LARGEST + 1), What.TOO_LARGE),
    ],
    ids=["empty", "damaged", "other", "protocol", "large"],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, what: What) -> None:
    assert tables.read(data).problems == (Problem("", what),)


def test_a_bomb_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("attributeList_Person.csv", b"a" * (30 * 1024 * 1024))

    assert tables.read(made.getvalue()).problems == (Problem("", What.TOO_LARGE),)


def test_more_rows_than_are_read_are_said() -> None:
    rows = "from,to\r\n" + "1,2\r\n" * (MOST_TIES + 5)

    assert Problem("edgeList_K.csv", What.TOO_MANY) in tables.read(packed({"edgeList_K.csv": rows})).problems


@SLOWLY
@given(st.dictionaries(st.sampled_from(list(THEIRS)), st.text(max_size=200), min_size=1))
def test_no_table_makes_it_fall(texts: dict[str, str]) -> None:
    tables.read(packed({name: text.encode("utf-8", "replace").decode() for name, text in texts.items()}))


@SLOWLY
@given(st.data())
def test_no_damaged_zip_makes_it_fall(data: st.DataObject) -> None:
    whole = bytearray(tables.render([session(3, 2)]))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    files.read(bytes(whole))
