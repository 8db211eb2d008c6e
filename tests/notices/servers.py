"""Real servers on this machine that stand for the outside: mail, a push service, a chat."""

from __future__ import annotations

import json
import socketserver
import ssl
import threading
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"
ALSO_HERE = "localhost"
"""Another name, and so another provider."""


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as it takes to receive letters."""

    server: MailServer

    def handle(self) -> None:
        """Until the other side says goodbye."""
        self.wfile.write(b"220 here\r\n")
        while verb := self.rfile.readline().decode().strip().upper()[:4]:
            if verb == "DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(self._letter())
            self.wfile.write(self.server.answers.get(verb, "250 fine").encode() + b"\r\n")
            if verb == "QUIT":
                return

    def _letter(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        return "".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    """A real server on a port of its own; `answers` says what it tells instead of yes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__((HERE, 0), Conversation)
        self.letters: list[str] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Those who hang up may."""


@dataclass
class Device:
    """A browser that subscribed: it alone can read what comes."""

    address: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen bytes is"

    @property
    def subscription(self) -> str:
        """What `PushSubscription.toJSON()` gives."""
        form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        keys = {"p256dh": text(self.key.public_key().public_bytes(*form)), "auth": text(self.auth)}
        return json.dumps({"endpoint": self.address, "expirationTime": None, "keys": keys})

    def reads(self, body: bytes) -> bytes:
        """What a push carried."""
        plain: bytes = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth)
        return plain


@dataclass
class Push:
    """One request a push service got."""

    path: str
    headers: dict[str, str]
    body: bytes


class QuietServer(ThreadingHTTPServer):
    """Says nothing about those who hang up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """They may."""


@dataclass
class Hold:
    """A request that is not answered before somebody says so."""

    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


class PushService:
    """An https server. `answers` says a status for a path; `hold` makes it wait."""

    def __init__(self, folder: Path) -> None:
        self.got: list[Push] = []
        self.answers: dict[str, int] = {}
        self._holds: dict[str, Hold] = {}
        self._answered: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self.certificate = make_certificate(folder)
        self._http = QuietServer((HERE, 0), self._handler())
        self._http.daemon_threads = True
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate)
        self._http.socket = tls.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._http.server_address[1]

    def device(self, name: str = "one", host: str = HERE) -> Device:
        """A browser subscribed here."""
        return Device(f"https://{host}:{self.port}/{name}")

    def hold(self, path: str) -> Hold:
        """From now on requests for this path wait."""
        return self._holds.setdefault(path, Hold())

    def answered(self, path: str) -> threading.Event:
        """Set once a request for this path got its answer."""
        return self._answered[path]

    @contextmanager
    def running(self) -> Iterator[PushService]:
        """Serve until the block ends."""
        thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            thread.join()
            self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hold := service._holds.get(self.path):
                    hold.reached.set()
                    hold.go.wait(30)
                service.got.append(Push(self.path, dict(self.headers), body))
                self.send_response(service.answers.get(self.path, 201))
                self.send_header("Content-Length", "0")
                self.end_headers()
                service._answered[self.path].set()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
                pass

        return Handler


class Chat:
    """A plain http server that takes apprise's json://."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer = 200
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                chat.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(chat.answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
                pass

        self.http = ThreadingHTTPServer((HERE, 0), Handler)
        self.http.daemon_threads = True

    @property
    def address(self) -> str:
        """What somebody types."""
        return f"json://{HERE}:{self.http.server_address[1]}/room"


@contextmanager
def serving(server: Any) -> Iterator[None]:
    """Serve until the block ends."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_certificate(folder: Path) -> Path:
    """For this machine, signed by itself; the file holds the key too."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE)), x509.DNSName(ALSO_HERE)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "push.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def text(data: bytes) -> str:
    """As keys are written on the web."""
    return urlsafe_b64encode(data).decode().rstrip("=")
