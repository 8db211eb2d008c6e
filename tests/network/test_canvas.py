"""Maps for research tools: seen before they leave, picked from when they come."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts.models import Person
from holdfast.domain.netcanvas import files, graphml, tables
from holdfast.domain.netcanvas.session import density
from holdfast.domain.network import Circle, Role, SupportKind
from holdfast.network import actions
from holdfast.network.access import acquaintances_of, ties_of
from holdfast.network.models import Tie
from tests.browser import Browser
from tests.domain.netcanvas.made import published

pytestmark = pytest.mark.django_db
WANTED = {"level": "names", "form": "tables", "which": "all", "case_id": "A7"}


@pytest.fixture
def on_map(john: Person, now: Any) -> list[Tie]:
    """Rosa and Ben, who know each other, and a group."""
    network = actions.main_network(by=john, name="My network", now=now)
    said = [
        actions.TieFacts("Rosa Vale", Role.SIBLING, Circle.WEEKLY, {SupportKind.EMOTIONAL: 3}, notes="a secret"),
        actions.TieFacts("Ben Ode", Role.FRIEND),
        actions.TieFacts("Friday group", Role.SUPPORT_GROUP),
    ]
    ties = [actions.add_tie(by=john, networks=[network], facts=facts, now=now) for facts in said]
    actions.introduce(by=john, tie=ties[0], others=[ties[1]], now=now)
    return ties


def fields(text: str, *places: int) -> dict[str, str]:
    carried = re.search(r'name="carried" value="([^"]*)"', text)
    assert carried
    chosen = dict(re.findall(r'<select name="(role-\d+)"[^>]*>.*?value="([^"]*)" selected', text, re.DOTALL))
    return {"carried": unescape(carried[1]), **chosen, **{f"take-{place}": "on" for place in places}}


def brought(browser: Browser, data: bytes) -> str:
    answer = browser.post("/network/files/bring/", {"file": SimpleUploadedFile("x.zip", data)})
    return str(answer.content.decode())


def test_numbers_and_no_names_leave_unless_names_are_chosen(page: Browser, on_map: list[Tie]) -> None:
    text = page.get("/network/files/").content.decode().split("<main")[1]

    assert "1 · 2 · 3" in text
    assert "Rosa" not in text


def test_what_leaves_is_seen_before_it_leaves(page: Browser, on_map: list[Tie]) -> None:
    text = page.get("/network/files/", WANTED).content.decode()

    assert text.count("Rosa Vale") == text.count("Friday group") == text.count("Ben Ode") == 1
    assert "density 0.333" in text


@pytest.mark.parametrize(("form", "name"), [("tables", "notes.zip"), ("graphml", "notes.graphml")])
def test_the_file_is_what_was_shown(page: Browser, on_map: list[Tie], form: str, name: str) -> None:
    answer = page.post("/network/files/take/", {**WANTED, "form": form})

    (session,) = files.read(answer.content).found
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert session.head.case_id == "A7"
    assert {one.attributes["name"] for one in session.alters} == {"Rosa Vale", "Ben Ode", "Friday group"}
    assert round(density(session) or 0, 3) == 0.333


@pytest.mark.parametrize("form", ["tables", "graphml"])
@pytest.mark.parametrize("level", ["initials", "numbers"])
def test_no_name_and_no_note_is_in_a_file_without_names(
    page: Browser, on_map: list[Tie], form: str, level: str
) -> None:
    answer = page.post("/network/files/take/", {**WANTED, "form": form, "level": level})

    everything = repr(files.read(answer.content)) + answer.content.decode(errors="replace")
    for words in ("Rosa", "Vale", "Ben", "Friday", "secret", "john-w"):
        assert words not in everything


def test_an_empty_map_has_a_whole_file(page: Browser, john: Person) -> None:
    answer = page.post("/network/files/take/", WANTED)

    (session,) = files.read(answer.content).found
    assert session.alters == ()


def test_a_file_that_went_out_comes_back_by_picking(page: Browser, on_map: list[Tie], maria: Person) -> None:
    data = page.post("/network/files/take/", WANTED).content
    other = Browser()
    other.force_login(maria)
    text = brought(other, data)

    other.press("/network/files/pick/", fields(text, 0, 2))

    found = {tie.name: tie for tie in ties_of(maria)}
    assert {name: tie.role for name, tie in found.items()} == {"Friday group": "support_group", "Rosa Vale": "sibling"}
    assert found["Rosa Vale"].circle == Circle.WEEKLY
    assert list(found["Rosa Vale"].support.values_list("kind", flat=True)) == ["emotional"]


def test_those_who_know_each_other_still_do(page: Browser, john: Person) -> None:
    text = brought(page, graphml.render(published()[:1]))

    page.press("/network/files/pick/", fields(text, 0, 1, 2, 3))

    assert (ties_of(john).count(), acquaintances_of(john).count()) == (4, 3)


def test_nobody_comes_in_unpicked(page: Browser, john: Person) -> None:
    text = brought(page, tables.render(published()))

    page.press("/network/files/pick/", fields(text))

    assert " checked" not in text
    assert not ties_of(john).exists()


def test_what_cannot_be_read_says_what_to_do(page: Browser) -> None:
    text = brought(page, b'<graphml xmlns:nc="x"><graph nc:caseId="Tom & Jo"><node id="1"/></graph></graphml>')

    assert "Give the case an ID of letters and numbers" in text


def test_what_was_not_signed_here_is_not_picked(page: Browser, john: Person) -> None:
    page.press("/network/files/pick/", {"carried": "x", "take-0": "on", "role-0": "friend"})

    assert not ties_of(john).exists()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200))
def test_no_file_makes_the_page_fall(page: Browser, data: bytes) -> None:
    answer = page.post("/network/files/bring/", {"file": SimpleUploadedFile("x", data or b" ")})

    assert answer.status_code == 200
