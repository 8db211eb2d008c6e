"""Contacts are read from what phones and mail really write; nobody is added unpicked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.accounts.models import Person
from holdfast.network.contacts import Contact, Contacts, read_contacts
from holdfast.network.drafts import forget_old_drafts, keep_draft
from holdfast.network.models import ContactDraft, Tie
from tests.browser import Browser

THREE = b"""BEGIN:VCARD\r
VERSION:3.0\r
N:Reyes;Rosa;;;\r
FN:Rosa Reyes\r
TEL;TYPE=CELL:+1 312 555 0100\r
EMAIL:rosa@example.org\r
NOTE:a very long note that is folded\r
  over two lines\r
END:VCARD\r
"""
FOUR = b"""BEGIN:VCARD
VERSION:4.0
FN:Ben Ode
TEL;VALUE=uri;TYPE="voice,cell":tel:+1-312-555-0102
EMAIL;PREF=1:ben@example.org
END:VCARD
"""
TWO = b"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8:;Leila;;;
TEL;CELL:0103
END:VCARD
"""


@pytest.mark.parametrize(
    ("data", "contact"),
    [
        (THREE, Contact("Rosa Reyes", "+1 312 555 0100", "rosa@example.org")),
        (FOUR, Contact("Ben Ode", "+1-312-555-0102", "ben@example.org")),
        (TWO, Contact("Leila", "0103")),
        (b"Name,Phone\nRosa,0100\n", Contact("Rosa", "0100")),
        (
            b"First Name,Last Name,E-mail Address\nRosa,Reyes,r@example.org\n",
            Contact("Rosa Reyes", "", "r@example.org"),
        ),
        ("Nombre;Teléfono;Correo\nIñés;0100;i@example.org\n".encode(), Contact("Iñés", "0100", "i@example.org")),
        ("\ufeffName,Phone 1 - Value\nRosa,0100\n".encode(), Contact("Rosa", "0100")),
        ("Name\tPhone\nRosa\t0100\n".encode("utf-16"), Contact("Rosa", "0100")),
        ("Name,Phone\nJosé,0100\n".encode("cp1252"), Contact("José", "0100")),
    ],
    ids=["vCard 3", "vCard 4", "vCard 2.1", "plain", "Outlook", "Spanish", "Google", "UTF-16", "old Windows"],
)
def test_reads_what_phones_and_mail_write(data: bytes, contact: Contact) -> None:
    assert read_contacts(data).found == (contact,)


CARD = "BEGIN:VCARD\nVERSION:{version}\n{line}\nEND:VCARD\n"


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
@pytest.mark.parametrize(
    ("line", "name"),
    [
        (r"FN:Rosa\, of the lake", "Rosa, of the lake"),
        (r"FN:back\\slash", r"back\slash"),
        (r"FN:two \\\\ of them", r"two \\ of them"),
        (r"FN:a \\\, b", r"a \, b"),
        (r"FN:a \\\; b", r"a \; b"),
        (r"FN:one\nline", "one line"),
        ("FN:Vale, Rosa", "Vale, Rosa"),
        (r"N:O\;Hara;Jo\, Ann;;;", "Jo, Ann O;Hara"),
        (r"N:Vale\\;Rosa;;;", "Rosa Vale\\"),
        (r"ORG:Lake\, house;Upstairs", "Lake, house, Upstairs"),
        ("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:In=C3=A9s=\n Vale", "Inés Vale"),
        ("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=nobody-has:x\nN:;Leila;;;", "Leila"),
    ],
)
def test_what_was_escaped_once_is_unescaped_once(version: str, line: str, name: str) -> None:
    (contact,) = read_contacts(CARD.format(version=version, line=line).encode()).found

    assert contact.name == name


def test_a_cell_of_a_table_is_not_unescaped() -> None:
    (contact,) = read_contacts(rb"""Name,Phone
"a\, b",0100""").found

    assert contact.name == r"a\, b"


def test_what_cannot_be_read_is_not_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    read_contacts(CARD.format(version="3.0", line="a secret line\nFN:Rosa").encode())

    assert caplog.text == ""


@pytest.mark.parametrize(
    ("data", "row", "said"),
    [
        (b"BEGIN:VCARD\nVERSION:3.0\nTEL:0100\nEND:VCARD\n", 1, "no name"),
        (b"Name,Phone\nRosa,1\n,2\n", 2, "no name"),
        (b"Color,Size\nred,1\n", 1, "name the columns"),
        (b"", 0, "no contacts"),
        (b"x" * (1024 * 1024 + 1), 0, "larger than 1 MB"),
    ],
)
def test_names_the_row_and_what_to_do(data: bytes, row: int, said: str) -> None:
    (bad,) = read_contacts(data).bad

    assert bad.row == row
    assert said in bad.advice


def test_a_damaged_card_does_not_hold_up_the_rest() -> None:
    read = read_contacts(THREE + b"BEGIN:VCARD\nNONSENSE\n" + FOUR)

    assert [one.name for one in read.found] == ["Rosa Reyes", "Ben Ode"]


def test_reads_no_more_than_two_thousand() -> None:
    read = read_contacts(b"Name\n" + b"".join(b"N%d\n" % number for number in range(2500)))

    assert len(read.found) == 2000
    assert "2,000" in read.bad[0].advice


def test_names_a_contact_once() -> None:
    assert len(read_contacts(THREE + THREE).found) == 1


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_never_stumbles_over_bytes(data: bytes) -> None:
    read = read_contacts(data)

    assert Contacts.from_text(read.to_text()).found == read.found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_never_stumbles_over_a_card(lines: list[str]) -> None:
    card = "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"])

    read_contacts(card.encode("utf-8", "replace"))


def upload(page: Browser, data: bytes) -> str:
    answer = page.post("/ties/import/", {"file": SimpleUploadedFile("contacts.vcf", data)}, follow=True)
    return str(answer.content.decode())


@pytest.mark.django_db
def test_adds_only_whom_was_picked(page: Browser) -> None:
    upload(page, THREE + FOUR)

    page.press("/ties/import/pick/", {"picked": ["1"], "role": "friend"})

    assert [tie.name for tie in Tie.objects.all()] == ["Ben Ode"]
    assert Tie.objects.get().channels.count() == 2


@pytest.mark.django_db
def test_forgets_the_rest(page: Browser) -> None:
    upload(page, THREE + FOUR)

    page.press("/ties/import/pick/", {"role": "friend"})

    assert not Tie.objects.exists()
    assert not ContactDraft.objects.exists()


@pytest.mark.django_db
def test_says_who_is_there_already(page: Browser) -> None:
    upload(page, THREE)
    page.press("/ties/import/pick/", {"picked": ["0"], "role": "sibling"})

    assert "already on your map" in upload(page, THREE)


@pytest.mark.django_db
def test_says_what_to_do_about_a_file_that_holds_nobody(page: Browser) -> None:
    assert "must name the columns" in upload(page, b"hello")


@pytest.mark.django_db
def test_keeps_the_draft_sealed_and_for_a_day(john: Person, now: datetime) -> None:
    keep_draft(by=john, contacts=read_contacts(THREE), now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rows FROM network_contactdraft")
        assert b"Rosa" not in bytes(cursor.fetchone()[0])

    assert forget_old_drafts(now=now + timedelta(hours=23)) == 0
    assert forget_old_drafts(now=now + timedelta(hours=25)) == 1
