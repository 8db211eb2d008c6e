"""The same pages of a supporter who is signed in."""

from holdfast.asks.views.link_visit import by_account
from holdfast.care.link_urls import pages

urlpatterns = pages("", "helping", by_account)
