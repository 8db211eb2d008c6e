"""Published addresses of the directory."""

from django.urls import path

from holdfast.directory import feeds, news

urlpatterns = [
    path("meetings.json", feeds.meetings, name="feed_meetings"),
    path("listings.csv", feeds.listings, name="feed_listings"),
    path("changes.rss", news.changes, name="feed_changes"),
    path("search.ics", feeds.search, name="feed_search"),
]
