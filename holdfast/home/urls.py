"""Addresses of the home app."""

from django.urls import path

from holdfast.home.views import leaving, look, status

urlpatterns = [
    path("look/", look.look, name="look"),
    path("erase/", leaving.erase, name="erase"),
    path("erase/stay/", leaving.stay, name="erase_stay"),
    path("erased/", leaving.erased, name="erased"),
    path("status/", status.status, name="status"),
]
