"""Addresses of what a person shares with a supporter: behind a secret link, or for somebody signed in."""

from collections.abc import Callable

from django.urls import URLPattern, path

from holdfast.asks.views.link_visit import View, by_link
from holdfast.care import helper_views as views


def pages(before: str, way: str, reached: Callable[[View], View]) -> list[URLPattern]:
    """The pages of one supporter; their names begin with the way one came."""
    one = f"{before}shared/<uuid:shared_by_id>/"
    still = views.or_ended(reached(views.shared_still))
    return [
        path(one, reached(views.shared_list), name=f"{way}_shared"),
        path(f"{one}<slug:shared_item>/", reached(views.shared_item), name=f"{way}_shared_item"),
        path(f"{one}<slug:shared_item>/still/", still, name=f"{way}_shared_still"),
    ]


urlpatterns = pages("<str:token>/", "link", by_link)
