"""Addresses of what a team and a person do together; both sides."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
