"""The words for what a meeting is, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.domain.meetings.fellowships import FELLOWSHIPS, Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Attendance, Category, Meeting
from holdfast.domain.meetings.pathways import Pathway

Words = str | Promise

KINDS: dict[Kind, Words] = {
    Kind.OPEN: _("Open to everyone"),
    Kind.CLOSED: _("For members"),
    Kind.NEWCOMERS: _("Newcomers"),
    Kind.WOMEN: _("Women"),
    Kind.MEN: _("Men"),
    Kind.LGBTQ: _("LGBTQ+"),
    Kind.TRANSGENDER: _("Transgender"),
    Kind.YOUNG: _("Young people"),
    Kind.SENIORS: _("Older people"),
    Kind.PEOPLE_OF_COLOUR: _("People of colour"),
    Kind.INDIGENOUS: _("Indigenous people"),
    Kind.PROFESSIONALS: _("Professionals"),
    Kind.PARENTS: _("Parents"),
    Kind.ADULT_CHILDREN: _("Adult children"),
    Kind.SECULAR: _("Secular"),
    Kind.DUAL_DIAGNOSIS: _("Also with a mental health condition"),
    Kind.DISCUSSION: _("Discussion"),
    Kind.SPEAKER: _("Speaker"),
    Kind.STEP: _("Step study"),
    Kind.LITERATURE: _("Reading"),
    Kind.MEDITATION: _("Meditation"),
    Kind.OUTDOOR: _("Outdoors"),
    Kind.WHEELCHAIR: _("Wheelchair access"),
    Kind.SIGN_LANGUAGE: _("Sign language"),
    Kind.CHILDCARE: _("Childcare"),
    Kind.CHILD_FRIENDLY: _("Children welcome"),
    Kind.FRAGRANCE_FREE: _("Fragrance free"),
    Kind.PROOF_OF_ATTENDANCE: _("Confirms attendance"),
    Kind.GRIEF: _("Grief"),
    Kind.MENTAL_HEALTH: _("Mental health"),
    Kind.ILLNESS: _("Living with an illness"),
    Kind.FAITH: _("Faith"),
    Kind.BUDDHIST: _("Buddhist"),
    Kind.MEDICATION: _("Medication is welcome"),
    Kind.PEER_LED: _("Run by peers"),
    Kind.PROFESSIONAL_LED: _("Led by a professional"),
}

WHO = (
    Kind.NEWCOMERS,
    Kind.WOMEN,
    Kind.MEN,
    Kind.LGBTQ,
    Kind.YOUNG,
    Kind.SENIORS,
    Kind.SECULAR,
    Kind.MEDITATION,
)
"""Kinds offered in the search form, most asked for first."""

ACCESS = (Kind.WHEELCHAIR, Kind.SIGN_LANGUAGE, Kind.CHILDCARE)

LEFT_OUT = (Kind.CLOSED, Kind.OUTDOOR, Kind.SPEAKER)
"""Kinds that somebody may want to keep away from."""

PATHWAYS: dict[Pathway, Words] = {
    Pathway.TWELVE_STEP: _("12-step"),
    Pathway.SECULAR: _("Secular"),
    Pathway.FAITH: _("Faith"),
    Pathway.BUDDHIST: _("Buddhist"),
    Pathway.WOMEN: _("For women"),
    Pathway.LGBTQ: _("LGBTQ+"),
    Pathway.MEDICATION: _("Medication is welcome"),
    Pathway.FAMILY: _("Family and friends"),
    Pathway.GRIEF: _("Grief"),
    Pathway.MENTAL_HEALTH: _("Mental health"),
    Pathway.ILLNESS: _("Living with an illness"),
    Pathway.GAMBLING: _("Gambling"),
    Pathway.FOOD: _("Food and eating"),
    Pathway.PEER_RUN: _("Run by peers"),
    Pathway.PROFESSIONAL: _("Led by a professional"),
}

SENSES: dict[Kind, Words] = {
    Kind.WOMEN: _("women woman ladies"),
    Kind.MEN: _("men man"),
    Kind.NEWCOMERS: _("newcomers newcomer beginners beginner"),
    Kind.LGBTQ: _("lgbtq lgbt gay lesbian queer"),
    Kind.TRANSGENDER: _("transgender trans"),
    Kind.YOUNG: _("young youth"),
    Kind.SENIORS: _("seniors senior older"),
    Kind.SECULAR: _("secular agnostic atheist"),
    Kind.MEDITATION: _("meditation mindfulness"),
    Kind.SPEAKER: _("speaker"),
    Kind.WHEELCHAIR: _("wheelchair accessible"),
    Kind.CHILDCARE: _("childcare babysitting"),
    Kind.OUTDOOR: _("outdoors outdoor"),
    Kind.GRIEF: _("grief bereavement loss"),
    Kind.MENTAL_HEALTH: _("depression anxiety bipolar"),
    Kind.DUAL_DIAGNOSIS: _("dual diagnosis"),
    Kind.FAITH: _("christian church faith"),
    Kind.BUDDHIST: _("buddhist buddhism"),
    Kind.MEDICATION: _("methadone buprenorphine medication"),
}
"""Words by which people look for a kind, in the language of the page, separated by spaces."""

ATTENDANCE: dict[Attendance, Words] = {
    Attendance.IN_PERSON: _("In person"),
    Attendance.ONLINE: _("Online"),
    Attendance.HYBRID: _("In person and online"),
    Attendance.UNKNOWN: _("We do not know whether it is in person or online"),
}

CATEGORIES: dict[Category, Words] = {
    Category.MEETING: _("A meeting or a group"),
    Category.SERVICE: _("A service"),
    Category.COMMUNITY: _("An online community"),
}

TAGS_IN_LIST = (*WHO, *ACCESS, Kind.CHILD_FRIENDLY, Kind.OUTDOOR)


def fellowship_name(code: str | None) -> str:
    """The fellowship's own name, or nothing when it is not known."""
    known = FELLOWSHIPS.get(code or "")
    return known.name if known and known.code != "other" else ""


STEPS: dict[bool | None, Words] = {True: _("12-step programme"), False: _("Not a 12-step programme"), None: ""}


def tags(meeting: Meeting, wanted: Iterable[Kind]) -> tuple[Words, ...]:
    """What stands out about a meeting, in the order given."""
    return tuple(KINDS[kind] for kind in wanted if kind in meeting.kinds)


def is_for_family(meeting: Meeting) -> bool:
    """It is for family and friends, not for the person's own recovery."""
    return meeting.audience == Audience.FAMILY
