"""Our HSDS 3.0: which listings, providers and terms answer a request.

Every page costs the same few queries, however many listings there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import asin, cos, degrees, radians, sin, sqrt
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from holdfast.directory.models import IndexVersion, Listing, ListingChange
from holdfast.directory.openreferral_asked import USUAL_METRES, Asked, Refused
from holdfast.directory.places import Place, meant
from holdfast.directory.publishing import Published, as_published, is_published, listings_published, published
from holdfast.domain.meetings.formats import hsds_out
from holdfast.domain.meetings.formats.hsds_out import ONLINE_WAYS, PLACE, VIRTUAL, Entry, Provider, provider_of
from holdfast.domain.meetings.formats.hsds_terms import (
    APPROXIMATE,
    CLOSED,
    FELLOWSHIP,
    FIELD,
    KINDS,
    NAMES,
    TYPES,
    ZONE_STATED,
    Values,
    taxonomy,
    taxonomy_id,
    term_id,
    usual_terms,
    whole_term,
)

SEARCHED = ("name", "notes", "group", "organization", "location", "address", "city", "postal_code", "eligibility")
EARTH = 6_371_000
"""Metres."""
MOST_HISTORY = 50
MOST_OFFERED = 500
"""Full services that one organization is answered with."""
HELD_BACK = frozenset({*ONLINE_WAYS, "conference_password"})
"""What a group may keep to itself is not told by the history either."""
BEHIND = ("organization", "group", "fellowship", "source")
SIDES = {PLACE: ~Q(meeting__attendance="online"), VIRTUAL: Q(meeting__attendance__in=["online", "hybrid"])}


# Vocabulary: the providers and terms there are


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The providers and the terms that the published listings use, by id."""

    providers: dict[str, Provider]
    terms: dict[str, tuple[str, str]]
    taxonomies: dict[str, str]


def vocabulary() -> Vocabulary:
    """Read once for each version of the directory."""
    version = _version()
    return _vocabulary_at(version) if version else _vocabulary()


def _version() -> int:
    return IndexVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


@lru_cache(maxsize=1)
def _vocabulary_at(version: int) -> Vocabulary:
    return _vocabulary()


def _vocabulary() -> Vocabulary:
    rows = listings_published().order_by()
    used = rows.values_list(KT("meeting__fellowship"), "meeting__types").distinct()
    terms = dict.fromkeys(usual_terms())
    terms |= dict.fromkeys((f"{TYPES}{fellowship or ''}", code) for fellowship, codes in used for code in codes or ())
    behind = (KT(f"meeting__{name}") for name in ("organization", "group", "fellowship"))
    named = rows.values_list(*behind, "source__name").distinct()
    providers = {provider_of(*(part or "" for part in parts)) for parts in named}
    ordered = sorted(providers, key=lambda one: (one.name.lower(), one.id))
    return Vocabulary(
        providers={one.id: one for one in ordered},
        terms={term_id(*one): one for one in terms},
        taxonomies={taxonomy_id(key): key for key in dict.fromkeys([*NAMES, *(key for key, _ in terms)])},
    )


# Which listings


def listings_asked(asked: Asked) -> QuerySet[Listing]:
    """The listings that answer; all conditions hold together."""
    rows = listings_published()
    if asked.modified_after:
        rows = rows.filter(changed_at__gte=asked.modified_after)
    for word in asked.search:
        rows = rows.filter(_with_word(word))
    if not (asked.organization_id or asked.taxonomy_id or asked.taxonomy_term_id):
        return rows
    known = vocabulary()
    conditions: list[tuple[UUID | None, Mapping[str, Any], Callable[[Any], Q]]] = [
        (asked.organization_id, known.providers, _by_provider),
        (asked.taxonomy_id, known.taxonomies, _in_taxonomy),
        (asked.taxonomy_term_id, known.terms, _with_term),
    ]
    for wanted, there, condition in conditions:
        if wanted:
            rows = rows.filter(condition(there[str(wanted)])) if str(wanted) in there else rows.none()
    return rows


def _with_word(word: str) -> Q:
    found = Q()
    for name in SEARCHED:
        found |= Q(**{f"meeting__{name}__icontains": word})
    return found


def _by_provider(provider: Provider) -> Q:
    no_organization = Q(meeting__organization__isnull=True)
    no_group = no_organization & Q(meeting__group__isnull=True)
    return {
        "organization": Q(meeting__organization=provider.name),
        "group": no_organization & Q(meeting__group=provider.name, source__name=provider.source),
        "fellowship": no_group & Q(meeting__fellowship=provider.name),
        "source": no_group & Q(meeting__fellowship__isnull=True, source__name=provider.source),
    }[provider.kind]


def _in_taxonomy(key: str) -> Q:
    if key.startswith(TYPES):
        return _of_fellowship(key) & Q(meeting__has_key="types")
    return {KINDS: Q(meeting__has_key="kinds"), FELLOWSHIP: Q(meeting__has_key="fellowship")}.get(key, Q())


def _of_fellowship(key: str) -> Q:
    code = key.removeprefix(TYPES)
    return Q(meeting__fellowship=code) if code else Q(meeting__fellowship__isnull=True)


def _with_term(term: tuple[str, str]) -> Q:
    key, code = term
    if key == FELLOWSHIP:
        return Q(meeting__fellowship=code)
    if key == KINDS:
        return Q(meeting__kinds__regex=_in_list(code))
    if key.startswith(TYPES):
        return _of_fellowship(key) & Q(meeting__types__regex=_in_list(code))
    return _of_listing(code)


def _in_list(code: str) -> str:
    """A code in a stored list; letters beyond ASCII may stand there escaped or not."""
    spelled = {json.dumps(code), json.dumps(code, ensure_ascii=False)}
    return "|".join(sorted(re.escape(one) for one in spelled))


def _of_listing(code: str) -> Q:
    """What a listing is. Usual values are not stored."""
    flags = {CLOSED: "is_closed", APPROXIMATE: "is_approximate", ZONE_STATED: "zone_is_stated"}
    if code in flags:
        return Q(**{f"meeting__{flags[code]}": True})
    if code.startswith(FIELD):
        name = {"region": "regions", "change": "changes", "slot": "slots"}.get(code.removeprefix(FIELD))
        name = name or code.removeprefix(FIELD)
        is_open = Q(meeting__joining__isnull=True) if name in HELD_BACK else Q()
        return Q(meeting__has_key=name) & is_open
    kind, _, value = code.partition("/")
    usual = {"category": "meeting", "joining": "open"}.get(kind)
    return Q(**{f"meeting__{kind}__isnull": True}) if value == usual else Q(**{f"meeting__{kind}": value})


# The ids that answer, kept while the directory does not change: whoever reads page after page asks the same


def ids_asked(asked: Asked, side: int = 0) -> bytes:
    """The ids of the listings that answer, 16 bytes each, in their order; with `side` those with such a place."""
    condition = replace(asked, page=1, per_page=1, format="json", full=False, full_service=False)
    version = _version()
    return _ids_at(version, condition, side) if version else _ids(condition, side)


@lru_cache(maxsize=8)
def _ids_at(version: int, asked: Asked, side: int) -> bytes:
    return _ids(asked, side)


def _ids(asked: Asked, side: int) -> bytes:
    rows = listings_asked(asked)
    if asked.postcode:
        return b"".join(pk.bytes for pk in near(rows, asked))
    rows = rows.filter(SIDES[side]) if side else rows
    return b"".join(pk.bytes for pk in rows.values_list("pk", flat=True).iterator(chunk_size=10_000))


def _cut(ids: bytes, start: int, count: int) -> list[UUID]:
    """Some of the ids."""
    part = ids[16 * max(0, start) : 16 * max(0, start + count)]
    return [UUID(bytes=part[at : at + 16]) for at in range(0, len(part), 16)]


def _rows(pks: Sequence[UUID]) -> list[Listing]:
    """The listings with these ids, in this order; what is no longer published is left out.

    Asked for by id alone: beside `merged_into IS NULL` SQLite takes that index, and reads the whole table.
    """
    found = Listing.objects.select_related("source").in_bulk(pks) if pks else {}
    return [found[pk] for pk in pks if pk in found and is_published(found[pk])]


# Near a place


def near(rows: QuerySet[Listing], asked: Asked) -> list[UUID]:
    """The listings one can go to around a postal code, the nearest first."""
    place, metres = _place_asked(asked.postcode), asked.proximity or USUAL_METRES
    found = rows.filter(SIDES[PLACE]).filter(_box(place, metres)).order_by()
    positions = found.values_list("pk", "meeting__latitude", "meeting__longitude").iterator(chunk_size=5000)
    far = ((_metres(place, latitude, longitude), pk) for pk, latitude, longitude in positions)
    return [pk for distance, pk in sorted(far) if distance <= metres]


def _place_asked(postcode: str) -> Place:
    found = meant(postcode)
    if len(found) == 1:
        return found[0]
    choices = "; ".join(place.label for place in found[:5])
    said = f"Say which one: {choices}." if found else "We do not know this postal code or place."
    raise Refused({"postcode": said}, status=404)


def _box(place: Place, metres: int) -> Q:
    """Everything that may be near enough; the exact distance decides."""
    height = degrees(metres / EARTH)
    box = Q(meeting__latitude__gte=place.latitude - height, meeting__latitude__lte=place.latitude + height)
    squeeze = cos(radians(min(89.9, abs(place.latitude) + height)))
    width = height / squeeze if squeeze > 0 else 180.0
    west, east = place.longitude - width, place.longitude + width
    if west < -180 or east > 180:
        return box
    return box & Q(meeting__longitude__gte=west, meeting__longitude__lte=east)


def _metres(place: Place, latitude: float, longitude: float) -> float:
    """Great-circle distance (haversine)."""
    up, along = radians(latitude - place.latitude) / 2, radians(longitude - place.longitude) / 2
    chord = sin(up) ** 2 + cos(radians(place.latitude)) * cos(radians(latitude)) * sin(along) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(chord)))


# Answers


def page_of(count: int, contents: list[Values], asked: Asked) -> Values:
    """One page of a list."""
    pages = -(-count // asked.per_page)
    return {
        "total_items": count,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def services_page(asked: Asked, on: date) -> Values:
    """One page of services."""
    ids = ids_asked(asked)
    rows = _rows(_cut(ids, (asked.page - 1) * asked.per_page, asked.per_page))
    return page_of(len(ids) // 16, [hsds_out.service(one, on, full=asked.full) for one in _entries(rows)], asked)


def services_all(asked: Asked, on: date) -> Iterator[Values]:
    """Every service, a few thousand in memory at a time."""
    rows = listings_asked(asked)
    if asked.minimal:
        pairs = rows.values_list("pk", "changed_at").iterator(chunk_size=5000)
        return (hsds_out.minimal(pk, changed_at) for pk, changed_at in pairs)
    return (hsds_out.service(one, on, full=asked.full) for one in _entries(rows))


def at_locations_page(asked: Asked, on: date) -> Values:
    """One page of services at places: the doors, then the links; near a postal code only doors, nearest first."""
    doors = ids_asked(asked, PLACE)
    links = b"" if asked.postcode else ids_asked(asked, VIRTUAL)
    start = (asked.page - 1) * asked.per_page
    contents = [_at(one, PLACE, asked, on) for one in _entries(_rows(_cut(doors, start, asked.per_page)))]
    beyond = start - len(doors) // 16
    contents += [_at(one, VIRTUAL, asked, on) for one in _entries(_rows(_cut(links, beyond, asked.per_page)))]
    return page_of((len(doors) + len(links)) // 16, contents, asked)


def at_locations_all(asked: Asked, on: date) -> Iterator[Values]:
    """Every service at a place."""
    if asked.postcode:
        ids = ids_asked(asked, PLACE)
        for start in range(0, len(ids) // 16, 500):
            yield from (_at(one, PLACE, asked, on) for one in _entries(_rows(_cut(ids, start, 500))))
        return
    rows = listings_asked(asked)
    for which, side in SIDES.items():
        yield from (_at(one, which, asked, on) for one in _entries(rows.filter(side)))


def _at(one: Entry, which: int, asked: Asked, on: date) -> Values:
    return hsds_out.service_at_location(one, which, on, full=asked.full)


def _entries(rows: Iterable[Listing]) -> Iterator[Entry]:
    """Listings as they are given on; one query more for each few thousand."""
    return (_entry_of(one) for one in published(rows))


def _entry(row: Listing) -> Entry:
    return _entry_of(as_published(row))


def _entry_of(found: Published) -> Entry:
    return Entry(found.id, found.meeting, found.changed_at, found.checked_at, found.source_name, found.licence)


# One thing


def service_with(own_id: UUID, on: date) -> Values | None:
    """One service with everything that belongs to it, and its history."""
    row = listings_published().filter(pk=own_id).first()
    if row is None:
        return None
    entry = _entry(row)
    found = hsds_out.service(entry, on, full=True)
    return {**found, "metadata": [*found["metadata"], *_history(entry)]}


def _history(entry: Entry) -> Iterator[Values]:
    changes = ListingChange.objects.filter(listing_id=entry.id).order_by("-at", "-pk")[:MOST_HISTORY]
    for change in changes:
        for field, said in change.fields.items():
            if field not in HELD_BACK and isinstance(said, list) and len(said) == 2:
                yield hsds_out.history_of(entry, change.pk, change.at, (field, said[0], said[1]))


def at_location_with(own_id: UUID, on: date) -> Values | None:
    """One service at one of its places."""
    ids = {which: hsds_out.listing_of(own_id, which) for which in SIDES}
    for row in listings_published().filter(pk__in=ids.values()):
        entry = _entry(row)
        for which in hsds_out.places_of(entry.meeting):
            if ids[which] == row.pk:
                return hsds_out.service_at_location(entry, which, on, full=True)
    return None


def organization_with(own_id: UUID, on: date, *, full_service: bool) -> Values | None:
    """One organization with what it offers."""
    provider = vocabulary().providers.get(str(own_id))
    if provider is None:
        return None
    rows = listings_published().filter(_by_provider(provider))
    if not full_service:
        offered = [{"id": str(pk), "name": name} for pk, name in rows.values_list("pk", "name")]
        return {**hsds_out.organization(provider), "services": offered}
    found = list(rows[: MOST_OFFERED + 1])
    if len(found) > MOST_OFFERED:
        wanted = f"/hsds/services?organization_id={own_id}&full=true"
        raise Refused({"full_service": f"It offers more than {MOST_OFFERED} services. Ask for {wanted}."})
    return {
        **hsds_out.organization(provider),
        "services": [hsds_out.service(one, on, full=True) for one in _entries(found)],
    }


# Lists of names


def organizations(asked: Asked) -> list[Provider]:
    """The organizations in whose name every word stands."""
    return [one for one in vocabulary().providers.values() if _is_in(asked.search, one.name)]


def organization_rows(asked: Asked, providers: Sequence[Provider], on: date) -> list[Values]:
    """Organizations as they are listed; with `full` or `full_service` together with what they offer."""
    if not (asked.full or asked.full_service):
        return [hsds_out.organization(one) for one in providers]
    found: dict[str, list[Values]] = {one.id: [] for one in providers}
    rows = listings_published().filter(_by_providers(providers))
    offered = (entry for entry in _entries(rows) if entry.provider.id in found)
    for number, entry in enumerate(offered):
        if number == MOST_OFFERED:
            advice = f"These organizations offer more than {MOST_OFFERED} services. Ask for fewer a page."
            raise Refused({"per_page": advice})
        shown = hsds_out.service(entry, on, full=True) if asked.full_service else _named(entry)
        found[entry.provider.id].append(shown)
    return [{**hsds_out.organization(one), "services": found[one.id]} for one in providers]


def _named(entry: Entry) -> Values:
    return {"id": str(entry.id), "name": entry.meeting.name}


def _by_providers(providers: Sequence[Provider]) -> Q:
    """At least the listings of all of them, in four conditions however many they are."""
    names = {kind: [one.name for one in providers if one.kind == kind] for kind in BEHIND}
    no_organization = Q(meeting__organization__isnull=True)
    no_group = no_organization & Q(meeting__group__isnull=True)
    return (
        Q(meeting__organization__in=names["organization"])
        | (no_organization & Q(meeting__group__in=names["group"]))
        | (no_group & Q(meeting__fellowship__in=names["fellowship"]))
        | (no_group & Q(meeting__fellowship__isnull=True, source__name__in=names["source"]))
    )


def taxonomies(asked: Asked) -> list[Values]:
    """The taxonomies in whose name every word stands."""
    found = (taxonomy(key) for key in vocabulary().taxonomies.values())
    return [one for one in found if _is_in(asked.search, one["name"])]


def terms(asked: Asked) -> list[Values]:
    """The terms that answer. Ours have no parents, so all are at the top and none is below another."""
    if asked.parent_id:
        return []
    known = vocabulary()
    only = known.taxonomies.get(str(asked.taxonomy_id)) if asked.taxonomy_id else None
    wanted = (one for one in known.terms.values() if not asked.taxonomy_id or one[0] == only)
    return [found for one in wanted if _is_in(asked.search, (found := whole_term(*one))["name"])]


def taxonomy_with(own_id: UUID) -> Values | None:
    """One taxonomy."""
    key = vocabulary().taxonomies.get(str(own_id))
    return taxonomy(key) if key else None


def term_with(own_id: UUID) -> Values | None:
    """One term."""
    found = vocabulary().terms.get(str(own_id))
    return whole_term(*found) if found else None


def _is_in(words: tuple[str, ...], text: str) -> bool:
    return all(word.lower() in text.lower() for word in words)
