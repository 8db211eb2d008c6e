"""The shapes of what is published, as JSON Schema 2020-12. Of HSDS only the fields that we fill."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "format": "uuid"}
DATE: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
YES_NO: Schema = {"type": "boolean"}


def ref(name: str) -> Schema:
    """One of the shapes below."""
    return {"$ref": f"#/components/schemas/{name}"}


def several(of: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": of}


def one_of(*values: str) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(values)}


def shape(description: str, required: str, /, **fields: Schema) -> Schema:
    """An object with these fields; more may come with a later version."""
    return {"type": "object", "description": description, "required": required.split(), "properties": fields}


def page(of: Schema) -> Schema:
    """One page of a list."""
    return {
        "allOf": [ref("Page"), {"type": "object", "required": ["contents"], "properties": {"contents": several(of)}}]
    }


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


SCHEMAS: dict[str, Schema] = {
    "Problem": shape(
        "What is wrong with the request (RFC 9457).",
        "type title status",
        type=TEXT,
        title=TEXT,
        status=WHOLE,
        problems=several(shape("One parameter and what to give.", "parameter advice", parameter=TEXT, advice=TEXT)),
    ),
    "About": shape(
        "The version of HSDS and where it is described.",
        "version profile openapi_url",
        version=TEXT,
        profile=TEXT,
        openapi_url=TEXT,
    ),
    "Page": shape(
        "Where a list stands.",
        "total_items total_pages page_number size first_page last_page empty",
        total_items=_said(WHOLE, "How many there are in all."),
        total_pages=WHOLE,
        page_number=WHOLE,
        size=_said(WHOLE, "How many are on this page."),
        first_page=YES_NO,
        last_page=YES_NO,
        empty=YES_NO,
    ),
    "MinimalService": shape(
        "To see what changed.", "id modified_date last_modified", id=ID, modified_date=MOMENT, last_modified=MOMENT
    ),
    "Service": shape(
        "A meeting, a service or a community. With full=true, and when asked for alone, everything that belongs to it.",
        "id name status organization last_modified",
        id=ID,
        name=TEXT,
        description=TEXT,
        url=TEXT,
        email=TEXT,
        status=one_of("active", "inactive", "defunct", "temporarily closed"),
        application_process=_said(TEXT, "What to do first."),
        fees_description=TEXT,
        eligibility_description=_said(TEXT, "Who may come or be helped."),
        alert=_said(TEXT, "Dates on which it is not as usual."),
        assured_date=_said(DATE, "When its source last said it."),
        last_modified=MOMENT,
        organization=ref("Organization"),
        phones=several(ref("Phone")),
        schedules=several(ref("Schedule")),
        service_at_locations=several(ref("ServiceAtLocation")),
        languages=several(ref("Language")),
        cost_options=several(ref("CostOption")),
        attributes=several(ref("Attribute")),
        metadata=several(ref("Metadata")),
    ),
    "ServiceAtLocation": shape(
        "A service at one of its places.", "id", id=ID, location=ref("Location"), service=ref("Service")
    ),
    "Location": shape(
        "A door or a link.",
        "id location_type",
        id=ID,
        location_type=one_of("physical", "postal", "virtual"),
        url=_said(TEXT, "Of a virtual place: where to join."),
        name=TEXT,
        description=TEXT,
        latitude=NUMBER,
        longitude=NUMBER,
        addresses=several(ref("Address")),
        phones=several(ref("Phone")),
        accessibility=several(ref("Accessibility")),
    ),
    "Address": shape(
        "A postal address; a part that is not known is empty.",
        "id address_1 city state_province postal_code country address_type",
        id=ID,
        address_1=TEXT,
        city=TEXT,
        state_province=TEXT,
        postal_code=TEXT,
        country=TEXT,
        address_type=one_of("physical", "postal", "virtual"),
    ),
    "Phone": shape("A number to call.", "id number", id=ID, number=TEXT, type=TEXT, description=TEXT),
    "Schedule": shape(
        "One regular time, or one extra date.",
        "id",
        id=ID,
        valid_from=DATE,
        valid_to=DATE,
        dtstart=DATE,
        until=DATE,
        count=WHOLE,
        wkst=one_of("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
        freq=one_of("WEEKLY", "MONTHLY"),
        interval=WHOLE,
        byday=_said(TEXT, "Days with commas; in a month with their number: 2MO, -1SU."),
        bymonthday=TEXT,
        opens_at=_said(TEXT, "HH:MM with the offset that the zone has today."),
        closes_at=TEXT,
        timezone=_said(NUMBER, "The offset in hours today. The name of the zone is the attribute field/zone."),
        description=TEXT,
        notes=TEXT,
        attributes=several(ref("Attribute")),
    ),
    "Language": shape("A language, as ISO 639-1.", "id", id=ID, code=TEXT),
    "CostOption": shape("What it costs, in words.", "id", id=ID, amount_description=TEXT),
    "Accessibility": shape("What makes the place easier to reach or use.", "id", id=ID, description=TEXT),
    "Organization": shape(
        "Who stands behind it: an organization, else the group, else the fellowship, else the source.",
        "id name description",
        id=ID,
        name=TEXT,
        description=TEXT,
        services=several({"type": "object"}),
    ),
    "Taxonomy": shape("A vocabulary.", "id name description", id=ID, name=TEXT, description=TEXT, version=TEXT),
    "TaxonomyTerm": shape(
        "One word of a vocabulary.",
        "id name description",
        id=ID,
        code=TEXT,
        name=TEXT,
        description=TEXT,
        taxonomy=TEXT,
        taxonomy_id=ID,
        taxonomy_detail=ref("Taxonomy"),
        language=TEXT,
    ),
    "Attribute": shape(
        "A term that is said of a service, with a value where the term is a field.",
        "id taxonomy_term",
        id=ID,
        link_type=TEXT,
        link_entity=TEXT,
        value=TEXT,
        taxonomy_term=ref("TaxonomyTerm"),
    ),
    "Metadata": shape(
        "Where it is from, and what changed.",
        "id last_action_date last_action_type field_name previous_value replacement_value updated_by",
        id=ID,
        resource_type=TEXT,
        last_action_date=DATE,
        last_action_type=TEXT,
        field_name=TEXT,
        previous_value=TEXT,
        replacement_value=TEXT,
        updated_by=TEXT,
    ),
    "MeetingGuideMeeting": shape(
        "One weekly meeting (Meeting Guide).",
        "name slug",
        name=TEXT,
        slug=TEXT,
        day=_said({"type": ["integer", "array"], "items": WHOLE}, "0 is Sunday; missing is by appointment."),
        time=_said(TEXT, "HH:MM, 24 hours."),
        end_time=TEXT,
        timezone=_said(TEXT, "IANA name."),
        types=several(TEXT),
        formatted_address=TEXT,
        address=TEXT,
        city=TEXT,
        state=TEXT,
        postal_code=TEXT,
        country=TEXT,
        latitude=NUMBER,
        longitude=NUMBER,
        approximate=one_of("yes", "no"),
        regions=several(TEXT),
        conference_url=TEXT,
        conference_phone=TEXT,
        location=TEXT,
        group=TEXT,
        notes=TEXT,
        updated=_said(TEXT, "YYYY-MM-DD HH:MM:SS in UTC."),
        url=TEXT,
        entity=TEXT,
        entity_url=TEXT,
    ),
    "BmltRow": _said(
        {"type": "object", "additionalProperties": True},
        "A meeting, format or service body of BMLT: every value is text, and a missing one is empty.",
    ),
}
