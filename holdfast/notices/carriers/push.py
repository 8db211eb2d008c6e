"""Web push (RFC 8030), encrypted for one browser (RFC 8291) and signed with this host's key (RFC 8292)."""

from __future__ import annotations

import json
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone
from py_vapid import Vapid02

from holdfast.domain.quiet import Urgency
from holdfast.notices.carriers.message import Gone, Message, Refused, Unreachable
from holdfast.notices.carriers.outside import connect, cut_off

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (SP 800-186): private keys are the numbers below it."""
TTL = {Urgency.NOW: timedelta(hours=1), Urgency.USUAL: timedelta(days=1), Urgency.LATER: timedelta(days=3)}
"""How long a push service keeps it for a device that is off."""
HASTE = {Urgency.NOW: "high", Urgency.USUAL: "normal", Urgency.LATER: "low"}
SIGNED_FOR = timedelta(hours=12)
SECONDS = 10.0
"""From the connection to the answer."""
GONE = {404, 410}
BUSY = {408, 425, 429}
POINT, SECRET = 65, 16
"""Bytes of a public key and of the shared secret (RFC 8291)."""
LONGEST_ENDPOINT = 600


class NoSubscription(Exception):
    """This is not what a browser gives for a subscription."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One browser that may be told something."""

    endpoint: str = field(repr=False)
    p256dh: bytes = field(repr=False)
    auth: bytes = field(repr=False)

    @classmethod
    def read(cls, text: str) -> Subscription:
        """From the JSON of `PushSubscription.toJSON()`. Raises NoSubscription."""
        try:
            said = json.loads(text)
            found = cls(said["endpoint"], _bytes(said["keys"]["p256dh"]), _bytes(said["keys"]["auth"]))
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), found.p256dh)
            is_right = _is_push_address(found.endpoint)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise NoSubscription from error
        if not is_right or len(found.p256dh) != POINT or len(found.auth) != SECRET:
            raise NoSubscription
        return found

    def written(self) -> str:
        """The same browser is always written the same."""
        keys = {"p256dh": _text(self.p256dh), "auth": _text(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys})

    @property
    def host(self) -> str:
        """Whose push service it is."""
        return urlsplit(self.endpoint).hostname or ""


def _is_push_address(endpoint: str) -> bool:
    """An https address without a name or password. Raises ValueError for what is no address."""
    parts = urlsplit(endpoint)
    is_plain = parts.scheme == "https" and bool(parts.hostname) and parts.username is None and parts.port != 0
    return is_plain and endpoint.isascii() and endpoint.isprintable() and len(endpoint) <= LONGEST_ENDPOINT


def public_key() -> str:
    """What a browser is given when it subscribes."""
    return _text(_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


class PushCarrier:
    """One connection for each message: they go to where browsers say."""

    def __init__(self) -> None:
        self._tls = ssl.create_default_context()

    def carry(self, message: Message) -> None:
        """Encrypt for the browser and hand it to its push service."""
        try:
            there = Subscription.read(message.address)
        except NoSubscription as error:
            raise Refused("NoSubscription") from error
        sealed = http_ece.encrypt(
            message.body.encode(), private_key=_fresh_key(), dh=there.p256dh, auth_secret=there.auth
        )
        _understand(_post(there, sealed, _headers(there, message, timezone.now()), self._tls))

    def close(self) -> None:
        """Nothing is held."""


def _headers(there: Subscription, message: Message, now: datetime) -> dict[str, str]:
    parts = urlsplit(there.endpoint)
    who = settings.ADDRESS if settings.ADDRESS.startswith("https:") else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    claims = {"aud": f"https://{parts.netloc}", "sub": who, "exp": int((now + SIGNED_FOR).timestamp())}
    signed: dict[str, str] = Vapid02(_key(), {"no-strict": True}).sign(claims)
    return {
        **signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(TTL[message.urgency].total_seconds())),
        "Urgency": HASTE[message.urgency],
        "Topic": message.id.hex,
    }


def _post(there: Subscription, body: bytes, headers: dict[str, str], tls: ssl.SSLContext) -> int:
    """The status of the answer."""
    parts = urlsplit(there.endpoint)
    connection = HTTPSConnection(there.host, parts.port, timeout=SECONDS, context=tls)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        with cut_off(connection, SECONDS):
            connect(connection, tls, SECONDS)
            connection.request("POST", target, body, headers)
            return connection.getresponse().status
    except (OSError, HTTPException, ValueError, AttributeError) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        connection.close()


def _understand(status: int) -> None:
    if status in GONE:
        raise Gone(str(status))
    if status in BUSY or status >= 500:
        raise Unreachable(str(status))
    if not 200 <= status < 300:
        raise Refused(str(status))


@cache
def _key_from(secret: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(sha256(f"push {secret}".encode()).digest())
    return ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())


def _key() -> ec.EllipticCurvePrivateKey:
    return _key_from(settings.PUSH_KEY)


def _fresh_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
