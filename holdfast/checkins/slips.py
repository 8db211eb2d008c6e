"""A slip on which a person shows when they were somewhere: they issue it, this host signs it, its code checks it.

issue_slip, take_back_slip; read_slip. It proves one thing: that these are the words the person wrote down, unchanged
since that day. Nobody is told which group it was unless the person says so.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import segno
from django.conf import settings
from django.db import transaction
from django.utils.safestring import SafeString

from holdfast.accounts.models import Person
from holdfast.checkins.access import attendances_of, slip_behind
from holdfast.checkins.commitments import day_of
from holdfast.checkins.models import Attendance, Slip
from holdfast.sealing.digests import digest_of
from holdfast.sealing.keys import KeyMissing, SealBroken
from holdfast.sealing.signing import is_signed, sign

SIGNS = "slip of attendance"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it looks like anything else in it."""
LENGTH = 16
"""Of 32 letters: 80 bits. At a thousand guesses a second, one of a million slips is found in some 38 million years."""
MOST_TIMES = 200
USUAL_DAYS = 90


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What stands on a slip."""

    name: str
    attendances: tuple[Attendance, ...]
    shows_where: bool = False
    days: int = USUAL_DAYS


@dataclass(frozen=True, slots=True)
class SlipTime:
    """One time on a slip."""

    on: date
    at: time | None
    minutes: int | None
    how: str
    where: str


@dataclass(frozen=True, slots=True)
class SlipRead:
    """A slip whose signature holds."""

    name: str
    issued_on: date
    until: datetime
    times: tuple[SlipTime, ...]
    code: str
    """In groups of four."""

    @property
    def minutes(self) -> int:
        """All minutes together; those not said count nothing."""
        return sum(one.minutes or 0 for one in self.times)


@transaction.atomic
def issue_slip(*, by: Person, facts: SlipFacts, now: datetime) -> Slip:
    """Write it, sign it, and give it a code."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    says = _says(facts, day_of(by, now))
    expires_at = (now + timedelta(days=facts.days)).replace(microsecond=0)
    return Slip.objects.create(
        person=by,
        created_at=now,
        digest=digest_of(code),
        code=code,
        says=says,
        signature=sign(_signed(digest_of(code), says, expires_at), purpose=SIGNS),
        expires_at=expires_at,
    )


@transaction.atomic
def take_back_slip(*, slip: Slip, now: datetime) -> Slip:
    """Its code opens nothing any more."""
    slip.revoked_at = slip.revoked_at or now
    slip.save()
    return slip


def read_slip(code: str, *, now: datetime) -> SlipRead | None:
    """The slip of this code, however it was typed. None when it is unknown, over, taken back, or was altered."""
    slip = slip_behind(digest_of(plain_code(code)), now=now)
    return shown(slip) if slip is not None else None


def shown(slip: Slip) -> SlipRead | None:
    """What is on a slip, if the signature under it holds."""
    try:
        says, code = slip.says, slip.code
    except (KeyMissing, SealBroken):
        return None
    if not is_signed(_signed(slip.digest, says, slip.expires_at), slip.signature, purpose=SIGNS):
        return None
    read = json.loads(says)
    times = tuple(_read_time(one) for one in read["times"])
    return SlipRead(read["name"], date.fromisoformat(read["issued"]), slip.expires_at, times, grouped(code))


def plain_code(typed: str) -> str:
    """The code without what people add or mistake: dashes, spaces, small letters, O for 0, I and L for 1."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(str.maketrans("OIL", "011"))[: LENGTH + 1]


def grouped(code: str) -> str:
    """Four by four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def address_of_slip(code: str) -> str:
    """Where anybody may check it."""
    return f"{settings.ADDRESS}/slips/{code}/"


def picture_of_slip(code: str) -> SafeString:
    """A QR code (ISO/IEC 18004) of the address, for a camera."""
    drawn = segno.make(address_of_slip(code), error="m", micro=False)
    return SafeString(drawn.svg_inline(scale=6, border=2, svgclass="qr", lineclass=None, omitsize=True))


def may_stand_on_slip(person: Person, first: date, last: date) -> list[Attendance]:
    """Where the person was between two days, the earliest first; at most MOST_TIMES, the latest ones."""
    rows = attendances_of(person).filter(on__gte=first, on__lte=last)
    return list(rows[:MOST_TIMES])[::-1]


def _says(facts: SlipFacts, today: date) -> str:
    times = [_time(one, facts.shows_where) for one in _in_order(facts.attendances)]
    return json.dumps({"name": facts.name, "issued": today.isoformat(), "times": times}, sort_keys=True)


def _in_order(attendances: Iterable[Attendance]) -> list[Attendance]:
    return sorted(attendances, key=lambda one: (one.on, one.at or time.min, str(one.pk)))


def _time(one: Attendance, shows_where: bool) -> dict[str, Any]:
    at = one.at.isoformat("minutes") if one.at else None
    said = {"on": one.on.isoformat(), "at": at, "minutes": one.minutes, "how": one.how}
    return {**said, "where": one.name} if shows_where else said


def _read_time(one: dict[str, Any]) -> SlipTime:
    at = time.fromisoformat(one["at"]) if one["at"] else None
    return SlipTime(date.fromisoformat(one["on"]), at, one["minutes"], one["how"], one.get("where", ""))


def _signed(digest: str, says: str, expires_at: datetime) -> bytes:
    """What is signed binds the words to their code and their end: no row can take those of another."""
    return "\n".join((digest, expires_at.astimezone(UTC).isoformat(), says)).encode()
