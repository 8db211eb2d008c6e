"""Published addresses: Meeting Guide, tables, calendars, and what changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import http_date
from django.utils.translation import gettext as _

from holdfast.directory.access import listing_shown_with
from holdfast.directory.feeding import opened, unpacked
from holdfast.directory.models import Listing
from holdfast.directory.publishing import as_published, is_published, listings_published, open_to_all, published
from holdfast.directory.saved import SearchUnclear, saved_search
from holdfast.directory.shown import Viewer
from holdfast.domain.meetings.formats import meeting_guide, table
from holdfast.domain.meetings.formats.icalendar import Cover, render
from holdfast.web.moment import now_of

JSON, CSV, CALENDAR = "application/json", "text/csv; charset=utf-8", "text/calendar; charset=utf-8"
WRITTEN = {"meetings.json": (JSON, meeting_guide.render), "listings.csv": (CSV, table.render)}


class FeedRefused(Exception):
    """The address asks for something that cannot be; the text says what to write."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the directory is asked for; nothing said is all of it."""

    fellowship: str = ""
    source: int | None = None
    modified_since: datetime | None = None

    @classmethod
    def asked(cls, data: QueryDict) -> Part:
        """As the address says. Raises FeedRefused."""
        source = data.get("source", "")
        if source and not re.fullmatch(r"\d{1,9}", source):
            raise FeedRefused("source is a number, such as source=3")
        since = data.get("modified_since", "")
        moment = _moment(since)
        if since and moment is None:
            raise FeedRefused("modified_since is a moment, such as modified_since=2026-11-20T19:30:00Z")
        return cls(data.get("fellowship", ""), int(source) if source else None, moment)

    def rows(self) -> QuerySet[Listing]:
        """The published listings of the part."""
        rows = listings_published()
        if self.fellowship:
            rows = rows.filter(meeting__fellowship=self.fellowship)
        if self.source is not None:
            rows = rows.filter(source_id=self.source)
        return rows.filter(changed_at__gte=self.modified_since) if self.modified_since else rows


def _moment(text: str) -> datetime | None:
    """A moment or a day, in UTC where it names no zone."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))
        day = parse_date(text)
    except ValueError:
        return None
    if moment is None and day is not None:
        moment = datetime.combine(day, time())
    if moment is None:
        return None
    try:
        return (moment if timezone.is_aware(moment) else timezone.make_aware(moment, timezone=_UTC)).astimezone(_UTC)
    except OverflowError:
        return None


_UTC = timezone.get_fixed_timezone(0)


@open_to_all
def meetings(request: HttpRequest) -> HttpResponseBase:
    """Meeting Guide JSON."""
    return _feed(request, "meetings.json")


@open_to_all
def listings(request: HttpRequest) -> HttpResponseBase:
    """A table of everything."""
    return _feed(request, "listings.csv")


def _feed(request: HttpRequest, name: str) -> HttpResponseBase:
    content_type, written = WRITTEN[name]
    try:
        part = Part.asked(request.GET)
    except FeedRefused as refusal:
        return HttpResponse(f"{refusal}\n", status=400, content_type="text/plain; charset=utf-8")
    if part == Part():
        return _whole(request, name, content_type)
    pieces = () if request.method == "HEAD" else written(published(part.rows()))
    return StreamingHttpResponse(_in_pieces(pieces), headers=_headers(name, content_type))


def _whole(request: HttpRequest, name: str, content_type: str) -> HttpResponseBase:
    feed, stream = opened(name)
    if re.search(r"\bgzip\b", request.headers.get("Accept-Encoding", "")):
        response: HttpResponseBase = FileResponse(stream, content_type=content_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = StreamingHttpResponse(unpacked(stream))
    if not feed.is_current:
        response.headers["ETag"] = f'W/"{feed.file.name}"'
        response.headers["Last-Modified"] = http_date(0)
    for header, value in _headers(name, content_type).items():
        response.headers[header] = value
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _headers(name: str, content_type: str) -> dict[str, str]:
    return {"Content-Type": content_type, "Content-Disposition": f'inline; filename="{name}"'}


def _in_pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Larger pieces: a row at a time would be slow to send."""
    waiting: list[bytes] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == 200:
            yield b"".join(waiting)
            waiting = []
    yield b"".join(waiting)


@open_to_all
def calendar(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One meeting; with `plain`, an entry in a calendar that others may see."""
    row = listing_shown_with(listing_id)
    if not is_published(row):
        raise Http404
    found = as_published(row)
    cover = Cover(_("Calendar"), _("Meeting") if "plain" in request.GET else "")
    return _calendar(render([found], now=now_of(request), cover=cover))


@open_to_all
def search(request: HttpRequest) -> HttpResponse:
    """The meetings that a search finds, soonest or nearest first, as many as a calendar bears."""
    now = now_of(request)
    try:
        rows = saved_search(request.GET, Viewer(now))
    except SearchUnclear as refusal:
        return HttpResponse(f"{refusal}\n", status=400, content_type="text/plain; charset=utf-8")
    cover = Cover(_("Calendar"), _("Meeting") if "plain" in request.GET else "")
    return _calendar(render(published(rows), now=now, cover=cover))


def _calendar(content: bytes) -> HttpResponse:
    return HttpResponse(content, headers=_headers("calendar.ics", CALENDAR))
