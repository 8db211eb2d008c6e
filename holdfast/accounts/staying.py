"""How long an account stays signed in, and what it must have first: apps that ask for more say so here.

A session keeps when it began; where an account is held to it, also when it was last used. Never where or with what.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from holdfast.accounts.models import Person
from holdfast.domain.sessions import Stay, is_over, shortest

BEGUN, USED = "begun_at", "used_at"
NOTED_EVERY = timedelta(minutes=1)
"""The time of last use is written down at most this often: a session may end so much sooner, never later."""
AFTER_SECOND_STEP = "after_second_step"
"""In the session: the address to go on to once a passkey or an app is set up. Templates of the second step read it."""
StayRule = Callable[[Person, datetime], Stay | None]
Gate = Callable[[HttpRequest, Person, datetime], HttpResponse | None]
_STAYS: list[StayRule] = []
_GATES: list[Gate] = []


def stays_from(rule: StayRule) -> None:
    """For some accounts this app asks for shorter sessions."""
    _STAYS.append(rule)


def gate_from(gate: Gate) -> None:
    """Before some addresses this app asks for something: the gate gives the page that says so."""
    _GATES.append(gate)


def gated(request: HttpRequest, person: Person, now: datetime) -> HttpResponse | None:
    """What stands between this account and this address, if anything."""
    return next((page for gate in _GATES if (page := gate(request, person, now))), None)


def has_second_factor(person: Person) -> bool:
    """Whether a passkey or an app is asked for at sign-in; codes on paper alone are none."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(get_adapter().is_mfa_enabled(person, types=types))


def begin(session: SessionBase, now: datetime) -> None:
    """Somebody signed in."""
    session[BEGUN] = now.timestamp()


def has_run_out(session: SessionBase, person: Person, now: datetime) -> bool:
    """Whether this session is over by what the account is held to; from then on its last use is written down."""
    stay = shortest(found for rule in _STAYS if (found := rule(person, now)))
    if stay is None:
        return False
    begun, used = (session.setdefault(key, now.timestamp()) for key in (BEGUN, USED))
    return is_over(stay, begun_at=_moment(begun), used_at=_moment(used), now=now)


def note_use(session: SessionBase, now: datetime) -> None:
    """The account was used. Only sessions of accounts that are held to it keep that."""
    if USED in session and now - _moment(session[USED]) >= NOTED_EVERY:
        session[USED] = now.timestamp()


def by_itself(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that an open page asks for without anybody: it is no use of the account."""
    view.is_by_itself = True  # type: ignore[attr-defined]  # a mark, as Django's own decorators leave
    return view


def _moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, tz=UTC)
