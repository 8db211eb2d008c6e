"""Addresses of commitments, goals, where I was, workbooks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
