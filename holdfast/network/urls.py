"""Addresses of the network app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
