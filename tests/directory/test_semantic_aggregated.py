"""Another server takes us over as BMLT's aggregator does, and has the same listings afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from holdfast.directory.importing import Order, import_source
from holdfast.directory.models import Listing, Source
from holdfast.domain.meetings.formats import bmlt
from holdfast.domain.meetings.formats.bmlt_out import number_of
from tests.conftest import NOW

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "directory" / "bmlt"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.exists(), reason="no real feeds beside the checkout"),
]
SERVERS = {
    "na-berlin": ("na-german-formats-de.json", None),
    "na-new-york-downstate": ("na-new-york.GetFormats.json", "na-new-york-downstate.GetServiceBodies.json"),
}


def ask(address: str) -> bytes:
    """One answer of this server."""
    response = Client().get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def stored(key: str) -> dict[str, dict[str, Any]]:
    """The listings of a source as they are kept, by the number under which they go out."""
    rows = Listing.objects.filter(source__key=key)
    return {str(number_of(one.pk)): {**one.meeting, "key": ""} for one in rows}


def taken_over(key: str) -> dict[str, dict[str, Any]]:
    """The listings of a source as they are kept, by their own key."""
    return {one.key: {**one.meeting, "key": ""} for one in Listing.objects.filter(source__key=key)}


def bring_in(folder: Path, server: str) -> None:
    """A real server's three answers, imported as one file."""
    formats, bodies = SERVERS[server]
    whole = bmlt.together(
        (DATA / f"{server}.GetSearchResults.json").read_bytes(),
        (DATA / formats).read_bytes(),
        (DATA / bodies).read_bytes() if bodies else None,
    )
    (folder / "first.json").write_bytes(whole)
    import_source(Order(str(folder / "first.json")), now=NOW)


@pytest.mark.parametrize("server", SERVERS)
def test_an_aggregator_has_the_same_listings_as_we_have(server: str, tmp_path: Path) -> None:
    bring_in(tmp_path, server)
    first = stored("first.json")
    where = bmlt.addresses("/bmlt/")
    languages = json.loads(ask("/bmlt/client_interface/json/?switcher=GetServerInfo"))[0]["langs"].split(",")
    address = "/bmlt/client_interface/json/?switcher=GetFormats&lang_enum="
    formats = [json.loads(ask(address + language)) for language in languages]
    whole = bmlt.together(ask(where["meetings"]), json.dumps(formats).encode(), ask(where["service_bodies"]))
    Source.objects.update(is_published=False)

    (tmp_path / "second.json").write_bytes(whole)
    account = import_source(Order(str(tmp_path / "second.json")), now=NOW)

    source = {"organization": "first.json"}
    assert account.parsed.refused == 0
    assert taken_over("second.json") == {number: {**source, **one} for number, one in first.items()}
