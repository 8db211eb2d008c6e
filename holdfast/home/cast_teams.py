"""Riverside Recovery Centre, a made-up programme, and what John and Maria do with it, as plain values.

`demo_plans.py` and `demo_teams.py` write them by actions. Days are counted back from today; sessions are on Tuesdays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from holdfast.care.actions import LineFacts
from holdfast.domain.consent import Item, Purpose
from holdfast.domain.network import Role
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.teams.models import Message, Session
from holdfast.teams.programmes import ProgrammeFacts

Kind = Session.Kind
From = Message.From
TEAM = ""
"""Given to the whole team; a name is a supporter."""

CENTRE = ProgrammeFacts(
    name="Riverside Recovery Centre",
    about="Counselling, peer support and groups, by the river. A made-up place: it stands only in this demo.",
    phone="+1 212 555 0150",
    hours="on weekdays, between nine and five",
    time_zone="America/New_York",
    is_part2=True,
)


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody who works at the centre, and the account they sign in with."""

    nickname: str
    name: str
    role: Role
    leads: bool = False


DEE = AtWork("dee", "Dee Park", Role.COUNSELLOR)
SAM = AtWork("sam", "Sam Ortiz", Role.PEER_WORKER, leads=True)
STAFF = (DEE, SAM)
WORKERS = tuple(one.nickname for one in STAFF)
"""Accounts that are asked for a second step at sign-in."""


@dataclass(frozen=True, slots=True)
class HardHour:
    """The plan for a hard hour: begun and looked over so many days ago, what it says, and who of the map is in it."""

    days: int
    reviewed: int
    lines: Mapping[Step, tuple[LineFacts, ...]]
    people: Mapping[Step, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class WayLine:
    """One line of the recovery plan, and who of the map helps with it, and how."""

    part: Part
    text: str
    helped_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """The recovery plan: its first version, and the line that made the second, with the reason."""

    days: int
    lines: tuple[WayLine, ...]
    goals: tuple[str, ...]
    later: WayLine
    later_days: int
    later_why: str


@dataclass(frozen=True, slots=True)
class Gave:
    """Something that was shared so many days ago, for ninety days."""

    to: str
    items: frozenset[Item]
    purpose: Purpose
    words: str
    days: int


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Somebody opened something that was shared: a nickname at work, or the name of a supporter."""

    by: str
    item: Item
    days: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """A message. `by`: a nickname at work where the team wrote; `supporter`: who wrote, or who is answered."""

    days: int
    sender: Message.From
    text: str
    by: str = ""
    supporter: str = ""
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class SetDown:
    """One thing a session agreed on; looked at again so many days from today."""

    text: str
    who: str
    again_in: int | None = None
    is_kept: bool | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A session so many Tuesdays before the next one; 0 is the next one. `note`: what both read of it, with what the
    person says to it. `about_tie`: the conflict with whom it is to mend."""

    weeks: int
    at: time
    by: str
    kind: Session.Kind = Kind.ONE_TO_ONE
    about: str = ""
    who_comes: str = ""
    link: str = ""
    place: str = ""
    minutes: int = 50
    note: str = ""
    statement: str = ""
    own_note: str = ""
    about_tie: str = ""
    agreed: tuple[SetDown, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """A listing that was recommended, and how it was."""

    listing: str
    days: int
    why: str
    tried_days: int
    how_it_was: str


@dataclass(frozen=True, slots=True)
class SentOn:
    """A referral under way: who waits there next week, and who comes along."""

    to: str
    why: str
    days: int
    contact: str
    contact_way: str
    companion: str


@dataclass(frozen=True, slots=True)
class Proposes:
    """Something proposed for the recovery plan that waits for an answer."""

    by: str
    days: int
    part: Part
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Together:
    """What one person and the centre do together."""

    called: str
    signs: str
    days: int
    map_name: str = ""
    """Where the worker is put on the map at the beginning, the name of the map."""
    may_open_in_emergency: bool = False
    gave: tuple[Gave, ...] = ()
    looks: tuple[LookedAt, ...] = ()
    may_write: tuple[str, ...] = ()
    wrote: tuple[Wrote, ...] = ()
    met: tuple[Met, ...] = ()
    tried: tuple[Tried, ...] = ()
    sent_on: tuple[SentOn, ...] = ()
    proposes: tuple[Proposes, ...] = ()


JOHNS_PLAN = HardHour(
    days=130,
    reviewed=5,
    lines={
        Step.WARNING: (
            LineFacts("I stop answering Leila"),
            LineFacts("Fridays after payday, on my own"),
            LineFacts("I get angry at small things"),
        ),
        Step.COMPANY: (LineFacts("The bench by the lake, where people walk their dogs"),),
        Step.CARE: (
            LineFacts("Riverside Recovery Centre", "+1 212 555 0150", "Dee, or whoever picks up", is_somebody=True),
        ),
        Step.SURROUNDINGS: (
            LineFacts("Nothing to drink in the flat. Leila and I look on Sundays"),
            LineFacts("My card stays with Leila on payday"),
        ),
    },
    people={
        Step.COMPANY: ("Ben", "Lakeside runners"),
        Step.HELP: ("Marcus T.", "Leila"),
        Step.CARE: ("Dr Amari", "SAMHSA National Helpline"),
    },
)

JOHNS_WAY = Way(
    days=60,
    lines=(
        WayLine(Part.NEEDS, "Seven hours of sleep"),
        WayLine(Part.NEEDS, "People who know what Fridays are like", {"Marcus T.": "he asks on Thursday"}),
        WayLine(Part.STRATEGIES, "A walk around the block before I decide anything"),
        WayLine(Part.STRATEGIES, "The group on Fridays", {"Friday home group": "", "Theo": "we go in together"}),
        WayLine(Part.DAILY, "Call Marcus before noon", {"Marcus T.": "picks up, or calls back by one"}),
        WayLine(Part.DAILY, "Ten minutes outside"),
        WayLine(Part.TRIGGERS, "Payday", {"Leila": "keeps the card until Monday"}),
        WayLine(Part.TRIGGERS, "Talk about rent late in the evening", {"Ruth": "we talk in the morning"}),
        WayLine(Part.SIGNS, "I cancel the run", {"Ben": "he asks why, once"}),
        WayLine(Part.SIGNS, "I sleep in the day and not at night"),
        WayLine(Part.WHO_DECIDES, "Leila speaks with the doctors for me", {"Leila": ""}),
        WayLine(Part.WISHES, "Sit with me. You need not talk"),
    ),
    goals=("A plan for every Friday night", "Run with somebody"),
    later=WayLine(Part.STRATEGIES, "Fifteen minutes by the clock, then I call somebody"),
    later_days=5,
    later_why="After the evening in front of the shop",
)

JOHNS_TEAM = Together(
    called="John",
    signs="John Hale",
    days=84,
    may_open_in_emergency=True,
    gave=(
        Gave("Ben", frozenset({Item.SAFETY_PLAN}), Purpose.HARD_MOMENT, "So that you know whom to call.", 24),
        Gave(
            TEAM,
            frozenset({Item.SAFETY_PLAN, Item.RECOVERY_PLAN, Item.GOALS}),
            Purpose.CARE,
            "So that I need not explain it twice.",
            22,
        ),
    ),
    looks=(
        LookedAt("Ben", Item.SAFETY_PLAN, 23),
        LookedAt("dee", Item.RECOVERY_PLAN, 21),
        LookedAt("dee", Item.GOALS, 21),
        LookedAt("sam", Item.SAFETY_PLAN, 6),
        LookedAt("dee", Item.RECOVERY_PLAN, 2),
    ),
    may_write=("Ben",),
    wrote=(
        Wrote(9, From.PERSON, "I slept three hours again. Can we talk about it on Tuesday?"),
        Wrote(8, From.TEAM, "Yes. Write down when you lay awake, no more than that. Sam is here before.", "dee"),
        Wrote(7, From.SUPPORTER, "I drive John to the clinic. Where do I let him out?", supporter="Ben"),
        Wrote(
            6,
            From.TEAM,
            "At the door on the river side. Thank you for driving. What John tells us stays with him.",
            "dee",
            "Ben",
        ),
        Wrote(2, From.PERSON, "The clinic asks for my insurance number. Do I need it on the first day?"),
        Wrote(
            1,
            From.TEAM,
            "Not on the first day. Alma at the desk knows that you come, and that Ben is with you.",
            "sam",
            is_read=False,
        ),
        Wrote(
            1, From.SUPPORTER, "I can wait outside until he is done. Is there parking?", supporter="Ben", is_read=False
        ),
    ),
    met=(
        Met(
            4,
            time(14),
            "dee",
            about="How Fridays go",
            link="https://meet.example.org/riverside-7",
            note="Four Fridays: the two good ones had a plan by Thursday. John asks two people who is free.",
        ),
        Met(
            2,
            time(14),
            "dee",
            about="Sleep",
            link="https://meet.example.org/riverside-7",
            note="Sleep is short since the argument about rent. We talked about a sleep clinic. John wants to think.",
            statement="I had decided when we hung up: I want to go, if somebody comes along.",
            own_note="Ask again about mornings. He is prouder of the runs than he says.",
        ),
        Met(0, time(14), "dee", about="The nights, and the first visit", link="https://meet.example.org/riverside-7"),
    ),
    tried=(
        Tried(
            "demo-smart-tools-for-monday",
            43,
            "You said that Mondays are empty. It is small, and nobody has to speak.",
            30,
            "Fewer stories, more doing. I kept the sheet about urges. I will go again on bad Mondays.",
        ),
    ),
    sent_on=(
        SentOn(
            "Lakeside Sleep Clinic",
            "Short nights for five weeks. John would like to know what the body has to do with it.",
            12,
            "Alma Reyes, at the front desk",
            "+1 312 555 0160",
            "Ben",
        ),
    ),
    proposes=(
        Proposes(
            "dee",
            2,
            Part.DAILY,
            "Up at half past seven, also after a bad night",
            "You said that the long mornings make the next night worse.",
        ),
    ),
)

MARIAS_TEAM = Together(
    called="Maria",
    signs="Maria Flores",
    days=70,
    map_name="Getting well",
    gave=(
        Gave(
            TEAM,
            frozenset({Item.CHECK_INS, Item.GOALS}),
            Purpose.CARE,
            "So that a bad week is seen before the session.",
            30,
        ),
    ),
    looks=(LookedAt("dee", Item.CHECK_INS, 28), LookedAt("dee", Item.CHECK_INS, 9), LookedAt("sam", Item.GOALS, 4)),
    wrote=(
        Wrote(12, From.PERSON, "My mother comes, but she is afraid that it is against her."),
        Wrote(11, From.TEAM, "It is for both. I will say so at the beginning, and you both get the same time.", "dee"),
    ),
    met=(
        Met(
            5,
            time(17),
            "sam",
            Kind.FAMILY,
            "Who does what in the mornings",
            "Daniel, Ana",
            place="Riverside, the room with the blue door",
            minutes=90,
            note="Daniel does the mornings and said that he is tired. Ana offers one morning a week.",
            agreed=(
                SetDown("Wednesday mornings", "Ana", is_kept=True),
                SetDown("One evening a week that is Daniel's own", "Maria and Daniel", 12),
            ),
        ),
        Met(
            2,
            time(17),
            "dee",
            Kind.MEDIATION,
            "The kitchen, and calling first",
            "Carmen",
            place="Riverside, the room with the blue door",
            minutes=90,
            note="Carmen was afraid when she heard nothing for a week. Maria had asked her to call first.",
            about_tie="Carmen",
            agreed=(
                SetDown("Call before coming", "Carmen", 13, is_kept=True),
                SetDown("One word every second day, so that nobody has to fear", "Maria", 13),
            ),
        ),
        Met(
            0,
            time(17),
            "sam",
            Kind.FAMILY,
            "How the mornings went",
            "Daniel, Ana",
            place="Riverside, the room with the blue door",
            minutes=90,
        ),
    ),
)

PLANS: Mapping[str, tuple[HardHour, Way]] = {"john": (JOHNS_PLAN, JOHNS_WAY)}
TEAMS: Mapping[str, Together] = {"john": JOHNS_TEAM, "maria": MARIAS_TEAM}
