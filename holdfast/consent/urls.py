"""Addresses of sharing: what a person gave to whom, and who looked."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
