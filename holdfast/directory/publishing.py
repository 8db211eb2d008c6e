"""What this host gives on to others: which listings, and answers that are asked for again only when they changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from holdfast.directory.members import members_of, shown_meeting
from holdfast.directory.models import IndexVersion, Listing
from holdfast.domain.meetings.meeting import Joining, Meeting
from holdfast.web.moment import now_of

View = Callable[..., HttpResponseBase]
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Published:
    """One listing as others may have it."""

    id: UUID
    meeting: Meeting
    source_id: int
    source_name: str
    licence: str
    created_at: datetime
    changed_at: datetime
    checked_at: datetime


def listings_shown() -> QuerySet[Listing]:
    """The listings that are found: not gone, not hidden, each meeting once."""
    return Listing.objects.filter(gone_at=None, hidden_at=None, merged_into=None)


def listings_published() -> QuerySet[Listing]:
    """The listings that may be given on."""
    return listings_shown().filter(source__is_published=True).select_related("source").order_by("pk")


def listings_ended() -> QuerySet[Listing]:
    """The listings that were given on until their source dropped them."""
    gone = Listing.objects.filter(gone_at__isnull=False, hidden_at=None, merged_into=None)
    return gone.filter(source__is_published=True).select_related("source")


def is_published(row: Listing) -> bool:
    """The same of a listing that was fetched by its id, with its source."""
    is_shown = row.gone_at is None and row.hidden_at is None and row.merged_into_id is None
    return is_shown and row.source.is_published


def published(rows: Iterable[Listing] | None = None) -> Iterator[Published]:
    """Listings to give on, in the order of their ids, a few thousand in memory at a time, each with what the other
    sources of the same meeting say: one more query for each few thousand."""
    chosen = listings_published() if rows is None else rows
    stream = chosen.iterator(chunk_size=AT_ONCE) if isinstance(chosen, QuerySet) else iter(chosen)
    while some := list(islice(stream, AT_ONCE)):
        members = members_of([row.pk for row in some], published_only=True)
        yield from (as_published(row, members.get(row.pk, ())) for row in some)


def as_published(row: Listing, members: Sequence[Listing] | None = None) -> Published:
    """A listing as others may have it: without the link, number and password that a group keeps to itself.

    `members` are the other sources' listings of the meeting that may be given on; left out, they are asked for.
    """
    if members is None:
        members = members_of([row.pk], published_only=True).get(row.pk, ())
    meeting = shown_meeting(row, members).meeting if members else Meeting.from_json(row.meeting)
    every = (row, *members)
    return Published(
        id=row.pk,
        meeting=without_joining(meeting),
        source_id=row.source_id,
        source_name=row.source.name,
        licence="; ".join(dict.fromkeys(one.source.licence for one in every if one.source.licence)),
        created_at=row.created_at,
        changed_at=max(one.changed_at for one in every),
        checked_at=max(one.checked_at for one in every),
    )


def without_joining(meeting: Meeting) -> Meeting:
    """The meeting as the public may have it."""
    if meeting.joining is Joining.OPEN:
        return meeting
    return replace(
        meeting,
        conference_url="",
        conference_url_notes="",
        conference_phone="",
        conference_phone_notes="",
        conference_password="",
    )


def open_to_all(view: View) -> View:
    """A published address: anybody may read it, from any site, packed, and only when something changed.

    The mark is made of the version of the directory, the day (what closes or moves today changes by itself) and the
    whole address, so an unchanged feed costs one query.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = IndexVersion.objects.filter(pk=1).first()
        today = now_of(request).replace(hour=0, minute=0, second=0, microsecond=0)
        etag = _mark(request, f"{version.number if version else 0} {today.date()}")
        moved_at = version.moved_at if version else None
        modified = int(max(moved_at, today).timestamp()) if moved_at else None
        unchanged = get_conditional_response(request, etag, modified)
        response = unchanged or view(request, *args, **kwargs)
        if response.status_code in {200, 304}:
            _mark_answer(response, etag, modified)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return csrf_exempt(login_not_required(require_safe(gzip_page(answer))))


def _mark_answer(response: HttpResponseBase, etag: str, modified: int | None) -> None:
    """An answer that has a mark of its own keeps it: an older feed is handed out while the next is being written."""
    response.headers["Cache-Control"] = "public, max-age=300"
    if "ETag" in response.headers:
        return
    response.headers["ETag"] = etag
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)


def _mark(request: HttpRequest, version: str) -> str:
    said = f"{version} {request.get_full_path()} {request.headers.get('Accept', '')} {get_language()}"
    return quote_etag(sha256(said.encode()).hexdigest()[:32])
