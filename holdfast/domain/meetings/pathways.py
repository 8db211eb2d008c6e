"""The many ways people recover, in one list: what a programme stands on, whom it is for, and what it is about.

Nothing here ranks them. A listing may belong to several pathways, or to none we know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from holdfast.domain.meetings.fellowships import FELLOWSHIPS, Audience
from holdfast.domain.meetings.kinds import Kind
from holdfast.domain.meetings.meeting import Category, Meeting


class Pathway(StrEnum):
    """What people choose by."""

    TWELVE_STEP = "twelve_step"
    SECULAR = "secular"
    FAITH = "faith"
    BUDDHIST = "buddhist"
    WOMEN = "women"
    LGBTQ = "lgbtq"
    MEDICATION = "medication"
    """Medication for recovery is welcome, said by the programme itself."""
    FAMILY = "family"
    GRIEF = "grief"
    MENTAL_HEALTH = "mental_health"
    ILLNESS = "illness"
    GAMBLING = "gambling"
    FOOD = "food"
    PEER_RUN = "peer_run"
    PROFESSIONAL = "professional"
    """Led by somebody whose work it is."""


P = Pathway
_BY_FELLOWSHIP: Mapping[str, frozenset[Pathway]] = {
    code: frozenset(ways)
    for code, ways in {
        "smart": (P.SECULAR, P.MEDICATION),
        "lifering": (P.SECULAR, P.MEDICATION, P.PEER_RUN),
        "sos": (P.SECULAR, P.PEER_RUN),
        "wfs": (P.SECULAR, P.WOMEN, P.PEER_RUN),
        "dharma": (P.BUDDHIST, P.MEDICATION, P.PEER_RUN),
        "refuge": (P.BUDDHIST, P.PEER_RUN),
        "celebrate": (P.FAITH,),
        "mara": (P.MEDICATION, P.PEER_RUN),
        "ga": (P.GAMBLING,),
        "gam-anon": (P.GAMBLING, P.FAMILY),
        "oa": (P.FOOD,),
        "eda": (P.FOOD,),
        "dra": (P.MENTAL_HEALTH,),
        "dbsa": (P.MENTAL_HEALTH, P.PEER_RUN),
        "nami": (P.MENTAL_HEALTH, P.PEER_RUN),
        "nami-family": (P.MENTAL_HEALTH, P.FAMILY, P.PEER_RUN),
        "recovery-international": (P.MENTAL_HEALTH, P.PEER_RUN),
        "emotions": (P.MENTAL_HEALTH,),
        "compassionate-friends": (P.GRIEF, P.PEER_RUN),
        "griefshare": (P.GRIEF, P.FAITH),
    }.items()
}
"""What each programme says of itself. Medication: SMART Recovery, LifeRing, Recovery Dharma and Medication-Assisted
Recovery Anonymous state it in their own literature; the others leave it to each group, so nothing is said here."""

_BY_KIND: Mapping[Kind, Pathway] = {
    Kind.SECULAR: P.SECULAR,
    Kind.WOMEN: P.WOMEN,
    Kind.LGBTQ: P.LGBTQ,
    Kind.TRANSGENDER: P.LGBTQ,
    Kind.DUAL_DIAGNOSIS: P.MENTAL_HEALTH,
    Kind.GRIEF: P.GRIEF,
    Kind.MENTAL_HEALTH: P.MENTAL_HEALTH,
    Kind.ILLNESS: P.ILLNESS,
    Kind.FAITH: P.FAITH,
    Kind.BUDDHIST: P.BUDDHIST,
    Kind.MEDICATION: P.MEDICATION,
    Kind.PEER_LED: P.PEER_RUN,
    Kind.PROFESSIONAL_LED: P.PROFESSIONAL,
}


def pathways_of(meeting: Meeting) -> frozenset[Pathway]:
    """The pathways a listing belongs to, from its programme and from what it says itself."""
    return frozenset(_found(meeting))


def _found(meeting: Meeting) -> Iterable[Pathway]:
    yield from _BY_FELLOWSHIP.get(meeting.fellowship or "", ())
    yield from (_BY_KIND[kind] for kind in meeting.kinds if kind in _BY_KIND)
    if meeting.twelve_step:
        yield P.TWELVE_STEP
        if meeting.category is Category.MEETING:
            yield P.PEER_RUN
    known = FELLOWSHIPS.get(meeting.fellowship or "")
    if known and known.audience is Audience.FAMILY:
        yield P.FAMILY
