"""Addresses of the recovery plan."""

from django.urls import path

from holdfast.care import proposal_views, recovery_views

urlpatterns = [
    path("", recovery_views.way, name="way"),
    path("review/", recovery_views.way_review, name="way_review"),
    path("paper/", recovery_views.way_paper, name="way_paper"),
    path("versions/", recovery_views.way_versions, name="way_versions"),
    path("versions/<int:way_version>/", recovery_views.way_version, name="way_version"),
    path("proposed/", proposal_views.way_proposed, name="way_proposed"),
    path("proposed/<uuid:proposal_id>/", proposal_views.way_proposal, name="way_proposal"),
    path("line/<uuid:way_line_id>/", recovery_views.way_line, name="way_line"),
    path("line/<uuid:way_line_id>/move/", recovery_views.way_line_move, name="way_line_move"),
    path("line/<uuid:way_line_id>/with/<uuid:way_helper_id>/", recovery_views.way_helper, name="way_helper"),
    path("<slug:way_part>/", recovery_views.way_part, name="way_part"),
]
