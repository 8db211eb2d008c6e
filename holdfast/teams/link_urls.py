"""Addresses of what a supporter can do with a care team: behind a secret link, or signed in."""

from collections.abc import Callable

from django.urls import URLPattern, path

from holdfast.asks.views.link_visit import View, by_link
from holdfast.teams.views import together_links


def pages(before: str, way: str, reached: Callable[[View], View]) -> list[URLPattern]:
    """The pages of one supporter; their names begin with the way one came."""
    writing = reached(together_links.writing)
    return [path(f"{before}team/<uuid:writing_id>/", writing, name=f"{way}_team")]


urlpatterns = pages("<str:token>/", "link", by_link)
