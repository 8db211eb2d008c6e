"""Addresses of tending: keeping in touch, boundaries, expectations, repair, thanks, dates, things."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
