"""The clock of the pages is the present."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone


@pytest.fixture
def present() -> datetime:
    """Now: pages ask the clock."""
    return timezone.now()
