"""Cells of tables that go out: no spreadsheet takes one for a formula, and what we wrote we read as it was."""

from __future__ import annotations

import re

_FORMULA = re.compile("'* *[=+\\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
"""What a spreadsheet may take for a formula, also in full width and after spaces; with our own sign before it any
number of times, so that it can be taken off again."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PHONE = re.compile(r"[+-]?[\d ()./,*#-]+")
"""A number or a telephone number: nothing in it can do anything."""


def safe_cell(text: str, *, stays: re.Pattern[str] | None = None) -> str:
    """The text, with an apostrophe before it if it begins like a formula (CWE-1236) and is not wholly what `stays`."""
    if not _FORMULA.match(text) or (stays is not None and stays.fullmatch(text)):
        return text
    return f"'{text}"


def plain_cell(cell: str) -> str:
    """The text of a safe cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
