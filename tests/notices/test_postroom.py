"""A provider that hangs holds up nobody but itself; the worker, its database and the push services are real."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.durability.notices import Bureau
from tests.notices.servers import ALSO_HERE, HERE, MailServer, PushService, serving
from tests.product import Product

pytestmark = pytest.mark.sqlite_only
SOON = 60
"""Seconds of patience: a bound for when something is broken, not for how long it takes."""
DEVICES = """
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from holdfast.notices.actions import Target, add_destination, confirm_destination, notify
from holdfast.notices.carriers.push import Subscription
from holdfast.notices.models import Urgency
from holdfast.sealing.keys import make_key
owner, now = uuid4(), timezone.now()
make_key(person_id=owner, now=now)
for subscription in {subscriptions!r}:
    address = Subscription.read(subscription).written()
    confirm_destination(destination=add_destination(owner=owner, via="push", address=address, now=now), now=now)
target = Target("reply", now + timedelta(days=7), uuid4())
notify(to=owner, target=target, unique_key=str(owner), now=now, urgency=Urgency({urgency}))
"""
STATES = """
from holdfast.notices.models import Notice
print(*sorted("sent" if sent_at else "waits" for sent_at in Notice.objects.values_list("sent_at", flat=True)))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house nobody lives in yet."""
    product = Product(tmp_path_factory.mktemp("prepared"))
    product.prepare()
    return product.data


@pytest.fixture
def bureau(prepared: Path, tmp_path: Path) -> Iterator[Bureau]:
    """A worker's house with the hosts of two push services open, and nobody to send mail to."""
    product = Product(Path(shutil.copytree(prepared, tmp_path / "data")))
    push = PushService(tmp_path)
    with MailServer() as mail, serving(mail), push.running():
        bureau = Open(product, mail, push)
        yield bureau
        for worker in list(bureau.workers):
            bureau.kill(worker)


class Open(Bureau):
    """Both names of this machine may be reached."""

    @property
    def environment(self) -> dict[str, str]:
        """More hosts than one."""
        return {**super().environment, "HOLDFAST_CHANNEL_HOSTS": f"{HERE} {ALSO_HERE}"}


def one_that_hangs_and_one_that_works(bureau: Bureau) -> None:
    hold = bureau.push.hold("/slow")
    devices = [bureau.push.device("slow", ALSO_HERE), bureau.push.device("quick")]
    bureau.do(DEVICES.format(subscriptions=[device.subscription for device in devices], urgency=2))
    bureau.start()
    assert hold.reached.wait(SOON)
    assert bureau.push.answered("/quick").wait(SOON)


def test_a_provider_that_hangs_holds_up_nobody_else(bureau: Bureau) -> None:
    one_that_hangs_and_one_that_works(bureau)

    assert [push.path for push in bureau.push.got] == ["/quick"]


def test_what_is_urgent_does_not_wait_behind_what_hangs(bureau: Bureau) -> None:
    hold = bureau.push.hold("/slow")
    slow, quick = bureau.push.device("slow").subscription, bureau.push.device("quick").subscription
    bureau.do(DEVICES.format(subscriptions=[slow], urgency=2))
    bureau.start()
    assert hold.reached.wait(SOON)

    bureau.do(DEVICES.format(subscriptions=[quick], urgency=1))

    assert bureau.push.answered("/quick").wait(SOON)


def test_a_worker_that_is_stopped_finishes_what_it_hands_over(bureau: Bureau) -> None:
    one_that_hangs_and_one_that_works(bureau)
    worker = bureau.workers[0]
    worker.terminate()
    bureau.push.hold("/slow").go.set()

    assert worker.wait(SOON) == 0
    assert bureau.do(STATES) == ["sent", "sent"]


def test_a_worker_does_not_wait_for_ever_for_one_that_hangs(bureau: Bureau) -> None:
    one_that_hangs_and_one_that_works(bureau)
    worker = bureau.workers[0]
    worker.terminate()

    assert worker.wait(SOON) == 0
    assert bureau.do(STATES) == ["sent", "waits"]
