"""Addresses of the week's help, updates, thanks and who could come."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
