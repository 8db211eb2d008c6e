"""Addresses of the week's help, updates, thanks and who could come."""

from django.urls import path

from holdfast.asks.views import hours

urlpatterns = [
    path("hours/", hours.who_could_come, name="who_could_come"),
]
