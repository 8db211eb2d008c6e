"""Instruments: short published sets of questions, scored exactly as their authors say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from holdfast.domain.instruments.definition import Instrument
from holdfast.domain.instruments.parsing import parse


@cache
def bundled() -> tuple[Instrument, ...]:
    """Every definition that comes with the product: to be shipped, in packs, and for scoring only."""
    found = sorted(_files(files(__name__)), key=lambda one: one.name)
    return tuple(parse(one.read_text(encoding="utf-8"), one.name) for one in found)


def _files(folder: Traversable) -> Iterator[Traversable]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _files(one)
        elif one.name.endswith(".toml"):
            yield one
