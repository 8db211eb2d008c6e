"""What other apps show on a supporter's page: each says it for itself, and shows nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from holdfast.asks.views.link_visit import Visit


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a template, and what it shows. It may use `visit`."""

    template: str
    shown: dict[str, Any]


Beside = Callable[[Visit], Section | None]
_SECTIONS: list[Beside] = []


def beside(section: Beside) -> None:
    """Show this on every supporter's page where it has something to show."""
    _SECTIONS.append(section)


def sections_of(visit: Visit) -> list[Section]:
    """What other apps show on this supporter's page."""
    return [found for section in _SECTIONS if (found := section(visit))]
