"""kill -9 while notices are being sent by two workers: is any lost, and does an idempotent channel see each once?

    python benchmarks/durability/notices.py [--kills 50] [--notices 4000]

Half of the notices are letters to a real SMTP server, half are pushes to a real https server. Each kill comes as soon
as a random number of them has arrived, so every one of them falls into the work; another worker is started at once
while the second goes on. At the end every notice must have arrived. A letter or push that arrived twice has the id
it had before, so an idempotent receiver has seen each once; how often the transport repeated is reported.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_string
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.notices.servers import HERE, MailServer, PushService, serving
from tests.product import ROOT, Product

WORKERS = 2
LOOK = 0.002
"""Seconds between two looks at what arrived."""
PATIENCE = 3600.0
"""For a machine that does much else."""
WRITE = """
from datetime import timedelta
from uuid import uuid4
from django.db import transaction
from django.utils import timezone
from holdfast.notices.actions import Target, add_destination, confirm_destination, notify
from holdfast.notices.carriers.push import Subscription
from holdfast.notices.models import Notice, Urgency
from holdfast.sealing.keys import make_key
owner, now = uuid4(), timezone.now()
make_key(person_id=owner, now=now)
for via, address in (("mail", "one@example.org"), ("push", Subscription.read({subscription!r}).written())):
    confirm_destination(destination=add_destination(owner=owner, via=via, address=address, now=now), now=now)
with transaction.atomic():
    for number in range({pairs}):
        target = Target("reply", now + timedelta(days=7), uuid4())
        notify(to=owner, target=target, unique_key=str(number), now=now, urgency=Urgency.NOW)
print("IDS", *Notice.objects.values_list("pk", flat=True))
"""
LEFT = """
from holdfast.notices.models import Notice
print("LEFT", Notice.objects.filter(sent_at=None).count())
"""
LATER = """
from datetime import timedelta
from django.db.models import F
from holdfast.notices.models import Notice
Notice.objects.filter(sent_at=None).update(due_at=F("due_at") - timedelta(minutes=5))
"""


@dataclass(frozen=True)
class Outcome:
    """What a run of kills left behind."""

    kills: int
    notices: int
    lost: int
    unfinished: int
    """Rows that do not say that they were sent."""
    strangers: int
    """Messages with an id that was never written."""
    letters_repeated: int
    pushes_repeated: int
    seconds: float


@dataclass
class Bureau:
    """A prepared product, the outside, and its workers."""

    product: Product
    mail: MailServer
    push: PushService
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Mail and push lead to the servers of this run."""
        ways = {"HOLDFAST_MAIL_HOST": HERE, "HOLDFAST_MAIL_PORT": str(self.mail.port), "HOLDFAST_MAIL_TLS": "no"}
        trust = {"HOLDFAST_CHANNEL_HOSTS": HERE, "SSL_CERT_FILE": str(self.push.certificate)}
        return {**self.product.environment, **ways, **trust, "DJANGO_SETTINGS_MODULE": "holdfast.settings"}

    def do(self, script: str) -> list[str]:
        """A few lines inside the product; the words of the last line they print."""
        begin = "import django; django.setup()\n"
        line = [sys.executable, "-c", begin + script]
        done = subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr)
        return done.stdout.split()

    def start(self) -> None:
        """One worker more."""
        line = [sys.executable, "-m", "holdfast", "worker"]
        self.workers.append(subprocess.Popen(line, cwd=ROOT, env=self.environment))

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill -9."""
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    def stop(self) -> None:
        """Ask all of them to stop."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait(30)
        self.workers.clear()

    def letters(self) -> list[UUID]:
        """The ids of the letters that arrived."""
        heads = (message_from_string(letter)["Message-ID"] for letter in list(self.mail.letters))
        return [UUID(head.strip("<>").partition("@")[0]) for head in heads]

    def pushes(self) -> list[UUID]:
        """The ids of the pushes that arrived."""
        return [UUID(push.headers["Topic"]) for push in list(self.push.got)]

    def arrived(self) -> int:
        """How many messages, repeated ones too."""
        return len(self.mail.letters) + len(self.push.got)


def run(folder: Path, *, kills: int, notices: int, chance: random.Random, is_patient: bool) -> Outcome:
    """Kill so many times, then wait for leases to run out, or let five minutes pass at once, and compare."""
    product = Product(folder)
    product.prepare()
    push = PushService(folder)
    with MailServer() as mail, serving(mail), push.running():
        bureau = Bureau(product, mail, push)
        script = WRITE.format(subscription=push.device().subscription, pairs=notices // 2)
        written = {UUID(word) for word in bureau.do(script)[1:]}
        began = time.monotonic()
        _work_and_kill(bureau, sorted(chance.sample(range(1, notices - 1), kills)))
        if not is_patient:
            _let_time_pass(bureau)
        left = _finish(bureau)
        seconds = time.monotonic() - began
        letters, pushes = Counter(bureau.letters()), Counter(bureau.pushes())
    seen = set(letters) | set(pushes)
    repeated = [sum(count - 1 for count in found.values()) for found in (letters, pushes)]
    return Outcome(kills, len(written), len(written - seen), left, len(seen - written), *repeated, seconds)


def _work_and_kill(bureau: Bureau, moments: list[int]) -> None:
    """It is always the elder that is killed: it is at work, while the other may still be starting."""
    for _ in range(WORKERS):
        bureau.start()
    until = time.monotonic() + PATIENCE
    for moment in moments:
        while bureau.arrived() < moment and time.monotonic() < until:
            time.sleep(LOOK)
        bureau.kill(bureau.workers[0])
        bureau.start()


def _let_time_pass(bureau: Bureau) -> None:
    bureau.stop()
    bureau.do(LATER)
    bureau.start()


def _finish(bureau: Bureau) -> int:
    """Until nothing is left, or patience is over; returns what is left."""
    until = time.monotonic() + PATIENCE
    while (left := int(bureau.do(LEFT)[1])) and time.monotonic() < until:
        time.sleep(0.2)
    bureau.stop()
    return left


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--notices", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(asked.seed)
        print(run(Path(folder), kills=asked.kills, notices=asked.notices, chance=chance, is_patient=True))


if __name__ == "__main__":
    main()
