"""What `./run check` says about the directory's settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution

from holdfast.directory.lines import LinesRefused, own_lines


def operator_lines_can_be_read(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """The operator's own lines.toml, if there is one, is in order."""
    try:
        own_lines(settings.DATA)
    except LinesRefused as refusal:
        return [
            Error(
                f"{settings.DATA / 'lines.toml'}: {refusal}",
                hint="docs/configuration.md has an example. Until then only the packaged lines are shown.",
                id="directory.E001",
            )
        ]
    return []


def tiles_are_credited(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """A server of map tiles wants to be named on the map."""
    if not settings.TILES or settings.TILES_CREDIT:
        return []
    hint = "Set HOLDFAST_TILES_CREDIT to what the server asks for, such as: OpenStreetMap contributors."
    return [
        Caution("HOLDFAST_TILES is set, but the map does not say whose tiles they are.", hint=hint, id="directory.W001")
    ]
