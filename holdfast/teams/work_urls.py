"""Addresses of a worker's day: whom they work with, and what was shared."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
