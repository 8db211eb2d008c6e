"""Addresses of a hard moment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
