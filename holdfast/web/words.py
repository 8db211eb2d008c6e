"""Compile the translated words. Only `.po` files are kept; Django reads `.mo` files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.apps import apps


def word_lists() -> Iterator[Path]:
    """Every `.po` file of our own apps."""
    for app in apps.get_app_configs():
        if app.name.startswith("holdfast."):
            yield from sorted(Path(app.path).glob("locale/*/LC_MESSAGES/django.po"))


def compile_words() -> int:
    """Write each `.mo` file that is missing or older than its source, and return how many."""
    stale = [path for path in word_lists() if not _is_fresh(path)]
    for path in stale:
        _read(path).save_as_mofile(str(path.with_suffix(".mo")))
    return len(stale)


def _read(path: Path) -> Any:
    return polib.pofile(str(path))  # type: ignore[no-untyped-call]  # polib is not typed


def _is_fresh(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime
