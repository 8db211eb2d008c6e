"""A BMLT server's own lists say what its codes mean, in whatever language, and who stands behind a meeting."""

from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.domain.meetings.formats import bmlt, parse
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Meeting, Slot
from tests.domain.meetings.test_bmlt import PLAIN


def said(key: str, name: str, *, world: str = "", lang: str = "en", number: str = "", kind: str = "FC3") -> Any:
    """A row of GetFormats."""
    row = {"key_string": key, "name_string": name, "world_id": world, "lang": lang, "id": number}
    return {**row, "format_type_enum": kind}


def read(row: dict[str, Any], *formats: Any, bodies: Any = None) -> Meeting:
    """One row, read beside the formats of its server."""
    rows = [{**PLAIN, **row}]
    return bmlt.read(rows, rows, formats=list(formats), service_bodies=bodies).meetings[0]


@pytest.mark.parametrize(
    ("format_row", "meaning"),
    [
        (said("K", "Kvinnomöte", world="W", lang="sv"), Kind.WOMEN),
        (said("S", "Slutet möte", world="CLOSED", lang="sv"), Kind.CLOSED),
        (said("Q", "Mujeres", lang="es"), Kind.WOMEN),
        (said("Q", "Rollstuhlgerecht", lang="de"), Kind.WHEELCHAIR),
        (said("Q", "Débutants", lang="fr"), Kind.NEWCOMERS),
        (said("S", "", lang="de"), Kind.STEP),
        (said("W", "Weekend", world="VAR"), None),
        (said("B", "Literatura", lang="es"), Kind.LITERATURE),
        (said("Q", "Something of their own"), None),
    ],
)
def test_a_code_means_what_its_world_number_then_its_name_then_its_key_says(format_row: Any, meaning: Any) -> None:
    found = read({"formats": format_row["key_string"]}, [format_row])

    assert found.kinds == ({meaning} if meaning else frozenset())


@pytest.mark.parametrize(
    ("format_row", "language"),
    [
        (said("ENG", "English speaking", world="LANG"), "en"),
        (said("ru", "Russisch", world="LANG", lang="de", kind="LANG"), "ru"),
        (said("X9", "Ukrainisch", lang="de", kind="LANG"), "uk"),
        (said("F-ES", "Espagnol", lang="fr", kind="LANG"), "es"),
    ],
)
def test_a_format_of_a_language_says_the_language(format_row: Any, language: str) -> None:
    assert read({"formats": format_row["key_string"]}, [format_row]).languages == {language}


def test_the_number_of_a_format_goes_before_its_key_that_two_languages_share() -> None:
    swedish, german = said("S", "Slutet", world="CLOSED", lang="sv", number="4"), said("S", "Schritte", lang="de")

    found = read({"formats": "S", "format_shared_id_list": "4", "lang_enum": "de"}, [german], [swedish])

    assert found.kinds == {Kind.CLOSED}


def test_a_key_is_read_in_the_language_of_the_row() -> None:
    lists = [said("S", "Slutet", world="CLOSED", lang="sv"), said("S", "Schritte", world="STEP", lang="de")]

    assert read({"formats": "S", "lang_enum": "de"}, lists).kinds == {Kind.STEP}


@pytest.mark.parametrize("name", ["Temporarily Closed", "Vorübergehend Geschlossen", "Cerrado temporalmente"])
def test_a_place_closed_for_now_is_understood_by_its_name(name: str) -> None:
    assert read({"formats": "Z"}, [said("Z", name)]).is_closed


def test_a_code_that_its_server_describes_needs_no_warning() -> None:
    rows = [{**PLAIN, "formats": "Q7"}]

    assert bmlt.read(rows, rows, formats=[said("Q7", "Coffee")]).problems == ()


def test_names_who_stands_behind_a_meeting() -> None:
    bodies = [{"id": "7", "parent_id": "0", "name": "Sample Area", "helpline": "555 0100"}]

    assert read({"service_body_bigint": "7"}, bodies=bodies).organization == "Sample Area"


def test_takes_the_service_body_from_the_row_where_no_list_is_given() -> None:
    assert read({"service_body_name": "Sample Area"}).organization == "Sample Area"


def test_reads_several_answers_as_one_file() -> None:
    whole = bmlt.together(
        json.dumps([{**PLAIN, "formats": "Q", "service_body_bigint": "7"}]).encode(),
        json.dumps([said("Q", "Women", world="W")]).encode(),
        json.dumps([{"id": "7", "name": "Sample Area"}]).encode(),
    )

    (found,) = parse(whole).meetings

    assert (found.kinds, found.organization) == ({Kind.WOMEN}, "Sample Area")


def test_an_answer_that_is_no_json_does_not_spoil_the_others() -> None:
    whole = bmlt.together(json.dumps([PLAIN]).encode(), b"<html>503</html>", None)

    assert len(parse(whole).meetings) == 1


@pytest.mark.parametrize(
    ("codes", "rule"),
    [("Wo1", "FREQ=MONTHLY;BYDAY=1SU"), ("Wo2,Wo4", "FREQ=MONTHLY;BYDAY=2SU,4SU"), ("WoL", "FREQ=MONTHLY;BYDAY=-1SU")],
)
def test_a_meeting_of_one_week_of_the_month_is_not_weekly(codes: str, rule: str) -> None:
    assert read({"formats": codes, "lang_enum": "de"}).slots == (Slot(0, 1170, 1260, rule),)


def test_nobody_meets_at_the_place_where_servers_put_what_nobody_placed() -> None:
    found = read({"latitude": "34.235918", "longitude": "-118.563659", "venue_type": "2"})

    assert (found.latitude, found.longitude) == (None, None)


def test_how_to_get_there_stands_with_the_place() -> None:
    row = {
        "location_info": "2nd floor",
        "train_lines": "Train Lines#@-@#Train Lines#@-@#2, 5",
        "bus_lines": "Bx 12",
        "public_transport": "ÖPNV#@-@#U1",
    }

    assert read(row).location_notes == "2nd floor\nTrain Lines: 2, 5\nBx 12\nÖPNV: U1"


def test_a_field_of_the_servers_own_is_kept_with_its_words() -> None:
    found = read({"comments": "Bring a cup", "seat_reservation": "Seats#@-@#Write first"})

    assert found.notes == "Bring a cup\nSeats: Write first"


def test_the_words_of_a_form_are_no_part_of_a_place() -> None:
    assert read({"location_municipality": "Town#@-@#Salem"}).city == "Salem"


@pytest.mark.parametrize("field", ["contact_name_3", "host_email", "helper_phone", "contactperson"])
def test_a_field_that_may_name_somebody_is_never_read(field: str) -> None:
    assert "Ann" not in json.dumps(read({field: "Contact#@-@#Ann B."}).to_json())


@pytest.mark.parametrize(
    "base",
    [
        "https://bmlt.example.org/main_server",
        "https://bmlt.example.org/main_server/",
        "https://bmlt.example.org/main_server/client_interface/json/?switcher=GetSearchResults",
        " https://bmlt.example.org/main_server//client_interface/ ",
    ],
)
def test_finds_the_answers_of_a_server_from_any_of_its_addresses(base: str) -> None:
    found = bmlt.addresses(base)

    assert found["service_bodies"] == (
        "https://bmlt.example.org/main_server/client_interface/json/?switcher=GetServiceBodies"
    )
    assert set(found) == {"meetings", "formats", "service_bodies"}


@pytest.mark.parametrize("content", [None, 7, "x", {}, [1, None, "x"], [[[]]], {"formats": 3}, [{"formats": [1]}]])
def test_lists_of_any_shape_are_read_as_far_as_they_go(content: Any) -> None:
    assert not bmlt.read_formats(content).by_id
    assert bmlt.read_service_bodies(content) == {}
