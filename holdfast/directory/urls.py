"""Addresses of the directory app."""

from django.urls import path

from holdfast.directory import views

urlpatterns = [
    path("", views.find, name="find"),
    path("places/", views.places, name="places"),
    path("near/", views.near, name="near"),
    path("<uuid:listing_id>/", views.listing, name="listing"),
]
