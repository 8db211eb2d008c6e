"""How much memory a process holds, as Linux counts it."""

from __future__ import annotations

import ctypes
import gc
from pathlib import Path


def resident_mb(process: int | str = "self", *, peak: bool = False) -> float:
    """Resident memory of a process, now or at most so far, in MB (10^6 bytes)."""
    name = "VmHWM" if peak else "VmRSS"
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024 / 1e6
    raise ValueError(f"process {process} tells no {name}")


def freed() -> None:
    """What Python no longer uses goes back to the system, so that what remains is what is held."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
