"""Addresses of the directory app."""

from django.urls import path

from holdfast.directory import feeds
from holdfast.directory.views import around, choosing, find, keeping, listing, sources, telling, visits

urlpatterns = [
    path("", find.find, name="find"),
    path("places/", find.places, name="places"),
    path("near/", find.near, name="near"),
    path("sources/", sources.find_sources, name="find_sources"),
    path("new/", keeping.new, name="listing_new"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<uuid:visit_id>/", visits.edit, name="visit_edit"),
    path("visits/<uuid:visit_id>/remove/", visits.remove, name="visit_remove"),
    path("here/", around.here, name="here"),
    path("map/towns/", around.towns, name="map_towns"),
    path("compare/", choosing.compare, name="compare"),
    path("how/", choosing.how, name="how_to_find"),
    path("<uuid:listing_id>/", listing.listing, name="listing"),
    path("<uuid:listing_id>/history/", listing.history, name="listing_history"),
    path("<uuid:listing_id>/calendar.ics", feeds.calendar, name="listing_calendar"),
    path("<uuid:listing_id>/was-there/", telling.was_there, name="listing_was_there"),
    path("<uuid:listing_id>/problem/", telling.problem, name="listing_problem"),
    path("<uuid:listing_id>/went/", visits.new, name="visit_new"),
    path("<uuid:listing_id>/claim/", keeping.claim, name="listing_claim"),
    path("<uuid:listing_id>/give-up/", keeping.give_up, name="listing_give_up"),
    path("<uuid:listing_id>/verify/", keeping.verify, name="listing_verify"),
    path("<uuid:listing_id>/edit/", keeping.edit, name="listing_edit"),
    path("<uuid:listing_id>/dates/", keeping.dates, name="listing_dates"),
]
