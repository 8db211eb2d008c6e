"""Addresses of what a supporter sees: behind a secret link, and the same pages for somebody signed in."""

from collections.abc import Callable

from django.urls import URLPattern, path

from holdfast.asks.views import link_answer, link_invited, link_page
from holdfast.asks.views.link import link
from holdfast.asks.views.link_invited import invited
from holdfast.asks.views.link_visit import View, by_link


def pages(before: str, way: str, reached: Callable[[View], View]) -> list[URLPattern]:
    """The pages of one supporter; their names begin with the way one came."""
    return [
        path(f"{before}asks/<uuid:reply_id>/", reached(link_answer.answer_on_page), name=f"{way}_asked"),
        path(f"{before}people/<uuid:agreement_id>/", reached(link_page.person), name=f"{way}_person"),
        path(f"{before}people/<uuid:agreement_id>/offers/", reached(link_page.offers), name=f"{way}_offers"),
        path(f"{before}people/<uuid:agreement_id>/stop/", reached(link_page.stop), name=f"{way}_stop"),
        path(f"{before}limits/", reached(link_page.limits), name=f"{way}_limits"),
        path(f"{before}rest/", reached(link_page.rest), name=f"{way}_rest"),
        path(f"{before}ways/", reached(link_page.ways), name=f"{way}_ways"),
        path(f"{before}calendar/", reached(link_page.calendar), name=f"{way}_calendar"),
        path(f"{before}invited/", reached(link_invited.invited_on_page), name=f"{way}_paste"),
        path(f"{before}how/", reached(link_page.how_to_help), name=f"{way}_how"),
        path(f"{before}leave/", reached(link_page.leave), name=f"{way}_leave"),
    ]


urlpatterns = [
    path("i/<str:token>/", invited, name="invited"),
    path("<str:token>/", link, name="link"),
    *pages("<str:token>/", "link", by_link),
    path("<str:token>/invited/<str:invitation>/", by_link(link_invited.invited_on_page), name="link_invited"),
]
