"""People of the map as contacts for a phone or a mail program: vCard 3.0, or a table. Read back by `contacts`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.domain.cells import PHONE, safe_cell
from holdfast.network.models import Channel, Tie

VCARD, TABLE = "vcard", "table"
NUMBERS = frozenset({Channel.Via.PHONE, Channel.Via.TEXT})


@dataclass(frozen=True, slots=True)
class Card:
    """One contact as it leaves: the name, and what the person stored to reach them."""

    name: str
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


def card_of(tie: Tie) -> Card:
    """What leaves of one tie; the role, notes and everything else stay here."""
    channels = list(tie.channels.all())
    phones = dict.fromkeys(one.value for one in channels if one.via in NUMBERS)
    mails = dict.fromkeys(one.value for one in channels if one.via == Channel.Via.MAIL)
    return Card(tie.name, tuple(phones), tuple(mails))


def vcards(cards: Iterable[Card]) -> str:
    """A .vcf file."""
    return "".join(f"{_folded(line)}\r\n" for card in cards for line in _lines(card))


def _lines(card: Card) -> list[str]:
    name = _escaped(card.name) or "-"
    numbers = [f"TEL:{_escaped(one)}" for one in card.phones]
    mails = [f"EMAIL:{_escaped(one)}" for one in card.mails]
    return ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:;{name};;;", *numbers, *mails, "END:VCARD"]


def _escaped(text: str) -> str:
    plain = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return re.sub(r"([\\,;])", r"\\\1", plain)


def _folded(line: str) -> str:
    """At most 75 bytes a line, never inside a letter; what follows begins with a space."""
    lines, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:
            lines.append(" ")
            size = 1
        lines[-1] += letter
        size += width
    return "\r\n".join(lines)


def table(cards: Iterable[Card]) -> str:
    """A .csv file that no spreadsheet takes for formulas. One number and one address for each."""
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow(("Name", "Phone", "Email"))
    for card in cards:
        cells = (card.name, *(ways[0] if ways else "" for ways in (card.phones, card.mails)))
        rows.writerow(safe_cell(" ".join(cell.split()), stays=PHONE) for cell in cells)
    return made.getvalue()
