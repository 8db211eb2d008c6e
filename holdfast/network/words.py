"""The words people see for roles, kinds, circles and states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.domain.network import SECTOR_OF, Area, Balance, Circle, Role, Sector, SupportKind, TieState, Urgency
from holdfast.network.models import Channel, Touch

Words = Mapping[Any, Any]
"""A value -> its words, translated when they are shown."""

SECTORS: Words = {
    Sector.FAMILY: _("Family"),
    Sector.FRIENDS: _("Friends"),
    Sector.PEERS: _("Peers"),
    Sector.PROFESSIONALS: _("Professionals"),
    Sector.GROUPS: _("Groups and places"),
}

INVITATIONS: Words = {
    Sector.FAMILY: _("someone in your family"),
    Sector.FRIENDS: _("a friend"),
    Sector.PEERS: _("someone who has been there"),
    Sector.PROFESSIONALS: _("a professional"),
    Sector.GROUPS: _("a group or a line"),
}

ROLES: Words = {
    Role.PARTNER: _("partner"),
    Role.PARENT: _("parent"),
    Role.SIBLING: _("brother or sister"),
    Role.CHILD: _("child"),
    Role.OTHER_FAMILY: _("other family"),
    Role.FRIEND: _("friend"),
    Role.NEIGHBOUR: _("neighbour"),
    Role.ACQUAINTANCE: _("someone I know"),
    Role.COWORKER: _("coworker"),
    Role.PEER: _("peer, someone with a similar experience"),
    Role.SPONSOR: _("sponsor"),
    Role.SPONSEE: _("someone I sponsor"),
    Role.MENTOR: _("mentor"),
    Role.MENTEE: _("someone I mentor"),
    Role.PEER_WORKER: _("peer support worker"),
    Role.VOLUNTEER: _("volunteer"),
    Role.THERAPIST: _("therapist"),
    Role.COUNSELLOR: _("counsellor"),
    Role.SOCIAL_WORKER: _("social worker"),
    Role.CASE_MANAGER: _("case manager"),
    Role.CLINICIAN: _("doctor or nurse"),
    Role.SUPPORT_WORKER: _("support worker"),
    Role.SUPPORT_GROUP: _("support group"),
    Role.THERAPY_GROUP: _("therapy group"),
    Role.PROGRAMME: _("programme"),
    Role.TREATMENT_CENTRE: _("treatment centre"),
    Role.ORGANISATION: _("organisation"),
    Role.FAITH_COMMUNITY: _("faith community"),
    Role.WORKPLACE_OR_SCHOOL: _("workplace or school"),
    Role.CLUB: _("club or hobby group"),
    Role.VOLUNTEERING: _("volunteering"),
    Role.ONLINE_COMMUNITY: _("online community"),
    Role.APP: _("app"),
    Role.HELPLINE: _("help line"),
}

KINDS: Words = {
    SupportKind.EMOTIONAL: _("listening and comfort"),
    SupportKind.INFORMATIONAL: _("advice and information"),
    SupportKind.PRACTICAL: _("practical help"),
    SupportKind.SOCIAL: _("company and belonging"),
    SupportKind.ACCOUNTABILITY: _("keeping me to my word"),
    SupportKind.FINANCIAL: _("help with money"),
    SupportKind.INSPIRATION: _("hope and example"),
    SupportKind.ADVOCACY: _("speaking up with me"),
}

STRENGTHS: Words = {0: _("no"), 1: _("a little"), 2: _("some"), 3: _("a lot")}

CIRCLES: Words = {
    Circle.WEEKLY: _("weekly"),
    Circle.MONTHLY: _("monthly"),
    Circle.NOW_AND_THEN: _("now and then"),
    Circle.YEARLY: _("yearly"),
}

STATES: Words = {
    TieState.ACTIVE: _("there for me"),
    TieState.RESTING: _("resting for now"),
    TieState.STRAINED: _("strained"),
    TieState.PHASING_OUT: _("stepping back from"),
    TieState.ENDED: _("ended"),
}

AREAS: Words = {
    Area.RECOVERY: _("recovery"),
    Area.FEELINGS: _("feelings"),
    Area.BODY: _("body and health"),
    Area.HOME: _("home and daily life"),
    Area.WORK: _("work and learning"),
    Area.MONEY: _("money"),
    Area.HEALTHCARE: _("getting care"),
    Area.FAMILY: _("family"),
    Area.COMPANY: _("company and free time"),
    Area.SPIRIT: _("spirit and meaning"),
    Area.OTHER: _("something else"),
}

URGENCIES: Words = {Urgency.NOW: _("now"), Urgency.SOON: _("soon"), Urgency.SOMETIME: _("some time")}

FEELINGS: Words = {
    2: _("much better"),
    1: _("a little better"),
    0: _("neither"),
    -1: _("a little worse"),
    -2: _("much worse"),
}

TRUST: Words = {3: _("fully"), 2: _("mostly"), 1: _("a little"), 0: _("not yet")}

CHANNELS: Words = {
    Channel.Via.PHONE: _("Phone"),
    Channel.Via.TEXT: _("Text message"),
    Channel.Via.MAIL: _("E-mail"),
    Channel.Via.VIDEO: _("Video link"),
    Channel.Via.CHAT: _("Chat"),
    Channel.Via.WEB: _("Web page"),
    Channel.Via.PLACE: _("Place"),
}

DIRECTIONS: Words = {
    Touch.Direction.BOTH: _("we were in touch"),
    Touch.Direction.RECEIVED: _("they helped me"),
    Touch.Direction.GIVEN: _("I helped them"),
}

HOWS: Words = {
    Touch.How.CALL: _("a call"),
    Touch.How.VISIT: _("a visit"),
    Touch.How.MESSAGE: _("a message"),
}

BALANCES: Words = {
    Balance.BOTH_WAYS: _("both ways"),
    Balance.THEY_HELP_ME: _("mostly they help me"),
    Balance.I_HELP_THEM: _("mostly I help them"),
    Balance.NOT_KNOWN: _("not written down yet"),
}


def choices(words: Words) -> list[tuple[Any, Promise]]:
    """For a form field, in the order they stand here."""
    return [(getattr(value, "value", value), word) for value, word in words.items()]


def roles_by_sector() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """For a select with groups."""
    grouped: dict[Sector, list[tuple[str, Promise]]] = {sector: [] for sector in SECTORS}
    for role, word in ROLES.items():
        grouped[SECTOR_OF[role]].append((role.value, word))
    return [(SECTORS[sector], found) for sector, found in grouped.items()]
