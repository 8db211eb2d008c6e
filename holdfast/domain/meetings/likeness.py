"""What is left of a name, an address or a link when everything that says the same in two ways is taken away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

_WORD = re.compile(r"[^\W_]+")
_CLOCK = re.compile(r"\b\d{1,2}([:.]\d\d)?\s*([ap]\.?\s?m\b\.?|uhr\b|h\b|o.?clock\b)|\b\d{1,2}:\d\d\b")
_REGISTERED = re.compile(r"^\d{4,}\s+|\bgso\s*#?\s*\d+|\s#\d{4,}")
"""Numbers under which an office has a group: "6139 One Day at a Time AFG"."""
_TWELVES = re.compile(r"\b12\s*(?:&|x|\+|and)\s*12\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EMPTY = _words(
    "aa na ca oa ga da afg afgs alanon anon al anonymous alcoholics narcotics group groups grp gruppe grupo "
    "groupe meeting meetings mtg fellowship the a an of at in on and for to de la el los las le les die der das "
    "und y et our s t online zoom virtual remote hybrid person inperson inside indoors phone via"
)
_TIMES = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun "
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays lunes martes miercoles jueves viernes sabado "
    "domingo montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi "
    "samedi dimanche morning mornings evening evenings night nights nightly afternoon am pm daily weekly noche "
    "manana"
)
_SPELT: Mapping[str, str] = {
    **dict.fromkeys(("beginners", "beginner", "newcomer", "newcomers", "nuevos"), "newcomers"),
    **dict.fromkeys(("women", "womens", "womans", "woman", "womem", "ladies", "mujeres", "frauen"), "women"),
    **dict.fromkeys(("men", "mens", "mans", "hombres", "manner"), "men"),
    **dict.fromkeys(("steps", "step", "stepping", "pasos"), "step"),
    **dict.fromkeys(("speakers", "speaker"), "speaker"),
    **dict.fromkeys(("bb", "bigbook"), "bigbook"),
    **dict.fromkeys(("youth", "young", "youngpeople", "ypaa", "jovenes"), "young"),
    "lit": "literature", "nite": "night", "st": "saint", "disc": "discussion", "sobriety": "sobriety",
}  # fmt: skip
FORMATS = _words(
    "newcomers women men step speaker bigbook young literature alateen meditation lgbtq gay spanish espanol "
    "outdoor outdoors outside park upstairs downstairs"
)
"""Words that tell two meetings of one group apart."""
_LOOSE_FORMATS = _words("discussion topic study traditions tradition birthday workshop candlelight chip")
"""Words that do so only against another such word: "Discussion" is often left out."""
_USUAL = (
    FORMATS
    | _LOOSE_FORMATS
    | _words(
        "noon midday reflections open closed hour happy serenity book big question business share sharing basic "
        "basics early"
    )
)
"""Words so many names are made of that having them in common says little."""
_STREET: Mapping[str, str] = {
    "street": "st", "str": "st", "strasse": "st", "avenue": "ave", "av": "ave", "road": "rd", "boulevard": "blvd",
    "drive": "dr", "lane": "ln", "court": "ct", "place": "pl", "terrace": "ter", "highway": "hwy", "parkway": "pkwy",
    "square": "sq", "circle": "cir", "route": "rte", "north": "n", "south": "s", "east": "e", "west": "w",
    "northwest": "nw", "northeast": "ne", "southwest": "sw", "southeast": "se", "saint": "st", "first": "1st",
    "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th",
    "turnpike": "tpke", "pike": "pike", "suite": "ste",
}  # fmt: skip
_STREET_KIND = _words("st ave rd blvd dr ln ct pl ter hwy pkwy sq cir rte n s e w nw ne sw se tpke way")
_HOUSE = re.compile(r"^\d+")
_NUMBERED = re.compile(r"^\d+(st|nd|rd|th)$")
_ROOM_DIGITS = re.compile(r"(?<!\d)\d{9,12}(?!\d)")
_DIALLED = re.compile(r"[,*#]+(\d{9,12})(?!\d)")
_ROOM_HOSTS = ("gotomeet", "meet.google.com", "meet.jit.si", "freeconferencecall.com", "teams.", "webex.com")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Without accents and capitals; apostrophes leave no gap."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(one for one in folded if not unicodedata.combining(one) and one not in "'’`´")


@dataclass(frozen=True, slots=True)
class Name:
    """A meeting's name without the words that many names have."""

    words: frozenset[str]
    text: str
    """The words in their order."""
    formats: frozenset[str]
    loose: frozenset[str]
    initials: str
    """Of all its words: "One Day at a Time" is "odaat"."""
    is_usual: bool
    """Made of such words alone: another group may well have the same."""


@lru_cache(maxsize=65536)
def name_of(text: str) -> Name:
    """A name to compare: without the fellowship, days, times, and what a group is called anywhere. Empty for a
    meeting without a name of its own ("Monday Night Meeting"); a clock stays where nothing else is left."""
    whole = plain(text).replace("meetings", "meeting").replace("big book", "bigbook").replace("as bill sees it", "absi")
    bare = _REGISTERED.sub(" ", _TWELVES.sub(" 12x12 ", _CLOCK.sub(" ", whole)))
    words = _own_words(bare) or _own_words(whole)
    said = frozenset(words)
    initials = "".join(word[0] for word in _WORD.findall(bare) if word not in _TIMES)
    return Name(said, " ".join(words), FORMATS & said, _LOOSE_FORMATS & said, initials, _USUAL.issuperset(said))


def _own_words(text: str) -> list[str]:
    every = [_SPELT.get(word, word) for word in _WORD.findall(text)]
    return [word for word in every if word not in _EMPTY and word not in _TIMES]


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: Dice's coefficient of their pairs of letters. The same both ways round."""
    if one == other:
        return 1.0 if one else 0.0
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


@lru_cache(maxsize=65536)
def _pairs(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def name_likeness(one: Name, other: Name) -> float:
    """How alike two names are, 0 to 1. A name that stands whole inside the other is nearly the same."""
    if one.words == other.words:
        return 1.0
    few, many = sorted((one, other), key=lambda name: len(name.words))
    alike = likeness(one.text, other.text)
    if few.words < many.words and not few.is_usual:
        return max(alike, 0.85 if len(few.words) > 1 else 0.75)
    return max(alike, 0.85) if _is_short_for(one, other) or _is_short_for(other, one) else alike


def _is_short_for(one: Name, other: Name) -> bool:
    """ "ODAAT" is "one day at a time"."""
    return len(one.words) == 1 and len(one.text) > 2 and one.text in (other.initials, other.initials.removesuffix("g"))


@dataclass(frozen=True, slots=True)
class Street:
    """A house in a street, however it was written."""

    number: str
    words: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.number and self.words)

    def is_like(self, other: Street) -> bool:
        """The same house, as far as both say it."""
        return bool(
            self
            and other
            and self.number == other.number
            and (self.words <= other.words or other.words <= self.words or self._text_like(other))
        )

    def _text_like(self, other: Street) -> bool:
        return likeness(" ".join(sorted(self.words)), " ".join(sorted(other.words))) > 0.7


@lru_cache(maxsize=65536)
def street_of(address: str) -> Street:
    """The house number and the street of an address; empty when it has none. The number may stand behind."""
    for part in re.split(r"[,;(]", plain(address)):
        words = [_STREET.get(word, word) for word in _WORD.findall(re.sub(r"str(?:asse|\.)(?=\s|$)", " st", part))]
        house = next((word for word in words if _HOUSE.match(word) and not _NUMBERED.match(word)), "")
        if at := _HOUSE.match(house):
            return Street(at[0], _named([word for word in words if word != house]))
    return Street("", frozenset())


def _named(words: list[str]) -> frozenset[str]:
    """What a street is called, without "street" and "north" unless it is called nothing else."""
    kept = [word for word in words if word not in _STREET_KIND and (len(word) > 1 or word.isdigit())]
    return frozenset(kept[:3] or words[:3])


@lru_cache(maxsize=65536)
def room_in(link: str) -> str:
    """The meeting room behind a link, the same for every spelling of it; empty for a page that is not a room."""
    split = urlsplit(link)
    host, path = (split.hostname or "").removeprefix("www."), split.path.rstrip("/")
    if "zoom" in host and (found := _ROOM_DIGITS.search(path)):
        return f"zoom:{found[0]}"
    return f"{host}{path.casefold()}" if len(path) > 4 and any(one in host for one in _ROOM_HOSTS) else ""


@lru_cache(maxsize=65536)
def room_dialled(phone: str) -> str:
    """The room that a one-tap number leads to."""
    found = _DIALLED.search(phone)
    return f"zoom:{found[1]}" if found else ""
