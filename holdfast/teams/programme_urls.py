"""Addresses for operators: programmes and their workers."""

from django.urls import path

from holdfast.teams.views import programmes as views

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("new/", views.programme_new, name="programme_new"),
    path("<uuid:programme_id>/", views.programme, name="programme"),
    path("<uuid:programme_id>/edit/", views.programme_edit, name="programme_edit"),
    path("<uuid:programme_id>/close/", views.programme_close, name="programme_close"),
    path("<uuid:programme_id>/workers/new/", views.programme_worker_new, name="programme_worker_new"),
    path("workers/<uuid:worker_id>/", views.programme_worker, name="programme_worker"),
    path("workers/<uuid:worker_id>/end/", views.programme_worker_end, name="programme_worker_end"),
    path("workers/<uuid:worker_id>/asked/", views.programme_worker_settle, name="programme_worker_settle"),
]
