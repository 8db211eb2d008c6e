"""Addresses of measures."""

from django.urls import path

from holdfast.checkins.views import measures

urlpatterns = [
    path("", measures.measures, name="measures"),
    path("answers/<uuid:answered_id>/delete/", measures.forget, name="measure_forget"),
    path("<slug:measure_key>/", measures.measure, name="measure"),
    path("<slug:measure_key>/so-far/", measures.results, name="measure_results"),
]
