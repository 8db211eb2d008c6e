"""Addresses of a person's own asks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
