"""Addresses of what a supporter opens with a link."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
