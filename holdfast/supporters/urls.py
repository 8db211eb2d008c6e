"""Addresses of invitations and agreements, for the person."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
