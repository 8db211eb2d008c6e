"""The people, groups and services that hold one person, and what each need rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum, StrEnum
from itertools import islice


class SupportKind(StrEnum):
    """What support is made of: four kinds of the literature, accountability, and three that are off until chosen."""

    EMOTIONAL = "emotional"
    INFORMATIONAL = "informational"
    PRACTICAL = "practical"
    SOCIAL = "social"
    ACCOUNTABILITY = "accountability"
    FINANCIAL = "financial"
    INSPIRATION = "inspiration"
    ADVOCACY = "advocacy"


BASIC_KINDS = (
    SupportKind.EMOTIONAL,
    SupportKind.INFORMATIONAL,
    SupportKind.PRACTICAL,
    SupportKind.SOCIAL,
    SupportKind.ACCOUNTABILITY,
)


class Sector(StrEnum):
    """The five directions of the ring map."""

    FAMILY = "family"
    FRIENDS = "friends"
    PEERS = "peers"
    PROFESSIONALS = "professionals"
    GROUPS = "groups"


class Role(StrEnum):
    """Who the supporter is to the person. The sector of each role is in `SECTOR_OF`."""

    PARTNER = "partner"
    PARENT = "parent"
    SIBLING = "sibling"
    CHILD = "child"
    OTHER_FAMILY = "other_family"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    ACQUAINTANCE = "acquaintance"
    COWORKER = "coworker"
    PEER = "peer"
    SPONSOR = "sponsor"
    SPONSEE = "sponsee"
    MENTOR = "mentor"
    MENTEE = "mentee"
    PEER_WORKER = "peer_worker"
    VOLUNTEER = "volunteer"
    THERAPIST = "therapist"
    COUNSELLOR = "counsellor"
    SOCIAL_WORKER = "social_worker"
    CASE_MANAGER = "case_manager"
    CLINICIAN = "clinician"
    SUPPORT_WORKER = "support_worker"
    SUPPORT_GROUP = "support_group"
    THERAPY_GROUP = "therapy_group"
    PROGRAMME = "programme"
    TREATMENT_CENTRE = "treatment_centre"
    ORGANISATION = "organisation"
    FAITH_COMMUNITY = "faith_community"
    WORKPLACE_OR_SCHOOL = "workplace_or_school"
    CLUB = "club"
    VOLUNTEERING = "volunteering"
    ONLINE_COMMUNITY = "online_community"
    APP = "app"
    HELPLINE = "helpline"


SECTOR_OF: Mapping[Role, Sector] = {
    **dict.fromkeys((Role.PARTNER, Role.PARENT, Role.SIBLING, Role.CHILD, Role.OTHER_FAMILY), Sector.FAMILY),
    **dict.fromkeys((Role.FRIEND, Role.NEIGHBOUR, Role.ACQUAINTANCE, Role.COWORKER), Sector.FRIENDS),
    **dict.fromkeys(
        (Role.PEER, Role.SPONSOR, Role.SPONSEE, Role.MENTOR, Role.MENTEE, Role.PEER_WORKER, Role.VOLUNTEER),
        Sector.PEERS,
    ),
    **dict.fromkeys(
        (Role.THERAPIST, Role.COUNSELLOR, Role.SOCIAL_WORKER, Role.CASE_MANAGER, Role.CLINICIAN, Role.SUPPORT_WORKER),
        Sector.PROFESSIONALS,
    ),
    **dict.fromkeys(
        (
            Role.SUPPORT_GROUP,
            Role.THERAPY_GROUP,
            Role.PROGRAMME,
            Role.TREATMENT_CENTRE,
            Role.ORGANISATION,
            Role.FAITH_COMMUNITY,
            Role.WORKPLACE_OR_SCHOOL,
            Role.CLUB,
            Role.VOLUNTEERING,
            Role.ONLINE_COMMUNITY,
            Role.APP,
            Role.HELPLINE,
        ),
        Sector.GROUPS,
    ),
}


class Circle(IntEnum):
    """How near a tie is, by the rhythm of contact."""

    WEEKLY = 1
    MONTHLY = 2
    NOW_AND_THEN = 3
    YEARLY = 4


RHYTHM_DAYS: Mapping[Circle, int] = {
    Circle.WEEKLY: 7,
    Circle.MONTHLY: 30,
    Circle.NOW_AND_THEN: 90,
    Circle.YEARLY: 365,
}


class TieState(StrEnum):
    """How a tie is right now. Only active and strained ties count towards a need."""

    ACTIVE = "active"
    RESTING = "resting"
    STRAINED = "strained"
    PHASING_OUT = "phasing_out"
    ENDED = "ended"


class Area(StrEnum):
    """The part of life a need belongs to."""

    RECOVERY = "recovery"
    FEELINGS = "feelings"
    BODY = "body"
    HOME = "home"
    WORK = "work"
    MONEY = "money"
    HEALTHCARE = "healthcare"
    FAMILY = "family"
    COMPANY = "company"
    SPIRIT = "spirit"
    OTHER = "other"


class Urgency(IntEnum):
    """How soon a need matters."""

    NOW = 1
    SOON = 2
    SOMETIME = 3


@dataclass(frozen=True, slots=True)
class Tie:
    """One supporter as one person sees them."""

    id: str
    name: str
    role: Role
    circle: Circle
    state: TieState = TieState.ACTIVE
    gives: Mapping[SupportKind, int] = field(default_factory=dict)
    """Strength 1-3 of each kind of support; a kind left out, or 0, is not given."""
    trust: int | None = None
    """0-3; None is not said."""
    feel_after: int | None = None
    """-2 to +2, how the person feels after contact; None is not said."""
    rhythm_days: int | None = None
    """Days between contacts; None takes the rhythm of the circle."""
    since_on: date | None = None
    last_touch_on: date | None = None
    given: int = 0
    """Touches in which the person gave, in the window the caller chose."""
    received: int = 0
    """Touches in which the person received, in the same window."""
    to_thank: bool = False
    """Help was received in the last 60 days and not thanked for."""
    takes_calls: bool = False
    """Agreed to be called in a hard moment."""
    calls_from: time | None = None
    calls_until: time | None = None

    @property
    def sector(self) -> Sector:
        return SECTOR_OF[self.role]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the person wants support for."""

    id: str
    text: str
    kind: SupportKind
    area: Area = Area.OTHER
    urgency: Urgency = Urgency.SOON


@dataclass(frozen=True, slots=True)
class Network:
    """One named set of ties, the needs they answer, and who knows whom."""

    ties: tuple[Tie, ...] = ()
    needs: tuple[Need, ...] = ()
    acquainted: frozenset[tuple[str, str]] = frozenset()
    """Pairs of tie ids that know each other, each pair once and in sorted order."""
    answers: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    """(need id, tie id) -> the person's own word on whether this tie could meet this need."""


COUNTING = frozenset({TieState.ACTIVE, TieState.STRAINED})
"""States in which a tie can meet a need. Resting ties are left in peace; the others are on their way out."""


class CoverState(StrEnum):
    """What a need rests on."""

    OPEN = "open"
    SINGLE = "single"
    COVERED = "covered"


def _state_of(ties: tuple[Tie, ...]) -> CoverState:
    if not ties:
        return CoverState.OPEN
    return CoverState.SINGLE if len(ties) == 1 else CoverState.COVERED


@dataclass(frozen=True, slots=True)
class NeedCoverage:
    """One need and the ties that could meet it: strained ones last, else strongest first."""

    need: Need
    ties: tuple[Tie, ...]

    @property
    def state(self) -> CoverState:
        """Nobody, only one, or more."""
        return _state_of(self.ties)

    @property
    def strength(self) -> int | None:
        """The most any of them gives, 1-3; 1 when only the person's word says so; undefined for an open need."""
        return max((max(1, tie.gives.get(self.need.kind, 0)) for tie in self.ties), default=None)

    @property
    def is_frail(self) -> bool:
        """Somebody could, but all of them are strained just now."""
        return bool(self.ties) and all(tie.state == TieState.STRAINED for tie in self.ties)


@dataclass(frozen=True, slots=True)
class KindCoverage:
    """One row of the grid kinds by ties: a kind of support, who gives it, and the needs that ask for it."""

    kind: SupportKind
    ties: tuple[Tie, ...]
    needs: tuple[Need, ...]

    @property
    def state(self) -> CoverState:
        """Nobody, only one, or more."""
        return _state_of(self.ties)


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A tie on which needs rest alone."""

    tie: Tie
    needs: tuple[Need, ...]


class Balance(StrEnum):
    """Who gives, in words."""

    BOTH_WAYS = "both_ways"
    THEY_HELP_ME = "they_help_me"
    I_HELP_THEM = "i_help_them"
    NOT_KNOWN = "not_known"


def covers(network: Network, need: Need, tie: Tie) -> bool:
    """Could this tie meet this need? The person's own word decides; without one, the kinds of support do (W12, W59).

    Strained ties still count, last in order and marked by `is_frail`: to open a seat over a quarrel would be too soon.
    """
    if tie.state not in COUNTING:
        return False
    said = network.answers.get((need.id, tie.id))
    return tie.gives.get(need.kind, 0) > 0 if said is None else said


def coverage(network: Network) -> tuple[NeedCoverage, ...]:
    """What each need rests on, the most urgent first."""
    needs = sorted(network.needs, key=lambda need: (need.urgency, need.text.casefold(), need.id))
    return tuple(NeedCoverage(need, _who_could(network, need)) for need in needs)


def _who_could(network: Network, need: Need) -> tuple[Tie, ...]:
    return _strongest((tie for tie in network.ties if covers(network, need, tie)), need.kind)


def _strongest(ties: Iterable[Tie], kind: SupportKind) -> tuple[Tie, ...]:
    """A strained tie counts, because it may be all there is, but never before one that is well."""
    return tuple(
        sorted(ties, key=lambda tie: (tie.state == TieState.STRAINED, -tie.gives.get(kind, 0), tie.circle, tie.id))
    )


def kind_coverage(network: Network) -> tuple[KindCoverage, ...]:
    """Who gives which kind (W12): the five basic kinds always, the other three once given or asked for."""
    rows = (_kind_row(network, kind) for kind in SupportKind)
    return tuple(row for row in rows if row.kind in BASIC_KINDS or row.ties or row.needs)


def _kind_row(network: Network, kind: SupportKind) -> KindCoverage:
    giving = (tie for tie in network.ties if tie.state in COUNTING and tie.gives.get(kind, 0) > 0)
    needs = tuple(need for need in network.needs if need.kind == kind)
    return KindCoverage(kind, _strongest(giving, kind), needs)


def gaps(network: Network) -> tuple[Need, ...]:
    """The needs nobody could meet yet: the open seats."""
    return tuple(row.need for row in coverage(network) if row.state is CoverState.OPEN)


def single_points(network: Network) -> tuple[SinglePoint, ...]:
    """The ties on which at least one need rests alone, those who carry most first."""
    alone: dict[str, tuple[Tie, list[Need]]] = {}
    for row in coverage(network):
        if row.state is CoverState.SINGLE:
            alone.setdefault(row.ties[0].id, (row.ties[0], []))[1].append(row.need)
    found = (SinglePoint(tie, tuple(needs)) for tie, needs in alone.values())
    return tuple(sorted(found, key=lambda point: (-len(point.needs), point.tie.id)))


def open_and_alone(network: Network) -> tuple[int, int]:
    """How many needs nobody could meet, and how many ties carry one alone: `gaps` and `single_points`, only counted."""
    found = [_first_two(network, need) for need in network.needs]
    return sum(not ties for ties in found), len({ties[0] for ties in found if len(ties) == 1})


def _first_two(network: Network, need: Need) -> tuple[str, ...]:
    """With two of them it is neither open nor alone: who else could is not asked."""
    return tuple(islice((tie.id for tie in network.ties if covers(network, need, tie)), 2))


def balance(tie: Tie) -> Balance:
    """Both ways unless one side gives at least twice as often; the role decides while nothing is written down (W86)."""
    if tie.given + tie.received == 0:
        return _BALANCE_OF_ROLE.get(tie.role, Balance.NOT_KNOWN)
    if tie.received >= 2 * tie.given:
        return Balance.THEY_HELP_ME
    return Balance.I_HELP_THEM if tie.given >= 2 * tie.received else Balance.BOTH_WAYS


_BALANCE_OF_ROLE: Mapping[Role, Balance] = {
    **dict.fromkeys((Role.SPONSEE, Role.MENTEE, Role.VOLUNTEERING), Balance.I_HELP_THEM),
    **dict.fromkeys((Role.SPONSOR, Role.MENTOR, Role.PEER_WORKER, Role.HELPLINE, Role.APP), Balance.THEY_HELP_ME),
    **{role: Balance.THEY_HELP_ME for role, sector in SECTOR_OF.items() if sector is Sector.PROFESSIONALS},
}
