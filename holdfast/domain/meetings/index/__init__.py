"""All meetings in memory, in columns, answering a query in well under a millisecond.

The index never changes; when meetings change a new one is built and swapped in whole.
"""

from __future__ import annotations

from holdfast.domain.meetings.index.checks import Reason
from holdfast.domain.meetings.index.engine import EARTH_KM, STILL_COUNTS, Index

__all__ = ["EARTH_KM", "STILL_COUNTS", "Index", "Reason"]
