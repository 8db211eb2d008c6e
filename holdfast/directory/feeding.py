"""The whole directory as files: each format is written once for each version, packed, and then only handed out."""

from __future__ import annotations

import fcntl
import gzip
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from holdfast.directory.publishing import Published, published
from holdfast.directory.search import current_version
from holdfast.domain.meetings.formats import meeting_guide, table

WRITERS: Mapping[str, Callable[[Iterable[Published]], Iterator[bytes]]] = {
    "meetings.json": meeting_guide.render,
    "listings.csv": table.render,
}
LEVEL = 5
"""Half the time of the usual level for a file one part in fifty larger."""
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Packed:
    """A written feed."""

    file: Path
    is_current: bool
    """Otherwise it is the one before, handed out while the current one is being written."""


def packed(name: str) -> Packed:
    """The feed of the current version. The first to ask writes it; meanwhile the others get the one before, so that
    nobody's page waits behind a large feed. Where there is none before, they wait."""
    file = _file(name, current_version())
    if file.exists():
        return Packed(file, is_current=True)
    older = max(_written(name), key=lambda one: one.stat().st_mtime, default=None)
    with _alone(name, waits=older is None) as is_alone:
        if not is_alone and older is not None:
            return Packed(older, is_current=False)
        file = _file(name, current_version())
        if not file.exists():
            _write(name, file)
    return Packed(file, is_current=True)


def opened(name: str) -> tuple[Packed, BinaryIO]:
    """The feed, open for reading. The one before may be removed at the very moment it was found: then look again."""
    for _ in range(3):
        found = packed(name)
        with suppress(FileNotFoundError):
            return found, found.file.open("rb")
    raise FileNotFoundError(name)


def unpacked(stream: BinaryIO) -> Iterator[bytes]:
    """The content, for the few that cannot unpack; the file is read and closed at once."""
    with stream:
        whole = stream.read()
    return _pieces(whole)


def _pieces(whole: bytes) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=BytesIO(whole)) as content:
        while piece := content.read(PIECE):
            yield piece


def _folder() -> Path:
    folder: Path = settings.DATA / "published"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _file(name: str, version: int) -> Path:
    return _folder() / f"{name}-{version}.gz"


def _written(name: str) -> list[Path]:
    return list(_folder().glob(f"{name}-*.gz"))


@contextmanager
def _alone(name: str, *, waits: bool) -> Iterator[bool]:
    """One writer at a time, among all processes of this host. The lock goes with its process, however that ends."""
    with (_folder() / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _write(name: str, file: Path) -> None:
    draft = file.with_suffix(".draft")
    with draft.open("wb") as raw, gzip.GzipFile(name, "wb", LEVEL, raw, mtime=0) as stream:
        for piece in WRITERS[name](published()):
            stream.write(piece)
    os.replace(draft, file)
    for older in _written(name):
        if older != file:
            older.unlink(missing_ok=True)
