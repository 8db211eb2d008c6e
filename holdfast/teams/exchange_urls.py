"""Addresses of files in the formats of health care."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
