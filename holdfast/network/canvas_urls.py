"""Addresses of files for and from network research tools."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
