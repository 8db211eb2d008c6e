"""What this app checks as the product starts."""

from __future__ import annotations

from django.core.checks import register

from holdfast.notices.checks import channels_are_there

register(channels_are_there)
