"""What `./run check` says about the settings of notices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as Caution

from holdfast.notices.carriers.chosen import is_offered


def channels_are_there(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Channels that were chosen need a package that is not always installed."""
    if not settings.CHANNELS or is_offered():
        return []
    return [
        Caution(
            "HOLDFAST_CHANNELS names channels, but apprise is not installed, so nobody is offered them.",
            hint="Start with ./run, which installs it, or install requirements-channels.lock.",
            id="notices.W001",
        )
    ]
