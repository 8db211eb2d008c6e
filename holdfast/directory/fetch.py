"""Fetching one feed over https without being led into the operator's own network.

The name is resolved once, every address it has is checked, and the connection goes to the address that was checked.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from holdfast.domain.hosts import is_public

MAX_BYTES = 50 * 1024 * 1024
MAX_SECONDS = 20.0
MAX_REDIRECTS = 3
CHUNK = 64 * 1024
BUSY = {429, 503}
REDIRECTS = {301, 302, 303, 307, 308}


class FetchRefused(Exception):
    """A feed was not fetched; the text says why and what to do."""

    def __init__(self, text: str, *, wait: timedelta = timedelta(0)) -> None:
        super().__init__(text)
        self.wait = wait
        """How long the server asked us to stay away."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered; `body` is None when nothing changed since the given marks."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take. The clock starts when the value is made."""

    max_bytes: int = MAX_BYTES
    seconds: float = MAX_SECONDS
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Seconds that remain; refuses when there are none."""
        left = self.started + self.seconds - time.monotonic()
        if left <= 0:
            raise FetchRefused(_too_slow(self.seconds))
        return left


Resolve = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Road:
    """How addresses are reached: who resolves names, which addresses are open to us, which certificates count."""

    resolve: Resolve
    is_open: Callable[[str], bool]
    tls: ssl.SSLContext
    limits: Callable[[], Limits] = Limits


def system_resolve(host: str) -> list[str]:
    """Every address the system knows for a name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def open_road() -> Road:
    """The road used outside tests: the system's names and certificates, public addresses only."""
    return Road(resolve=system_resolve, is_open=is_public, tls=ssl.create_default_context())


def fetch(
    address: str, *, etag: str = "", last_modified: str = "", road: Road | None = None, limits: Limits | None = None
) -> Fetched:
    """The feed at an https address, unless it has not changed since the marks kept from the last time."""
    road = road or open_road()
    limits = limits or road.limits()
    marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    for _ in range(MAX_REDIRECTS + 1):
        answer = _ask(address, marks, road, limits)
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(address, answer)
    raise FetchRefused(f"The address led on more than {MAX_REDIRECTS} times. Give the address it ends at.")


def _ask(address: str, marks: dict[str, str], road: Road, limits: Limits) -> Fetched | str:
    host, port, target = _parts(address)
    ip = _checked_address(host, road, limits)
    try:
        with socket.create_connection((ip, port), timeout=limits.left()) as plain:
            plain.settimeout(limits.left())
            with road.tls.wrap_socket(plain, server_hostname=host) as sock:
                return _talk(sock, _request(host, port, target, marks), limits)
    except ssl.SSLCertVerificationError as error:
        raise FetchRefused(f"The certificate of {host} was not accepted: {error.verify_message}.") from error
    except TimeoutError as error:
        raise FetchRefused(_too_slow(limits.seconds)) from error
    except (OSError, HTTPException) as error:
        raise FetchRefused(f"No usable answer came from {host} ({type(error).__name__}). Try again later.") from error


def _parts(address: str) -> tuple[str, int, str]:
    """Host, port and request target of an https address."""
    try:
        parts = urlsplit(urldefrag(address).url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port or 443
    except ValueError as error:
        raise FetchRefused("The address cannot be read. Check its spelling.") from error
    if parts.scheme != "https":
        raise FetchRefused("Only addresses that begin with https:// are fetched.")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused("Remove the name and password from the address: they would be kept with the listings.")
    if not host:
        raise FetchRefused("The address names no host. Write it as https://example.org/feed.json.")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return host, port, f"{target}?{query}" if query else target


def _checked_address(host: str, road: Road, limits: Limits) -> str:
    """One address of the host; refused as soon as any of them leads inside."""
    found = _resolved_in_time(host, road, limits)
    if not found:
        raise FetchRefused(f"The name {host} is not known. Check its spelling.")
    if any(not road.is_open(ip) for ip in found):
        raise FetchRefused(f"{host} leads to an address inside a private network. Only public addresses are fetched.")
    return found[0]


def _resolved_in_time(host: str, road: Road, limits: Limits) -> list[str]:
    """The system's resolver takes no time limit, so it works aside and is left behind when it is late."""
    found: list[list[str]] = []

    def look() -> None:
        try:
            found.append(road.resolve(host))
        except OSError:
            found.append([])

    aside = threading.Thread(target=look, daemon=True)
    aside.start()
    aside.join(limits.left())
    if not found:
        raise FetchRefused(_too_slow(limits.seconds))
    return found[0]


def _request(host: str, port: int, target: str, marks: dict[str, str]) -> bytes:
    shown = f"[{host}]" if ":" in host else host
    lines = [
        f"GET {target} HTTP/1.1",
        f"Host: {shown}" if port == 443 else f"Host: {shown}:{port}",
        "User-Agent: Holdfast directory import",
        "Accept: application/json, */*;q=0.5",
        "Accept-Encoding: gzip",
        "Connection: close",
        *(f"{name}: {value}" for name, value in marks.items() if value and value.isprintable()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class _Wire(io.RawIOBase):
    """Reads a socket with the time that is left, so that a server cannot hold us by sending slowly."""

    def __init__(self, sock: ssl.SSLSocket, limits: Limits) -> None:
        self._sock, self._limits = sock, limits

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer protocol has no name in 3.11
        self._sock.settimeout(self._limits.left())
        return self._sock.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What HTTPResponse asks of a socket."""
        return io.BufferedReader(self)


def _talk(sock: ssl.SSLSocket, request: bytes, limits: Limits) -> Fetched | str:
    sock.settimeout(limits.left())
    sock.sendall(request)
    response = HTTPResponse(_Wire(sock, limits), method="GET")  # type: ignore[arg-type]  # needs makefile() only
    response.begin()
    return _read(response, limits)


def _read(response: HTTPResponse, limits: Limits) -> Fetched | str:
    """The answer, or the address it leads on to."""
    if response.status in REDIRECTS:
        return response.headers.get("Location", "")
    if response.status == 304:
        return Fetched(body=None)
    if response.status in BUSY:
        wait = _retry_after(response)
        raise FetchRefused(f"The address is busy (status {response.status}). It is asked again later.", wait=wait)
    if response.status != 200:
        raise FetchRefused(f"The address answered with status {response.status}. Check it in a browser.")
    if response.length is not None and response.length > limits.max_bytes:
        raise FetchRefused(_too_large(limits.max_bytes))
    body = _bounded(_unpacked(response), limits.max_bytes)
    marks = (response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
    return Fetched(body, *(mark if len(mark) <= 200 and mark.isascii() else "" for mark in marks))


def _retry_after(response: HTTPResponse) -> timedelta:
    """Seconds, or a date that is put beside the server's own clock; nothing where neither can be read."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal() and len(said) < 10:
        return timedelta(seconds=int(said))
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(response.headers.get("Date", ""))
    except (ValueError, TypeError):
        return timedelta(0)
    return max(wait, timedelta(0))


def _bounded(pieces: Iterator[bytes], max_bytes: int) -> bytes:
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > max_bytes:
            raise FetchRefused(_too_large(max_bytes))
    return bytes(whole)


def _unpacked(response: HTTPResponse) -> Iterator[bytes]:
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding == "identity":
        yield from _pieces(response)
    elif coding in {"gzip", "x-gzip"}:
        yield from _gunzipped(_pieces(response))
    else:
        raise FetchRefused(f"The feed is packed as {coding[:20]!r}, which was not asked for.")


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    expected, came = response.length, 0
    while piece := response.read1(CHUNK):
        came += len(piece)
        yield piece
    if expected is not None and came < expected:
        raise FetchRefused("The connection ended before the whole feed had come. Try again later.")


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpacks a little at a time, so that a bomb is refused before it has grown."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                yield unpacker.decompress(rest, CHUNK)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise FetchRefused("The feed's packing is damaged. Try again later.") from error
    if not unpacker.eof:
        raise FetchRefused("The connection ended before the whole feed had come. Try again later.")


def _too_large(max_bytes: int) -> str:
    return f"The feed is larger than {max_bytes // (1024 * 1024)} MB. Ask for a smaller one."


def _too_slow(seconds: float) -> str:
    return f"The feed did not come within {seconds:g} seconds. Try again later, or save it to a file and import that."
