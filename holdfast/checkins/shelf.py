"""The measures this host offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from holdfast.domain.instruments.definition import Instrument, Who
from holdfast.domain.instruments.shelf import Shelf, stock


def shelf() -> Shelf:
    """What can be answered and scored here. The operator's files are read once; a change needs a restart."""
    return _stocked(tuple(settings.PACKS), settings.INSTRUMENTS)


def for_people() -> list[Instrument]:
    """What a person may answer, in a fixed order."""
    return _about(Who.PERSON)


def for_supporters() -> list[Instrument]:
    """What a supporter may answer about helping."""
    return _about(Who.SUPPORTER)


def measures_can_be_read(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """The packs are known, and the operator's own files are in order."""
    hint = "docs/measures.md says what a file needs. Until then what is refused is not offered."
    return [Error(refusal, hint=hint, id="checkins.E001") for refusal in shelf().refused]


def _about(who: Who) -> list[Instrument]:
    return [one for _, one in sorted(shelf().offered.items()) if one.who is who]


@cache
def _stocked(packs: tuple[str, ...], folder: str) -> Shelf:
    files, unread = [], []
    for path in _paths(folder):
        try:
            files.append((path.name, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            unread.append(f"{path.name}: cannot be read: {error}")
    found = stock(packs, files)
    if folder and not Path(folder).is_dir():
        unread.append(f"HOLDFAST_INSTRUMENTS: {folder!r} is no folder")
    return replace(found, refused=(*found.refused, *unread))


def _paths(folder: str) -> Iterator[Path]:
    yield from sorted(Path(folder).glob("*.toml")) if folder else ()
