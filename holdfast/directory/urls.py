"""Addresses of the directory app."""

from django.urls import path

from holdfast.directory import feeds
from holdfast.directory.views import find, listing

urlpatterns = [
    path("", find.find, name="find"),
    path("places/", find.places, name="places"),
    path("near/", find.near, name="near"),
    path("<uuid:listing_id>/", listing.listing, name="listing"),
    path("<uuid:listing_id>/calendar.ics", feeds.calendar, name="listing_calendar"),
]
