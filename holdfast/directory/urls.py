"""Addresses of the directory app."""

from django.urls import path

from holdfast.directory.views import find, listing, sources

urlpatterns = [
    path("", find.find, name="find"),
    path("places/", find.places, name="places"),
    path("near/", find.near, name="near"),
    path("sources/", sources.find_sources, name="find_sources"),
    path("<uuid:listing_id>/", listing.listing, name="listing"),
    path("<uuid:listing_id>/history/", listing.history, name="listing_history"),
]
