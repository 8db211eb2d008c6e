"""Addresses of what a supporter sees of this app: behind a secret link, and the same pages for somebody signed in."""

from collections.abc import Callable

from django.urls import URLPattern, path

from holdfast.asks.views.link_visit import View, by_link
from holdfast.checkins.views import days_links, helper, witness


def pages(before: str, way: str, reached: Callable[[View], View]) -> list[URLPattern]:
    """The pages of one supporter; their names begin with the way one came."""
    return [
        path(f"{before}witness/<uuid:commitment_id>/", reached(witness.witness), name=f"{way}_witness"),
        path(f"{before}me/", reached(helper.me), name=f"{way}_me"),
        path(f"{before}me/gave/", reached(helper.what_i_gave), name=f"{way}_me_gave"),
        path(f"{before}me/groups/", reached(helper.groups), name=f"{way}_me_groups"),
        path(f"{before}me/good/", reached(helper.good_help), name=f"{way}_me_good"),
        path(f"{before}me/<slug:measure_key>/", reached(helper.own_measure), name=f"{way}_me_measure"),
        path(f"{before}told/<uuid:setback_id>/", reached(days_links.told), name=f"{way}_told"),
        path(f"{before}chips/<uuid:chip_id>/", reached(days_links.chip), name=f"{way}_chip"),
    ]


urlpatterns = pages("<str:token>/", "link", by_link)
