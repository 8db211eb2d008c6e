"""GraphML: the same to us, to networkx and to igraph; and safe to read."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import igraph
import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.readwrite.graphml import GraphMLReader

from holdfast.domain.netcanvas import files, graphml
from holdfast.domain.netcanvas.session import Alter, MissingHead, Problem, Session, What, density
from tests.domain.netcanvas.made import DENSITIES, head, published, session, sessions

SLOWLY = settings(max_examples=100, deadline=None)


def settled(one: Session) -> Session:
    """Without the label, which is written for whoever reads it elsewhere; what is not known is not there."""
    alters = tuple(replace(alter, attributes=_known(alter.attributes)) for alter in one.alters)
    return Session(one.head, alters, tuple(replace(tie, attributes=_known(tie.attributes)) for tie in one.ties))


def _known(said: Any) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None and name != "label"}


@SLOWLY
@given(st.lists(sessions(), min_size=1, max_size=3))
def test_what_went_out_comes_back(every: list[Session]) -> None:
    read = graphml.read(graphml.render(every))

    assert read.problems == ()
    assert [settled(one) for one in read.found] == [settled(one) for one in every]


def test_the_published_densities_come_out_of_a_file() -> None:
    read = files.read(graphml.render(published()))

    assert [round(density(one) or 0, 3) for one in read.found] == list(DENSITIES)


@SLOWLY
@given(sessions())
def test_networkx_reads_every_node_edge_and_value(one: Session) -> None:
    graph = networkx.parse_graphml(graphml.render([one]).decode())

    assert not graph.is_directed()
    assert {data["networkCanvasUUID"] for _, data in graph.nodes(data=True)} == {alter.id for alter in one.alters}
    assert graph.number_of_edges() == len(one.ties)
    for alter, (_, data) in zip(one.alters, graph.nodes(data=True), strict=True):
        for name, value in _known(alter.attributes).items():
            assert data[name] == value or data[name] == str(value).lower()


def in_igraph(data: bytes, folder: Path) -> Any:
    """Any warning it has is a fault. It reads the first graph of a file only."""
    path = folder / "map.graphml"
    path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return igraph.Graph.Read_GraphML(str(path))


def test_igraph_reads_the_same_without_a_warning(tmp_path: Path) -> None:
    files_of_one = [graphml.render([one]) for one in published()]

    theirs = [round(in_igraph(data, tmp_path).density(), 3) for data in files_of_one]

    assert theirs == list(DENSITIES)


def test_networkx_reads_every_graph_of_a_file() -> None:
    graphs = GraphMLReader()(io.BytesIO(graphml.render(published())))

    assert [round(networkx.density(graph), 3) for graph in graphs] == list(DENSITIES)


def test_igraph_keeps_types_names_and_ids(tmp_path: Path) -> None:
    one = session(3, 2)

    graph = in_igraph(graphml.render([one]), tmp_path)

    assert graph.vs["networkCanvasUUID"] == [alter.id for alter in one.alters]
    assert graph.vs["networkCanvasType"] == ["Person"] * 3
    assert graph.vs["label"] == ["Alter 0", "Alter 1", "Alter 2"]
    assert graph.es["networkCanvasType"] == ["Close"] * 2


def test_what_is_not_known_is_no_in_neither_of_them(tmp_path: Path) -> None:
    said = (True, False, None)
    alters = tuple(Alter(str(place), "Person", {"is_close": value}) for place, value in enumerate(said))
    data = graphml.render([Session(head(), alters)])

    theirs = in_igraph(data, tmp_path).vs["is_close"]
    ours = [values["is_close"] for _, values in networkx.parse_graphml(data.decode()).nodes(data=True)]

    assert theirs == ours == ["true", "false", "unknown"]


def test_no_key_is_for_all() -> None:
    root = ElementTree.fromstring(graphml.render(published()))

    assert {key.get("for") for key in root.iter(f"{{{graphml.NAMESPACE}}}key")} == {"node", "edge"}


def test_an_undirected_tie_is_written_once() -> None:
    assert graphml.render([session(3, 3)]).count(b"<edge ") == 3


@pytest.mark.parametrize("case", ["Tom & Jo", '"<x>"', "a\nb", "l'été", "\x00\ufffe"])
def test_the_header_is_escaped(case: str) -> None:
    one = replace(session(1, 0), head=head(case))

    (read,) = graphml.read(graphml.render([one])).found

    assert read.head.case_id == case.replace("\x00", "").replace("\ufffe", "")


def test_a_session_without_its_head_does_not_go_out() -> None:
    with pytest.raises(MissingHead):
        graphml.render([replace(session(1, 0), head=replace(head(), codebook_hash=""))])


THEIRS = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:nc="http://schema.networkcanvas.com/xmlns">
<key id="label" attr.name="label" attr.type="string" for="all"/>
<key id="networkCanvasUUID" attr.name="networkCanvasUUID" attr.type="string" for="all"/>
<key id="networkCanvasType" attr.name="networkCanvasType" attr.type="string" for="all"/>
<key id="v1" attr.name="relationship_friend" attr.type="boolean" for="node"/>
<key id="v2" attr.name="layout_X" attr.type="double" for="node"/>
<graph edgedefault="undirected" nc:caseId="%(case)s" nc:sessionUUID="s" nc:protocolName="P" nc:protocolUID="u"
 nc:codebookHash="h" nc:sessionExportTime="2026-11-20T19:30:00.000Z">
<node id="1"><data key="label">Ana</data><data key="networkCanvasUUID">a</data><data key="v1">true</data></node>
<node id="2"><data key="label">Ben</data><data key="networkCanvasUUID">b</data><data key="v2">0.5</data></node>
<edge source="1" target="2"><data key="networkCanvasType">close</data></edge>
<edge source="1" target="9"/>
</graph>
</graphml>
"""


def test_a_file_of_the_program_itself_is_read() -> None:
    (one,) = graphml.read((THEIRS % {"case": "c1"}).encode()).found

    assert one.head.case_id == "c1"
    assert [alter.attributes["label"] for alter in one.alters] == ["Ana", "Ben"]
    assert one.alters[0].attributes["relationship_friend"] is True
    assert one.alters[1].attributes["layout_X"] == 0.5
    assert [(tie.type, tie.source, tie.target) for tie in one.ties] == [("close", "a", "b")]


def test_a_tie_that_leads_nowhere_is_named() -> None:
    (problem,) = graphml.read((THEIRS % {"case": "c1"}).encode()).problems

    assert problem.what is What.DANGLING


def test_the_header_that_the_program_does_not_escape_is_known() -> None:
    read = graphml.read((THEIRS % {"case": "Tom & Jo"}).encode())

    assert read.problems == (Problem("8", What.BROKEN_HEADER),)


def test_a_file_that_breaks_later_keeps_what_came_before() -> None:
    text = (THEIRS % {"case": "c"}).replace("</graph>", "</grap>")

    read = graphml.read(text.encode())

    assert (len(read.found[0].alters), read.problems[0].what) == (2, What.BROKEN_XML)


LAUGHS = """<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
<graphml><graph><node id="1"><data key="name">&c;</data></node></graph></graphml>"""
OUTSIDE = """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<graphml><graph><node id="1"><data key="name">&e;</data></node></graph></graphml>"""
ELSEWHERE = """<!DOCTYPE graphml SYSTEM "http://evil.example/x.dtd"><graphml/>"""


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, ELSEWHERE], ids=["laughs", "outside", "elsewhere"])
def test_a_file_with_entities_is_refused_whole(text: str) -> None:
    assert graphml.read(text.encode()) == graphml.Sessions(problems=(Problem("", What.HAS_DOCTYPE),))


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"<html></html>", What.NOT_OURS), (b"<graphml></graphml>", What.NOTHING_IN_IT), (b"<a", What.BROKEN_XML)],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, what: What) -> None:
    assert [one.what for one in graphml.read(data).problems] == [what]


def test_more_people_than_are_read_are_said() -> None:
    rows = "".join(f'<node id="{number}"/>' for number in range(2100))

    read = graphml.read(f"<graphml><graph>{rows}</graph></graphml>".encode())

    assert len(read.found[0].alters) == 2000
    assert Problem("", What.TOO_MANY) in read.problems


def test_a_hundred_thousand_levels_do_not_make_it_fall() -> None:
    graphml.read(b"<graphml>" + b"<graph>" * 100_000)


@SLOWLY
@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall(data: bytes) -> None:
    files.read(data)


@SLOWLY
@given(st.data())
def test_no_damaged_file_makes_it_fall(data: st.DataObject) -> None:
    whole = bytearray((THEIRS % {"case": "c"}).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    files.read(bytes(whole))
