"""Connecting to where somebody else says, without being led into the operator's own network."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPSConnection
from threading import Timer

from django.conf import settings

from holdfast.domain.hosts import is_public
from holdfast.notices.carriers.message import Refused, Unreachable


def connect(connection: HTTPSConnection, tls: ssl.SSLContext, seconds: float) -> None:
    """To an address that was checked, while the certificate must be that of the name. Raises Refused, Unreachable."""
    plain = socket.create_connection((_checked(connection.host), connection.port), seconds)
    wrapped = tls.wrap_socket(plain, server_hostname=connection.host, do_handshake_on_connect=False)
    connection.sock = wrapped
    wrapped.do_handshake()


@contextmanager
def cut_off(connection: HTTPSConnection, seconds: float) -> Iterator[None]:
    """End the connection after so long, however slowly the other side trickles."""

    def cut() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    limit = Timer(seconds, cut)
    limit.start()
    try:
        yield
    finally:
        limit.cancel()


def _checked(host: str) -> str:
    """One address of the host; refused as soon as any of them leads inside, unless the operator opened the host."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Unreachable("no such host") from error
    if host not in settings.CHANNEL_HOSTS and not all(is_public(ip) for ip in found):
        raise Refused("the address leads inside")
    return found[0]
