"""Addresses where operators say which listings are one meeting."""

from django.urls import path

from holdfast.directory.views import same

urlpatterns = [
    path("", same.review, name="same_review"),
    path("answer/", same.answer, name="same_answer"),
    path("<uuid:listing_id>/", same.listing, name="same_listing"),
    path("<uuid:listing_id>/split/", same.split, name="same_split"),
]
