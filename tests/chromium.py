"""The browser the journeys run in: HOLDFAST_CHROMIUM, else one installed on this machine.

python -m tests.chromium --check    say whether there is one
"""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def found() -> str | None:
    """The path of a Chromium, or None."""
    if given := os.environ.get("HOLDFAST_CHROMIUM"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(0 if found() else 1)
