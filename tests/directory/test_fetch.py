"""A feed is fetched over https from public addresses only, within bounds of size and time."""

from __future__ import annotations

import gzip
import ssl
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from holdfast.directory.fetch import FetchRefused, Limits, fetch
from holdfast.domain.hosts import is_public
from tests.directory.feed_server import FeedServer

PRIVATE = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.4.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_inside_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_brings_the_body_and_the_marks(feeds: FeedServer) -> None:
    feeds.says(b"[1]", ETag='"v1"', Last_Modified="Fri, 20 Nov 2026 10:00:00 GMT")

    found = fetch(feeds.address(), road=feeds.road())

    assert (found.body, found.etag, found.last_modified) == (b"[1]", '"v1"', "Fri, 20 Nov 2026 10:00:00 GMT")


def test_sends_the_marks_of_the_last_time(feeds: FeedServer) -> None:
    feeds.says(b"", status=304)

    found = fetch(feeds.address(), etag='"v1"', road=feeds.road())

    assert (found.body, feeds.requests[0]["If-None-Match"]) == (None, '"v1"')


def test_tells_the_server_nothing_about_the_person(feeds: FeedServer) -> None:
    feeds.says(b"[]")

    fetch(feeds.address(), road=feeds.road())

    assert set(feeds.requests[0]) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_unpacks_gzip(feeds: FeedServer) -> None:
    feeds.says(gzip.compress(b"[1, 2]"), Content_Encoding="gzip")

    found = fetch(feeds.address(), road=feeds.road())

    assert found.body == b"[1, 2]"


def test_follows_up_to_three_redirects(feeds: FeedServer) -> None:
    feeds.leads("/a", "/b")
    feeds.leads("/b", feeds.address("/c"))
    feeds.leads("/c", "/feed.json")
    feeds.says(b"[]")

    assert fetch(feeds.address("/a"), road=feeds.road()).body == b"[]"


def test_gives_up_at_the_fourth_redirect(feeds: FeedServer) -> None:
    feeds.leads("/a", "/a")

    with pytest.raises(FetchRefused, match="more than 3 times"):
        fetch(feeds.address("/a"), road=feeds.road())

    assert len(feeds.requests) == 4


def test_checks_the_address_a_redirect_leads_to(feeds: FeedServer) -> None:
    inside = {"feeds.example": ["127.0.0.1"], "metadata.example": ["169.254.169.254"]}
    feeds.leads("/a", "https://metadata.example/latest")
    road = feeds.road(resolve=lambda host: inside[host], is_open=lambda ip: ip == "127.0.0.1")

    with pytest.raises(FetchRefused, match="inside a private network"):
        fetch(feeds.address("/a"), road=road)


def test_a_redirect_may_not_leave_https(feeds: FeedServer) -> None:
    feeds.leads("/a", f"http://feeds.example:{feeds.port}/feed.json")

    with pytest.raises(FetchRefused, match="begin with https"):
        fetch(feeds.address("/a"), road=feeds.road())


def test_refuses_a_name_with_one_inside_address_among_others(feeds: FeedServer) -> None:
    road = feeds.road(resolve=lambda _: ["93.184.215.14", "10.0.0.1"], is_open=is_public)

    with pytest.raises(FetchRefused, match="inside a private network"):
        fetch(feeds.address(), road=road)


def test_asks_for_the_name_once_so_it_cannot_change_its_mind(feeds: FeedServer) -> None:
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    feeds.says(b"[]")

    fetch(feeds.address(), road=feeds.road(resolve=lambda _: answers.pop(0)))

    assert answers == [["169.254.169.254"]]


def test_refuses_a_literal_inside_address(feeds: FeedServer) -> None:
    road = feeds.road(resolve=lambda host: [host], is_open=is_public)

    with pytest.raises(FetchRefused, match="inside a private network"):
        fetch(f"https://[::ffff:127.0.0.1]:{feeds.port}/feed.json", road=road)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://feeds.example/feed.json", "begin with https"),
        ("file:///etc/passwd", "begin with https"),
        ("ftp://feeds.example/feed.json", "begin with https"),
        ("https://me:secret@feeds.example/feed.json", "name and password"),
        ("https:///feed.json", "names no host"),
        ("https://[::1/feed.json", "cannot be read"),
        ("https://feeds.example:99999/feed.json", "cannot be read"),
        ("https://a..b/feed.json", "cannot be read"),
    ],
)
def test_refuses_an_address_it_will_not_ask(feeds: FeedServer, address: str, says: str) -> None:
    with pytest.raises(FetchRefused, match=says):
        fetch(address, road=feeds.road())


def test_a_line_break_in_the_address_adds_no_header(feeds: FeedServer) -> None:
    feeds.says(b"[]", path="/feed.json%20HTTP/1.1X-Evil:%20yes")

    fetch(feeds.address("/feed.json HTTP/1.1\r\nX-Evil: yes"), road=feeds.road())

    assert "X-Evil" not in feeds.requests[0]


def test_an_unknown_name_is_said_so(feeds: FeedServer) -> None:
    with pytest.raises(FetchRefused, match="not known"):
        fetch(feeds.address(), road=feeds.road(resolve=lambda _: []))


def test_a_resolver_that_never_answers_is_left_behind(feeds: FeedServer) -> None:
    answered = threading.Event()
    road = feeds.road(resolve=lambda _: answered.wait(30) and [])

    with pytest.raises(FetchRefused, match="did not come within"):
        fetch(feeds.address(), road=road, limits=Limits(seconds=0.2))
    answered.set()


def test_refuses_a_certificate_nobody_vouches_for(feeds: FeedServer) -> None:
    with pytest.raises(FetchRefused, match=r"certificate of feeds\.example"):
        fetch(feeds.address(), road=feeds.road(tls=ssl.create_default_context()))


def test_refuses_a_body_that_is_too_large(feeds: FeedServer) -> None:
    feeds.says(b"x" * 3000)

    with pytest.raises(FetchRefused, match="larger than"):
        fetch(feeds.address(), road=feeds.road(), limits=Limits(max_bytes=2000))


def test_stops_a_bomb_while_it_unpacks(feeds: FeedServer) -> None:
    feeds.says(gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip")

    with pytest.raises(FetchRefused, match="larger than 1 MB"):
        fetch(feeds.address(), road=feeds.road(), limits=Limits(max_bytes=1024 * 1024))


@pytest.mark.parametrize(
    ("body", "headers", "says"),
    [
        (b"not gzip at all", {"Content_Encoding": "gzip"}, "damaged"),
        (gzip.compress(b"[1, 2, 3]", mtime=0)[:-9], {"Content_Encoding": "gzip"}, "before the whole feed"),
        (b"\x28\xb5", {"Content_Encoding": "zstd"}, "not asked for"),
        (b"[1,", {"Content_Length": "900", "Connection": "close"}, "before the whole feed"),
    ],
)
def test_refuses_a_body_that_is_not_whole(feeds: FeedServer, body: bytes, headers: dict[str, str], says: str) -> None:
    feeds.says(body, **headers)

    with pytest.raises(FetchRefused, match=says):
        fetch(feeds.address(), road=feeds.road())


def test_names_the_status_it_got(feeds: FeedServer) -> None:
    feeds.says(b"gone", status=410)

    with pytest.raises(FetchRefused, match="status 410"):
        fetch(feeds.address(), road=feeds.road())


def test_a_server_that_drips_cannot_hold_us(feeds: FeedServer) -> None:
    stop = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not stop.wait(0.05):
            handler.wfile.write(b" ")

    feeds.plays["/feed.json"] = drip

    with pytest.raises(FetchRefused, match="did not come within"):
        fetch(feeds.address(), road=feeds.road(), limits=Limits(seconds=0.5))
    stop.set()


def test_a_closed_port_is_said_so(feeds: FeedServer) -> None:
    with pytest.raises(FetchRefused, match="No usable answer"):
        fetch("https://feeds.example:9/feed.json", road=feeds.road())
