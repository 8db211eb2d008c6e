"""Addresses of what a supporter sees of this app: behind a secret link, and the same pages for somebody signed in."""

from collections.abc import Callable

from django.urls import URLPattern, path

from holdfast.asks.views.link_visit import View, by_link
from holdfast.checkins.views import days_links


def pages(before: str, way: str, reached: Callable[[View], View]) -> list[URLPattern]:
    """The pages of one supporter; their names begin with the way one came."""
    return [
        path(f"{before}told/<uuid:setback_id>/", reached(days_links.told), name=f"{way}_told"),
        path(f"{before}chips/<uuid:chip_id>/", reached(days_links.chip), name=f"{way}_chip"),
    ]


urlpatterns = pages("<str:token>/", "link", by_link)
