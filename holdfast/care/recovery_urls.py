"""Addresses of the recovery plan."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
