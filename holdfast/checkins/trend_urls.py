"""Addresses of how it goes, and of looking again."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
