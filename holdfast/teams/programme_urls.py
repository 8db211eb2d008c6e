"""Addresses for operators: programmes and their workers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
