"""Addresses of the accounts app."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls")), path("keys/", include("allauth.mfa.urls"))]
