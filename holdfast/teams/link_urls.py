"""Addresses of what a supporter can do with a care team: behind a secret link, or signed in."""

from collections.abc import Callable

from django.urls import URLPattern

from holdfast.asks.views.link_visit import View, by_link


def pages(before: str, way: str, reached: Callable[[View], View]) -> list[URLPattern]:
    """The pages of one supporter; their names begin with the way one came."""
    return []


urlpatterns = pages("<str:token>/", "link", by_link)
