"""Contacts from a vCard or CSV file: read leniently, each bad row named, nothing imported that was not picked."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from vobject.base import VObjectError, getLogicalLines, textLineToContentLine

from holdfast.domain.cells import plain_cell

unfolded: Any = getLogicalLines  # vobject is not typed
line_of: Any = textLineToContentLine
LARGEST = 1024 * 1024
MOST = 2000
LONGEST = 100

NAMES = {"name", "full name", "display name", "nombre", "nombre completo", "file as"}
FIRST = {"first name", "given name", "nombre de pila"}
LAST = {"last name", "family name", "surname", "apellido", "apellidos"}
PHONES = {
    "phone",
    "mobile",
    "mobile phone",
    "phone 1 - value",
    "primary phone",
    "home phone",
    "telefono",
    "teléfono",
    "tel",
}
MAILS = {"email", "e-mail", "e-mail address", "e-mail 1 - value", "email 1 - value", "correo", "correo electrónico"}


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of the file."""

    name: str
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read, and what to do about it."""

    row: int
    field: str
    advice: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a file holds."""

    found: tuple[Contact, ...] = ()
    bad: tuple[BadRow, ...] = ()

    def to_text(self) -> str:
        """For a sealed draft."""
        return json.dumps([asdict(one) for one in self.found])

    @classmethod
    def from_text(cls, stored: str) -> Contacts:
        """From a sealed draft."""
        return cls(tuple(Contact(**one) for one in json.loads(stored)))


def read_contacts(data: bytes) -> Contacts:
    """The contacts of a vCard (2.1, 3.0, 4.0) or CSV file. Never raises for what stands in it."""
    if len(data) > LARGEST:
        return _nothing(_("The file is larger than 1 MB. Export fewer contacts and try again."))
    text = _decoded(data)
    rows = _vcards(text) if re.search(r"(?im)^begin:vcard", text) else _table(text)
    found: list[Contact] = []
    bad: list[BadRow] = []
    for number, row in enumerate(rows, start=1):
        if number > MOST:
            bad.append(BadRow(number, "", _("Only the first 2,000 contacts are read.")))
            break
        if isinstance(row, Contact):
            found.append(row)
        else:
            bad.append(BadRow(number, _("name"), row))
    if not found and not bad:
        return _nothing(_("There are no contacts in this file. Choose a .vcf or .csv file from your phone or mail."))
    return Contacts(tuple(dict.fromkeys(found)), tuple(bad))


def _nothing(advice: str) -> Contacts:
    return Contacts((), (BadRow(0, _("file"), advice),))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def _vcards(text: str) -> Iterable[Contact | str]:
    for card in re.split(r"(?im)^(?=begin:vcard)", text):
        if re.match(r"(?i)begin:vcard", card):
            yield _vcard(card)


def _vcard(card: str) -> Contact | str:
    values = _values(card)
    if "END" not in values:
        return _("This card is damaged. Export it again, or add the person by hand.")
    family, given, *_rest = [*_parts(values.get("N", "")), "", ""]
    name = _plain(values.get("FN", "")) or " ".join(part for part in (given, family) if part)
    name = name or ", ".join(part for part in _parts(values.get("ORG", "")) if part)
    if not name:
        return _("This card has no name. Add the person by hand.")
    phone = re.sub(r"(?i)^tel:", "", _plain(values.get("TEL", "")))
    mail = re.sub(r"(?i)^mailto:", "", _plain(values.get("EMAIL", "")))
    return Contact(name[:LONGEST], phone[:40], mail[:200])


def _values(card: str) -> dict[str, str]:
    """The first value of each name, still escaped. A line that cannot be read is left out.

    The lines are read by vobject, the values are not: it takes an unescaped comma for the end of a name, and writes
    what it cannot read into the log.
    """
    found: dict[str, str] = {}
    for text, number in unfolded(io.StringIO(card), allowQP=True):
        try:
            line = line_of(text, number)
        except (VObjectError, ValueError, LookupError):  # LookupError: a charset nobody has
            continue
        found.setdefault(line.name, str(line.value))
    return found


def _parts(value: str) -> list[str]:
    """What stands between semicolons that are not escaped."""
    return [_plain(part) for part in re.findall(r"(?s)((?:\\.|[^\\;]|\\$)*)(?:;|$)", value)]


def _plain(value: str) -> str:
    """The words of a value: what was escaped once is unescaped once; a line that ends becomes a space."""
    return _clean(re.sub(r"(?s)\\(.)", lambda found: " " if found[1] in "nN" else found[1], value))


def _clean(value: str) -> str:
    return "".join(letter for letter in value if letter.isprintable()).strip()


def _table(text: str) -> Iterable[Contact | str]:
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter))
    except csv.Error:
        return [_("This table is damaged from here on. Export it again.")]
    if not rows:
        return []
    header = [_clean(cell).lower() for cell in rows[0]]
    if not (NAMES | FIRST | LAST) & set(header):
        return [_("The first line must name the columns, one of them “Name” or “First name”.")]
    return [_table_row(dict(zip(header, row, strict=False))) for row in rows[1:] if any(cell.strip() for cell in row)]


def _table_row(row: dict[str, str]) -> Contact | str:
    parts = " ".join(part for part in (_of(row, FIRST), _of(row, LAST)) if part)
    name = _of(row, NAMES) or parts
    if not name:
        return _("This row has no name. Add the person by hand.")
    return Contact(name[:LONGEST], _of(row, PHONES)[:40], _of(row, MAILS)[:200])


def _of(row: dict[str, str], names: set[str]) -> str:
    return next((_clean(plain_cell(row[name])) for name in row if name in names and row[name].strip()), "")
