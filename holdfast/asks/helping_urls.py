"""The pages of a supporter who is signed in."""

from django.urls import path

from holdfast.asks.link_urls import pages
from holdfast.asks.views import link_invited, link_page
from holdfast.asks.views.link_visit import by_account

urlpatterns = [
    path("", link_page.helping, name="helping"),
    *pages("", "helping", by_account),
    path("invited/<str:invitation>/", link_invited.invited_by_account, name="helping_invited"),
]
