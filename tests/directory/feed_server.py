"""A real https server on this machine that plays the feeds of the tests."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from holdfast.directory.fetch import Road

HOST = "feeds.example"
Play = Callable[[BaseHTTPRequestHandler], None]


class FeedServer:
    """Answers each path with what a test gave for it."""

    def __init__(self, folder: Path) -> None:
        self.plays: dict[str, Play] = {}
        self.requests: list[dict[str, str]] = []
        self._certificate = _make_certificate(folder)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self._certificate)
        self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self.port = self._http.server_address[1]

    def address(self, path: str = "/feed.json") -> str:
        """The https address of a path."""
        return f"https://{HOST}:{self.port}{path}"

    def road(self, **changes: object) -> Road:
        """The road that leads the name here and trusts the certificate."""
        trusted = ssl.create_default_context(cafile=str(self._certificate))
        parts = {"resolve": lambda _: ["127.0.0.1"], "is_open": lambda _: True, "tls": trusted}
        return Road(**{**parts, **changes})  # type: ignore[arg-type]

    def says(self, body: bytes, path: str = "/feed.json", status: int = 200, **headers: str) -> None:
        """Answer a path with a body."""

        def play(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content_Length": str(len(body)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.plays[path] = play

    def leads(self, path: str, to: str) -> None:
        """Answer a path with a redirect."""
        self.says(b"", path, 302, Location=to)

    @contextmanager
    def running(self) -> Iterator[FeedServer]:
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
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append(dict(self.headers))
                try:
                    server.plays[self.path](self)
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
                pass

        return Handler


def _make_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "feeds.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
