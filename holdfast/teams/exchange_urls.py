"""Addresses of files in the formats of health care."""

from django.urls import path

from holdfast.teams.views import exchange, exchange_paper

urlpatterns = [
    path("", exchange.exchange, name="exchange"),
    path("take/", exchange.exchange_take, name="exchange_take"),
    path("bring/", exchange.exchange_bring, name="exchange_bring"),
    path("pick/", exchange.exchange_pick, name="exchange_pick"),
    path("contacts/", exchange_paper.exchange_contacts, name="exchange_contacts"),
    path("summary/", exchange_paper.exchange_summary, name="exchange_summary"),
]
