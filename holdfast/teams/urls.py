"""Addresses of a person's care teams."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
