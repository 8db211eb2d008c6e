"""Addresses of sharing: what a person gave to whom, and who looked."""

from django.urls import path

from holdfast.consent.views import giving, looked, shared

urlpatterns = [
    path("", shared.sharing, name="sharing"),
    path("stop/", shared.sharing_stop_all, name="sharing_stop_all"),
    path("again/", shared.sharing_again, name="sharing_again"),
    path("new/", giving.sharing_new, name="sharing_new"),
    path("new/<uuid:viewer_id>/", giving.sharing_what, name="sharing_what"),
    path("new/<uuid:viewer_id>/why/", giving.sharing_why, name="sharing_why"),
    path("new/<uuid:viewer_id>/sign/", giving.sharing_sign, name="sharing_sign"),
    path("new/<uuid:viewer_id>/agree/", giving.sharing_agree, name="sharing_agree"),
    path("new/<uuid:viewer_id>/see/<int:shared_item>/", giving.sharing_see, name="sharing_see"),
    path("looked/", looked.who_looked, name="who_looked"),
    path("looked/file/", looked.looked_file, name="looked_file"),
    path("looked/<uuid:emergency_id>/end/", shared.emergency_end, name="emergency_end"),
    path("looked/<uuid:emergency_id>/read/", shared.emergency_read, name="emergency_read"),
    path("<uuid:grant_id>/", shared.sharing_one, name="sharing_one"),
    path("<uuid:grant_id>/stop/", shared.sharing_stop, name="sharing_stop"),
    path("<uuid:grant_id>/renew/", shared.sharing_renew, name="sharing_renew"),
]
