"""The whole directory as files: each format is written once for each version, packed, and then only handed out."""

from __future__ import annotations

import fcntl
import gzip
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

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


def packed(name: str) -> Path:
    """The file of the current version. The first to ask writes it, the others wait for that; older ones are removed."""
    file = _file(name, current_version())
    if not file.exists():
        with _alone(name):
            file = _file(name, current_version())
            if not file.exists():
                _write(name, file)
    return file


def unpacked(file: Path) -> Iterator[bytes]:
    """The content, for the few that cannot unpack."""
    with gzip.open(file) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _folder() -> Path:
    folder: Path = settings.DATA / "published"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _file(name: str, version: int) -> Path:
    return _folder() / f"{name}-{version}.gz"


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One writer at a time, among all processes of this host. The lock goes with its process, however that ends."""
    with (_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(name: str, file: Path) -> None:
    draft = file.with_suffix(".draft")
    with draft.open("wb") as raw, gzip.GzipFile(name, "wb", LEVEL, raw, mtime=0) as stream:
        for piece in WRITERS[name](published()):
            stream.write(piece)
    os.replace(draft, file)
    for older in _folder().glob(f"{name}-*.gz"):
        if older != file:
            older.unlink(missing_ok=True)
