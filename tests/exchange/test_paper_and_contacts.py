"""One page for the team, and numbers for a phone."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.accounts.models import Person
from holdfast.care.actions import LineFacts, add_line
from holdfast.care.recovery import add_line as add_recovery_line
from holdfast.care.recovery import set_helper
from holdfast.checkins.goals import GoalFacts, add_goal
from holdfast.domain.network import Role, TieState
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.network.actions import TieFacts, add_tie, main_network, set_state
from holdfast.network.contacts import read_contacts
from holdfast.network.contacts_out import Card, table, vcards
from holdfast.network.models import Tie
from holdfast.teams.exchange_paper import sections
from holdfast.teams.models import Member
from tests.browser import Browser

PLAIN = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60)
NAMES = PLAIN.map(lambda one: " ".join(one.split())).filter(bool)
NUMBERS = st.from_regex(r"\+?[0-9][0-9 ]{2,16}[0-9]", fullmatch=True).map(lambda one: " ".join(one.split()))
MAILS = st.from_regex(r"[a-z]{1,10}@[a-z]{1,10}\.org", fullmatch=True)
CARDS = st.builds(Card, NAMES, NUMBERS.map(lambda one: (one,)) | st.just(()), MAILS.map(lambda one: (one,)))


@settings(max_examples=150, deadline=None)
@given(st.lists(CARDS, min_size=1, max_size=4, unique_by=lambda one: one.name))
def test_contacts_that_went_out_are_read_back(cards: list[Card]) -> None:
    read = read_contacts(vcards(cards).encode())

    assert read.bad == ()
    assert [(one.name, one.phone, one.mail) for one in read.found] == [
        (card.name, card.phones[0] if card.phones else "", card.mails[0] if card.mails else "") for card in cards
    ]


@settings(max_examples=150, deadline=None)
@given(st.text("\\,;n :ab", min_size=1, max_size=12).map(lambda one: " ".join(one.split())).filter(bool))
def test_signs_that_are_escaped_come_back_as_they_were(name: str) -> None:
    assert [one.name for one in read_contacts(vcards([Card(name)]).encode()).found] == [name]


def test_no_line_of_a_card_is_longer_than_the_standard_allows() -> None:
    text = vcards([Card("Å" * 100, ("1" * 200,))])

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize("name", ["=1+1", "@x", "-x", "+cmd"])
def test_no_cell_of_the_table_is_a_formula(name: str) -> None:
    _, row = csv.reader(io.StringIO(table([Card(name, ("+1 312 555 0147",))])))

    assert row == [f"'{name}", "+1 312 555 0147", ""]


@pytest.mark.django_db
def test_only_those_who_were_ticked_leave(page: Browser, rosa: Tie, ben: Tie) -> None:
    answer = page.post("/exchange/contacts/", {"ties": [str(rosa.pk)], "form": "vcard"})

    text = answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="contacts.vcf"'
    assert "FN:Rosa Vale" in text
    assert "TEL:+1 312 555 0147" in text
    assert "Ben" not in text
    assert "secret" not in text


@pytest.mark.django_db
def test_nobody_of_another_person_can_be_ticked(page: Browser, maria: Person, rosa: Tie) -> None:
    other = Browser()
    other.force_login(maria)

    answer = other.post("/exchange/contacts/", {"ties": [str(rosa.pk)], "form": "vcard"})

    assert "Rosa" not in answer.content.decode()


@pytest.mark.django_db
def test_the_page_has_the_lines_that_were_ticked_and_no_others(page: Browser, full: Person, present: datetime) -> None:
    lines = {text: key for one in sections(full, now=present) for key, text in one.lines}
    said = {"lines": [lines["the heron leaves"]], "called": "Jo", "whom": "Dr Dee", "own_words": "Please be slow."}

    text = page.post("/exchange/summary/", said).content.decode()

    for words in ("the heron leaves", "Jo", "Dr Dee", "Please be slow."):
        assert words in text
    assert "make tea" not in text
    assert "Rosa Vale" not in text


@pytest.mark.django_db
def test_changing_the_page_keeps_what_was_ticked(page: Browser, full: Person, present: datetime) -> None:
    key = sections(full, now=present)[0].lines[0][0]

    text = page.post("/exchange/summary/", {"lines": [key], "own_words": "Hello.", "change": "1"}).content.decode()

    assert f'value="{key}" id="line-{key}" checked' in text
    assert "Hello." in text


@pytest.mark.django_db
def test_own_words_are_enough_for_a_page(page: Browser, john: Person) -> None:
    assert page.get("/exchange/summary/").status_code == 200
    assert "I sleep badly." in page.post("/exchange/summary/", {"own_words": "I sleep badly."}).content.decode()


def sheet(page: Browser, **said: object) -> str:
    return str(page.post("/exchange/summary/", {"called": "Jo", **said}).content.decode())


def preset_of(page: Browser) -> list[str]:
    form = page.get("/exchange/summary/").content.decode()
    return re.findall(r'name="portions" value="(\w+)"[^>]* checked', form)


@pytest.mark.django_db
def test_as_it_opens_it_is_a_page_for_a_first_visit(page: Browser, full: Person) -> None:
    text = sheet(page, portions=preset_of(page))

    for words in ("the heron leaves", "make tea", "a quiet room", "walk to the lake", "brother or sister"):
        assert words in text


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Rosa", "Ben", "555 0147", "Patient Health", "a secret"])
def test_as_it_opens_it_names_nobody_and_tells_no_score(
    page: Browser, full: Person, rosa: Tie, present: datetime, name: str
) -> None:
    add_line(by=full, step=Step.SURROUNDINGS, facts=LineFacts("Rosa keeps my tablets"), now=present)
    add_goal(by=full, facts=GoalFacts("call ben on Sunday"), now=present)
    line = add_recovery_line(by=full, part=Part.STRATEGIES, text="swim", now=present)
    set_helper(line=line, tie=rosa, does="lends the key", now=present)

    text = sheet(page, portions=preset_of(page))

    assert "swim" in text
    assert name.lower() not in text.lower()


@pytest.mark.django_db
def test_as_it_opens_it_names_nobody_of_the_past_and_nobody_of_a_team(
    page: Browser, full: Person, ben: Tie, dee: Member, present: datetime
) -> None:
    set_state(by=full, tie=ben, state=TieState.ENDED, now=present)
    add_goal(by=full, facts=GoalFacts("stop writing to Ben"), now=present)
    add_goal(by=full, facts=GoalFacts("tell Dee of the heron"), now=present)

    network = main_network(by=full, name="My network", now=present)
    add_tie(by=full, networks=[network], facts=TieFacts("Friday at Rosa's", Role.SUPPORT_GROUP), now=present)

    text = sheet(page, portions=preset_of(page))

    assert [name for name in ("Ben", "Dee", "Rosa") if name in text] == []


@pytest.mark.django_db
def test_with_names_those_who_help_are_named_once(page: Browser, full: Person, rosa: Tie, present: datetime) -> None:
    line = add_recovery_line(by=full, part=Part.STRATEGIES, text="swim", now=present)
    set_helper(line=line, tie=rosa, does="lends the key", now=present)

    text = sheet(page, portions=preset_of(page), with_names="on")

    assert "Rosa Vale (brother or sister), +1 312 555 0147" in text
    assert "swim · Rosa Vale (lends the key)" in text
    assert "<li>swim</li>" not in text
    assert "friend, brother or sister" not in text


@pytest.mark.django_db
def test_what_is_empty_is_not_offered(page: Browser, john: Person, present: datetime) -> None:
    add_goal(by=john, facts=GoalFacts("walk to the lake"), now=present)

    form = page.get("/exchange/summary/").content.decode()

    assert re.findall(r'name="portions" value="(\w+)"', form) == ["goals"]
    assert "with_names" not in form


@pytest.mark.django_db
def test_line_by_line_begins_with_what_the_parts_would_show(page: Browser, full: Person) -> None:
    form = sheet(page, portions=preset_of(page), change="1")

    assert len(re.findall(r'name="lines" value="[^"]+" id="[^"]+" checked', form)) == 5
    assert re.search(r'value="tie-[^"]+" id="[^"]+">', form)


@pytest.mark.django_db
@pytest.mark.parametrize("by_line", [{}, {"by_line": "1"}])
def test_what_cannot_be_shown_keeps_what_was_ticked(page: Browser, full: Person, by_line: dict[str, str]) -> None:
    text = sheet(page, portions=["goals"], whom="x" * 101, **by_line)

    assert 'role="alert"' in text
    assert ("by_line" in text) == bool(by_line)
