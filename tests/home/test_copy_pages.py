"""The pages for saving one's own copy and reading one in."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from holdfast.accounts.models import Person
from holdfast.home.copies import zip_of
from holdfast.home.demo import fill
from holdfast.network.access import networks_of, ties_of
from holdfast.network.actions import main_network
from tests.browser import Browser
from tests.home.confirmed import confirmed

pytestmark = pytest.mark.django_db


def upload(data: bytes) -> dict[str, object]:
    return {"file": SimpleUploadedFile("notes.zip", data, "application/zip")}


def hers(maria: Person, now: datetime) -> bytes:
    fill(maria, main_network(by=maria, name="Mine", now=now), count=3, now=now)
    return b"".join(zip_of(maria, now=now))


@pytest.mark.parametrize("method", ["get", "post"])
def test_asks_for_the_passphrase_again(page: Browser, method: str) -> None:
    assert getattr(page, method)("/export/").url.startswith(reverse("account_reauthenticate"))


def test_says_what_is_in_the_copy(page: Browser) -> None:
    assert "It works without a network." in confirmed(page).get("/export/").content.decode()


def test_sends_a_zip_with_a_neutral_name(page: Browser) -> None:
    response = confirmed(page).post("/export/")

    assert response.streaming
    assert response.headers["Content-Disposition"].startswith('attachment; filename="notes-20')
    assert zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).testzip() is None


def test_keeps_the_zip_out_of_caches(page: Browser) -> None:
    assert confirmed(page).post("/export/").headers["Cache-Control"] == "no-store"


def test_reads_a_copy_into_an_empty_account(page: Browser, john: Person, maria: Person, now: datetime) -> None:
    response = page.press("/import/", upload(hers(maria, now)))

    assert response.redirect_chain[-1][0] == "/network/"
    assert {tie.name for tie in ties_of(john)} == {tie.name for tie in ties_of(maria)}


def test_does_not_mix_two_accounts(page: Browser, john: Person, maria: Person, now: datetime) -> None:
    main_network(by=john, name="Recovery", now=now)

    response = page.press("/import/", upload(hers(maria, now)))

    assert "holds nothing yet" in response.content.decode()
    assert not ties_of(john).exists()


@pytest.mark.parametrize(("data", "said"), [(b"no zip at all", "not a whole ZIP"), (b"", "empty")])
def test_says_what_is_wrong_with_a_file(page: Browser, john: Person, data: bytes, said: str) -> None:
    response = page.post("/import/", upload(data))

    assert said in response.content.decode()
    assert not networks_of(john).exists()


def test_asks_for_a_file(page: Browser) -> None:
    assert "Something needs a second look" in page.post("/import/", {}).content.decode()
