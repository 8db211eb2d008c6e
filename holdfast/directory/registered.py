"""What this app checks as the product starts."""

from __future__ import annotations

from django.core.checks import register

from holdfast.directory.checks import operator_lines_can_be_read, tiles_are_credited

register(operator_lines_can_be_read)
register(tiles_are_credited)
