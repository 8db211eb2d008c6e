"""Whether somebody looks at a page, or a machine fetched it for later."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

View = Callable[..., HttpResponse]
FETCHES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
"""Headers by which a browser says that it fetches a page nobody has asked to see."""


def is_fetched_ahead(request: HttpRequest) -> bool:
    """Whether the browser says that it prefetches or prerenders."""
    return "pre" in " ".join(request.headers.get(name, "") for name in FETCHES).lower()


def is_looked_at(request: HttpRequest) -> bool:
    """Whether somebody looks at it, as far as a server can know: no check of the address, no fetch ahead of need."""
    return request.method == "GET" and not is_fetched_ahead(request)


def for_eyes(view: View) -> View:
    """A page whose showing is written down: only somebody who looks gets it.

    HEAD is not allowed. A fetch ahead of need is answered 503, which browsers do not keep: when the page is wanted they
    ask again.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            return HttpResponseNotAllowed(["GET", "POST"])
        if is_fetched_ahead(request):
            return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Cache-Control": "no-store"})
        return view(request, *args, **kwargs)

    return answered
