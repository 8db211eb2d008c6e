"""A session: somebody's alters, what is said of them, and who knows whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

Value = str | int | float | bool | None
"""What a variable says of one alter; None is not known, which is not the same as no."""
Attributes = Mapping[str, Value]

MOST_SESSIONS = 200
MOST_ALTERS = 2000
MOST_TIES = 20_000
MOST_PROBLEMS = 50
LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Alter:
    """A node: `id` is its UUID, `type` a type of the codebook ("Person")."""

    id: str
    type: str
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Knows:
    """An undirected edge between two alters, by their ids."""

    id: str
    type: str
    source: str
    target: str
    attributes: Attributes = field(default_factory=dict)

    @property
    def ends(self) -> frozenset[str]:
        """The two it joins; one, if somebody is joined to themselves."""
        return frozenset({self.source, self.target})


@dataclass(frozen=True, slots=True)
class Head:
    """What Network Canvas cannot do without: which case, session, protocol and codebook, and when it was taken out."""

    case_id: str
    session_id: str
    protocol_uid: str
    protocol_name: str
    exported_at: datetime | None
    codebook_hash: str
    ego_id: str
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One session. Who is asked, the ego, is no alter."""

    head: Head
    alters: tuple[Alter, ...] = ()
    ties: tuple[Knows, ...] = ()
    ego: Attributes = field(default_factory=dict)


class What(StrEnum):
    """What is wrong with a place in a file, or with the whole of it."""

    TOO_LARGE = "too_large"
    NOT_A_ZIP = "not_a_zip"
    NOT_OURS = "not_ours"
    PROTOCOL_ONLY = "protocol_only"
    BROKEN_HEADER = "broken_header"
    BROKEN_XML = "broken_xml"
    HAS_DOCTYPE = "has_doctype"
    BROKEN_TABLE = "broken_table"
    TOO_MANY = "too_many"
    NO_ID = "no_id"
    TWICE = "twice"
    DANGLING = "dangling"
    TO_ITSELF = "to_itself"
    NOTHING_IN_IT = "nothing_in_it"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and where: a file and its row, or a line of XML; empty is the whole file."""

    where: str
    what: What


@dataclass(frozen=True, slots=True)
class Sessions:
    """What a file holds."""

    found: tuple[Session, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Noted:
    """What could not be read of a file so far."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, where: str, what: What) -> None:
        """What could not be read; each place once, and no more than are shown."""
        problem = Problem(where, what)
        if len(self.problems) < MOST_PROBLEMS and problem not in self.problems:
            self.problems.append(problem)


def as_time(at: datetime | None) -> str:
    """A moment as the program writes it; empty for none."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""


def time_in(text: str) -> datetime | None:
    """A moment as it is written; one without a zone is in UTC, and what is none is None."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class MissingHead(Exception):
    """A session without one of the things Network Canvas cannot do without."""


def check_head(head: Head) -> None:
    """Raises MissingHead as the program itself would."""
    wanted = (head.case_id, head.session_id, head.protocol_uid, head.exported_at, head.codebook_hash)
    if not all(wanted):
        raise MissingHead


def density(session: Session) -> float | None:
    """Ties that are there, of all that could be, with ego left out; None with fewer than two alters."""
    count = len(session.alters)
    pairs = {one.ends for one in session.ties if len(one.ends) == 2}
    return 2 * len(pairs) / (count * (count - 1)) if count > 1 else None


def sound(alters: Collection[str], ties: Iterable[tuple[str, Knows]]) -> tuple[list[Knows], list[Problem]]:
    """The ties between two alters that are there, each pair of a type once; the others, by where they stand."""
    kept: dict[tuple[str, frozenset[str]], Knows] = {}
    problems = []
    for where, one in ties:
        if not all(end in alters for end in one.ends):
            problems.append(Problem(where, What.DANGLING))
        elif len(one.ends) == 1:
            problems.append(Problem(where, What.TO_ITSELF))
        elif (one.type, one.ends) in kept:
            problems.append(Problem(where, What.TWICE))
        else:
            kept[one.type, one.ends] = one
    return list(kept.values()), problems
