"""The channels of apprise, an optional package. Each message goes through a process of its own.

So whatever a plugin does stays out of the worker: its memory, its hanging, and connections into the operator's network.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

from django.conf import settings

from holdfast.notices.carriers.chosen_process import NOT_REACHED, SENT
from holdfast.notices.carriers.message import Message, Refused, Unreachable

SECONDS = 20.0


def is_offered() -> bool:
    """The host chose some channels, and the package is there."""
    return bool(settings.CHANNELS) and find_spec("apprise") is not None


def scheme_of(address: str) -> str:
    """Which channel an address belongs to."""
    return address.partition("://")[0].lower()


class ChosenCarrier:
    """Through `chosen_process`, which says how it went by its exit code."""

    def carry(self, message: Message) -> None:
        """Only over channels the host offers, also for addresses that were added before it stopped offering them."""
        if not is_offered() or scheme_of(message.address) not in settings.CHANNELS:
            raise Refused("the channel is not offered")
        words = {"address": message.address, "title": message.subject, "body": message.body}
        asked = json.dumps({**words, "open_hosts": settings.CHANNEL_HOSTS})
        try:
            done = subprocess.run(
                [sys.executable, "-m", "holdfast.notices.carriers.chosen_process"],
                input=asked.encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                cwd=settings.BASE,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreachable("too slow") from error
        if done.returncode == NOT_REACHED:
            raise Unreachable("not reached")
        if done.returncode != SENT:
            raise Refused("not taken")

    def close(self) -> None:
        """Nothing is held."""
