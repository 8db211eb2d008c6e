"""The search page and the feed over HTTP: the real product, started on a folder with many listings.

    python benchmarks/directory/over_http.py --meetings 150000 [--feeds DIR] [--queries 200]

The folder with the listings is made once and kept in /tmp.
(Not called http.py: beside a script of that name Python's own http could not be imported.)
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.directory.corpus import City, Corpus, corpus
from benchmarks.directory.memory import resident_mb
from benchmarks.directory.moments import YEAR_FROM, Moment
from benchmarks.directory.questions import METROPOLISES, Asker
from tests.product import ROOT, Product

KEPT = Path("/tmp")
PER_SOURCE = 10_000
WARM_UP = 10
FEED = "/feeds/meetings.json"
NOWHERE = Moment(YEAR_FROM, 0)
"""Pages are asked about now, whatever a moment says."""
CLASSES = {
    "a": "in person within 25 km, now and soon, women, nearest first",
    "b": "any time within 25 km of a metropolis",
    "d": "online, now and soon",
    "e": "words",
}


@dataclass
class Client:
    """One browser that keeps its connection."""

    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def get(self, address: str, **more: str) -> http.client.HTTPResponse:
        """One request, read to its end."""
        named = {name.replace("_", "-"): value for name, value in {**self.headers, **more}.items()}
        before = time.perf_counter()
        self._connection.request("GET", address, headers={"Accept-Encoding": "gzip", **named})
        response = self._connection.getresponse()
        body = response.read()
        self.took.append(time.perf_counter() - before)
        self.sizes.append(len(body))
        if response.status not in {200, 304}:
            self.failures.append(f"{response.status} {address}")
        return response

    def get_all(self, addresses: Iterable[str]) -> None:
        """One after the other."""
        for address in addresses:
            self.get(address)

    def forget(self) -> None:
        """What was measured so far."""
        self.took.clear()
        self.sizes.clear()


class Pages:
    """Draws addresses of the search page."""

    def __init__(self, made: Corpus, seed: int) -> None:
        self._corpus, self._chance, self._asker = made, random.Random(seed), Asker(made, seed)
        self._large = made.largest(METROPOLISES)

    def some(self, letter: str, count: int) -> list[str]:
        """Addresses of a class."""
        return [self._one(letter) for _ in range(count)]

    def _one(self, letter: str) -> str:
        if letter == "a":
            near = _near(self._corpus.cities[int(self._chance.choice(self._corpus.city))])
            return _find(**near, when="now", how="in_person", kind="women", sort="distance")
        if letter == "b":
            return _find(**_near(self._chance.choice(self._large)))
        if letter == "d":
            return _find(how="online", when="now")
        return _find(words=self._asker.ask("e", NOWHERE).query.words)


def _near(city: City) -> dict[str, str]:
    return {"near": city.label, "place": city.place_id, "within": "25"}


def _find(**asked: str) -> str:
    return "/find/?" + urlencode(asked)


# The folder


def stocked(meetings: int, feeds: Path | None) -> Path:
    """A data folder with so many listings; made where there is none for these tables and this corpus."""
    folder = KEPT / f"holdfast-stock-{meetings}-{_mark(feeds)}"
    product = Product(folder)
    product.command("prepare")
    if not (folder / "stocked").exists():
        before = time.perf_counter()
        line = [sys.executable, __file__, "--meetings", str(meetings), "--stock"]
        line += ["--feeds", str(feeds)] if feeds else []
        subprocess.run(line, check=True, env=product.environment)
        (folder / "stocked").touch()
        print(f"listings written in {time.perf_counter() - before:.0f} s")
    return folder


def _mark(feeds: Path | None) -> str:
    """Changes with the feeds' folder, the tables, and how a corpus is made."""
    mark = hashlib.blake2b(str(feeds).encode(), digest_size=4)
    for file in [*sorted((ROOT / "holdfast").glob("*/migrations/*.py")), Path(__file__).with_name("corpus.py")]:
        mark.update(file.read_bytes())
    return mark.hexdigest()


def stock(made: Corpus) -> None:
    """Write the listings, a source of ten thousand at a time, as imports do. Django's folder is in the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.settings"
    import django

    django.setup()
    from holdfast.directory.actions import Feed, apply_feed

    meetings = made.meetings()
    number = 0
    while batch := list(islice(meetings, PER_SOURCE)):
        number += 1
        feed = Feed(key=f"benchmark-{number}", name=f"Benchmark {number}", format="meeting-guide")
        apply_feed(feed=feed, meetings=batch, now=datetime.now(UTC))


# Measuring


def started(product: Product, first: str) -> Iterator[str]:
    """Start it; how long until the first page, and until the first search is answered."""
    before = time.perf_counter()
    product.start()
    up = time.perf_counter() - before
    if (status := Client(product.port).get(first).status) != 200:
        raise SystemExit(f"{first} answers {status}: nothing was measured")
    yield f"started: first page after {up:.1f} s, first search answered after {time.perf_counter() - before:.1f} s"
    yield memory(product)


def memory(product: Product) -> str:
    """Of the parent's children."""
    assert product.process is not None
    pid = product.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    parts = []
    for child in children:
        name = "web" if b"uvicorn" in Path(f"/proc/{child}/cmdline").read_bytes() else "worker"
        parts.append(f"{name} {resident_mb(child):.0f} MB, at most {resident_mb(child, peak=True):.0f} MB")
    return "memory: " + "; ".join(parts)


def pages(product: Product, made: Corpus, count: int) -> Iterator[str]:
    """The search page: a table of milliseconds, one client and four."""
    yield "| class | answer | clients | p50 ms | p99 ms | max ms | per second | KB |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for letter, words in CLASSES.items():
        for answer, headers in (("page", {}), ("part", {"HX_Request": "true"})):
            for many in (1, 4):
                draw = Pages(made, seed=ord(letter) + many)
                clients = [Client(product.port, headers) for _ in range(many)]
                figures = _asked(clients, [draw.some(letter, WARM_UP + count // many) for _ in clients])
                yield f"| {letter} {words} | {answer} | {many} | {figures}"


def _asked(clients: Sequence[Client], addresses: Sequence[list[str]]) -> str:
    """All clients at once, each with its own addresses; the first of them are not counted."""
    for client, own in zip(clients, addresses, strict=True):
        client.get_all(own[:WARM_UP])
        client.forget()
    work = zip(clients, addresses, strict=True)
    threads = [threading.Thread(target=client.get_all, args=(own[WARM_UP:],)) for client, own in work]
    before = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - before
    took = np.array([one for client in clients for one in client.took]) * 1000
    size = np.median([one for client in clients for one in client.sizes]) / 1000
    failed = [failure for client in clients for failure in client.failures]
    figures = f"{np.percentile(took, 50):.1f} | {np.percentile(took, 99):.1f} | {took.max():.1f}"
    return f"{figures} | {len(took) / whole:.0f} | {size:.1f} |" + (f" FAILED {failed[:3]}" if failed else "")


def feed(product: Product) -> Iterator[str]:
    """The whole feed, and the same asked for again by somebody who has it."""
    client = Client(product.port)
    response = client.get(FEED)
    if response.status != 200:
        yield f"{FEED}: {response.status}"
        return
    for _ in range(2):
        response = client.get(FEED)
    yield f"{FEED}: {_spread(client.took)}, {client.sizes[-1] / 1e6:.1f} MB as sent"
    etag, beside = response.headers["ETag"], Client(product.port)
    for _ in range(50):
        if beside.get(FEED, If_None_Match=etag).status != 304:
            yield "asked again with its mark, it was sent again"
            return
    yield f"{FEED} with If-None-Match: {_spread(beside.took)}, 304"
    yield memory(product)


def _spread(took: Sequence[float]) -> str:
    of_all = np.array(took) * 1000
    return f"p50 {np.percentile(of_all, 50):.1f} ms, max {of_all.max():.1f} ms of {len(of_all)}"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=int, default=150_000)
    parser.add_argument("--feeds", type=Path)
    parser.add_argument("--queries", type=int, default=200, help="of each class, answer and number of clients")
    parser.add_argument("--stock", action="store_true", help="only write the listings into HOLDFAST_DATA")
    options = parser.parse_args()
    made = corpus(options.meetings, feeds=options.feeds)
    if options.stock:
        stock(made)
        return
    product = Product(stocked(options.meetings, options.feeds))
    try:
        for line in started(product, Pages(made, 1).some("b", 1)[0]):
            print(line, flush=True)
        for lines in (pages(product, made, options.queries), feed(product)):
            for line in lines:
                print(line, flush=True)
    finally:
        product.stop()


if __name__ == "__main__":
    main()
