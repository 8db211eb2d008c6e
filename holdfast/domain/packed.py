"""A ZIP from outside: unpacked in memory, counted while it is unpacked, and never trusted to be whole."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping

DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""Everything `zipfile` and what it unpacks with raise for a file that is cut off, changed, locked, or packed in a way
nobody reads: OSError is also what bz2 says, RuntimeError a password, NotImplementedError a method."""
CHUNK = 256 * 1024


class TooMuch(Exception):
    """More comes out than may; `name` is the file in which it was noticed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What one file holds. What a ZIP says of its sizes is only a claim, so it is counted. Raises TooMuch."""
    found = io.BytesIO()
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            if found.tell() + len(chunk) > most:
                raise TooMuch(entry.filename)
            found.write(chunk)
    return found.getvalue()


def all_unpacked(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], most: int) -> dict[str, bytes]:
    """What these files hold, all together at most so much. Raises TooMuch."""
    found: dict[str, bytes] = {}
    for name, entry in entries.items():
        found[name] = unpacked(archive, entry, most)
        most -= len(found[name])
    return found
