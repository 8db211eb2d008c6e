"""A person's own copy: out, and in again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.care.recovery import add_line as add_recovery_line
from holdfast.care.recovery import set_helper
from holdfast.domain.network import Area, Circle, Role, SupportKind, TieState, Urgency
from holdfast.domain.recovery_plan import Part
from holdfast.home.archive import ArchiveRefused, unpacked
from holdfast.home.cast import CAST, Character
from holdfast.home.copies import NotEmpty, parts_of, read_in, zip_of
from holdfast.home.demo import move_in
from holdfast.network import actions
from holdfast.network.access import networks_of, ties_of
from holdfast.network.models import StepAnswer
from tests.conftest import NOW, PASSPHRASE

pytestmark = pytest.mark.django_db
numbers = count()
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
days = st.integers(0, 400).map(lambda number: (NOW - timedelta(days=number)).date())
ties = st.builds(
    actions.TieFacts,
    name=words,
    role=st.sampled_from(Role),
    circle=st.sampled_from(Circle),
    gives=st.dictionaries(st.sampled_from(SupportKind), st.integers(1, 3)),
    channels=st.lists(st.builds(actions.ChannelFacts, st.just("phone"), words), max_size=2).map(tuple),
    since_on=st.none() | days,
    trust=st.none() | st.integers(0, 3),
    feel_after=st.none() | st.integers(-2, 2),
    rhythm_days=st.none() | st.integers(1, 400),
    takes_calls=st.booleans(),
    calls_from=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    notes=st.just("") | words,
    tags=st.just("") | words,
)
needs = st.builds(
    actions.NeedFacts,
    text=words,
    kind=st.sampled_from(SupportKind),
    area=st.sampled_from(Area),
    urgency=st.sampled_from(Urgency),
)
touches = st.builds(actions.TouchFacts, on=days, direction=st.sampled_from(["given", "received", "both"]), note=words)


def newcomer() -> Person:
    return open_account(nickname=f"newcomer-{next(numbers)}", passphrase=PASSPHRASE, now=NOW)


def round_trip(person: Person) -> Person:
    file = io.BytesIO(b"".join(zip_of(person, now=NOW)))
    other = newcomer()
    read_in(by=other, data=unpacked(file), now=NOW)
    return other


def without_ids(parts: Mapping[str, Any]) -> Any:
    """The same for the same data: each id is replaced by what its row says, and the order of rows does not count."""
    network = parts["network"]
    said = {
        row["id"]: json.dumps({key: value for key, value in row.items() if key not in ID_FIELDS}, sort_keys=True)
        for rows in network.values()
        for row in rows
    }
    return {name: sorted(_resolved(row, said) for row in rows) for name, rows in network.items()}


ID_FIELDS = {"id", "tie", "need", "network", "networks", "one", "other"}


def _resolved(row: Mapping[str, Any], said: Mapping[str, str]) -> str:
    plain = {key: value for key, value in row.items() if key not in ID_FIELDS}
    links = {key: said.get(str(row[key])) for key in ("tie", "need", "network") if key in row}
    many = sorted(said[one] for one in row.get("networks", ()))
    pair = sorted(said[row[key]] for key in ("one", "other") if key in row)
    return json.dumps([plain, links, many, pair], sort_keys=True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_same_data_comes_back(data: st.DataObject) -> None:
    person = newcomer()
    networks = [actions.add_network(by=person, name=name, now=NOW) for name in data.draw(st.lists(words, max_size=3))]
    kept = [
        actions.add_tie(by=person, networks=data.draw(st.sets(st.sampled_from(networks))), facts=facts, now=NOW)
        for facts in (data.draw(st.lists(ties, max_size=4)) if networks else [])
    ]
    for tie in kept:
        actions.log_touch(by=person, tie=tie, facts=data.draw(touches), now=NOW)
        actions.set_state(by=person, tie=tie, state=data.draw(st.sampled_from(TieState)), now=NOW)
        actions.introduce(by=person, tie=tie, others=kept[:2], now=NOW)
    for network in networks:
        need = actions.add_need(by=person, network=network, facts=data.draw(needs), now=NOW)
        for tie in kept[:1]:
            actions.answer_cover(tie=tie, answers={need: data.draw(st.booleans())})

    other = round_trip(person)

    assert without_ids(parts_of(other)) == without_ids(parts_of(person))


@pytest.mark.parametrize("character", CAST, ids=lambda one: one.nickname)
def test_the_whole_cast_comes_back(character: Character, now: datetime) -> None:
    person = move_in(character, passphrase=PASSPHRASE, now=now)

    other = round_trip(person)

    assert without_ids(parts_of(other)) == without_ids(parts_of(person))


def test_answers_to_steps_point_to_the_same_people(john: Person, now: datetime) -> None:
    network = actions.main_network(by=john, name="x", now=now)
    rosa = actions.add_tie(by=john, networks=[network], facts=actions.TieFacts("Rosa", Role.FRIEND), now=now)
    actions.answer_step(by=john, rule="thank", subject=str(rosa.pk), answer="not_for_me", now=now)

    other = round_trip(john)

    assert StepAnswer.objects.get(person=other).subject == str(ties_of(other).get().pk)


def test_zone_and_language_come_back(maria: Person) -> None:
    other = round_trip(maria)

    assert (other.time_zone, other.language) == ("Europe/Madrid", "es")


def test_the_first_evening_is_not_begun_again(now: datetime) -> None:
    john = move_in(CAST[0], passphrase=PASSPHRASE, now=now)

    assert parts_of(round_trip(john))["first_evening"] == parts_of(john)["first_evening"]


def test_the_nickname_stays_the_new_one(maria: Person) -> None:
    assert round_trip(maria).nickname != maria.nickname


def test_holds_pages_that_reach_nowhere(john: Person, now: datetime) -> None:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zip_of(john, now=now))))

    pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")]

    assert len(pages) == 10
    assert not any("//" in page.replace("<!doctype", "") for page in pages)


def test_says_everything_in_words(now: datetime) -> None:
    john = move_in(CAST[0], passphrase=PASSPHRASE, now=now)

    archive = zipfile.ZipFile(io.BytesIO(b"".join(zip_of(john, now=now))))

    text = archive.read("people.html").decode() + archive.read("needs.html").decode()
    assert all(tie.name in text for tie in ties_of(john))
    assert "Call before, not after." in text


def test_holds_nothing_of_others(john: Person, now: datetime) -> None:
    maria = move_in(CAST[1], passphrase=PASSPHRASE, now=now)

    text = json.dumps(parts_of(john))

    assert "Daniel" not in text
    assert str(maria.pk) not in text


def test_escapes_what_was_typed(john: Person, now: datetime) -> None:
    network = actions.main_network(by=john, name="x", now=now)
    facts = actions.TieFacts("<script>alert(1)</script>", Role.FRIEND)
    actions.add_tie(by=john, networks=[network], facts=facts, now=now)

    archive = zipfile.ZipFile(io.BytesIO(b"".join(zip_of(john, now=now))))

    assert "<script>" not in archive.read("people.html").decode()


def test_is_never_mixed_into_what_is_there(john: Person, now: datetime) -> None:
    actions.main_network(by=john, name="Recovery", now=now)

    with pytest.raises(NotEmpty):
        read_in(by=john, data={"network": {}}, now=now)


TIE: dict[str, Any] = {"id": "1", "name": "Rosa", "role": "friend", "created_at": "2026-11-20T19:30:00Z"}
RECORD = {"id": 1, "tie": "1", "at": "2026-11-20T19:30:00Z", "state": "active", "circle": 1, "role": "friend"}
BAD: list[dict[str, Any]] = [
    {"network": {"ties": "many"}},
    {"network": {"ties": ["Rosa"]}},
    {"network": {"ties": [{"name": "Rosa"}]}},
    {"network": {"ties": [{"id": "1", "role": "queen"}]}},
    {"network": {"ties": [{"id": "1", "unheard_of": 1}]}},
    {"network": {"touches": [{"id": "1", "tie": "nobody", "on": "2026-01-01"}]}},
    {"network": {"networks": [{"id": "1", "name": 12, "created_at": "yesterday"}]}},
    {"network": {"ties": [TIE], "support": [{"id": 1, "tie": "1", "kind": "emotional", "strength": 9}]}},
    {"network": {"ties": [TIE], "tie_records": [{**RECORD, "gives": {"gold": 3}}]}},
    {"network": {"ties": [TIE], "tie_records": [{**RECORD, "gives": {"emotional": "much"}}]}},
    {"network": {"ties": [TIE], "tie_records": [{**RECORD, "gives": [1]}]}},
    {"network": {"ties": [{**TIE, "name": "\ud800"}]}},
    {"network": {"ties": [{**TIE, "trust": 10**30}]}},
    {"first_evening": {"page": "far"}},
    {"first_evening": {"ended_at": "then"}},
    {"account": {"time_zone": "Mars/Olympus"}},
    {"account": {"language": ["en"]}},
]


@pytest.mark.parametrize("data", BAD, ids=str)
def test_refuses_what_does_not_fit_and_changes_nothing(john: Person, now: datetime, data: dict[str, Any]) -> None:
    with pytest.raises(ArchiveRefused):
        read_in(by=john, data=data, now=now)

    assert not networks_of(john).exists()
    assert Person.objects.get().time_zone == "America/Chicago"


def pages_of(person: Person, language: str = "en") -> dict[str, str]:
    with translation.override(language):
        archive = zipfile.ZipFile(io.BytesIO(b"".join(zip_of(person, now=NOW))))
    return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")}


def planned(person: Person) -> None:
    """A line with Rosa, and a second version a day later in which another line came."""
    network = actions.add_network(by=person, name="Mine", now=NOW)
    rosa = actions.add_tie(by=person, networks=[network], facts=actions.TieFacts("Rosa", Role.SIBLING), now=NOW)
    line = add_recovery_line(by=person, part=Part.NEEDS, text="a quiet room", now=NOW)
    set_helper(line=line, tie=rosa, does="lends the key", now=NOW)
    later = NOW + timedelta(days=1)
    add_recovery_line(by=person, part=Part.STRATEGIES, text="walk by the lake", now=later, why="It helped in May")


def test_the_recovery_plan_is_a_page_with_who_helps(john: Person) -> None:
    planned(john)

    page = pages_of(john)["way.html"]

    assert "a quiet room; with Rosa: lends the key" in page
    assert "walk by the lake" in page


def test_every_version_of_it_is_there_with_what_changed_and_as_it_was(john: Person) -> None:
    planned(john)

    newest, _, first = pages_of(john)["way.html"].partition("Version 2")[2].partition("Version 1")

    assert "It helped in May" in newest
    assert "walk by the lake" in newest
    assert "walk by the lake" not in first
    assert "a quiet room" in first


def test_the_plan_is_in_the_language_of_the_person(john: Person) -> None:
    planned(john)

    page = pages_of(john, "es")["way.html"]

    assert "Mi plan de recuperación" in page
    assert "con Rosa" in page


def test_a_plan_that_is_not_begun_says_so(john: Person) -> None:
    assert "Nothing written down yet." in pages_of(john)["way.html"]


@pytest.mark.parametrize("name", ["plan.html", "way.html"])
def test_the_first_page_leads_to_both_plans(john: Person, name: str) -> None:
    assert f'<li><a href="{name}">' in pages_of(john)["index.html"]
