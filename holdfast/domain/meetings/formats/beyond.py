"""What most formats have no word for, as plain text: in columns of our tables, and in keys that other readers skip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from holdfast.domain.meetings.formats.feed import Row, RowRefused, minutes_of
from holdfast.domain.meetings.kinds import Kind, meanings_for, understood
from holdfast.domain.meetings.meeting import Category, Change, ChangeKind, Joining, Meeting, Slot
from holdfast.domain.meetings.times import DAY_CODES, RuleRefused, clock, rule_of

TEXTS = ("conference_password", "eligibility", "cost", "next_step", "moderation")
MOST_CHANGES = 200
CLOSED_TYPE = "TC"
_CHANGE = re.compile(
    r"(?P<first>\d{4}-\d\d-\d\d)(?P<on>\.\.(?P<last>\d{4}-\d\d-\d\d)?)? (?P<kind>cancelled|moved|extra)"
    r"(?: (?P<start>\d\d:\d\d)(?:-(?P<end>\d\d:\d\d))?)?(?: \| (?P<place>.*?))?(?: \| (?P<note>.*))?"
)


def beyond(meeting: Meeting) -> dict[str, Any]:
    """What is true of the whole meeting and has no field in the format; only what is said."""
    kinds, languages = understood(meeting.types, meanings_for(meeting.fellowship))
    said: dict[str, Any] = {name: getattr(meeting, name) for name in TEXTS}
    said |= {
        "fellowship": meeting.fellowship or "",
        "attendance_option": str(meeting.attendance),
        "languages": sorted(meeting.languages),
        "changes": "\n".join(change_text(one) for one in meeting.changes),
        "joining": "" if meeting.joining is Joining.OPEN else str(meeting.joining),
        "timezone_derived": "yes" if meeting.zone and not meeting.zone_is_stated else "",
        "temporarily_closed": "yes" if meeting.is_closed and CLOSED_TYPE not in meeting.types else "",
    }
    found = {name: value for name, value in said.items() if value}
    if kinds != meeting.kinds or not languages <= meeting.languages:
        found["kinds"] = sorted(str(kind) for kind in meeting.kinds)
    return found


def read_beyond(row: Row) -> dict[str, Any]:
    """The fields of a meeting that `beyond` wrote, as far as they are there and make sense."""
    found: dict[str, Any] = {name: row.text(name) for name in TEXTS}
    found["changes"] = tuple(_changes(row))
    if (joining := row.text("joining")) in set(Joining):
        found["joining"] = Joining(joining)
    if (category := row.text("category").lower()) in set(Category):
        found["category"] = Category(category)
    if isinstance(row.values.get("kinds"), (list, str)):
        found["kinds"] = frozenset(Kind(one) for one in listed(row.values["kinds"]) if one in set(Kind))
    return found


def listed(value: Any) -> list[str]:
    """The words of a list, or of a text with commas."""
    parts = re.split(r"[,;]", value) if isinstance(value, str) else value if isinstance(value, list) else []
    return [one.strip() for one in parts if isinstance(one, str) and one.strip()]


def rhythm(row: Row, days: Iterable[int]) -> tuple[str, date | None, frozenset[int]]:
    """The rule, the date from which it holds, and the days: those of the rule where no others are said."""
    text, since = row.text("rule"), row.date("since")
    try:
        rule = rule_of(text) if text else ""
    except RuleRefused as refusal:
        raise RowRefused("rule", str(refusal)) from refusal
    own = frozenset(days)
    return (
        rule,
        since,
        own or frozenset(DAY_CODES.index(code) for code in re.findall("|".join(DAY_CODES), text.upper())),
    )


def slot_texts(slot: Slot) -> Mapping[str, str]:
    """What of a regular time has no field in the format."""
    said = {"rule": slot.rule, "since": slot.since.isoformat() if slot.since else ""}
    return {name: value for name, value in said.items() if value}


def change_text(change: Change) -> str:
    """One line: `2026-12-24..2027-01-02 moved 19:00-20:00 | the other hall | a note`. Open at the end is `..` alone."""
    last = "" if change.last_on == change.first_on else f"..{change.last_on or ''}"
    times = "-".join(clock(one) for one in (change.start, change.end) if one is not None)
    rest = f" | {_packed(change.place)}" if change.place or change.note else ""
    rest += f" | {_packed(change.note)}" if change.note else ""
    return f"{change.first_on}{last} {change.kind}{' ' if times else ''}{times}{rest}"


def _changes(row: Row) -> Iterator[Change]:
    value = row.values.get("changes")
    lines = [line for line in value.split("\n") if line.strip()] if isinstance(value, str) else []
    for line in lines[:MOST_CHANGES]:
        change = change_in(line.strip())
        if change is None:
            row.warn("changes", f"{line[:60]!r} was left out; write a line such as 2026-12-24 cancelled")
        else:
            yield change


def change_in(line: str) -> Change | None:
    """The change that a line says; None where it cannot be read."""
    found = _CHANGE.fullmatch(line)
    if found is None:
        return None
    try:
        first = date.fromisoformat(found["first"])
        last = date.fromisoformat(found["last"]) if found["last"] else None if found["on"] else first
    except ValueError:
        return None
    kind, start, end = ChangeKind(found["kind"]), minutes_of(found["start"]), minutes_of(found["end"])
    if kind is ChangeKind.EXTRA and start is None:
        return None
    return Change(first, last, kind, start, end, _unpacked(found["place"]), _unpacked(found["note"]))


def _packed(text: str) -> str:
    """On one line, without the sign that stands between the parts."""
    return text.replace("\\", "\\\\").replace("|", "\\p").replace("\n", "\\n")


def _unpacked(text: str | None) -> str:
    signs = {"\\\\": "\\", "\\p": "|", "\\n": "\n"}
    return re.sub(r"\\[\\pn]", lambda found: signs[found[0]], text or "")
