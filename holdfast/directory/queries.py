"""What the directory can do for somebody's network: groups that fit, and what a kept group usually gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from django.utils.translation import gettext_lazy as _

from holdfast.directory.members import shown_meetings
from holdfast.directory.models import Listing
from holdfast.directory.places import Place
from holdfast.directory.search import Copy, holder
from holdfast.directory.shown import Viewer, where
from holdfast.directory.words import Words
from holdfast.domain.meetings.fellowships import Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Joining, Meeting
from holdfast.domain.meetings.query import Hit, Query
from holdfast.domain.network import Circle, Role, SupportKind
from holdfast.domain.steps import Offer

OFFER_KM = 25.0
MOST_OFFERS = 12
FITS: Mapping[str, Words] = {
    "near": _("near you"),
    "online": _("online, from anywhere"),
    "soon": _("in the next three days"),
    "language": _("in your language"),
    "newcomers": _("newcomers are welcome"),
    "access": _("with the access you need"),
    "not_12_step": _("not 12-step"),
    "family": _("for family and friends"),
}
"""Why a group is offered, as a code and its words."""
SOON_MINUTES = 3 * 24 * 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for, as far as they said. Nothing of it is kept."""

    place: Place | None = None
    language: str = ""
    access: frozenset[Kind] = frozenset()
    is_not_12_step: bool = False
    for_family: bool = False
    how: Attendance | None = None
    """Only in person, or only online."""
    days: frozenset[int] = frozenset()
    """On which the person can; 0 is Sunday. Empty is any."""
    hours: tuple[int, int] | None = None
    """Minutes after midnight between which it may begin."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a listing would be as a tie, for the person to confirm or change."""

    listing_key: str
    name: str
    role: Role
    circle: Circle
    gives: Mapping[SupportKind, int]
    channels: tuple[tuple[str, str], ...]
    """(via, value), as the network app names its channels; the first is the best."""
    why: Words


PEER_GROUP: Mapping[SupportKind, int] = {
    SupportKind.EMOTIONAL: 2,
    SupportKind.INFORMATIONAL: 2,
    SupportKind.SOCIAL: 2,
    SupportKind.ACCOUNTABILITY: 1,
}
ONLINE_GROUP: Mapping[SupportKind, int] = {
    SupportKind.EMOTIONAL: 2,
    SupportKind.INFORMATIONAL: 2,
    SupportKind.SOCIAL: 1,
    SupportKind.ACCOUNTABILITY: 1,
}
"""Company is weaker where nobody is in the room: what was measured for peer support online is small."""


def suggestion_for(listing: Listing, meeting: Meeting | None = None) -> Suggestion:
    """A group of peers is listened to and listens (emotional), shares what helped (informational), and is company
    (social); those who come every week are also missed when they stay away (accountability).

    `meeting` is what all its sources say; left out, it is what this one says."""
    meeting = meeting or Meeting.from_json(listing.meeting)
    is_online = meeting.attendance is Attendance.ONLINE
    return Suggestion(
        listing_key=str(listing.pk),
        name=meeting.name,
        role=Role.ONLINE_COMMUNITY if is_online else Role.SUPPORT_GROUP,
        circle=Circle.WEEKLY if meeting.slots else Circle.MONTHLY,
        gives=ONLINE_GROUP if is_online else PEER_GROUP,
        channels=tuple(_channels(meeting)),
        why=_("Groups like this usually give a place to be heard, what helped others, and company."),
    )


def _channels(meeting: Meeting) -> Iterable[tuple[str, str]]:
    if place := where(meeting):
        yield "place", place
    is_shown = meeting.joining is not Joining.ASK
    if meeting.conference_url and is_shown:
        yield "video", meeting.conference_url
    if meeting.conference_phone and is_shown:
        yield "phone", meeting.conference_phone
    if meeting.url:
        yield "web", meeting.url


def offers_near(wish: Wish, *, viewer: Viewer, limit: int = MOST_OFFERS) -> list[Offer]:
    """Groups that fit, soonest first: near ones and online ones in turn, and of each fellowship in turn, so that no
    single programme fills the list."""
    copy = holder.current()
    near = _offers(copy, wish, viewer, is_online=False) if wish.place and wish.how != Attendance.ONLINE else []
    online = _offers(copy, wish, viewer, is_online=True) if wish.how != Attendance.IN_PERSON else []
    both = chain.from_iterable(zip_longest(near, online))
    found = {offer.id: offer for offer in both if offer is not None}
    return list(islice(found.values(), limit))


def _offers(copy: Copy, wish: Wish, viewer: Viewer, *, is_online: bool) -> list[Offer]:
    query = Query(
        near=None if is_online or wish.place is None else (wish.place.latitude, wish.place.longitude),
        radius_km=None if is_online else OFFER_KM,
        kinds=wish.access,
        categories=frozenset({Category.MEETING, Category.COMMUNITY}),
        attendance=Attendance.ONLINE if is_online else Attendance.IN_PERSON,
        twelve_step=False if wish.is_not_12_step else None,
        audience=Audience.FAMILY if wish.for_family else Audience.OWN,
        languages=frozenset({wish.language} if wish.language else ()),
        days=wish.days,
        start_after=wish.hours[0] if wish.hours else None,
        start_before=wish.hours[1] if wish.hours else None,
        counts=False,
        limit=50,
    )
    hits = copy.search(query, viewer.now).hits
    stored = _meetings(copy, hits)
    offers = [_offer(copy, hit, stored[hit.position], wish, viewer) for hit in hits if hit.position in stored]
    return _in_turn(offers, [stored[hit.position].fellowship or "" for hit in hits if hit.position in stored])


def _meetings(copy: Copy, hits: Iterable[Hit]) -> dict[int, Meeting]:
    """The meetings behind hits that can be offered: places that are closed for now are left out. One query."""
    ids = {copy.id_at(hit.position): hit.position for hit in hits}
    found = {ids[pk]: meeting for pk, meeting in shown_meetings(ids).items()}
    return {position: meeting for position, meeting in found.items() if not meeting.is_closed}


def _offer(copy: Copy, hit: Hit, meeting: Meeting, wish: Wish, viewer: Viewer) -> Offer:
    is_online = meeting.attendance is Attendance.ONLINE
    return Offer(
        id=str(copy.id_at(hit.position)),
        gives=frozenset(ONLINE_GROUP if is_online else PEER_GROUP),
        is_online=is_online,
        distance_km=hit.distance_km,
        for_family=meeting.audience is Audience.FAMILY,
        fits=tuple(_fits(hit, meeting, wish, viewer)),
    )


def _fits(hit: Hit, meeting: Meeting, wish: Wish, viewer: Viewer) -> Iterable[str]:
    soon = hit.next_start is not None and (hit.next_start - viewer.now).total_seconds() < SOON_MINUTES * 60
    said = {
        "near": hit.distance_km is not None,
        "online": meeting.attendance in {Attendance.ONLINE, Attendance.HYBRID},
        "soon": soon,
        "language": bool(wish.language),
        "newcomers": Kind.NEWCOMERS in meeting.kinds,
        "access": bool(wish.access),
        "not_12_step": wish.is_not_12_step,
        "family": meeting.audience is Audience.FAMILY,
    }
    return (code for code, holds in said.items() if holds)


def _in_turn(offers: list[Offer], fellowships: list[str]) -> list[Offer]:
    """One of each fellowship, then a second of each, and so on."""
    piles: dict[str, list[Offer]] = {}
    for offer, fellowship in zip(offers, fellowships, strict=True):
        piles.setdefault(fellowship, []).append(offer)
    return [offer for turn in zip_longest(*piles.values()) for offer in turn if offer is not None]
