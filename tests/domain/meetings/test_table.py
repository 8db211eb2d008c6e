"""Tables say everything, and tables of others are read by columns that a person chose or that their header tells."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.formats.table import TableRefused, guess_columns, preview, read_table, render
from holdfast.domain.meetings.meeting import Attendance, Category, Change, ChangeKind, Meeting, Slot
from tests.domain.meetings.offered import all_given_on
from tests.domain.meetings.strategies import meetings, patient

FLORIDA = Path(__file__).parents[4] / "shared" / "data" / "directory" / "hsds" / "florida-legal"
PLAIN = Meeting("00000000-0000-4000-8000-000000000001", "Early risers", "aa", slots=(Slot(1, 420, 480),))


def written(*listed: Meeting) -> bytes:
    return b"".join(render(all_given_on(listed)))


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sayable(meeting: Meeting) -> Meeting:
    """The meeting without what docs/formats.md says that a table cannot say."""
    is_online = meeting.attendance is Attendance.ONLINE
    return replace(meeting, is_approximate=meeting.is_approximate or is_online)


@patient
@given(meetings())
def test_reading_what_was_written_gives_the_same_listing(meeting: Meeting) -> None:
    assert parse(written(meeting)).meetings == (sayable(meeting),)


@patient
@given(meetings())
def test_no_cell_is_a_formula(meeting: Meeting) -> None:
    found = [cell for row in cells(written(meeting))[1:] for cell in row]

    assert [cell for cell in found if cell[:1] in {"=", "+", "@", "\t", "\r"}] == []
    assert [cell for cell in found if cell.startswith("-") and not cell[1:].replace(".", "").isdigit()] == []


def test_a_formula_gets_an_apostrophe_and_loses_it_again() -> None:
    evil = replace(PLAIN, name='=HYPERLINK("http://example.org")', notes="@home", conference_phone="+15550100")

    assert {'\'=HYPERLINK("http://example.org")', "'@home", "'+15550100"} <= set(cells(written(evil))[1])
    assert parse(written(evil)).meetings[0].name == evil.name


def test_each_rhythm_is_a_row_of_one_meeting() -> None:
    change = Change(date(2026, 12, 24), None, ChangeKind.MOVED, 600, None, "Hall | B", "two\nlines")
    slots = (Slot(0, 600, None, "FREQ=MONTHLY;BYDAY=-1SU"), Slot(2, 1140, 30))
    meeting = replace(PLAIN, slots=slots, changes=(change,))

    assert len(cells(written(meeting))) == 3
    assert parse(written(meeting)).meetings == (meeting,)


HEAD, LINE = "Name;Day;Time;Address", '"Linden; ""old"" hall\n2nd floor";Monday;7:00 PM;Straße 1'


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}\n{LINE}\n".encode(),
        f"\ufeff{HEAD}\r\n{LINE}\r\n".encode(),
        f"{HEAD}\n{LINE}".encode("cp1252"),
        f"{HEAD}\n{LINE}\n".encode("utf-16"),
        f"sep=;\r\n{HEAD}\r\n{LINE}\r\n".encode(),
        f"\n;;;\n{HEAD}\n;;;\n{LINE};too;many\n".encode(),
        f"{HEAD}\n{LINE}\n".replace(";", "\t").replace("Linden\t", "Linden;").encode(),
    ],
    ids=["plain", "with a mark", "Windows", "UTF-16", "says its sign", "ragged", "tabs"],
)
def test_reads_what_spreadsheets_save(data: bytes) -> None:
    (found,) = parse(data).meetings

    assert (found.name, found.slots, found.address) == ('Linden; "old" hall\n2nd floor', (Slot(1, 1140),), "Straße 1")


@pytest.mark.parametrize(
    ("day", "time", "slots"),
    [
        ("Lunes y miércoles", "19:00", (Slot(1, 1140), Slot(3, 1140))),
        ("Mon, Wed & Fri", "7 pm", (Slot(1, 1140), Slot(3, 1140), Slot(5, 1140))),
        ("Domingo", "19h30", (Slot(0, 1170),)),
        ("6", "7:00 PM - 8:30 PM", (Slot(6, 1140, 1230),)),
        ("sábado", "10:00 a 11:00", (Slot(6, 600, 660),)),
    ],
)
def test_reads_days_and_times_as_people_write_them(day: str, time: str, slots: tuple[Slot, ...]) -> None:
    (found,) = parse(f'Nombre,Día,Hora\nGrupo,"{day}","{time}"\n'.encode()).meetings

    assert found.slots == slots


def test_guesses_columns_in_spanish() -> None:
    header = ["Nombre", "Día", "Hora de inicio", "Dirección", "Ciudad", "Código postal", "Idioma", "Requisitos"]

    assert [field for field, _ in guess_columns(header).items()] == (
        ["name", "day", "time", "address", "city", "postal_code", "languages", "eligibility"]
    )


def test_guesses_each_column_once() -> None:
    guessed = guess_columns(["Name", "Meeting Name", "Link", "URL", "Website", ""])

    assert guessed == {"name": "Name", "url": "URL", "conference_url": "Link"}


def test_takes_the_columns_that_were_chosen() -> None:
    data = b"Was,Wann,Uhr,Preis\nKreis,Monday,19:00,frei\n"

    (found,) = read_table(data, {"name": "Was", "day": "Wann", "time": "Uhr", "cost": "Preis"}).meetings

    assert (found.name, found.slots, found.cost) == ("Kreis", (Slot(1, 1140),), "frei")


def test_a_table_without_times_is_of_services() -> None:
    (found,) = read_table(b"Help,Who\nLegal advice,Anyone\n", {"name": "Help", "eligibility": "Who"}).meetings

    assert (found.category, found.eligibility) == (Category.SERVICE, "Anyone")


def test_shows_what_a_page_needs_to_ask() -> None:
    shown = preview(b"Name,Day\n" + b"one,Monday\n" * 20, rows=2)

    assert (shown.header, len(shown.rows), shown.columns) == (("Name", "Day"), 2, {"name": "Name", "day": "Day"})


@pytest.mark.parametrize("data", [b"", b"Name\nGroup\n", b"\n\n", b"," * 500])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(TableRefused):
        preview(data)


def test_a_header_alone_is_read_and_said() -> None:
    parsed = parse(b"Name,Day,Time\n")

    assert (parsed.format, parsed.rows) == ("csv", 0)
    assert "no rows" in parsed.problems[0].advice


def test_a_column_that_is_not_there_is_named() -> None:
    parsed = read_table(b"Name,Day\nGroup,Monday\n", {"name": "Name", "time": "Hour"})

    assert "'Hour'" in parsed.problems[0].advice


@pytest.mark.parametrize(
    "data",
    [b"First Name,Last Name,E-mail\nRosa,L,rosa@example.org\n", b"Name,Phone\nRosa,555\n", b"a,b\n1,2\n"],
    ids=["contacts", "names", "anything"],
)
def test_a_table_of_something_else_is_refused(data: bytes) -> None:
    parsed = parse(data)

    assert (parsed.format, parsed.meetings) == ("unknown", ())
    assert "table" in parsed.problems[0].advice


@settings(deadline=None)
@given(st.text(max_size=200).map(lambda text: f"Name,Day,Time\n{text}".encode()) | st.binary(max_size=200))
def test_no_table_breaks_the_reader(data: bytes) -> None:
    parsed = parse(data)

    assert parsed.rows == len(parsed.meetings) + parsed.refused


@pytest.mark.real_data
@pytest.mark.skipif(not FLORIDA.exists(), reason="no real tables beside the checkout")
def test_reads_real_services() -> None:
    parsed = parse((FLORIDA / "services.csv").read_bytes())

    assert (parsed.rows, len(parsed.meetings)) == (135, 135)
    assert {one.category for one in parsed.meetings} == {Category.SERVICE}
    assert all(one.organization for one in parsed.meetings)


@pytest.mark.real_data
@pytest.mark.skipif(not FLORIDA.exists(), reason="no real tables beside the checkout")
def test_import_export_import_gives_the_same_services() -> None:
    first = parse((FLORIDA / "services.csv").read_bytes()).meetings

    again = parse(written(*first)).meetings

    assert [replace(one, key="") for one in again] == [replace(one, key="") for one in first]
