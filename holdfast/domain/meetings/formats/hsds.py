"""HSDS 3.0 (Open Referral): services, their providers, places and times.

Read as the API answers (a page, a list or one service, or services at places), as one JSON object of tables, and as a
data package: a ZIP of CSV files. Names and numbers of contact people are never read. Each place of a service becomes
one listing; a link beside a single door is the same listing, hybrid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from holdfast.domain.meetings.fellowships import fellowship_called, fellowship_in
from holdfast.domain.meetings.formats.feed import (
    LONGEST_TEXT,
    MOST_ROWS,
    Parsed,
    Row,
    RowRefused,
    moment_of,
    nothing_read,
    plain_text,
    read_rows,
)
from holdfast.domain.meetings.formats.hsds_out import provider_id
from holdfast.domain.meetings.formats.hsds_tables import MAGIC, PackageRefused, joined, tables_in, tables_of
from holdfast.domain.meetings.formats.hsds_terms import (
    APPROXIMATE,
    CLOSED,
    FELLOWSHIP,
    KINDS,
    LISTING,
    TEXTS,
    ZONE_STATED,
    Said,
    Values,
    said_in,
)
from holdfast.domain.meetings.formats.hsds_times import extra_in, slots_in, spoken_in
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import DAY_MINUTES, Attendance, Category, Change, Joining, Meeting, Slot
from holdfast.domain.outside import object_of, objects

NAME = "hsds"
STATUSES = frozenset({"active", "inactive", "defunct", "temporarily closed"})
MARKS = (
    "organization",
    "organization_id",
    "service_at_locations",
    "schedules",
    "application_process",
    "eligibility_description",
    "fees_description",
    "program_id",
    "assured_date",
    "cost_options",
)
"""Fields that tell a service from anything else with an id and a name."""
MOST_PLACES = 2000
"""Of one service."""
SHORT = 180
"""Minutes; what is longer is opening hours."""
GROUP_WORDS = re.compile(
    r"\b(support group|self.help|mutual (aid|help|support)|peer (support|group)|12.step|twelve.step|"
    r"recovery (group|meeting)|\w+ anonymous)\b",
    re.IGNORECASE,
)
TERM_KINDS: Mapping[Kind, str] = {
    Kind.MENTAL_HEALTH: r"mental (health|illness)",
    Kind.GRIEF: r"grief|bereave\w*",
    Kind.WOMEN: r"wom[ae]n('?s)?",
    Kind.MEN: r"men('?s)?",
    Kind.LGBTQ: r"lgbt\w*",
    Kind.YOUNG: r"young people|youth|teen\w*",
    Kind.SENIORS: r"seniors?|older (people|adults)|elderly",
    Kind.PARENTS: r"parents?|parenting",
}
"""Words of a taxonomy term that say for whom a service is. Only terms are read so, never running text."""
ACCESS_KINDS: Mapping[Kind, str] = {
    Kind.WHEELCHAIR: r"wheel ?chair|step.free",
    Kind.SIGN_LANGUAGE: r"sign language|\b[AB]SL\b",
    Kind.CHILDCARE: r"child ?care|cr[eè]che",
    Kind.CHILD_FRIENDLY: r"child.friendly",
    Kind.FRAGRANCE_FREE: r"(fragrance|scent).free",
}
NOT = r"\b(no|not|non|without|isn't|lacks?)\b[^.;]{0,40}"


# What it is


def rows_of(content: Any) -> list[Any] | None:
    """One value for each listing to be, if this is HSDS."""
    tables = tables_of(content)
    services = joined(tables) if tables is not None else services_in(content)
    return None if services is None else _rows(services)


def _rows(services: Iterable[Any]) -> list[Any]:
    """One value for each listing to be; no more than a feed may hold, however many places are claimed."""
    return list(islice((row for service in services for row in _listings(service)), MOST_ROWS + 1))


def services_in(content: Any) -> list[Any] | None:
    """The services of a page, a list, one object, or of services at places."""
    rows = content.get("contents") if isinstance(content, dict) and "contents" in content else content
    rows = [rows] if isinstance(rows, dict) else rows
    if not isinstance(rows, list):
        return None
    rows = [one for row in rows for one in (_offered_by(row) or [row])]
    some = [row for row in rows[:50] if isinstance(row, dict)]
    if some and all(isinstance(row.get("service"), dict) for row in some):
        return _turned(rows)
    looks = sum(_is_service(row) for row in some)
    return rows if looks and looks * 2 >= len(some) else None


def _is_service(row: Values) -> bool:
    is_named = "id" in row and "name" in row and not {"slug", "location_type"} & row.keys()
    return is_named and (str(row.get("status")) in STATUSES or any(name in row for name in MARKS))


_TERM_MARKS = {"taxonomy", "term_uri", "taxonomy_id"}
_ORGANIZATION_MARKS = {"website", "legal_status", "logo", "tax_status", "parent_organization_id"}


def _offered_by(row: Any) -> list[Values]:
    """The services inside an organization."""
    if not isinstance(row, dict) or "status" in row or "name" not in row:
        return []
    own = {name: row[name] for name in ("id", "name", "description", "website", "email", "phones") if name in row}
    return [{"organization": own, **service} for service in objects(row.get("services"))]


def _turned(rows: list[Any]) -> list[Any]:
    """Services with their places, from places with their service."""
    found: dict[str, Values] = {}
    others: list[Any] = []
    for row in rows:
        service = row.get("service") if isinstance(row, dict) else None
        if not isinstance(service, dict):
            others.append(row)
            continue
        known = found.setdefault(str(service.get("id")), {**service, "service_at_locations": []})
        known["service_at_locations"].append({name: value for name, value in row.items() if name != "service"})
    return [*found.values(), *others]


def is_package(data: bytes) -> bool:
    """Whether this is a ZIP."""
    return data.startswith(MAGIC)


def read_package(data: bytes, *, fellowship: str | None = None) -> Parsed:
    """Read a data package."""
    try:
        tables = tables_in(data)
    except PackageRefused as refusal:
        return nothing_read(str(refusal))
    if "services" not in tables:
        return nothing_read("The ZIP holds no services.csv. Give an HSDS data package: a ZIP of its CSV files.")
    return read(_rows(joined(tables)), tables, fellowship=fellowship)


def lines_in(data: bytes) -> list[Any] | None:
    """The objects of newline-delimited JSON, if every line is one."""
    lines = [line for line in data.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith(b"{") for line in lines):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def what_it_is(row: Mapping[str, Any]) -> str:
    """What else of HSDS this is, and what to give instead; nothing if it is not."""
    contents = row.get("contents")
    first = contents[0] if isinstance(contents, list) and contents and isinstance(contents[0], dict) else row
    if {"total_items", "contents"} <= set(row) and not contents:
        return "This is an HSDS page without services. Give the answer of /services with full=true."
    kinds = {"taxonomy terms": _TERM_MARKS, "organizations": _ORGANIZATION_MARKS, "locations": {"location_type"}}
    kinds["taxonomies"] = {"version", "uri"}
    kind = next((kind for kind, marks in kinds.items() if "id" in first and marks & set(first)), None)
    if kind is None:
        return ""
    return f"This is an HSDS list of {kind}, not of services. Give the answer of /services with full=true."


# Listings


def _listings(service: Any) -> Iterator[Any]:
    """A service once for each of its places. A link beside a single door belongs to that door."""
    if not isinstance(service, dict):
        yield service
        return
    every = objects(service.get("service_at_locations"))
    places = every[:MOST_PLACES]
    links = [one for one in places if _is_virtual(one)]
    doors = [one for one in places if not _is_virtual(one)]
    if len(links) == 1 and len(doors) == 1:
        yield _listing(service, doors[0], links[0])
        return
    yield from (_listing(service, door, {}) for door in doors)
    yield from (_listing(service, {}, link) for link in links)
    if not places:
        yield _listing(service, {}, {})
    if len(every) > MOST_PLACES:
        yield {**service, "slug": str(service.get("id") or ""), "more_places": len(every) - MOST_PLACES}


def _listing(service: Values, door: Values, link: Values) -> Values:
    """`slug` is the key under which it is kept: of the place, so that a second place does not change the first."""
    key = door.get("id") or link.get("id") or service.get("id") or ""
    return {**service, "slug": str(key)[:190], "door": door, "link": link}


def _is_virtual(place: Values) -> bool:
    location = object_of(place.get("location"))
    return location.get("location_type") == "virtual"


def read(rows: list[Any], content: Any, *, fellowship: str | None = None) -> Parsed:
    """Meetings and problems."""
    return read_rows(NAME, rows, lambda row: _meeting(row, fellowship)).with_notes(_notes(rows, content))


def _notes(rows: list[Any], content: Any) -> Iterator[str]:
    pages = content.get("total_pages") if isinstance(content, dict) else None
    if isinstance(pages, int) and pages > 1:
        yield f"This is one page of {pages}; the others were not read. Ask for format=ndjson, or for more per_page."
    some = [row for row in rows if isinstance(row, dict)]
    if some and not any(row.get(name) for row in some for name in ("schedules", "service_at_locations", "attributes")):
        yield "No service has times or places. Ask for full=true, which gives them"


def _meeting(row: Row, fellowship: str | None) -> Meeting:
    if row.values.get("more_places"):
        raise RowRefused("service_at_locations", f"It has more than {MOST_PLACES} places; the others were left out")
    if not row.text("id"):
        raise RowRefused("id", "Give every service an id of its own")
    if not row.text("name"):
        raise RowRefused("name", "Give the service a name")
    status = row.text("status").lower()
    if status in {"inactive", "defunct"}:
        raise RowRefused("status", f"The source marks it as {status}; it is not offered now")
    if status not in STATUSES:
        row.warn("status", f"{status[:40]!r} is not a status; it was taken as active")
    said = said_in(objects(row.values.get("attributes")))
    return _ours(row, said, fellowship) if said.is_ours else _theirs(row, status, fellowship)


# What Holdfast wrote


def _ours(row: Row, said: Said, fellowship: str | None) -> Meeting:
    """The listing as it was, from fields and from attributes."""
    door, link = _at(row, "door"), _at(row, "link")
    place = door if door.values else link
    dial = Row(_first(link.values.get("phones")), row.warnings)
    texts: dict[str, Any] = {name: plain_text(said.text(name))[:LONGEST_TEXT] for name in TEXTS}
    texts["location_notes"] = door.text("description") or texts["location_notes"]
    if link.values:
        texts["conference_url"] = Row({"url": link.values.get("url")}, row.warnings).link("url")
        texts["conference_url_notes"] = link.text("description")
        texts["conference_phone"] = dial.text("number")
        texts["conference_phone_notes"] = dial.text("description") or texts["conference_phone_notes"]
    own = Meeting(
        key=row.text("slug"),
        name=row.text("name"),
        fellowship=next(iter(said.codes.get(FELLOWSHIP, ())), None) or fellowship,
        types=said.types(),
        kinds=frozenset(Kind(one) for one in said.codes.get(KINDS, ()) if one in set(Kind)),
        zone=Row({"zone": said.text("zone")}, row.warnings).zone("zone"),
        zone_is_stated=ZONE_STATED in said.codes[LISTING],
        attendance=_one_of(Attendance, said.listing("attendance"), Attendance.UNKNOWN),
        category=_one_of(Category, said.listing("category"), Category.SERVICE),
        joining=_one_of(Joining, said.listing("joining"), Joining.ASK),
        is_closed=CLOSED in said.codes[LISTING],
        is_approximate=APPROXIMATE in said.codes[LISTING],
        regions=tuple(plain_text(one)[:100] for one in said.values.get("region", ())),
        changes=_changes(said, row),
        slots=_slots(objects(row.values.get("schedules")), row),
        organization=_own_organization(row),
        phone=Row(_first(row.values.get("phones"))).text("number"),
        email=row.text("email"),
        notes=row.text("description"),
        location=place.text("name"),
        updated_at=_moment(said.text("updated_at")),
        **texts,
    )
    return _with_common(own, row, place)


def _with_common(meeting: Meeting, row: Row, place: Row) -> Meeting:
    """What ours and others say in the same fields."""
    address = Row(_first(place.values.get("addresses")), row.warnings)
    latitude, longitude = place.position()
    return replace(
        meeting,
        languages=_languages(row),
        address=", ".join(text for name in ("address_1", "address_2") if (text := address.text(name))),
        city=address.text("city"),
        state=address.text("state_province"),
        postal_code=address.text("postal_code"),
        country=address.text("country"),
        latitude=latitude,
        longitude=longitude,
        url=meeting.url or row.link("url"),
        next_step=meeting.next_step or row.text("application_process"),
        eligibility=meeting.eligibility or row.text("eligibility_description"),
        cost=meeting.cost or row.text("fees_description"),
    )


def _own_organization(row: Row) -> str:
    """The organisation that was named; where none was, our export puts the group or the fellowship there."""
    organization = Row(object_of(row.values.get("organization")))
    name = organization.text("name")
    return name if organization.text("id") == provider_id("organization", name) else ""


def _changes(said: Said, row: Row) -> tuple[Change, ...]:
    try:
        values = [json.loads(one) for one in said.values.get("change", ())]
        return Meeting.from_json({"key": "", "name": "", "changes": values}).changes
    except (ValueError, TypeError):
        row.warn("attributes", "The dates that differ cannot be read; they were left out")
        return ()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _one_of(kind: Any, text: str, usual: Any) -> Any:
    return kind(text) if text in set(kind) else usual


# What others wrote


def _theirs(row: Row, status: str, fellowship: str | None) -> Meeting:
    """A service of any publisher, in our words as far as they go."""
    door, link = _at(row, "door"), _at(row, "link")
    place = door if door.values else link
    organization = Row(object_of(row.values.get("organization")), row.warnings)
    terms = list(_terms(row))
    schedules = _schedules(row, place)
    slots = _slots(schedules, row)
    extra = [one for schedule in schedules if (one := extra_in(schedule, row.warn))]
    name = row.text("name")
    programme = fellowship or _fellowship(name, organization.text("name"), terms)
    found = Meeting(
        key=row.text("slug"),
        name=name,
        fellowship=programme,
        types=tuple(dict.fromkeys(term[:40] for term in terms)),
        kinds=frozenset(_kinds(terms, place)),
        slots=slots,
        changes=tuple(sorted(extra)),
        attendance=_attendance(door, link),
        is_closed=status == "temporarily closed",
        category=_category(slots, (name, *terms), programme),
        location=place.text("name"),
        location_notes="\n".join(text for one in ("description", "transportation") if (text := place.text(one))),
        conference_url=Row(link.values, row.warnings).link("url"),
        organization=organization.text("name"),
        notes=_words(row, schedules),
        phone=_phone(row, place, organization),
        email=_email(row) or _email(organization),
        url=_link(row, "url") or _link(organization, "website"),
        eligibility=_eligibility(row),
        cost=_cost(row),
        next_step=_next_step(row),
        updated_at=moment_of(row.values.get("last_modified")) or moment_of(row.values.get("assured_date")),
    )
    return _with_common(found, row, place)


def _at(row: Row, which: str) -> Row:
    """The location of a listing, sharing the listing's warnings."""
    return Row(object_of(object_of(row.values.get(which)).get("location")), row.warnings)


def _schedules(row: Row, place: Row) -> list[Values]:
    """The times at this place, else those of the service, else those of the house."""
    here = [
        *objects(object_of(row.values["door"]).get("schedules")),
        *objects(object_of(row.values["link"]).get("schedules")),
    ]
    return here or objects(row.values.get("schedules")) or objects(place.values.get("schedules"))


def _slots(schedules: list[Values], row: Row) -> tuple[Slot, ...]:
    return tuple(dict.fromkeys(slot for schedule in schedules for slot in slots_in(schedule, row.warn)))


def _terms(row: Row) -> Iterator[str]:
    """Names of the taxonomy terms."""
    for attribute in objects(row.values.get("attributes")):
        term = object_of(attribute.get("taxonomy_term"))
        text = plain_text(str(term.get("name") or term.get("term") or ""))
        if text:
            yield text[:100]


def _fellowship(name: str, organization: str, terms: Iterable[str]) -> str | None:
    known = fellowship_called(organization) or fellowship_in(" ".join((name, organization, *terms)))
    return known.code if known and known.code != "other" else None


def _kinds(terms: list[str], place: Row) -> Iterator[Kind]:
    words = " ; ".join(terms)
    yield from (kind for kind, said in TERM_KINDS.items() if re.search(rf"(?i)(?<![\w'])({said})(?!\w)", words))
    for one in objects(place.values.get("accessibility")):
        about = Row(one)
        text = f"{about.text('description')}. {about.text('details')}"
        yield from (kind for kind, said in ACCESS_KINDS.items() if _is_said(said, text))


def _is_said(words: str, text: str) -> bool:
    return bool(re.search(f"(?i){words}", text)) and not re.search(f"(?i){NOT}({words})", text)


def _attendance(door: Row, link: Row) -> Attendance:
    if door.text("location_type") in {"postal", ""} and not _is_physical(door):
        return Attendance.ONLINE if link.values else Attendance.UNKNOWN
    return Attendance.HYBRID if link.values else Attendance.IN_PERSON


def _is_physical(door: Row) -> bool:
    """A place that does not say what it is, is one if one can go there."""
    has_address = any(Row(one).text("address_1") for one in objects(door.values.get("addresses")))
    return not door.text("location_type") and (has_address or door.values.get("latitude") not in (None, ""))


def _category(slots: tuple[Slot, ...], words: Iterable[str], fellowship: str | None) -> Category:
    """A meeting has one short time and says that it is one; everything else is a service one asks for."""
    is_short = len(slots) == 1 and (
        slots[0].end is None or (slots[0].end - slots[0].start) % DAY_MINUTES in range(1, SHORT + 1)
    )
    is_group = fellowship is not None or any(GROUP_WORDS.search(text) for text in words)
    return Category.MEETING if is_short and is_group else Category.SERVICE


def _words(row: Row, schedules: list[Values]) -> str:
    """The description, and what has no field of its own with us."""
    found = [row.text("description"), row.text("alert"), row.text("interpretation_services")]
    found += [plain_text(text) for schedule in schedules for text in spoken_in(schedule)]
    return "\n".join(dict.fromkeys(text for text in found if text))[:LONGEST_TEXT]


def _eligibility(row: Row) -> str:
    least, most = row.number("minimum_age"), row.number("maximum_age")
    ages = f"{'' if least is None else f'{least:g}'}-{'' if most is None else f'{most:g}'}"
    return "\n".join(
        text for text in (row.text("eligibility_description"), f"Age: {ages}" if ages != "-" else "") if text
    )


def _cost(row: Row) -> str:
    if said := row.text("fees_description"):
        return said
    options = [_cost_option(Row(one, row.warnings)) for one in objects(row.values.get("cost_options"))]
    return "\n".join(text for text in options if text)[:LONGEST_TEXT] or row.text("fees")


def _cost_option(option: Row) -> str:
    amount = option.number("amount")
    price = "" if amount is None else f"{amount:g} {option.text('currency').upper()}".strip()
    said = " ".join(text for text in (price, option.text("amount_description")) if text)
    return ": ".join(text for text in (option.text("option"), said) if text)


def _next_step(row: Row) -> str:
    papers = [Row(one).text("document") for one in objects(row.values.get("required_documents"))]
    bring = f"Bring: {'; '.join(text for text in papers if text)}" if any(papers) else ""
    return "\n".join(text for text in (row.text("application_process"), bring) if text)[:LONGEST_TEXT]


def _phone(row: Row, place: Row, organization: Row) -> str:
    """The number of the service, else of the place, else of the provider; never of a contact person."""
    at = [*objects(object_of(row.values["door"]).get("phones")), *objects(object_of(row.values["link"]).get("phones"))]
    owners = (row.values.get("phones"), at, place.values.get("phones"), organization.values.get("phones"))
    for phone in (Row(one) for owner in owners for one in objects(owner)):
        number, extension = phone.phone("number"), re.sub(r"\D", "", phone.text("extension"))[:8]
        if number and phone.text("type").lower() not in {"fax", "textphone", "tty"}:
            return f"{number},{extension}" if extension else number
    return ""


def _email(row: Row) -> str:
    text = row.text("email")
    return text[:200] if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else ""


def _link(row: Row, name: str) -> str:
    """An address; www. alone is meant as one."""
    text = row.text(name)
    return Row({name: f"https://{text}" if text.lower().startswith("www.") else text}, row.warnings).link(name)


def _languages(row: Row) -> frozenset[str]:
    found = (str(one.get("code") or "").lower()[:2] for one in objects(row.values.get("languages")))
    return frozenset(code for code in found if re.fullmatch("[a-z]{2}", code))


def _first(value: object) -> Values:
    return next(iter(objects(value)), {})
