"""What several sources say of one meeting, in words, beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.directory.line_words import language_words
from holdfast.directory.members import is_over
from holdfast.directory.models import Listing
from holdfast.directory.shown import times
from holdfast.directory.words import ATTENDANCE, KINDS, Words, fellowship_name, tags
from holdfast.domain.meetings.meeting import Joining, Meeting
from holdfast.domain.meetings.merged import Merged

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a source says."""

    what: Words
    words: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One source of a meeting: who, under which licence, when checked, and what it says otherwise."""

    id: UUID
    name: str
    source: str
    licence: str
    website: str
    checked_at: datetime
    is_gone: bool
    otherwise: tuple[Fact, ...] = ()


def said_by(rows: Iterable[Listing], whole: Merged[UUID]) -> Iterator[Said]:
    """Each source's listing and where it says something else than what is shown."""
    shown = dict(_facts(whole.meeting))
    for row in rows:
        if is_over(row):
            yield _said(row, ())
            continue
        mine = dict(_facts(_open(Meeting.from_json(row.meeting), whole.meeting)))
        yield _said(row, (Fact(what, words) for what, words in mine.items() if words and words != shown[what]))


def side_by_side(one: Listing, other: Listing) -> list[tuple[Fact, Fact]]:
    """Two listings fact by fact; what differs is marked and comes first, after the name. What neither says is left
    out."""
    mine, theirs = (dict(_facts(Meeting.from_json(row.meeting))) for row in (one, other))
    facts = [
        (Fact(what, mine[what], mine[what] != theirs[what]), Fact(what, theirs[what], mine[what] != theirs[what]))
        for what in mine
        if mine[what] or theirs[what]
    ]
    return sorted(facts, key=lambda two: two[0].what != _("Name") and not two[0].differs)


def _said(row: Listing, otherwise: Iterable[Fact]) -> Said:
    return Said(
        id=row.pk,
        name=row.name,
        source=row.source.name,
        licence=row.source.licence,
        website=row.source.website,
        checked_at=row.checked_at,
        is_gone=row.gone_at is not None,
        otherwise=tuple(otherwise),
    )


def _open(meeting: Meeting, whole: Meeting) -> Meeting:
    """Without the way to join where the group keeps it to itself, whichever source gives it away."""
    if whole.joining is Joining.OPEN:
        return meeting
    return _without_link(meeting)


def _without_link(meeting: Meeting) -> Meeting:
    stored = meeting.to_json()
    return Meeting.from_json({name: value for name, value in stored.items() if not name.startswith("conference_")})


def _facts(meeting: Meeting) -> Iterator[tuple[Words, str]]:
    yield from ((what, Truncator(words(meeting)).chars(LONGEST)) for what, words in _WORDS)


def _languages(meeting: Meeting) -> str:
    return get_text_list([str(language_words(code)) for code in sorted(meeting.languages)], _("and"))


def _kinds(meeting: Meeting) -> str:
    return ", ".join(str(words) for words in tags(meeting, KINDS))


_WORDS: Sequence[tuple[Words, Callable[[Meeting], str]]] = (
    (gettext_lazy("Name"), lambda one: one.name),
    (gettext_lazy("Group"), lambda one: one.group if one.group != one.name else ""),
    (gettext_lazy("When"), lambda one: "; ".join(times(one))),
    (gettext_lazy("How"), lambda one: str(ATTENDANCE[one.attendance])),
    (gettext_lazy("Place"), lambda one: one.location if one.location not in one.place else ""),
    (gettext_lazy("Address"), lambda one: one.place),
    (gettext_lazy("Video link"), lambda one: one.conference_url),
    (gettext_lazy("Phone"), lambda one: one.conference_phone or one.phone),
    (gettext_lazy("Programme"), lambda one: fellowship_name(one.fellowship)),
    (gettext_lazy("Kinds"), _kinds),
    (gettext_lazy("Languages"), _languages),
    (gettext_lazy("Good to know"), lambda one: one.notes),
)
"""In the order of the listing's own page."""
