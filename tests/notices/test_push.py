"""Web push: sealed for one browser, signed by this host, and led nowhere inside."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as ours
from py_vapid import Vapid02

from holdfast.accounts.models import Person
from holdfast.notices.actions import add_destination, link_behind, notify
from holdfast.notices.carriers.push import ORDER, NoSubscription, Subscription, public_key
from holdfast.notices.delivery import MOST_FAILURES, WHILE_UNREACHABLE
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Destination, Notice, Urgency
from holdfast.notices.queries import Carried, carried
from tests.notices.conftest import a_reply, place, place_of
from tests.notices.servers import PushService

pytestmark = pytest.mark.django_db


def tell(person: Person, now: datetime, **more: Any) -> Notice:
    return notify(to=person.pk, target=a_reply(now), unique_key="k", now=now, **more)[0]


def test_the_device_alone_reads_a_token_that_opens_something(service: PushService, john: Person, now: datetime) -> None:
    device = service.device()
    place_of(device, john.pk, now)
    tell(john, now)

    assert deliver_due(now=now) == 1

    said = json.loads(device.reads(service.got[0].body))
    assert set(said) == {"u"}
    link = link_behind(said["u"], now=now)
    assert link
    assert link.opens == "reply"


@pytest.mark.parametrize(
    ("urgency", "said"), [(Urgency.NOW, "high 3600"), (Urgency.USUAL, "normal 86400"), (Urgency.LATER, "low 259200")]
)
def test_says_how_urgent_it_is_and_how_long_to_keep_it(
    service: PushService, john: Person, now: datetime, urgency: Urgency, said: str
) -> None:
    place_of(service.device(), john.pk, now)
    notice = tell(john, now, urgency=urgency)

    deliver_due(now=now)

    headers = service.got[0].headers
    assert f"{headers['Urgency']} {headers['TTL']}" == said
    assert (headers["Topic"], headers["Content-Encoding"]) == (notice.pk.hex, "aes128gcm")


def test_is_signed_with_the_key_that_browsers_were_given(service: PushService, john: Person, now: datetime) -> None:
    place_of(service.device(), john.pk, now)
    tell(john, now)

    deliver_due(now=now)

    signed = service.got[0].headers["Authorization"]
    assert signed.endswith(f",k={public_key()}")
    assert Vapid02.verify(signed)
    middle = signed.partition("t=")[2].split(".")[1]
    claims = json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    assert claims["aud"] == f"https://127.0.0.1:{service.port}"


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_no_more_is_told_nothing_again(
    service: PushService, john: Person, now: datetime, status: int
) -> None:
    place_of(service.device(), john.pk, now)
    notice = tell(john, now)
    service.answers["/one"] = status

    deliver_due(now=now)

    assert Destination.objects.get().off_at == now
    assert notify(to=john.pk, target=a_reply(now), unique_key="next", now=now) == []
    assert notice.thing
    assert carried([notice.thing]) == {notice.thing: Carried.NOWHERE}


def test_a_device_that_comes_back_is_told_again(service: PushService, john: Person, now: datetime) -> None:
    there = place_of(service.device(), john.pk, now)
    tell(john, now)
    service.answers["/one"] = 410
    deliver_due(now=now)

    add_destination(owner=john.pk, via="push", address=there.address, now=now)

    assert notify(to=john.pk, target=a_reply(now), unique_key="next", now=now)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_in_trouble_is_not_held_against_the_message(
    service: PushService, john: Person, now: datetime, status: int
) -> None:
    place_of(service.device(), john.pk, now)
    tell(john, now)
    service.answers["/one"] = status

    deliver_due(now=now)

    notice = Notice.objects.get()
    assert (notice.refusals, notice.failed_at) == (0, now)
    assert now < notice.due_at <= now + WHILE_UNREACHABLE


def test_one_device_that_never_works_stops_nobody_else(service: PushService, john: Person, now: datetime) -> None:
    for name in ("bad", "worse", "good", "better"):
        place_of(service.device(name), john.pk, now)
    service.answers |= {"/bad": 500, "/worse": 429}
    tell(john, now)

    assert deliver_due(now=now) == 2
    assert {push.path for push in service.got} == {"/bad", "/worse", "/good", "/better"}


def test_a_service_that_is_away_is_not_asked_for_every_device(
    service: PushService, john: Person, now: datetime
) -> None:
    for number in range(6):
        place_of(service.device(str(number)), john.pk, now)
        service.answers[f"/{number}"] = 503
    tell(john, now)

    deliver_due(now=now)

    assert len(service.got) == MOST_FAILURES
    assert Notice.objects.filter(failed_at=now, due_at=now + timedelta(minutes=1)).count() == 6


@pytest.mark.parametrize("status", [302, 400, 401, 403, 413])
def test_a_refused_message_is_counted(service: PushService, john: Person, now: datetime, status: int) -> None:
    place_of(service.device(), john.pk, now)
    tell(john, now)
    service.answers["/one"] = status

    deliver_due(now=now)

    assert Notice.objects.get().refusals == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.8", "169.254.169.254"])
def test_is_not_led_inside(service: PushService, settings: Any, john: Person, now: datetime, host: str) -> None:
    settings.CHANNEL_HOSTS = []
    device = service.device()
    device.address = f"https://{host}:{service.port}/one"
    place_of(device, john.pk, now)
    tell(john, now)

    deliver_due(now=now)

    assert (service.got, Notice.objects.get().refusals) == ([], 1)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    service: PushService, john: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    place_of(service.device(), john.pk, now)
    tell(john, now)

    deliver_due(now=now)

    assert service.got == []


def broken(**changes: Any) -> str:
    said = {"endpoint": "https://push.example/x", "keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22}}
    return json.dumps({**said, **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        broken(),
        broken(endpoint="http://push.example/x"),
        broken(endpoint="https://a:b@push.example/x"),
        broken(endpoint="https://[/x"),
        broken(endpoint="https://push.example:99999/x"),
        broken(endpoint=7),
        broken(keys={}),
        broken(keys=None),
        broken(keys={"p256dh": "é", "auth": "A" * 22}),
    ],
)
def test_what_no_browser_gives_is_refused(text: str) -> None:
    with pytest.raises(NoSubscription):
        Subscription.read(text)


@pytest.mark.parametrize("endpoint", ["http://push.example/x", "https://a:b@push.example/x", "https://push.example/é"])
def test_only_plain_https_addresses_are_taken(service: PushService, endpoint: str) -> None:
    device = service.device()
    device.address = endpoint

    with pytest.raises(NoSubscription):
        Subscription.read(device.subscription)


def test_a_place_that_cannot_be_read_is_a_refusal(service: PushService, john: Person, now: datetime) -> None:
    there = place_of(service.device(), john.pk, now)
    there.address = "{}"
    there.save()
    tell(john, now)

    deliver_due(now=now)

    assert Notice.objects.get().refusals == 1


def test_the_key_is_made_at_the_first_start_and_nobody_else_reads_it() -> None:
    file = ours.DATA / "push.key"

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().strip() == ours.PUSH_KEY


def test_the_order_of_the_curve_is_right() -> None:
    assert ec.derive_private_key(ORDER - 1, ec.SECP256R1())
    with pytest.raises(ValueError, match=r".*"):
        ec.derive_private_key(ORDER, ec.SECP256R1())


def test_the_same_device_twice_is_one(service: PushService, john: Person, now: datetime) -> None:
    device = service.device()

    assert place_of(device, john.pk, now) == place_of(device, john.pk, now + timedelta(days=1))


def test_devices_of_one_service_share_a_road_that_does_not_name_it(
    service: PushService, john: Person, now: datetime
) -> None:
    one, other = (place_of(service.device(name), john.pk, now) for name in ("one", "other"))

    assert one.road == other.road
    assert "127" not in one.road


def test_two_services_do_not_share_one(john: Person, now: datetime) -> None:
    roads = {place(john.pk, "apprise", address, now).road for address in ("ntfys://a.example/x", "ntfys://b.example/x")}

    assert len(roads) == 2
