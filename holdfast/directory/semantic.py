"""What the addresses of BMLT's read interface answer. The rows of one version are kept in memory until it changes."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from holdfast.directory.models import OVER_KEY, Listing, ListingChange, Source
from holdfast.directory.places import IN_MILES, meant
from holdfast.directory.publishing import Published, listings_ended, listings_published, published
from holdfast.directory.search import current_version
from holdfast.domain.cells import PHONE, safe_cell
from holdfast.domain.meetings.formats.bmlt_out import (
    Changed,
    Entry,
    Server,
    ServiceBody,
    body_of,
    day_of,
    field_keys,
    format_row,
    number_of,
    rows_for,
    rows_of_one,
    said,
)
from holdfast.domain.meetings.semantic import Table, with_services
from holdfast.domain.meetings.semantic_question import (
    Point,
    Question,
    QuestionRefused,
    Values,
    address_in,
    around,
    languages_asked,
    last,
    question,
    whole,
)

JSON, JSONP, CSV, TSML = "json", "jsonp", "csv", "tsml"
TYPES = {
    JSON: "application/json",
    JSONP: "text/javascript; charset=utf-8",
    CSV: "text/csv; charset=utf-8",
    TSML: "application/json",
}
CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}", re.ASCII)
MOST_CHANGES = 1_000
ROWS_AT_ONCE = 500
CHANGE_TYPES = {"new": "new", "gone": "delete", "hidden": "delete", "back": "new", "shown": "new"}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the parameters, and our own address, which every row carries."""

    values: Values
    root: str


# The rows of one version


class TableHolder:
    """Keeps the table of the newest version. An answer carries the mark of its version, so nobody gets an older one."""

    def __init__(self) -> None:
        self._table: tuple[int, Table] | None = None
        self._building = threading.Lock()

    def current(self) -> Table:
        """The table of the stored version; whoever comes while it is built waits for it."""
        version = current_version()
        kept = self._table
        if kept is not None and kept[0] == version:
            return kept[1]
        with self._building:
            if self._table is None or self._table[0] != version:
                self._table = (version, build())
            return self._table[1]


def build() -> Table:
    """A table of all listings that may be given on."""
    sources = {one.id: one for one in _sources()}
    return Table(rows_for(_entry(one, sources) for one in published()), sources.values())


def _entry(one: Published, sources: Mapping[int, ServiceBody]) -> Entry:
    source = sources.get(one.source_id) or ServiceBody(one.source_id, said(one.source_name))
    return Entry(one.id, one.meeting, source, one.changed_at)


def _sources() -> Iterator[ServiceBody]:
    rows = (
        Source.objects.filter(is_published=True)
        .exclude(key=OVER_KEY)
        .order_by("pk")
        .values_list("pk", "name", "website")
    )
    return (ServiceBody(pk, said(name), url=website) for pk, name, website in rows)


holder = TableHolder()


# Answers


def answered(kind: str, asked: Asked) -> Iterator[bytes]:
    """The answer in parts. Refuses what no server of this kind answers, before the first part."""
    switcher = last(asked.values, "switcher") or ""
    if kind not in TYPES or switcher not in ANSWERS or (kind == TSML and switcher != SEARCH):
        raise QuestionRefused(422, NO_ANSWER)
    if kind == TSML:
        return _as_json(_guide(asked))
    answer = ANSWERS[switcher](asked)
    if kind == JSONP:
        return _as_script(answer, (asked.values.get("callback") or ["callback"])[-1])
    return _as_table(answer) if kind == CSV else _as_json(answer)


def _search(asked: Asked) -> Iterable[Row] | Row:
    """Meetings, alone or with the formats they use."""
    table = holder.current()
    wanted = _question(asked.values, table)
    found = table.found(wanted)
    rows = table.rows(found, root=asked.root, fields=wanted.fields)
    with_formats, formats_only = "get_used_formats" in asked.values, "get_formats_only" in asked.values
    if not with_formats and not formats_only:
        return rows
    language = languages_asked(asked.values)[0]
    formats = [format_row(one, language, asked.root) for one in table.formats_in(found.positions)]
    return {"formats": formats} if formats_only else {"meetings": rows, "formats": formats}


def _guide(asked: Asked) -> Iterable[Row]:
    table = holder.current()
    return table.guide_rows(table.found(_question(asked.values, table)))


def _question(values: Values, table: Table) -> Question:
    place = _place(values)
    return with_services(question(values, in_miles=in_miles(), place=place), table, values)


def _place(values: Values) -> Point | None:
    """Where an address lies, from the host's own table of places: nobody else is asked."""
    text = address_in(values)
    if not text:
        return None
    places = meant(text)
    if not places:
        raise QuestionRefused(422, "This place is not known here. Write a town or a ZIP code, with its state.")
    return around(places[0].latitude, places[0].longitude, values, in_miles=in_miles())


def in_miles() -> bool:
    """Whether distances are told in miles here."""
    return settings.COUNTRY in IN_MILES


def _formats(asked: Asked) -> Iterable[Row]:
    found = holder.current().formats_asked(asked.values)
    rows = (format_row(one, language, asked.root) for language in languages_asked(asked.values) for one in found)
    return list({(row["id"], row["lang"]): row for row in rows}.values())


def _service_bodies(asked: Asked) -> Iterable[Row]:
    return [one.to_row() for one in holder.current().bodies_asked(asked.values)]


def _server_info(asked: Asked) -> Iterable[Row]:
    table = holder.current()
    return [Server(table.coverage(), in_miles(), settings.COUNTRY, table.provinces, table.counties).to_row()]


def _coverage(asked: Asked) -> Iterable[Row]:
    return [holder.current().coverage().to_row()]


def _field_keys(asked: Asked) -> Iterable[Row]:
    return field_keys()


def _field_values(asked: Asked) -> Iterable[Row]:
    return list(holder.current().field_values(asked.values))


# Changes


def _changes(asked: Asked) -> Iterable[Row]:
    """The newest changes of listings that are given on, or were until their source dropped them; what stood there
    before is told to nobody."""
    wanted, body = whole(last(asked.values, "meeting_id")), whole(last(asked.values, "service_body_id"))
    listings = _given_on()
    if wanted is not None:
        listing_id = holder.current().listing_of(wanted)
        listings = listings.filter(pk=listing_id) if listing_id else listings.none()
    events = _newest(listings, _span(asked.values))
    given = {one.id: one for one in published({event.listing.pk: event.listing for event in events}.values())}
    found = (_changed(event, given[event.listing.pk]) for event in events)
    return [one.to_row() for one in found if body is None or body in {one.body.id, one.body.parent_id}]


def _given_on() -> QuerySet[Listing]:
    """Listings that are given on, and those that were and are gone."""
    return (listings_published().order_by() | listings_ended()).select_related("source")


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened to a listing."""

    id: int
    listing: Listing
    at: datetime
    kind: str
    fields: tuple[str, ...] = ()


def _newest(listings: QuerySet[Listing], span: dict[str, datetime]) -> list[_Event]:
    """The newest events, each new listing among them."""
    rows = ListingChange.objects.filter(listing__in=listings.values("pk"), **span).select_related("listing__source")
    changed = [
        _Event(row.pk, row.listing, row.at, row.kind, tuple(sorted(str(name) for name in row.fields)))
        for row in rows.order_by("-at", "-pk")[:MOST_CHANGES]
    ]
    came = listings.filter(**{name.replace("at__", "created_at__"): at for name, at in span.items()})
    new = [
        _Event(number_of(row.pk), row, row.created_at, "new")
        for row in came.order_by("-created_at", "pk")[:MOST_CHANGES]
    ]
    return sorted([*changed, *new], key=lambda event: event.at, reverse=True)[:MOST_CHANGES]


def _span(values: Values) -> dict[str, datetime]:
    """From the first day to the end of the last, in UTC."""
    first, until = _day(values, "start_date"), _day(values, "end_date")
    span = {"at__gte": first and datetime.combine(first, time.min, UTC)}
    span["at__lte"] = until and datetime.combine(until, time.max, UTC)
    return {name: at for name, at in span.items() if at is not None}


def _day(values: Values, name: str) -> Any:
    text = last(values, name)
    if text and day_of(text) is None:
        raise QuestionRefused(422, f"Write {name} as YYYY-MM-DD.")
    return day_of(text) if text else None


def _changed(event: _Event, given: Published) -> Changed:
    entry = _entry(given, {})
    first = next(rows_of_one(entry), None)
    return Changed(
        at=event.at,
        kind=f"comdef_change_type_{CHANGE_TYPES.get(event.kind, 'change')}",
        id=event.id,
        meeting=first.number if first else number_of(given.id),
        name=said(given.meeting.name),
        body=body_of(entry),
        exists=first is not None and event.listing.gone_at is None,
        fields=event.fields,
    )


SEARCH = "GetSearchResults"
ANSWERS: Mapping[str, Callable[[Asked], Iterable[Row] | Row]] = {
    SEARCH: _search,
    "GetFormats": _formats,
    "GetServiceBodies": _service_bodies,
    "GetFieldKeys": _field_keys,
    "GetFieldValues": _field_values,
    "GetChanges": _changes,
    "GetServerInfo": _server_info,
    "GetCoverageArea": _coverage,
}
NO_ANSWER = f"Give json, jsonp or csv with switcher one of {', '.join(ANSWERS)}; tsml has {SEARCH} alone."


# Writing


def _as_json(answer: Iterable[Row] | Row, *, is_script: bool = False) -> Iterator[bytes]:
    """A list in parts of some hundred rows, or an object whose values are written in the same way."""
    if not isinstance(answer, Mapping):
        yield from _list(iter(answer), is_script=is_script)
        return
    for at, (name, rows) in enumerate(answer.items()):
        yield (", " if at else "{").encode() + json.dumps(name).encode() + b":"
        yield from _list(iter(rows), is_script=is_script)
    yield b"}"


def _list(rows: Iterator[Row], *, is_script: bool) -> Iterator[bytes]:
    yield b"["
    is_first = True
    while some := list(islice(rows, ROWS_AT_ONCE)):
        text = json.dumps(some, ensure_ascii=is_script, separators=(",", ":"))[1:-1]
        text = text.replace("<", "\\u003c") if is_script else text
        yield (text if is_first else f",{text}").encode()
        is_first = False
    yield b"]"


def _as_script(answer: Iterable[Row] | Row, name: str) -> Iterator[bytes]:
    """A call of the page's own function. Its name is a name and no more, or we would lend scripts our address."""
    if len(name) > 128 or not CALLBACK.fullmatch(name):
        raise QuestionRefused(400, "Give callback the name of a function: letters, digits, _, $ and dots.")
    return _called(name, _as_json(answer, is_script=True))


def _called(name: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The comment before the name keeps the answer from being taken for anything but a script."""
    yield f"/**/{name}(".encode()
    yield from parts
    yield b");"


def _as_table(answer: Iterable[Row] | Row) -> Iterator[bytes]:
    """Comma-separated values with a header, as BMLT wrote them before version 3.1."""
    rows = iter(answer["meetings" if "meetings" in answer else "formats"] if isinstance(answer, Mapping) else answer)
    header: list[str] = []
    while some := list(islice(rows, ROWS_AT_ONCE)):
        text = io.StringIO()
        lines = csv.writer(text, quoting=csv.QUOTE_ALL)
        if not header:
            header = list(some[0])
            lines.writerow(header)
        lines.writerows([[_cell(row.get(name, "")) for name in header] for row in some])
        yield text.getvalue().encode()


def _cell(value: Any) -> str:
    """Text that a spreadsheet does not take for a formula; numbers and telephone numbers stay as they are."""
    text = "" if isinstance(value, (dict, list)) else str(value)
    return safe_cell(text, stays=PHONE)
