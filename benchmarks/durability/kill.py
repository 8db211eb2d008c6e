"""kill -9 while ties are being written through the real product: is anything lost that was acknowledged?

    python benchmarks/durability/kill.py [--kills 50] [--writers 4]

Starts the product on a throwaway folder and signs several people up. Each posts one tie after the other; a tie counts
as acknowledged when the answer leads to its page. The parent, the web server and the worker are killed together at a
random moment, and all is started again on the same folder. At the end every acknowledged name must stand on its
owner's list.
"""

from __future__ import annotations

import argparse
import http.client
import http.cookiejar
import random
import re
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.product import Product

PASSPHRASE = "seven wet boots by the door"
LIVES = (0.3, 1.2)
"""Seconds between a start and the kill that follows."""


@dataclass
class Writer:
    """One person at a browser, who writes ties and remembers which were acknowledged."""

    nickname: str
    address: str
    acknowledged: list[str] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def sign_up(self) -> None:
        """A new account."""
        facts = {"username": self.nickname, "password1": PASSPHRASE, "time_zone": "UTC"}
        self._post("/account/new/", facts)

    def write(self, stop: threading.Event) -> None:
        """One tie after the other, until told to stop or until nobody answers."""
        while not stop.is_set():
            self.sent += 1
            name = f"{self.nickname} {self.sent:05d}"
            try:
                url = self._post("/ties/new/", {"name": name, "role": "friend", "circle": "1"})
            except (OSError, ValueError, http.client.HTTPException):
                return
            if re.search(r"/ties/[0-9a-f-]{36}/$", url):
                self.acknowledged.append(name)

    def listed(self) -> set[str]:
        """The names that stand on this person's list."""
        page = self._open("/network/list/")
        return set(re.findall(rf"{self.nickname} \d{{5}}", page))

    def _post(self, path: str, facts: dict[str, str]) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self._open(path))
        if token is None:
            raise ValueError("the form has no token")
        data = urllib.parse.urlencode({**facts, "csrfmiddlewaretoken": token[1]}).encode()
        headers = {"Referer": self.address + path}
        with self._opener.open(urllib.request.Request(self.address + path, data, headers), timeout=20) as answer:
            answer.read()
            return str(answer.url)

    def _open(self, path: str) -> str:
        with self._opener.open(self.address + path, timeout=20) as answer:
            return str(answer.read().decode())


@dataclass(frozen=True)
class Outcome:
    """What a run of kills left behind."""

    kills: int
    acknowledged: int
    lost: int
    unacknowledged: int
    """Written, but the kill came before the answer."""
    slowest_start: float


def run(product: Product, *, kills: int, writers: int, chance: random.Random) -> Outcome:
    """Kill so many times, then compare."""
    product.prepare()
    product.start()
    people = [Writer(f"writer-{number}", product.address) for number in range(writers)]
    for person in people:
        person.sign_up()
    starts = [_life(product, people, chance.uniform(*LIVES)) for _ in range(kills)]
    product.start()
    listed = {person.nickname: person.listed() for person in people}
    product.stop()
    lost = [name for person in people for name in person.acknowledged if name not in listed[person.nickname]]
    known = sum(len(person.acknowledged) for person in people)
    there = sum(len(names) for names in listed.values())
    return Outcome(kills, known, len(lost), there - (known - len(lost)), max(starts, default=0.0))


def _life(product: Product, people: list[Writer], seconds: float) -> float:
    """Everybody writes and the product is killed; started first unless it runs. Returns how long the start took."""
    before = time.monotonic()
    if product.process is None:
        product.start()
    took = time.monotonic() - before
    stop = threading.Event()
    threads = [threading.Thread(target=person.write, args=(stop,)) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    product.kill()
    stop.set()
    for thread in threads:
        thread.join()
    return took


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder))
        print(run(product, kills=asked.kills, writers=asked.writers, chance=random.Random(asked.seed)))


if __name__ == "__main__":
    main()
