"""Addresses of the home app."""

from django.urls import path

from holdfast.home.views import leaving, look, now, status, welcome

urlpatterns = [
    path("", welcome.welcome, name="welcome"),
    path("now/", now.support_now, name="support_now"),
    path("look/", look.look, name="look"),
    path("erase/", leaving.erase, name="erase"),
    path("erase/stay/", leaving.stay, name="erase_stay"),
    path("erased/", leaving.erased, name="erased"),
    path("status/", status.status, name="status"),
]
