"""Published addresses of the directory."""

from django.urls import path

from holdfast.directory import feeds, news
from holdfast.directory.views.openreferral import openapi

urlpatterns = [
    path("meetings.json", feeds.meetings, name="feed_meetings"),
    path("listings.csv", feeds.listings, name="feed_listings"),
    path("changes.rss", news.changes, name="feed_changes"),
    path("openapi.json", openapi, name="openapi"),
    path("search.ics", feeds.search, name="feed_search"),
]
