"""The ring map as SVG: valid, linked, named, and free of anything a strict policy forbids."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from holdfast.domain.network import Network
from holdfast.domain.ringmap import Marks, Reading, RingMap, Shape, ring_map
from tests.domain.ringmap import maps
from tests.domain.ringmap.maps import tie

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*, shape: Shape = Shape.WIDE, count: int = 5, reading: Reading = Reading.CIRCLES) -> RingMap:
    """A map with a bit of everything."""
    marks = Marks(
        open_needs=maps.needs(2),
        due=frozenset({"tie-001"}),
        only_one=frozenset({"tie-002"}),
        notes={"tie-001": "9 days, usually 7"},
    )
    network = Network(maps.crowd(count), acquainted=frozenset({("tie-000", "tie-001")}))
    return ring_map(network, maps.ENGLISH, marks=marks, shape=shape, reading=reading)


def rendered(drawing: RingMap, **more: object) -> str:
    """The SVG as a page includes it."""
    words = {"id": "map-wide", "title": "My network", "desc": "The list says the same in words."}
    return render_to_string("network/_ringmap.svg.html", {"map": drawing} | words | more)


def parsed(drawing: RingMap, **more: object) -> ET.Element:
    """The SVG as a tree; it must be well-formed."""
    svg = rendered(drawing, **more).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(svg)  # our own output


def addresses(drawing: RingMap) -> dict[str, str]:
    """An address for each tie."""
    return {mark.tie.id: f"/ties/{mark.tie.id}/" for mark in drawing.ties}


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("reading", Reading)
def test_is_well_formed_in_every_shape_and_reading(shape: Shape, reading: Reading) -> None:
    svg = parsed(drawn(shape=shape, reading=reading))

    assert svg.get("class") == f"ringmap ringmap--{shape} ringmap--{reading}"


def test_is_a_group_with_a_name_and_a_description() -> None:
    svg = parsed(drawn())

    assert (svg.get("role"), svg.get("aria-labelledby"), svg.get("aria-describedby")) == (
        "group",
        "map-wide-title",
        "map-wide-desc",
    )
    assert {node.text for node in svg if node.get("id", "").startswith("map-wide-")} == {
        "My network",
        "The list says the same in words.",
    }


def test_every_tie_is_a_link_with_its_name() -> None:
    drawing = drawn()

    svg = parsed(drawing, urls=addresses(drawing))

    links = {link.get("href"): link.get("aria-label") for link in svg.iter(f"{SVG}a")}
    assert links["/ties/tie-000/"] == "Rosa"
    assert links["/ties/tie-001/"] == "Mum, 9 days, usually 7"
    assert len(links) == 5


def test_every_seat_may_be_a_link() -> None:
    svg = parsed(drawn(), seat_urls={"need-0": "/needs/0/"})

    assert [link.get("aria-label") for link in svg.iter(f"{SVG}a")] == ["a ride to appointments"]


def test_without_addresses_nothing_is_a_link() -> None:
    svg = parsed(drawn())

    assert list(svg.iter(f"{SVG}a")) == []


def test_a_name_cannot_break_out() -> None:
    drawing = ring_map(Network((tie(1, '"><script>alert(1)</script>'),)), maps.ENGLISH)

    svg = rendered(drawing, urls={"tie-001": "/ties/1/"})

    assert "<script" not in svg


def test_nothing_is_styled_or_scripted_in_line() -> None:
    svg = rendered(drawn(count=15))

    assert re.search(r"\s(style|on\w+|fill|stroke)=", svg) is None


def test_numbers_are_written_with_a_point_in_every_language() -> None:
    drawing = drawn(count=15)

    with override("es"):
        spanish = rendered(drawing)

    assert spanish == rendered(drawing)


def test_words_are_held_to_their_box() -> None:
    svg = parsed(drawn())

    texts = list(svg.iter(f"{SVG}text"))
    assert texts
    assert all(float(text.get("textLength", 0)) > 0 for text in texts)


def test_a_numbered_tie_is_named_in_the_key_within_the_same_link() -> None:
    drawing = drawn(shape=Shape.PHONE, count=30)

    svg = parsed(drawing, urls=addresses(drawing))

    first = next(svg.iter(f"{SVG}a"))
    assert [text.text for text in first.iter(f"{SVG}text")] == ["1", "1", drawing.ties[0].tie.name]


@pytest.mark.parametrize(("mark", "css_class"), [("tie-001", "rm-halo"), ("tie-002", "rm-only")])
def test_marks_are_drawn_where_they_belong(mark: str, css_class: str) -> None:
    drawing = drawn()

    svg = parsed(drawing, urls=addresses(drawing))

    marked = [a.get("href") for a in svg.iter(f"{SVG}a") if any(c.get("class") == css_class for c in a)]
    assert marked == [f"/ties/{mark}/"]


@pytest.mark.parametrize("shape", Shape)
def test_sixty_ties_weigh_little(shape: Shape) -> None:
    svg = rendered(drawn(shape=shape, count=60))

    assert len(svg.encode()) < 64_000
