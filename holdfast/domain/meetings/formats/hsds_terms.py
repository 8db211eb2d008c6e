"""The vocabularies of our HSDS: taxonomies, their terms, and ids that stay.

One taxonomy for each fellowship, since codes collide between them; one for kinds, which mean the same everywhere; one
for fellowships; and one for what a listing is and says beyond the fields that HSDS has.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from holdfast.domain.meetings.fellowships import FELLOWSHIPS
from holdfast.domain.meetings.kinds import MEANINGS, WITHOUT_KIND, Kind, meanings_for
from holdfast.domain.meetings.meeting import Attendance, Category, Joining

Values = dict[str, Any]

NAMESPACE = UUID("0b0c6f1e-7b1b-5d0e-9e4b-6d2f1c5a7e30")
"""Ids made of names are made in here and never change: who reads us remembers them."""
LISTING, KINDS, FELLOWSHIP, TYPES = "listing", "kinds", "fellowships", "types-"
CLOSED, APPROXIMATE, ZONE_STATED = "is/closed", "is/approximate", "is/zone-stated"
NAMES: Mapping[str, tuple[str, str]] = {
    LISTING: ("Listing", "What a listing is, how one takes part, and what it says beyond the fields of HSDS."),
    KINDS: ("Kinds", "For whom it is and what happens there, meant the same in every fellowship."),
    FELLOWSHIP: ("Fellowships", "The fellowship or programme it belongs to."),
}
TEXTS = (
    "location_notes",
    "group",
    "group_notes",
    "conference_url",
    "conference_url_notes",
    "conference_phone",
    "conference_phone_notes",
    "conference_password",
    "moderation",
    "feedback_url",
)
TEXT_FIELDS = (*TEXTS, "updated_at", "zone")
"""Fields of a listing that an attribute carries as its value."""
MANY_FIELDS = ("region", "change", "slot")
"""The same, once for each value."""
FIELD = "field/"


@lru_cache(maxsize=200)
def taxonomy_id(key: str) -> str:
    """The id of one of our taxonomies."""
    return str(uuid5(NAMESPACE, f"taxonomy {key}"))


@lru_cache(maxsize=20_000)
def term_id(key: str, code: str) -> str:
    """The id of one of our terms."""
    return str(uuid5(NAMESPACE, f"term {key} {code}"))


@lru_cache(maxsize=200)
def taxonomy(key: str) -> Values:
    """One taxonomy as HSDS has it. Shared between answers: not to be changed."""
    name, description = NAMES.get(key) or _types_taxonomy(key.removeprefix(TYPES))
    return {"id": taxonomy_id(key), "name": name, "description": description, "version": "1"}


def _types_taxonomy(fellowship: str) -> tuple[str, str]:
    known = FELLOWSHIPS.get(fellowship)
    name = known.name if known else fellowship or "no stated fellowship"
    return (
        f"Types of {name}",
        f"The codes with which the lists of {name} describe a meeting, as their sources wrote them.",
    )


@lru_cache(maxsize=20_000)
def term(key: str, code: str) -> Values:
    """One term as HSDS has it. Shared between answers: not to be changed."""
    name, description = _named(key, code)
    return {
        "id": term_id(key, code),
        "code": f"{key}:{code}",
        "name": name,
        "description": description,
        "taxonomy": taxonomy(key)["name"],
        "taxonomy_id": taxonomy_id(key),
        "language": "en",
    }


def whole_term(key: str, code: str) -> Values:
    """One term together with its taxonomy, as it is listed; attributes only name the taxonomy, to stay small."""
    return {**term(key, code), "taxonomy_detail": taxonomy(key)}


def _named(key: str, code: str) -> tuple[str, str]:
    if key == FELLOWSHIP:
        known = FELLOWSHIPS.get(code)
        name = known.name if known else code
        return name, f"It belongs to {name}."
    if key.startswith(TYPES):
        meaning = meanings_for(key.removeprefix(TYPES)).get(code)
        said = spoken(meaning) if isinstance(meaning, Kind) else f"language {meaning}" if meaning else "not known to us"
        return code, f"The source's code {code}; meaning: {said}."
    if code.startswith(FIELD):
        name = spoken(code.removeprefix(FIELD))
        return name, f"The value of the attribute is the listing's {name.lower()}."
    name = spoken(code.replace("/", ": "))
    return name, f"{name}."


def spoken(code: str) -> str:
    """A code as words: "people_of_colour" is "People of colour"."""
    return code.replace("_", " ").replace("-", " ").capitalize()


def listing_codes() -> Iterator[str]:
    """Every code of the taxonomy of listings."""
    yield from (f"category/{one}" for one in Category)
    yield from (f"attendance/{one}" for one in Attendance)
    yield from (f"joining/{one}" for one in Joining)
    yield from (CLOSED, APPROXIMATE, ZONE_STATED)
    yield from (FIELD + name for name in (*TEXT_FIELDS, *MANY_FIELDS))


def usual_terms() -> Iterator[tuple[str, str]]:
    """Taxonomy and code of every term that is there whatever the listings are."""
    yield from ((LISTING, code) for code in listing_codes())
    yield from ((KINDS, str(kind)) for kind in Kind)
    yield from ((FELLOWSHIP, code) for code in FELLOWSHIPS)
    for fellowship, meanings in MEANINGS.items():
        codes = dict.fromkeys([*meanings, *sorted(WITHOUT_KIND.get(fellowship, ()))])
        yield from ((TYPES + fellowship, code) for code in codes)


@dataclass(slots=True)
class Said:
    """What the attributes of our own vocabularies say about one service."""

    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Taxonomy -> codes, in their order."""
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Field -> values, in their order."""

    @property
    def is_ours(self) -> bool:
        """Whether Holdfast wrote the service."""
        return any(code.startswith("category/") for code in self.codes.get(LISTING, ()))

    def text(self, name: str) -> str:
        """The value of a field, or nothing."""
        return next(iter(self.values.get(name, ())), "")

    def listing(self, kind: str) -> str:
        """The code of the listing that begins so: `listing("attendance")` is "online"."""
        found = (code for code in self.codes.get(LISTING, ()) if code.startswith(f"{kind}/"))
        return next(found, "").partition("/")[2]

    def types(self) -> tuple[str, ...]:
        """The source's codes."""
        return tuple(code for key, codes in self.codes.items() if key.startswith(TYPES) for code in codes)


def said_in(attributes: Iterable[Values]) -> Said:
    """What attributes of ours say; those of others are passed over."""
    said = Said()
    for one in attributes:
        found = _own_term(one.get("taxonomy_term"))
        if found is None:
            continue
        key, code = found
        if key == LISTING and code.startswith(FIELD):
            said.values[code.removeprefix(FIELD)].append(str(one.get("value") or ""))
        else:
            said.codes[key].append(code)
    return said


def _own_term(value: object) -> tuple[str, str] | None:
    """Taxonomy and code, if the id shows that the term is one of ours."""
    if not isinstance(value, dict) or not isinstance(value.get("code"), str):
        return None
    key, _, code = value["code"].partition(":")
    return (key, code) if value.get("id") == term_id(key[:100], code[:100]) else None


def as_json(value: object) -> str:
    """A value with several parts, as an attribute carries it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
