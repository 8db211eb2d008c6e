"""Addresses at which operators tend the sources of the directory."""

from django.urls import path

from holdfast.directory.views import columns, sources

urlpatterns = [
    path("", sources.sources, name="sources"),
    path("new/", sources.source_new, name="source_new"),
    path("<int:source_id>/", sources.source, name="source"),
    path("<int:source_id>/edit/", sources.source_edit, name="source_edit"),
    path("<int:source_id>/fetch/", sources.source_fetch, name="source_fetch"),
    path("<int:source_id>/file/", sources.source_file, name="source_file"),
    path("<int:source_id>/ended/", sources.source_ended, name="source_ended"),
    path("runs/<int:run_id>/", sources.source_run, name="source_run"),
    path("runs/<int:run_id>/columns/", columns.source_columns, name="source_columns"),
    path("runs/<int:run_id>/take/", sources.run_take, name="run_take"),
    path("runs/<int:run_id>/leave/", sources.run_leave, name="run_leave"),
]
