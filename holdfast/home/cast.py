"""Three fictional people and those who hold them, as plain values. `demo.py` writes them through actions.

Days are counted back from today, so that the picture is always fresh: what is younger than 90 days is
missing from "how it looked 90 days ago", and who has ended since is still there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from holdfast.domain.asks.hours import ALWAYS, every_day
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.network import Area, Circle, Role, SupportKind, TieState, Urgency

HEAR, KNOW, HELP, JOIN, KEEP = (
    SupportKind.EMOTIONAL,
    SupportKind.INFORMATIONAL,
    SupportKind.PRACTICAL,
    SupportKind.SOCIAL,
    SupportKind.ACCOUNTABILITY,
)
WEEKLY, MONTHLY, NOW_AND_THEN, YEARLY = Circle.WEEKLY, Circle.MONTHLY, Circle.NOW_AND_THEN, Circle.YEARLY


@dataclass(frozen=True, slots=True)
class Contact:
    """One touch: how many days ago, and who gave."""

    days: int
    gave: str = "both"
    kind: SupportKind | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Supporter:
    """One tie of a person in the demo."""

    name: str
    role: Role
    circle: Circle
    gives: Mapping[SupportKind, int] = field(default_factory=dict)
    days: int = 200
    """How many days ago it was put on the map."""
    reach: Mapping[str, str] = field(default_factory=dict)
    trust: int | None = None
    feel: int | None = None
    calls: tuple[time, time] | None = None
    helped: bool = False
    notes: str = ""
    touches: tuple[Contact, ...] = ()
    every: int = 0
    """A touch both ways every so many days, besides those named."""
    until: int = 3
    """How many days ago the last of those was."""
    now: tuple[TieState, int] | None = None
    """A later state, and how many days ago it began."""
    listing: str = ""
    """The key of the demo's listing that it was kept from."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one supporter of the demo agreed to, and when they may be asked."""

    kinds: Mapping[Kind, Stated]
    hours: tuple[tuple[int, int], ...] = every_day(8 * 60, 21 * 60)
    hoped: str = ""
    most_asked: int | None = 4
    takes_crisis: bool = False
    wakes: bool = False
    account: str = ""
    """The nickname of an account of their own: they see what is asked without any mail."""
    offers: tuple[tuple[Kind, str, tuple[tuple[int, int], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing to take on: so many days from today, from which hour to which."""

    days: int
    begins: time
    ends: time
    label: str = ""
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """One ask of the demo, opened so many days ago. `opened_by`: looked at it and has not answered."""

    kind: Kind
    text: str
    days: int
    turns: tuple[Turn, ...]
    place: str = ""
    only: tuple[str, ...] = ()
    opened_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """One need of a person in the demo."""

    text: str
    kind: SupportKind
    area: Area
    urgency: Urgency = Urgency.SOON
    days: int = 200


@dataclass(frozen=True, slots=True)
class Character:
    """One fictional person."""

    nickname: str
    network: str
    time_zone: str
    supporters: tuple[Supporter, ...]
    wishes: tuple[Wish, ...]
    know_each_other: tuple[tuple[str, str], ...]
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    asks: tuple[Asking, ...] = ()
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """An update, and who it was told to."""


GLADLY, DEPENDS, IF_NEEDED = Stated.GLADLY, Stated.DEPENDS, Stated.IF_NEEDED
TUESDAYS, WEEKENDS = (2,), (0, 6)
EVENINGS = (time(18), time(22, 30))
ANY_HOUR = (time(0), time(0))

JOHN = Character(
    nickname="john",
    network="Recovery",
    time_zone="America/Chicago",
    supporters=(
        Supporter(
            "Leila",
            Role.PARTNER,
            WEEKLY,
            {HEAR: 3, JOIN: 1},
            reach={"phone": "+1 312 555 0101"},
            trust=3,
            feel=2,
            calls=ANY_HOUR,
            helped=True,
            every=2,
            until=1,
        ),
        Supporter(
            "Ben",
            Role.FRIEND,
            WEEKLY,
            {HELP: 3, JOIN: 2},
            reach={"text": "+1 312 555 0102", "phone": "+1 312 555 0102"},
            trust=2,
            feel=1,
            helped=True,
            every=9,
            until=10,
            touches=(Contact(1, "received", HELP, "Drove me to Dr Amari."),),
        ),
        Supporter(
            "Marcus T.",
            Role.SPONSOR,
            WEEKLY,
            {KEEP: 3, HEAR: 2},
            reach={"phone": "+1 312 555 0103"},
            trust=3,
            feel=1,
            calls=(time(7), time(22)),
            helped=True,
            notes="Call before, not after.",
            every=4,
            until=9,
        ),
        Supporter(
            "Ruth",
            Role.PARENT,
            WEEKLY,
            {HEAR: 2},
            reach={"phone": "+1 312 555 0104"},
            trust=2,
            feel=0,
            every=8,
            until=9,
        ),
        Supporter("Tom", Role.SIBLING, MONTHLY, {JOIN: 2}, trust=2, feel=1, every=30, until=12),
        Supporter(
            "Theo", Role.SPONSEE, WEEKLY, days=55, feel=2, touches=tuple(Contact(d, "given", HEAR) for d in (4, 11, 18))
        ),
        Supporter("Nina", Role.COUNSELLOR, MONTHLY, {KNOW: 2, HEAR: 2}, trust=3, feel=1, every=28, until=15),
        Supporter(
            "Dr Amari",
            Role.CLINICIAN,
            NOW_AND_THEN,
            {KNOW: 3},
            reach={"phone": "+1 312 555 0105"},
            feel=0,
            every=60,
            until=1,
        ),
        Supporter(
            "Friday home group",
            Role.SUPPORT_GROUP,
            WEEKLY,
            {JOIN: 3, KEEP: 2},
            feel=2,
            every=7,
            until=98,
            notes="Coffee from half past seven. Sit near the door if it is a loud day.",
            listing="demo-aa-young-in-hyde-park",
        ),
        Supporter("Walt", Role.COWORKER, MONTHLY, {JOIN: 1}, every=25, until=20),
        Supporter("Lakeside runners", Role.CLUB, MONTHLY, {JOIN: 2}, days=40, feel=2, every=14, until=6),
        Supporter("Gary", Role.FRIEND, WEEKLY, {JOIN: 2}, feel=-2, every=20, until=95, now=(TieState.ENDED, 70)),
        Supporter("Aunt Dee", Role.OTHER_FAMILY, YEARLY, {HEAR: 1}, touches=(Contact(140),)),
        Supporter(
            "SAMHSA National Helpline",
            Role.HELPLINE,
            NOW_AND_THEN,
            {KNOW: 1},
            reach={"phone": "1-800-662-4357"},
            calls=ANY_HOUR,
        ),
    ),
    wishes=(
        Wish("Someone to talk to when a craving comes", HEAR, Area.RECOVERY, Urgency.NOW),
        Wish("Someone who knows my plan for Friday night", KEEP, Area.RECOVERY, Urgency.NOW),
        Wish("Rides to appointments", HELP, Area.HEALTHCARE),
        Wish("Company on Sunday afternoons", JOIN, Area.COMPANY, days=60),
        Wish("Someone who knows about debts", SupportKind.FINANCIAL, Area.MONEY, Urgency.SOMETIME, days=30),
    ),
    know_each_other=(
        ("Leila", "Ben"),
        ("Leila", "Ruth"),
        ("Leila", "Tom"),
        ("Ruth", "Tom"),
        ("Ruth", "Aunt Dee"),
        ("Marcus T.", "Friday home group"),
        ("Theo", "Friday home group"),
        ("Ben", "Lakeside runners"),
    ),
    agreed={
        "Leila": Agreed(
            {Kind.TALK: GLADLY, Kind.STAY: GLADLY, Kind.MEAL: DEPENDS, Kind.RIDE: IF_NEEDED},
            ALWAYS,
            "Be there on hard evenings. You need not have answers.",
            most_asked=None,
            takes_crisis=True,
            wakes=True,
            account="leila",
        ),
        "Ben": Agreed(
            {Kind.RIDE: GLADLY, Kind.ERRAND: GLADLY, Kind.COMPANY: DEPENDS},
            hoped="Drive me now and then.",
            offers=((Kind.RIDE, "I can drive on Tuesdays, all day.", every_day(8 * 60, 20 * 60, TUESDAYS)),),
            account="ben",
        ),
        "Marcus T.": Agreed(
            {Kind.TALK: GLADLY, Kind.ADVICE: GLADLY, Kind.COMPANY: DEPENDS},
            every_day(7 * 60, 22 * 60),
            "Call me back when I call before, not after.",
            takes_crisis=True,
        ),
        "Ruth": Agreed(
            {Kind.MEAL: GLADLY, Kind.TALK: IF_NEEDED, Kind.RIDE: DEPENDS}, every_day(9 * 60, 20 * 60), account="ruth"
        ),
        "Tom": Agreed({Kind.RIDE: DEPENDS, Kind.ERRAND: DEPENDS}, every_day(10 * 60, 20 * 60, WEEKENDS), most_asked=1),
    },
    asks=(
        Asking(
            Kind.RIDE,
            "Could you drive me to Dr Amari? It is not far. If it does not fit, no worries at all.",
            7,
            (Turn(-5, time(10), time(11, 30), taken_by="Ben"),),
            "From home to Lake Street",
            only=("Ben",),
        ),
        Asking(
            Kind.MEAL,
            "Cooking is too much this week. Could you bring one simple meal? If not, that is fine.",
            2,
            (Turn(1, time(17), time(19), "Soup or anything warm", "Ruth"),),
            only=("Ruth",),
        ),
        Asking(
            Kind.RIDE,
            "I need to be at an appointment and back. Could you drive me? Only say yes if it suits you.",
            0,
            (Turn(3, time(15), time(17)),),
            "From home to Lake Street, and back",
            opened_by=("Leila", "Ben", "Ruth"),
        ),
    ),
    told={"Sixty days on Monday. Thank you for being around. No need to answer.": ("Leila", "Ben", "Ruth")},
)

MARIA = Character(
    nickname="maria",
    network="Getting well",
    time_zone="America/New_York",
    supporters=(
        Supporter(
            "Daniel",
            Role.PARTNER,
            WEEKLY,
            {HELP: 2, HEAR: 1},
            reach={"phone": "+1 212 555 0111"},
            trust=2,
            feel=1,
            calls=ANY_HOUR,
            every=1,
            until=1,
        ),
        Supporter(
            "Ana",
            Role.SIBLING,
            WEEKLY,
            {HEAR: 3},
            reach={"phone": "+1 212 555 0112"},
            trust=3,
            feel=2,
            calls=EVENINGS,
            helped=True,
            every=7,
            until=9,
        ),
        Supporter("Lucía", Role.CHILD, WEEKLY, feel=2, touches=(Contact(1, "given", HEAR), Contact(3, "given", HELP))),
        Supporter("Dr Okafor", Role.THERAPIST, WEEKLY, {HEAR: 2, KNOW: 3}, trust=3, feel=1, every=7, until=4),
        Supporter(
            "Tuesday family sessions",
            Role.THERAPY_GROUP,
            MONTHLY,
            {KNOW: 2, KEEP: 1},
            days=80,
            feel=1,
            notes="We agreed: no talks about money after nine.",
        ),
        Supporter("Dr Lindqvist", Role.CLINICIAN, NOW_AND_THEN, {KNOW: 2}, every=45, until=30),
        Supporter(
            "Joan next door",
            Role.NEIGHBOUR,
            MONTHLY,
            {HELP: 2},
            reach={"text": "+1 212 555 0113"},
            feel=1,
            days=75,
            touches=(Contact(5, "received", HELP, "Took Lucía to school."),),
        ),
        Supporter("Petra", Role.FRIEND, MONTHLY, {JOIN: 2, HEAR: 1}, every=30, until=65, now=(TieState.RESTING, 50)),
        Supporter("Carmen", Role.PARENT, WEEKLY, {HEAR: 1}, feel=-1, every=10, until=6, now=(TieState.STRAINED, 30)),
        Supporter("Morning walkers", Role.CLUB, MONTHLY, {JOIN: 2}, days=35, feel=2, every=10, until=4),
    ),
    wishes=(
        Wish("Someone who sits with me on bad mornings", HEAR, Area.FEELINGS, Urgency.NOW),
        Wish("Help with my medication times", HELP, Area.HEALTHCARE),
        Wish("Childcare during sessions", HELP, Area.FAMILY),
        Wish("Someone to get me out of the house", JOIN, Area.COMPANY),
        Wish("Someone who has been through it", SupportKind.INSPIRATION, Area.FEELINGS, days=45),
    ),
    know_each_other=(
        ("Daniel", "Lucía"),
        ("Daniel", "Ana"),
        ("Ana", "Carmen"),
        ("Ana", "Lucía"),
        ("Carmen", "Lucía"),
        ("Daniel", "Tuesday family sessions"),
        ("Dr Okafor", "Tuesday family sessions"),
        ("Joan next door", "Lucía"),
    ),
    agreed={
        "Daniel": Agreed(
            {Kind.MEAL: DEPENDS, Kind.MEDICATION: GLADLY, Kind.CHILDCARE: GLADLY, Kind.STAY: GLADLY},
            ALWAYS,
            most_asked=None,
            takes_crisis=True,
            wakes=True,
            account="daniel",
        ),
        "Ana": Agreed({Kind.TALK: GLADLY, Kind.STAY: DEPENDS}, every_day(18 * 60, 22 * 60 + 30), takes_crisis=True),
        "Joan next door": Agreed(
            {Kind.CHILDCARE: GLADLY, Kind.ERRAND: GLADLY},
            account="joan",
            offers=((Kind.CHILDCARE, "Lucía can come over after school.", every_day(15 * 60, 18 * 60, range(1, 6))),),
        ),
    },
    asks=(
        Asking(
            Kind.CHILDCARE,
            "Could Lucía come to you while I am at my session? She will have eaten. If not, just say so.",
            1,
            (
                Turn(2, time(16), time(18), "First session", "Joan next door"),
                Turn(9, time(16), time(18), "Second session"),
            ),
            only=("Joan next door", "Daniel"),
        ),
    ),
)

EMILY = Character(
    nickname="emily",
    network="Steady",
    time_zone="Europe/London",
    supporters=(
        Supporter(
            "Both Tides forum",
            Role.ONLINE_COMMUNITY,
            WEEKLY,
            {HEAR: 2, KNOW: 2},
            reach={"web": "https://forum.example.org/"},
            feel=1,
            every=3,
            until=1,
            notes="Public: no real name, no photographs.",
        ),
        Supporter("Sam (forum)", Role.PEER, WEEKLY, {HEAR: 3}, days=85, trust=2, feel=2, every=5, until=3),
        Supporter("Dr Hale", Role.CLINICIAN, MONTHLY, {KNOW: 3}, trust=3, every=28, until=20),
        Supporter(
            "Grace",
            Role.PEER_WORKER,
            MONTHLY,
            {HEAR: 2, KEEP: 2},
            days=60,
            reach={"phone": "+44 20 7946 0121"},
            feel=2,
            calls=(time(9), time(17)),
            every=14,
            until=16,
        ),
        Supporter(
            "Noah", Role.SIBLING, MONTHLY, {HELP: 1, JOIN: 1}, reach={"text": "+44 20 7946 0122"}, every=30, until=44
        ),
        Supporter(
            "Priya",
            Role.FRIEND,
            WEEKLY,
            {JOIN: 3, HEAR: 2},
            reach={"phone": "+44 20 7946 0123"},
            trust=3,
            feel=2,
            calls=EVENINGS,
            helped=True,
            every=6,
            until=2,
            touches=(Contact(2, "received", HEAR, "Stayed on the phone until I slept."),),
        ),
        Supporter(
            "Sit With Us Online",
            Role.ONLINE_COMMUNITY,
            WEEKLY,
            {HEAR: 2, JOIN: 1},
            days=25,
            listing="demo-dharma-sit-with-us-online",
        ),
        Supporter("Mood log", Role.APP, WEEKLY, {KEEP: 1}, every=1, until=1),
        Supporter("Joan (forum)", Role.MENTOR, NOW_AND_THEN, {KNOW: 1}, every=50, until=70),
        Supporter(
            "Night owls chat", Role.ONLINE_COMMUNITY, WEEKLY, feel=-2, every=9, until=98, now=(TieState.ENDED, 60)
        ),
    ),
    wishes=(
        Wish("Someone who sees early that I sleep too little", KEEP, Area.BODY, Urgency.NOW),
        Wish("People who know it from the inside", HEAR, Area.FEELINGS),
        Wish("Help with forms and letters", HELP, Area.HOME, days=50),
        Wish("Something to do with my hands, with others", JOIN, Area.COMPANY, Urgency.SOMETIME),
        Wish("Someone to speak for me at work", SupportKind.ADVOCACY, Area.WORK, Urgency.SOMETIME, days=20),
    ),
    know_each_other=(
        ("Both Tides forum", "Sam (forum)"),
        ("Priya", "Noah"),
        ("Dr Hale", "Grace"),
    ),
    agreed={
        "Priya": Agreed(
            {Kind.TALK: GLADLY, Kind.STAY: DEPENDS, Kind.MISSED: GLADLY},
            every_day(18 * 60, 23 * 60),
            takes_crisis=True,
            account="priya",
        ),
        "Grace": Agreed(
            {Kind.TALK: GLADLY, Kind.ADVICE: GLADLY, Kind.MISSED: GLADLY}, every_day(9 * 60, 17 * 60, range(1, 6))
        ),
        "Joan (forum)": Agreed({Kind.ADVICE: GLADLY, Kind.TALK: IF_NEEDED}, account="joan"),
    },
)

CAST = (JOHN, MARIA, EMILY)
ACCOUNTS = tuple(dict.fromkeys(agreed.account for one in CAST for agreed in one.agreed.values() if agreed.account))
"""Supporters of the demo who sign in themselves. Joan helps two people, who do not know it."""
