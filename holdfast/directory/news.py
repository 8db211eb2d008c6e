"""What changed in the directory, as RSS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from holdfast.directory.models import Listing
from holdfast.directory.publishing import listings_ended, listings_published, open_to_all
from holdfast.directory.words import Words

MOST = 100


@dataclass(frozen=True, slots=True)
class Event:
    """The last thing that happened to a listing."""

    listing: Listing
    at: datetime
    what: Words


def latest(most: int = MOST) -> list[Event]:
    """The newest events among published listings. What was hidden or merged is not told."""
    return nlargest(most, _events(most), key=lambda event: (event.at, str(event.listing.pk)))


def _events(most: int) -> Iterator[Event]:
    for listing in listings_published().order_by("-changed_at", "pk")[:most]:
        is_new = listing.changed_at == listing.created_at
        yield Event(listing, listing.changed_at, _("New") if is_new else _("Changed"))
    for listing in listings_ended().order_by("-gone_at", "pk")[:most]:
        yield Event(listing, listing.gone_at or listing.changed_at, _("No longer listed"))


class ChangesFeed(Feed):  # type: ignore[type-arg]  # generic only for the type checker
    """RSS 2.0."""

    title = _("Listings: what changed")
    description = _("New, changed and ended listings, the latest 100.")

    def link(self) -> str:
        """The page with the listings."""
        return reverse("find")

    def items(self) -> list[Event]:
        """Newest first."""
        return latest()

    def item_title(self, item: Any) -> str:
        """The listing's name."""
        return str(item.listing.name)

    def item_description(self, item: Any) -> str:
        """What happened."""
        return str(item.what)

    def item_link(self, item: Any) -> str:
        """The listing's page."""
        return reverse("listing", args=[item.listing.pk])

    def item_guid(self, item: Any) -> str:
        """Another one for each thing that happens."""
        return f"{item.listing.pk}:{item.at:%Y%m%d%H%M%S}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> datetime:
        """When we learnt of it."""
        return item.at  # type: ignore[no-any-return]  # Django does not say of what its feeds are made


@open_to_all
def changes(request: HttpRequest) -> HttpResponse:
    """In the host's own language: one address, one text."""
    with translation.override(settings.LANGUAGE_CODE):
        return ChangesFeed()(request)
