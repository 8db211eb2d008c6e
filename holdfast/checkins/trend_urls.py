"""Addresses of how it goes."""

from django.urls import path

from holdfast.checkins.views import trends

urlpatterns = [
    path("", trends.how_it_goes, name="how_it_goes"),
]
