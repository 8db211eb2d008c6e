"""Addresses of check-ins: how I am, the day, urges, hard moments, what I can do myself."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
