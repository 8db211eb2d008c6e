"""How often one address may tell something, and how a device remembers what it told. The server keeps no list."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from holdfast.accounts.models import Person
from holdfast.directory.reporting import mark_of

RATES = {"problem": "10/h/ip,30/d/ip", "was_there": "20/d/ip", "claim": "10/d/user"}
TOLD_COOKIE = "told"
A_DAY = 24 * 3600
MOST_TOLD = 30


def is_allowed(request: HttpRequest, action: str) -> bool:
    """Count one more, and say whether that is still within what one address may do."""
    return ratelimit.consume(request, app="holdfast.directory", action=action, config=RATES) is not None


def reporter_mark(request: HttpRequest, listing_id: UUID) -> str:
    """The mark of whoever asks: of their network address, and of their account where they have one."""
    address = ratelimit.truncate_ip(get_adapter().get_client_ip(request))
    whos = [f"from {address}"]
    if isinstance(request.user, Person):
        whos.append(f"person {request.user.pk}")
    return mark_of(listing_id, *whos)


def has_told(request: HttpRequest, listing_id: UUID) -> bool:
    """This device said today that somebody was there."""
    return _sign(listing_id) in _told(request)


def remember_told(request: HttpRequest, response: HttpResponse, listing_id: UUID) -> None:
    """Let the device remember for a day, in words that do not say which listing it was."""
    told = [*_told(request), _sign(listing_id)][-MOST_TOLD:]
    response.set_signed_cookie(
        TOLD_COOKIE, ".".join(told), max_age=A_DAY, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def _told(request: HttpRequest) -> list[str]:
    try:
        told = request.get_signed_cookie(TOLD_COOKIE, "", max_age=A_DAY) or ""
    except BadSignature:
        return []
    return [one for one in told.split(".") if one]


def _sign(listing_id: UUID) -> str:
    return salted_hmac("holdfast.told", str(listing_id), algorithm="sha256").hexdigest()[:12]
