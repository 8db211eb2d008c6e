"""Every published address, as OpenAPI 3.1. Read-only, without a key, from any site."""

from __future__ import annotations

from typing import Any

from holdfast.directory.openapi_schemas import (
    ID,
    MOMENT,
    SCHEMAS,
    TEXT,
    WHOLE,
    YES_NO,
    Schema,
    one_of,
    page,
    ref,
    several,
)
from holdfast.directory.openreferral_asked import (
    ADVICE,
    AT_LOCATIONS,
    LONGEST_SEARCH,
    MOST_METRES,
    MOST_PAGES,
    MOST_PER_PAGE,
    MOST_WORDS,
    ORGANIZATIONS,
    SERVICES,
    TAXONOMIES,
    TERMS,
    USUAL_METRES,
    USUAL_PER_PAGE,
)

JSON, LINES, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"

HSDS_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "search": (
        f"Words, all of which must be there; from the {MOST_WORDS}th on they must stand together.",
        {**TEXT, "maxLength": LONGEST_SEARCH, "pattern": "^[^\\u0000]*$"},
    ),
    "page": ("The number of the page.", {**WHOLE, "minimum": 1, "maximum": MOST_PAGES, "default": 1}),
    "per_page": (
        "How many on a page.",
        {**WHOLE, "minimum": 1, "maximum": MOST_PER_PAGE, "default": USUAL_PER_PAGE},
    ),
    "format": (
        "json is pages; ndjson is everything, one object a line.",
        {**one_of("json", "ndjson"), "default": "json"},
    ),
    "taxonomy_term_id": ("Only what has this term.", ID),
    "taxonomy_id": ("Only what has a term of this taxonomy.", ID),
    "organization_id": ("Only what this organization offers.", ID),
    "parent_id": ("Only terms below this one. Ours have none below them.", ID),
    "modified_after": (f"{ADVICE['modified_after']} Without an offset it is UTC.", MOMENT),
    "minimal": ("Only ids and when they changed, all on one page.", YES_NO),
    "full": ("With everything that belongs to it.", YES_NO),
    "full_service": ("With the services in full.", YES_NO),
    "top_only": ("Only terms at the top, which all of ours are.", YES_NO),
    "postcode": (
        "A postal code or place that we know: 60614, or Chicago, IL.",
        {**TEXT, "maxLength": 100, "pattern": "^[^\\u0000]*$"},
    ),
    "proximity": (
        f"Metres around the postcode; without it {USUAL_METRES}.",
        {**WHOLE, "minimum": 1, "maximum": MOST_METRES},
    ),
}

FEED_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "fellowship": ("Only this fellowship, by its code: aa, na, al-anon, smart.", TEXT),
    "source": ("Only this source, by its number.", {**WHOLE, "minimum": 1}),
    "modified_since": ("Only what changed since this moment.", TEXT),
}

CALENDAR_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "near": ("A town, a city or a postal code.", TEXT),
    "within": ("Kilometres.", one_of("2", "5", "10", "25", "50", "100")),
    "when": ("A day of the week, 0 is Sunday. A calendar has all days, so today and now are passed over.", TEXT),
    "how": ("in_person, online or hybrid.", TEXT),
    "words": ("Words of the name, the group or the place.", TEXT),
    "kind": ("A kind, such as women; may be given several times.", several(TEXT)),
    "path": ("A fellowship by its code, or not-12-step.", TEXT),
    "language": ("ISO 639-1.", TEXT),
    "plain": ("Every entry says only that there is something, for calendars that others see.", TEXT),
}

BMLT_PARAMETERS: dict[str, tuple[str, Schema]] = {
    "weekdays": ("1 is Sunday to 7; a list with commas or weekdays[]; a minus sign leaves out.", TEXT),
    "venue_types": ("1 in person, 2 virtual, 3 hybrid; a minus sign leaves out.", TEXT),
    "formats": ("Ids of formats, as GetFormats gives them; a minus sign leaves out.", TEXT),
    "formats_comparison_operator": ("OR finds any of the formats; otherwise all must be there.", TEXT),
    "services": ("Ids of service bodies; a minus sign leaves out.", TEXT),
    "recursive": ("1 takes the service bodies below with them.", TEXT),
    "SearchString": ("Words.", TEXT),
    "lat_val": ("Latitude of the middle.", TEXT),
    "long_val": ("Longitude of the middle.", TEXT),
    "geo_width": ("Miles around the middle; a negative whole number finds at least so many.", TEXT),
    "geo_width_km": ("The same in kilometres.", TEXT),
    "sort_results_by_distance": ("1 gives the nearest first.", TEXT),
    "sort_keys": ("Fields to sort by, with commas.", TEXT),
    "data_field_key": ("Only these fields, with commas.", TEXT),
    "page_size": ("How many.", TEXT),
    "page_num": ("Which page, from 1.", TEXT),
    "get_used_formats": ("1 adds the formats that are used: {meetings, formats}.", TEXT),
    "lang_enum": ("Language of names and descriptions.", TEXT),
    "key_strings[]": ("For GetFormats: only these codes.", TEXT),
    "callback": ("For jsonp: the name of the function.", TEXT),
}
SWITCHERS = (
    "GetSearchResults",
    "GetFormats",
    "GetServiceBodies",
    "GetServerInfo",
    "GetCoverageArea",
    "GetFieldKeys",
    "GetFieldValues",
    "GetChanges",
)


def _query(name: str, described: tuple[str, Schema]) -> Schema:
    description, schema = described
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _path(name: str, description: str, schema: Schema = ID) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _body(media: dict[str, Schema], description: str = "The answer.") -> Schema:
    return {"description": description, "content": {kind: {"schema": schema} for kind, schema in media.items()}}


UNCHANGED: Schema = {"description": "Nothing changed since the ETag or the date that was given."}
MISTAKE = _body({PROBLEM: ref("Problem")}, "A parameter cannot be read; the answer says which and what to give.")
NOWHERE = _body({PROBLEM: ref("Problem")}, "The postcode is not known, or it is of several places, which are named.")
ABSENT = _body({PROBLEM: ref("Problem")}, "There is nothing with this id.")


def _get(name: str, summary: str, parameters: list[Schema], responses: dict[str, Schema], tag: str) -> Schema:
    """One address that is read."""
    said = {"operationId": name, "summary": summary, "tags": [tag], "parameters": parameters}
    return {"get": {**said, "responses": {**responses, "304": UNCHANGED}}}


def _list(name: str, summary: str, of: str, names: tuple[str, ...]) -> Schema:
    """A list of HSDS."""
    shapes = [page(ref(of)), page(ref("MinimalService"))] if "minimal" in names else [page(ref(of))]
    answer = _body({JSON: shapes[0] if len(shapes) == 1 else {"anyOf": shapes}, LINES: TEXT})
    parameters = [_query(one, HSDS_PARAMETERS[one]) for one in names]
    nowhere = {"404": NOWHERE} if "postcode" in names else {}
    return _get(name, summary, parameters, {"200": answer, **nowhere, "422": MISTAKE}, "HSDS 3.0")


def _one(name: str, summary: str, of: str, *names: str) -> Schema:
    """One thing of HSDS by its id."""
    parameters = [_path("id", "Its id."), *(_query(one, HSDS_PARAMETERS[one]) for one in names)]
    responses = {"200": _body({JSON: ref(of)}), "404": ABSENT, "422": MISTAKE}
    return _get(name, summary, parameters, responses, "HSDS 3.0")


def _file(name: str, summary: str, kind: str, schema: Schema, parameters: dict[str, tuple[str, Schema]]) -> Schema:
    """A feed as one file."""
    asked = [_query(one, described) for one, described in parameters.items()]
    mistake = _body({"text/plain": TEXT}, "A parameter cannot be read; the answer says which and what to give.")
    responses = {"200": _body({kind: schema}), **({"400": mistake} if parameters else {})}
    return _get(name, summary, asked, responses, "Feeds")


def _semantic() -> Schema:
    """BMLT's read interface: one address, and a parameter that says what is asked."""
    switcher = {**_query("switcher", ("What is asked.", one_of(*SWITCHERS))), "required": True}
    parameters = [
        _path("form", "json, jsonp, tsml or csv.", one_of("json", "jsonp", "tsml", "csv")),
        switcher,
        *(_query(one, described) for one, described in BMLT_PARAMETERS.items()),
    ]
    rows = {"anyOf": [several(ref("BmltRow")), ref("BmltRow")]}
    mistake = _body({JSON: {"type": "object"}}, "A parameter cannot be read; the answer says which.")
    responses = {
        "200": _body({JSON: rows, "application/javascript": TEXT, "text/csv": TEXT}),
        "400": mistake,
        "422": mistake,
    }
    return _get("bmlt", "The semantic interface of BMLT", parameters, responses, "BMLT")


HSDS_PATHS: dict[str, Schema] = {
    "/hsds/": _get("hsds", "Which version of HSDS this is", [], {"200": _body({JSON: ref("About")})}, "HSDS 3.0"),
    "/hsds/services": _list("services", "Services", "Service", SERVICES),
    "/hsds/services/{id}": _one("service", "One service with everything that belongs to it", "Service"),
    "/hsds/service_at_locations": _list(
        "serviceAtLocations", "Services at their places, also near a postal code", "ServiceAtLocation", AT_LOCATIONS
    ),
    "/hsds/service_at_locations/{id}": _one(
        "serviceAtLocation", "One service at one of its places", "ServiceAtLocation"
    ),
    "/hsds/organizations": _list("organizations", "Organizations", "Organization", ORGANIZATIONS),
    "/hsds/organizations/{id}": _one(
        "organization", "One organization with what it offers", "Organization", "full_service"
    ),
    "/hsds/taxonomies": _list("taxonomies", "Taxonomies", "Taxonomy", TAXONOMIES),
    "/hsds/taxonomies/{id}": _one("taxonomy", "One taxonomy", "Taxonomy"),
    "/hsds/taxonomy_terms": _list("taxonomyTerms", "Taxonomy terms", "TaxonomyTerm", TERMS),
    "/hsds/taxonomy_terms/{id}": _one("taxonomyTerm", "One taxonomy term", "TaxonomyTerm"),
}

FEED_PATHS: dict[str, Schema] = {
    "/feeds/meetings.json": _file(
        "meetingGuide",
        "Weekly meetings as Meeting Guide JSON",
        JSON,
        several(ref("MeetingGuideMeeting")),
        FEED_PARAMETERS,
    ),
    "/feeds/listings.csv": _file("listings", "Everything as a table", "text/csv", TEXT, FEED_PARAMETERS),
    "/feeds/changes.rss": _file("changes", "New, changed and ended listings", "application/rss+xml", TEXT, {}),
    "/feeds/search.ics": _file(
        "calendarOfSearch", "What a search finds, as a calendar", "text/calendar", TEXT, CALENDAR_PARAMETERS
    ),
    "/find/{id}/calendar.ics": _get(
        "calendarOfListing",
        "One listing as a calendar",
        [_path("id", "The listing's id."), _query("plain", CALENDAR_PARAMETERS["plain"])],
        {"200": _body({"text/calendar": TEXT}), "404": {"description": "There is no listing with this id."}},
        "Feeds",
    ),
    "/bmlt/client_interface/{form}/": _semantic(),
    "/feeds/openapi.json": _get("openapi", "This description", [], {"200": _body({JSON: {"type": "object"}})}, "About"),
}

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Holdfast directory",
        "version": "1",
        "summary": "Meetings, services and communities of recovery, in the open formats of the field.",
        "description": (
            "Everything here is read-only, needs no key and may be read from any site. Answers carry an ETag: ask "
            "again with If-None-Match and nothing is sent when nothing changed. Links, numbers and passwords that a "
            "group keeps to itself are not in it. Each source has a licence of its own; HSDS has it in metadata."
        ),
        "license": {"name": "GNU Affero General Public License v3 (the program)", "identifier": "AGPL-3.0-or-later"},
    },
    "servers": [{"url": "/"}],
    "tags": [
        {"name": "HSDS 3.0", "externalDocs": {"url": "https://docs.openreferral.org/"}},
        {"name": "Feeds", "description": "Files that apps and sites read whole."},
        {"name": "BMLT", "externalDocs": {"url": "https://bmlt.app/"}},
        {"name": "About", "description": "This description."},
    ],
    "paths": {**HSDS_PATHS, **FEED_PATHS},
    "components": {"schemas": SCHEMAS},
}
