"""What happens in one request happens at one moment."""

from __future__ import annotations

from django.test import RequestFactory

from holdfast.web.moment import now_of


def test_the_clock_is_read_once_a_request(rf: RequestFactory) -> None:
    request = rf.get("/")

    assert now_of(request) is now_of(request)


def test_each_request_has_its_own_moment(rf: RequestFactory) -> None:
    assert now_of(rf.get("/")) is not now_of(rf.get("/"))
