"""Whatever somebody gives to a page that reads a file, the page answers with words: nobody meets an error page."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from holdfast.domain.fhir.bundle import bundle
from holdfast.domain.netcanvas import graphml, tables
from tests.browser import Browser
from tests.directory.made import operator
from tests.domain.fhir.records import everything
from tests.domain.netcanvas.made import session

pytestmark = pytest.mark.django_db
PAGES = ("/exchange/bring/", "/network/files/bring/", "/ties/import/", "/import/")
TEXT = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Inés\r\nEND:VCARD\r\n"
FHIR = json.dumps(bundle(everything()))
GRAPH = graphml.render([session(3, 2)]).decode()


def zipped(**named: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            archive.writestr(name.replace("__", "."), content)
    return made.getvalue()


ODD = {
    "empty": b"",
    "one byte": b"{",
    "only NULs": b"\0" * 5000,
    "only a mark": b"\xef\xbb\xbf",
    "6 MB of words": b"word " * (6 * 1024 * 1024 // 5),
    "6 MB of NULs": b"\0" * (6 * 1024 * 1024),
    "21 MB": b"PK" + b"\0" * (21 * 1024 * 1024),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj",
    "a page": b"<!doctype html><html><body><p>Sign in</p></body></html>",
    "half a letter": "Name\nInés".encode()[:-2],
    "not of this encoding": b"Name,Phone\n\xff\xfe\xfd,1",
    "a lone surrogate": b'{"resourceType": "CareTeam", "participant": [{"member": {"display": "\\ud800 Rosa"}}]}',
    "NULs in names": b"BEGIN:VCARD\nFN:Ro\0sa\0\nEND:VCARD\n",
    "NULs in JSON": b'{"resourceType": "CareTeam", "participant": [{"member": {"display": "Ro\\u0000sa"}}]}',
    "a table with NULs": b"Name,Phone\nRo\0sa,\0\n",
    "endless line": b"Name," + b"a" * 900_000,
    "endless cell": b'Name\n"' + b"a" * 200_000 + b'"\n',
    "deep": b"[" * 200_000,
    "deep objects": b'{"a":' * 50_000,
    "a number": b"1" * 6000,
    "not a number": b'{"resourceType": "CarePlan", "activity": [NaN, Infinity, 1e999]}',
    "lists where things stand": b'{"resourceType": ["CareTeam"], "entry": {"resource": []}}',
    "vCard in UTF-16": TEXT.encode("utf-16"),
    "vCard in UTF-16 without a mark": TEXT.encode("utf-16-be"),
    "vCard of old Windows": TEXT.encode("cp1252"),
    "FHIR in UTF-16": FHIR.encode("utf-16"),
    "FHIR with a mark": b"\xef\xbb\xbf" + FHIR.encode(),
    "FHIR cut off": FHIR.encode()[:-200],
    "graphs in UTF-16": GRAPH.replace("UTF-8", "UTF-16").encode("utf-16"),
    "graphs that lie about UTF-16": GRAPH.encode("utf-16"),
    "graphs with an unknown encoding": GRAPH.replace("UTF-8", "nobody-has").encode(),
    "tables": tables.render([session(3, 2)]),
    "an empty ZIP": zipped(),
    "a ZIP of an empty file": zipped(data__json=b"", a_ego__csv=b""),
    "a ZIP in a ZIP": zipped(data__zip=zipped(data__json=b"{}")),
    "a copy of nothing": zipped(data__json=b"null"),
    "a copy with odd parts": zipped(
        data__json=json.dumps(
            {
                "format": "holdfast-copy",
                "version": 1,
                "account": [1],
                "network": "x",
                "care": {"plans": [1, None, {"id": 5}]},
                "checkins": {"check_ins": {"a": 1}},
                "first_evening": {"page": "many"},
            }
        ).encode()
    ),
    "a copy with a version that is a word": zipped(data__json=b'{"format": "holdfast-copy", "version": "1"}'),
    "a copy in UTF-16": zipped(data__json='{"format": "holdfast-copy", "version": 1}'.encode("utf-16")),
    "a copy with NULs": zipped(
        data__json=json.dumps(
            {"format": "holdfast-copy", "version": 1, "account": {"language": "\0", "time_zone": "\0"}}
        ).encode()
    ),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_with_words(page: Browser, path: str, odd: str) -> None:
    answer = page.post(path, {"file": SimpleUploadedFile("notes", ODD[odd])}, follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 300 + ".json", "\u202efdp.json", "con"])
@pytest.mark.parametrize("path", PAGES)
def test_no_name_of_a_file_matters(page: Browser, path: str, name: str) -> None:
    file = SimpleUploadedFile("notes", b"{}")
    file.name = name

    assert page.post(path, {"file": file}, follow=True).status_code == 200


@pytest.mark.parametrize("odd", ODD)
def test_a_source_of_meetings_answers_with_words(odd: str) -> None:
    desk = Browser()
    desk.force_login(operator())
    file = SimpleUploadedFile("notes", ODD[odd])

    answer = desk.post(reverse("source_new"), {"file": file, "name": "Lake"}, follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_words_where_a_file_belongs_ask_for_one(page: Browser, path: str) -> None:
    answer = page.post(path, {"file": "words"})

    assert answer.status_code == 200
    assert "required" in answer.content.decode() or 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("carried", ["", "x", "\0", "a:b:c", "x" * 10_000])
@pytest.mark.parametrize("path", ["/exchange/pick/", "/network/files/pick/"])
def test_what_was_carried_and_is_not_ours_is_refused(page: Browser, path: str, carried: str) -> None:
    assert page.post(path, {"carried": carried}, follow=True).status_code == 200
