"""Tables (CSV): a row for each meeting and regular time, with plain headers; and tables of others, by chosen columns.

The headers are those of the Meeting Guide sheet where it has one. A cell that a spreadsheet would take for a formula
gets an apostrophe in front, and reading takes it away again.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from holdfast.domain.cells import NUMBER, plain_cell, safe_cell
from holdfast.domain.meetings.formats import meeting_guide
from holdfast.domain.meetings.formats.feed import Offered, Parsed, nothing_read
from holdfast.domain.meetings.meeting import Category, Meeting, Slot

NAME = "csv"
COLUMNS: Mapping[str, str] = {
    "slug": "ID", "name": "Name", "day": "Day", "time": "Time", "end_time": "End Time", "rule": "Rule",
    "since": "Since", "timezone": "Timezone", "changes": "Changes", "types": "Types", "fellowship": "Fellowship",
    "category": "Category", "attendance_option": "Attendance", "languages": "Languages", "kinds": "Kinds",
    "location": "Location", "address": "Address", "formatted_address": "Full Address", "city": "City",
    "state": "State", "postal_code": "Postal Code", "country": "Country", "regions": "Regions",
    "latitude": "Latitude", "longitude": "Longitude", "approximate": "Approximate",
    "location_notes": "Location Notes", "group": "Group", "group_notes": "Group Notes", "notes": "Notes",
    "conference_url": "Conference URL", "conference_url_notes": "Conference URL Notes",
    "conference_phone": "Conference Phone", "conference_phone_notes": "Conference Phone Notes",
    "conference_password": "Conference Password", "joining": "Joining", "eligibility": "Eligibility", "cost": "Cost",
    "next_step": "Next Step", "moderation": "Moderation", "entity": "Entity", "entity_phone": "Entity Phone",
    "entity_email": "Entity Email", "url": "URL", "feedback_url": "Feedback URL", "updated": "Updated",
    "temporarily_closed": "Temporarily Closed", "timezone_derived": "Timezone Derived",
    "data_source_name": "Source", "data_source_licence": "Licence", "holdfast_id": "Meeting ID",
}  # fmt: skip
"""Our field and its header, in the order in which they are written."""

ALIASES: Mapping[str, str] = {
    "slug": "slug, uuid, guid, key, service uuid, service id, clave, identificador",
    "name": "meeting name, service name, title, nombre, nombre de la reunion, reunion, titulo",
    "day": "weekday, day of week, days, dia, dias, dia de la semana",
    "time": "start time, start, begins, hora, hora de inicio, inicio, horario, times",
    "end_time": "end, ends, finish, hora de fin, hora final, fin, termina",
    "rule": "rrule, recurrence, rhythm, regla, repeticion",
    "since": "start date, from, desde, fecha de inicio",
    "timezone": "time zone, zone, tz, zona horaria, huso horario",
    "changes": "exceptions, cambios, excepciones",
    "types": "type, meeting type, codes, formats, tipo, tipos",
    "fellowship": "programme, program, comunidad, programa, confraternidad",
    "category": "kind of listing, categoria",
    "attendance_option": "attendance option, how, venue type, modalidad, asistencia",
    "languages": "language, idioma, idiomas, lengua",
    "location": "venue, place, location name, building, lugar, local, sitio",
    "address": "street, street address, address 1, direccion, calle, domicilio",
    "formatted_address": "formatted address, location address, direccion completa",
    "city": "town, municipality, ciudad, municipio, localidad, poblacion",
    "state": "province, state province, region code, estado, provincia",
    "postal_code": "zip, zip code, postcode, zipcode, codigo postal, cp",
    "country": "nation, pais",
    "regions": "region, area, district region, zona",
    "latitude": "lat, latitud",
    "longitude": "lng, lon, long, longitud",
    "approximate": "is approximate, aproximado",
    "location_notes": "directions, access notes, como llegar, notas del lugar",
    "group": "group name, grupo, nombre del grupo",
    "group_notes": "notas del grupo",
    "notes": "description, comments, details, information, service description, notas, descripcion, comentarios",
    "conference_url": "online link, zoom link, video link, meeting link, link, enlace, enlace zoom",
    "conference_url_notes": "link notes, zoom notes, notas del enlace",
    "conference_phone": "dial in, phone number to join, telefono para unirse",
    "conference_phone_notes": "dial in notes",
    "conference_password": "password, passcode, meeting password, contrasena, clave de acceso",
    "joining": "who may join",
    "eligibility": "eligibility description, who can come, requirements, service areas, elegibilidad, requisitos",
    "cost": "fees, fee, price, cost description, costo, coste, precio, cuota",
    "next_step": "how to apply, application process, intake, first step, como solicitar, primer paso",
    "moderation": "moderators, moderated by, moderacion",
    "entity": "organization, organisation, organization name, provider, agency, organizacion, entidad",
    "entity_phone": "organization phone, service phone, phones, telephone, telefono de la entidad",
    "entity_email": "organization email, service email, correo de la entidad",
    "url": "website, web, web page, service url, link to page, pagina web, sitio web",
    "feedback_url": "feedback, report a problem",
    "updated": "last updated, updated at, modified, actualizado",
}
"""Other headers for a field, in English and Spanish, without accents."""
FIELDS = tuple(COLUMNS)
TELLING = frozenset({"day", "time", "rule", "category", "holdfast_id"})
"""A table without one of these, and not about services, may be of anything: contacts, for one."""
DAYS: Mapping[str, int] = {
    start: day
    for day, starts in enumerate(("su do", "mo lu", "tu ma", "we mi", "th ju", "fr vi", "sa"))
    for start in starts.split()
}
LINKS = frozenset({"url", "conference_url", "feedback_url"})
MOST_COLUMNS = 200
FEW = 5


@dataclass(frozen=True, slots=True)
class Table:
    """What a page needs to ask which column is what."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first few."""
    columns: Mapping[str, str]
    """Our field -> its column, as far as the header tells."""


class TableRefused(Exception):
    """A file that is no table; the text says what to give instead."""


def preview(data: bytes, *, rows: int = FEW) -> Table:
    """The header, the first rows and the guessed columns. Raises TableRefused."""
    header, body = _opened(data)
    try:
        first = tuple(tuple(row) for row, _ in zip(body, range(rows), strict=False))
    except csv.Error as error:
        raise TableRefused(
            f"The table cannot be read: {error}. Look for a quotation mark that is not closed."
        ) from error
    return Table(tuple(header), first, guess_columns(header))


def guess_columns(header: Sequence[str]) -> dict[str, str]:
    """Our field -> column. Each column is taken once; a header of our own or the Meeting Guide sheet's goes first."""
    found: dict[str, str] = {}
    for names in (_exact(), _aliases()):
        for column in header:
            field = names.get(_plain(column))
            if field and field not in found and column not in found.values():
                found[field] = column
    return found


def _exact() -> dict[str, str]:
    return {_plain(name): field for field, header in COLUMNS.items() for name in (header, field)}


def _aliases() -> dict[str, str]:
    return {alias.strip(): field for field, aliases in ALIASES.items() for alias in aliases.split(",")}


def _plain(text: str) -> str:
    """Lower case, without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(one for one in letters if not unicodedata.combining(one))))


def looks_like(data: bytes) -> bool:
    """Whether this is a table of meetings or services that can be read without asking."""
    try:
        header, _ = _opened(data)
    except TableRefused:
        return False
    return is_telling(header)


def is_table(data: bytes) -> bool:
    """Whether this is a table of anything."""
    try:
        _opened(data)
    except TableRefused:
        return False
    return data.lstrip()[:1] not in {b"[", b"{", b"<", b'"'}


def is_telling(header: Sequence[str]) -> bool:
    """Whether the header alone says that the rows are meetings or services."""
    guessed = guess_columns(header)
    is_service = any(_plain(column).startswith("service ") for column in header)
    return "name" in guessed and (is_service or not TELLING.isdisjoint(guessed))


def read_guessed(data: bytes, *, fellowship: str | None = None) -> Parsed:
    """The meetings of a table whose header tells which column is what."""
    try:
        header, _ = _opened(data)
    except TableRefused as refusal:
        return nothing_read(str(refusal))
    return read_table(data, guess_columns(header), fellowship=fellowship)


def read_table(
    data: bytes, columns: Mapping[str, str], *, fellowship: str | None = None, category: Category | None = None
) -> Parsed:
    """The meetings of a table by chosen columns. A table without a day, a time or a rule is of services."""
    try:
        header, body = _opened(data)
        rows = [row for row in _named(header, body, columns) if row is not None]
    except (TableRefused, csv.Error) as refusal:
        return nothing_read(f"This table cannot be read: {refusal}")
    if "name" not in columns:
        return nothing_read("No column of this table was chosen for the name. Choose one.")
    missing = sorted({column for column in columns.values() if column not in header})
    usual = category or (Category.MEETING if {"day", "time", "rule"} & columns.keys() else Category.SERVICE)
    for row in rows:
        row.setdefault("category", str(usual))
    parsed = meeting_guide.read_named(NAME, rows, fellowship=fellowship)
    notes = [f"There is no column {column[:60]!r}; choose another" for column in missing]
    return parsed.with_notes([*notes, *([] if rows else ["The table has a header and no rows under it"])])


def _named(
    header: Sequence[str], body: Iterator[list[str]], columns: Mapping[str, str]
) -> Iterator[dict[str, Any] | None]:
    at = {field: header.index(column) for field, column in columns.items() if field in COLUMNS and column in header}
    for cells in body:
        values = {field: cells[place] for field, place in at.items() if place < len(cells) and cells[place]}
        yield _as_row(values) if values else None


def _as_row(values: dict[str, str]) -> dict[str, Any]:
    """The cells as a row that the Meeting Guide reader takes."""
    row: dict[str, Any] = dict(values)
    row.setdefault("slug", _own_id(values))
    for name in LINKS & row.keys():
        row[name] = re.sub(r"^(?=www\.)", "https://", row[name])
    if "regions" in row:
        row["regions"] = [part.strip() for part in values["regions"].split(" > ")]
    if "day" in row:
        row["day"] = _days(values["day"])
    if "time" in row:
        times = re.split(r"\s*(?:-|–|—| to | a )\s*", values["time"].strip(), maxsplit=1)
        row["time"] = _time(times[0])
        if len(times) == 2:
            row.setdefault("end_time", _time(times[1]))
    return row


def _own_id(values: Mapping[str, str]) -> str:
    """Where a table has no ids: the same for the same name, time and place."""
    said = "\n".join(values.get(name, "") for name in ("name", "day", "time", "address", "formatted_address", "url"))
    return blake2b(said.encode(), digest_size=8).hexdigest()


def _days(text: str) -> list[Any]:
    """Days of the week as numbers, from names in English or Spanish; what is not one stays, and is refused by name."""
    parts = [part for part in re.split(r"[,;/&+\n]|\by\b|\band\b", text) if part.strip()]
    return [DAYS.get(_plain(part)[:2], part.strip()) if len(_plain(part)) > 1 else part.strip() for part in parts]


def _time(text: str) -> str:
    """`7 pm` and `19h30` as readers know them; the rest as it stands."""
    if found := re.fullmatch(r"(\d{1,2})\s*([ap])\.?\s*m\.?", text.strip(), re.IGNORECASE):
        return f"{found[1]}:00 {found[2]}m"
    if found := re.fullmatch(r"(\d{1,2})\s*h(?:\s*(\d\d))?", text.strip(), re.IGNORECASE):
        return f"{found[1]}:{found[2] or '00'}"
    return text


def _opened(data: bytes) -> tuple[list[str], Iterator[list[str]]]:
    """The header, and the rows with something in them. Raises TableRefused."""
    text = _decoded(data)
    if said := re.match(r"sep=(.)\r?\n", text):
        text = text[said.end() :]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=said[1] if said else _delimiter(text))
    try:
        header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error as error:
        raise TableRefused(f"{error}. Save it again as CSV.") from error
    if len(header) < 2 or len(header) > MOST_COLUMNS:
        raise TableRefused(
            f"A table needs a header of 2 to {MOST_COLUMNS} columns. Save it as CSV, with the names on top."
        )
    return [cell.strip() for cell in header], _filled(rows)


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for row in rows:
        cells = [plain_cell(cell.strip()) for cell in row]
        if any(cells):
            yield cells


def _decoded(data: bytes) -> str:
    """As spreadsheets save: UTF-8 or UTF-16 with a mark, UTF-8 without, or Windows' own."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """The sign that stands most often in the first line, outside of quotes."""
    first = re.sub(r'"[^"]*"', "", text.lstrip()[:10_000]).partition("\n")[0]
    return max(",;\t", key=first.count)


def render(offered: Iterable[Offered]) -> Iterator[bytes]:
    """The table, some rows at a time: UTF-8 with a mark, so that spreadsheets know."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS.values())
    for one in offered:
        for row in rows_for(one):
            yield _line(safe_cell(_cell(field, row.get(field, "")), stays=NUMBER) for field in FIELDS)


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(list(cells))
    return out.getvalue().encode()


def _cell(field: str, value: Any) -> str:
    if isinstance(value, list):
        return (" > " if field == "regions" else ", ").join(str(one) for one in value)
    return "" if value is None else str(value)


def rows_for(offered: Offered) -> Iterator[dict[str, Any]]:
    """One row for each regular time, whatever its rhythm; one without a time where there is none."""
    meeting = offered.meeting
    shared = {**meeting_guide.shared(meeting), **_more(meeting), "holdfast_id": str(offered.id)}
    if shared.pop("address_derived", None):
        del shared["formatted_address"]
    shared |= {"data_source_name": offered.source_name, "data_source_licence": offered.licence}
    taken: set[str] = set()
    if not meeting.slots:
        yield {"slug": str(offered.id), **shared}
    for slot in meeting.slots:
        slug = meeting_guide.slug_of(str(offered.id), slot, taken)
        yield {**shared, "slug": slug, **meeting_guide.time_of(slot), "day": _day_name(slot)}


def _more(meeting: Meeting) -> dict[str, Any]:
    """What a table can say and Meeting Guide cannot: other categories, long names, exact positions."""
    position = {"latitude": meeting.latitude, "longitude": meeting.longitude}
    said = {"entity_phone": meeting.phone, "entity_email": meeting.email}
    return {**position, **said, "name": meeting.name, "category": str(meeting.category)}


def _day_name(slot: Slot) -> str:
    return meeting_guide.DAYS[slot.day].capitalize()
