"""Addresses of day counters and chips."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
