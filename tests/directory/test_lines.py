"""Lines are shown when somebody checked them, in the reader's country, with the day of the check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from holdfast.directory.checks import operator_lines_can_be_read
from holdfast.directory.line_actions import CheckRefused, confirm_line
from holdfast.directory.line_queries import countries_with_lines, lines_for
from holdfast.directory.line_words import ABOUT, NOTES, country_words, language_words
from holdfast.directory.lines import EU, HelpLine, LinesRefused, own_lines, packaged
from tests.conftest import NOW
from tests.words import AVOID

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
OWN_LINE = """
[[line]]
key = "our-line"
country = "us"
name = "Harbour Line"
call = ["555 0100"]
source = "We run it"
checked_on = 2026-11-01
"""


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Callable[[str], Path]:
    """Writes the operator's lines.toml."""
    settings.DATA = tmp_path

    def write(text: str) -> Path:
        (tmp_path / "lines.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def names(country: str, today: date = TODAY) -> list[str]:
    """The names of a country's lines, in order."""
    return [line.name for line in lines_for(country, today=today).lines]


@pytest.mark.parametrize("line", packaged(), ids=lambda line: line.key)
def test_every_code_of_a_packaged_line_has_words(line: HelpLine) -> None:
    unknown = {*line.about} - {*ABOUT} | {*line.notes} - {*NOTES}
    unnamed = {code for code in line.languages if language_words(code) == code}

    assert (unknown, unnamed) == (set(), set())


@pytest.mark.parametrize("line", packaged(), ids=lambda line: line.key)
def test_a_packaged_line_uses_no_word_to_avoid(line: HelpLine) -> None:
    assert not [pattern.pattern for pattern in AVOID if pattern.search(line.name)]


def test_keys_are_unique() -> None:
    keys = [line.key for line in packaged()]

    assert len(keys) == len(set(keys))


def test_every_country_has_a_name() -> None:
    codes = {line.country for line in packaged()} - {"EU"} | EU

    assert not [code for code in codes if country_words(code) == code]


def test_shows_the_lines_that_were_read_about() -> None:
    assert names("US") == ["988 Suicide & Crisis Lifeline", "SAMHSA National Helpline", "Crisis Text Line"]


@pytest.mark.parametrize("country", ["AT", "CH", "NO", "JP", "SG"])
def test_hides_lines_nobody_checked(country: str) -> None:
    own = [line.name for line in packaged() if line.country == country]

    assert not set(own) & set(names(country))


@pytest.mark.parametrize(("country", "number"), [("DE", "112"), ("ES", "112"), ("US", ""), ("GB", ""), ("NZ", "")])
def test_names_an_emergency_number_only_where_it_was_verified(country: str, number: str) -> None:
    assert lines_for(country, today=TODAY).emergency == number


def test_the_lines_of_the_eu_stand_after_the_countrys_own() -> None:
    assert names("FR") == ["3114", "Emotional support line", "Child help line", "Missing children line"]


def test_a_number_stands_once() -> None:
    assert names("DE").count("Emotional support line") == 0


def test_an_unknown_country_has_no_lines() -> None:
    assert lines_for("xx", today=TODAY).lines == ()


def test_the_country_may_be_written_small() -> None:
    assert names("ca") == names("CA") != []


def test_countries_on_offer_have_lines() -> None:
    assert all(lines_for(code, today=TODAY).lines for code, _ in countries_with_lines())


def test_countries_stand_by_their_name_in_the_readers_language() -> None:
    with translation.override("es"):
        offered = [str(name) for _, name in countries_with_lines()]

    assert offered == sorted(offered)


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("us-988", ["tel:988", "sms:988"]),
        ("us-crisis-text", ["sms:741741?body=HOME"]),
        ("us-samhsa", ["tel:18006624357"]),
        ("au-lifeline", ["tel:131114", "sms:0477131114"]),
        ("de-telefonseelsorge", ["tel:08001110111", "tel:08001110222", "tel:116123"]),
    ],
)
def test_links_open_the_phone(line: str, links: list[str]) -> None:
    ways = next(found.ways for found in packaged() if found.key == line)

    assert [way.href for way in ways] == links


@pytest.mark.parametrize(("days", "stale"), [(0, False), (180, False), (181, True)])
def test_a_check_is_stale_after_180_days(days: int, stale: bool) -> None:
    lines = lines_for("US", today=date(2026, 11, 20) + timedelta(days=days)).lines

    assert {line.is_stale for line in lines} == {stale}


def test_a_confirmed_line_is_shown_with_its_source() -> None:
    confirm_line(key="sg-sos", source="sos.org.sg", now=NOW)

    line = lines_for("SG", today=TODAY).lines[0]

    assert (line.name, line.source, line.checked_on) == ("SOS", "sos.org.sg", TODAY)


def test_a_confirmed_emergency_number_is_named() -> None:
    confirm_line(key="us-emergency", source="fcc.gov", now=NOW)

    assert lines_for("US", today=TODAY).emergency == "911"


def test_a_newer_check_makes_a_line_fresh_again() -> None:
    later = NOW + timedelta(days=300)
    confirm_line(key="us-988", source="988lifeline.org", now=later)

    found = {line.key: line.is_stale for line in lines_for("US", today=later.date()).lines}

    assert found == {"us-988": False, "us-samhsa": True, "us-crisis-text": True}


@pytest.mark.parametrize(
    ("key", "source", "says"),
    [("nobody", "x", "no line"), ("jp-tell", "tell.jp", "no number"), ("us-988", "  ", "Say where")],
)
def test_a_check_is_refused_with_the_reason(key: str, source: str, says: str) -> None:
    with pytest.raises(CheckRefused, match=says):
        confirm_line(key=key, source=source, now=NOW)


def test_an_operator_adds_a_line(own: Callable[[str], Path]) -> None:
    own(OWN_LINE)

    assert names("US")[-1] == "Harbour Line"


def test_an_operator_replaces_a_line(own: Callable[[str], Path]) -> None:
    own(OWN_LINE.replace("our-line", "us-988"))

    assert names("US")[0] == "Harbour Line"


def test_an_operator_hides_a_line(own: Callable[[str], Path]) -> None:
    own('[[line]]\nkey = "us-988"\nhidden = true\n')

    assert "988 Suicide & Crisis Lifeline" not in names("US")


def test_a_changed_file_is_read_again(own: Callable[[str], Path]) -> None:
    own(OWN_LINE)
    names("US")
    own(OWN_LINE.replace("Harbour Line", "Quay Line and more"))

    assert names("US")[-1] == "Quay Line and more"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[[line]]", "[[line"), "cannot be read"),
        (('name = "Harbour Line"', ""), "line our-line: add name"),
        (("checked_on = 2026-11-01", 'checked_on = "1 November"'), "write checked_on as a day"),
        (('call = ["555 0100"]', 'call = ["soon"]'), "a number has no digits"),
        (('call = ["555 0100"]', 'call = ["555 0100"]\nhours = "evenings"'), "write hours as"),
        (('call = ["555 0100"]', 'call = ["555 0100"]\nstatus = "fine"'), "status 'fine'"),
        (('call = ["555 0100"]', "text = [5]"), "wrong form"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place(
    own: Callable[[str], Path], change: tuple[str, str], says: str
) -> None:
    folder = own(OWN_LINE.replace(*change))

    with pytest.raises(LinesRefused, match=says):
        own_lines(folder)


def test_a_faulty_file_never_takes_the_packaged_lines_away(own: Callable[[str], Path]) -> None:
    own("not toml at all [")

    assert "988 Suicide & Crisis Lifeline" in names("US")


def test_a_faulty_file_is_named_by_the_check(own: Callable[[str], Path]) -> None:
    own("not toml at all [")

    assert [error.id for error in operator_lines_can_be_read()] == ["directory.E001"]


def test_costs_one_query_whatever_the_number_of_checks(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for key in ("sg-sos", "il-eran", "us-988"):
        confirm_line(key=key, source="read today", now=NOW)

    with django_assert_num_queries(1):
        lines_for("US", today=TODAY)


def test_the_command_lists_every_line_with_its_state() -> None:
    out = StringIO()

    call_command("lines", stdout=out)

    lines = out.getvalue().splitlines()
    assert len(lines) == len(packaged())
    assert any(line.startswith("hidden sg-sos") for line in lines)


def test_the_command_confirms_a_line() -> None:
    call_command("lines", "confirm", "sg-sos", "--source", "sos.org.sg", stdout=StringIO())

    assert names("SG", timezone.now().date()) == ["SOS"]


def test_the_command_says_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="no line 'nobody'"):
        call_command("lines", "confirm", "nobody", "--source", "x")


def test_the_command_names_a_faulty_file(own: Callable[[str], Path]) -> None:
    own("not toml at all [")

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("lines")
