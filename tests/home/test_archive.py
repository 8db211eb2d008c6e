"""The ZIP a person takes away, and what is refused on the way back."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.home.archive import DATA, MOST_BYTES, ArchiveRefused, envelope, packed, unpacked

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
texts = st.dictionaries(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12), st.text(), max_size=5)


def zip_of(**files: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_json", ".json"), data)
    return file


def sealed_up(data: Any) -> io.BytesIO:
    return zip_of(data_json=json.dumps(data).encode())


@given(texts)
def test_comes_back_as_it_left(parts: dict[str, str]) -> None:
    data = envelope({"words": parts}, now=NOW)

    file = io.BytesIO(b"".join(packed([(DATA, json.dumps(data))], now=NOW)))

    assert unpacked(file) == data


def test_leaves_in_pieces() -> None:
    pieces = list(packed([(f"{number}.html", "x" * 5000) for number in range(4)], now=NOW))

    assert len(pieces) == 5
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_does_not_say_when_else_it_was_made() -> None:
    file = io.BytesIO(b"".join(packed([("a.html", "a")], now=NOW)))

    assert zipfile.ZipFile(file).infolist()[0].date_time == (2026, 11, 20, 19, 30, 0)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (io.BytesIO(b""), "not a whole ZIP"),
        (io.BytesIO(b"PK\x03\x04 torn"), "not a whole ZIP"),
        (io.BytesIO(sealed_up({"format": "holdfast-copy", "version": 1}).getvalue()[:-30]), "not a whole ZIP"),
        (zip_of(other=b"x"), "no “data.json”"),
        (zip_of(data_json=b"\xff\xfe"), "damaged"),
        (zip_of(data_json=b"{"), "damaged"),
        (zip_of(data_json=b"[" * 200_000), "damaged"),
        (zip_of(data_json=b"1" * 5000), "damaged"),
        (sealed_up([1, 2]), "not made by Holdfast"),
        (sealed_up({"format": "something else", "version": 1}), "not made by Holdfast"),
        (sealed_up({"format": "holdfast-copy", "version": 2}), "newer Holdfast"),
        (io.BytesIO(b"\0" * (MOST_BYTES + 1)), "larger than 20 MB"),
    ],
)
def test_refuses(file: io.BytesIO, said: str) -> None:
    with pytest.raises(ArchiveRefused, match=said):
        unpacked(file)


def test_does_not_let_a_bomb_go_off() -> None:
    bomb = zip_of(data_json=b" " * (MOST_BYTES * 3))

    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(ArchiveRefused, match="once unpacked"):
        unpacked(bomb)


def test_refuses_a_zip_of_too_many_files() -> None:
    crowd = zip_of(data_json=b"{}", **{f"n{number}": b"" for number in range(1000)})

    with pytest.raises(ArchiveRefused, match="no “data"):
        unpacked(crowd)


def test_refuses_a_protected_zip() -> None:
    file = sealed_up({"format": "holdfast-copy", "version": 1})
    raw = bytearray(file.getvalue())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(ArchiveRefused, match="not a whole ZIP"):
        unpacked(io.BytesIO(bytes(raw)))
