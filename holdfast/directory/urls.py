"""Addresses of the directory app."""

from django.urls import path

from holdfast.directory.views import around, choosing, find, listing

urlpatterns = [
    path("", find.find, name="find"),
    path("places/", find.places, name="places"),
    path("near/", find.near, name="near"),
    path("here/", around.here, name="here"),
    path("map/towns/", around.towns, name="map_towns"),
    path("compare/", choosing.compare, name="compare"),
    path("how/", choosing.how, name="how_to_find"),
    path("<uuid:listing_id>/", listing.listing, name="listing"),
]
