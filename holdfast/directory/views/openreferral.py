"""Our HSDS 3.0 API: for directories, referral services and researchers. Open to all, read-only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from holdfast.directory import openreferral
from holdfast.directory.openapi import DESCRIPTION
from holdfast.directory.openreferral_asked import (
    AT_LOCATIONS,
    ORGANIZATIONS,
    SERVICES,
    TAXONOMIES,
    TERMS,
    Asked,
    Refused,
    asked_of,
    uuid_of,
)
from holdfast.directory.publishing import open_to_all
from holdfast.domain.meetings.formats.hsds_terms import Values
from holdfast.web.moment import now_of

View = Callable[..., HttpResponseBase]
PROFILE = "https://docs.openreferral.org/en/v3.0/"
COMPACT: dict[str, Any] = {"separators": (",", ":"), "ensure_ascii": False}


def answered(view: View) -> View:
    """A published address whose mistakes are JSON too (RFC 9457)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            problems = [{"parameter": name, "advice": advice} for name, advice in refusal.problems.items()]
            title = "A parameter cannot be read" if refusal.status == 422 else "There is no such place"
            return _problem(refusal.status, title, {"problems": problems})
        except Http404:
            return _problem(404, "There is nothing with this id", {})

    return open_to_all(answer)


def _problem(status: int, title: str, more: Values) -> JsonResponse:
    content = {"type": "about:blank", "title": title, "status": status, **more}
    return JsonResponse(content, status=status, content_type="application/problem+json", json_dumps_params=COMPACT)


def _json(content: Values) -> JsonResponse:
    return JsonResponse(content, json_dumps_params=COMPACT)


@answered
def about(request: HttpRequest) -> HttpResponseBase:
    """Which version this is, and where it is described."""
    openapi_url = request.build_absolute_uri(resolve_url("openapi"))
    return _json({"version": "3.0", "profile": PROFILE, "openapi_url": openapi_url})


@open_to_all
def openapi(request: HttpRequest) -> HttpResponseBase:
    """Every published address, described for programs."""
    return _json(DESCRIPTION)


@answered
def services(request: HttpRequest) -> HttpResponseBase:
    """A page of services, all of them in lines, or all ids."""
    asked, today = asked_of(request.GET, SERVICES), now_of(request).date()
    if asked.is_stream:
        return _lines(request, openreferral.services_all(asked, today))
    if asked.minimal:
        return _one_long_page(request, openreferral.services_all(asked, today))
    return _json(openreferral.services_page(asked, today))


@answered
def service(request: HttpRequest, listing_id: str) -> HttpResponseBase:
    """One service with everything that belongs to it."""
    asked_of(request.GET, ())
    return _found(openreferral.service_with(_id(listing_id), now_of(request).date()))


@answered
def at_locations(request: HttpRequest) -> HttpResponseBase:
    """A page of services at places, or all of them in lines."""
    asked, today = asked_of(request.GET, AT_LOCATIONS), now_of(request).date()
    if asked.is_stream:
        return _lines(request, _begun(openreferral.at_locations_all(asked, today)))
    return _json(openreferral.at_locations_page(asked, today))


@answered
def at_location(request: HttpRequest, at_id: str) -> HttpResponseBase:
    """One service at one of its places."""
    asked_of(request.GET, ())
    return _found(openreferral.at_location_with(_id(at_id), now_of(request).date()))


@answered
def organizations(request: HttpRequest) -> HttpResponseBase:
    """A page of organizations."""
    asked, today = asked_of(request.GET, ORGANIZATIONS), now_of(request).date()
    found = openreferral.organizations(asked)
    if asked.is_stream:
        return _lines(request, openreferral.organization_rows(asked, found, today))
    rows = openreferral.organization_rows(asked, _slice(found, asked), today)
    return _json(openreferral.page_of(len(found), rows, asked))


@answered
def organization(request: HttpRequest, organization_id: str) -> HttpResponseBase:
    """One organization with what it offers."""
    asked = asked_of(request.GET, ("full_service",))
    today = now_of(request).date()
    return _found(openreferral.organization_with(_id(organization_id), today, full_service=asked.full_service))


@answered
def taxonomies(request: HttpRequest) -> HttpResponseBase:
    """A page of taxonomies."""
    asked = asked_of(request.GET, TAXONOMIES)
    return _listed(request, openreferral.taxonomies(asked), asked)


@answered
def taxonomy(request: HttpRequest, taxonomy_id: str) -> HttpResponseBase:
    """One taxonomy."""
    asked_of(request.GET, ())
    return _found(openreferral.taxonomy_with(_id(taxonomy_id)))


@answered
def terms(request: HttpRequest) -> HttpResponseBase:
    """A page of taxonomy terms."""
    asked = asked_of(request.GET, TERMS)
    return _listed(request, openreferral.terms(asked), asked)


@answered
def term(request: HttpRequest, term_id: str) -> HttpResponseBase:
    """One taxonomy term."""
    asked_of(request.GET, ())
    return _found(openreferral.term_with(_id(term_id)))


def _id(text: str) -> UUID:
    try:
        return uuid_of(text)
    except ValueError as error:
        raise Http404 from error


def _found(content: Values | None) -> HttpResponseBase:
    if content is None:
        raise Http404
    return _json(content)


def _listed(request: HttpRequest, rows: list[Values], asked: Asked) -> HttpResponseBase:
    if asked.is_stream:
        return _lines(request, rows)
    return _json(openreferral.page_of(len(rows), _slice(rows, asked), asked))


def _slice(rows: list[Any], asked: Asked) -> list[Any]:
    return rows[(asked.page - 1) * asked.per_page :][: asked.per_page]


def _begun(rows: Iterator[Values]) -> Iterator[Values]:
    """The same rows; the first one is made now, while a mistake can still be answered."""
    first = next(rows, None)
    return iter(()) if first is None else _chained(first, rows)


def _chained(first: Values, rows: Iterator[Values]) -> Iterator[Values]:
    yield first
    yield from rows


def _lines(request: HttpRequest, rows: Iterable[Values]) -> StreamingHttpResponse:
    """One object a line. Nobody reads the body of a HEAD, so none is made."""
    lines = (json.dumps(row, **COMPACT) + "\n" for row in rows) if request.method != "HEAD" else ()
    return StreamingHttpResponse(lines, content_type="application/x-ndjson")


def _one_long_page(request: HttpRequest, rows: Iterable[Values]) -> StreamingHttpResponse:
    """Everything as one page, whose totals stand at its end, when they are known."""
    parts = _page_parts(rows) if request.method != "HEAD" else ()
    return StreamingHttpResponse(parts, content_type="application/json")


def _page_parts(rows: Iterable[Values]) -> Iterator[str]:
    count = 0
    yield '{"contents":['
    for count, row in enumerate(rows, start=1):  # the last number is the count
        yield f"{',' if count > 1 else ''}{json.dumps(row, **COMPACT)}"
    totals = openreferral.page_of(count, [], Asked(per_page=max(1, count)))
    said = {**totals, "size": count, "empty": not count}
    yield f"],{json.dumps({name: value for name, value in said.items() if name != 'contents'})[1:]}"
