"""The file a person takes away: one ZIP with `data.json` for machines and pages for people."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.domain.packed import DAMAGED, TooMuch
from holdfast.domain.packed import unpacked as unpacked_from

FORMAT = "holdfast-copy"
VERSION = 1
DATA = "data.json"
MOST_BYTES = 20 * 1024 * 1024
"""Of the uploaded file, and of `data.json` once unpacked. Nothing else in the ZIP is ever unpacked."""
MOST_FILES = 1000


class ArchiveRefused(Exception):
    """The file cannot be read back; the text is for the person."""

    def __init__(self, text: str | Promise) -> None:
        super().__init__(str(text))
        self.text = text


def envelope(parts: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """What stands in `data.json`."""
    return {"format": FORMAT, "version": VERSION, "made_at": now.isoformat(), **parts}


def packed(files: Iterable[tuple[str, str]], *, now: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP of named texts, a piece at a time."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), text, zipfile.ZIP_DEFLATED)
            yield pipe.drain()
    yield pipe.drain()


class _Pipe(io.RawIOBase):
    """Takes what the ZIP writer writes and hands it on."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def drain(self) -> bytes:
        """Everything written since the last call."""
        data, self._waiting = b"".join(self._waiting), []
        return data


def unpacked(upload: IO[bytes]) -> dict[str, Any]:
    """The `data.json` of a file made here. Raises ArchiveRefused."""
    data = _parsed(_data_of(upload))
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ArchiveRefused(_("This ZIP was not made by Holdfast. Select the file you saved under “Your copy”."))
    if data.get("version") != VERSION:
        raise ArchiveRefused(_("This copy was made by a newer Holdfast. Ask the host to update this one first."))
    return data


def _data_of(upload: IO[bytes]) -> bytes:
    if _size(upload) > MOST_BYTES:
        raise ArchiveRefused(_("This file is larger than 20 MB. Select the file you saved under “Your copy”."))
    try:
        with zipfile.ZipFile(upload) as archive:
            return _read(archive)
    except DAMAGED:
        raise ArchiveRefused(_("This file is not a whole ZIP. Save your copy again, and select that file.")) from None


def _read(archive: zipfile.ZipFile) -> bytes:
    """At most MOST_BYTES are unpacked, whatever the file says of its own size: a bomb never goes off."""
    if len(archive.infolist()) > MOST_FILES or DATA not in archive.namelist():
        raise ArchiveRefused(_("There is no “data.json” in this ZIP. Select the file you saved under “Your copy”."))
    try:
        return unpacked_from(archive, archive.getinfo(DATA), MOST_BYTES)
    except TooMuch:
        raise ArchiveRefused(_("The “data.json” in this ZIP is larger than 20 MB once unpacked.")) from None


def _size(upload: IO[bytes]) -> int:
    size = upload.seek(0, io.SEEK_END)
    upload.seek(0)
    return size


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode())
    except (ValueError, RecursionError):
        raise ArchiveRefused(_("The “data.json” in this ZIP is damaged. Save your copy again.")) from None
