"""Addresses of a person's care teams."""

from django.urls import path

from holdfast.teams.views import join
from holdfast.teams.views import person as views

urlpatterns = [
    path("", views.teams, name="teams"),
    path("join/<str:enrolment_token>/", join.team_join, name="team_join"),
    path("before/<uuid:past_team_id>/", views.team_before, name="team_before"),
    path("<uuid:care_team_id>/", views.team, name="team"),
    path("<uuid:care_team_id>/begun/", views.team_joined, name="team_joined"),
    path("<uuid:care_team_id>/emergency/", views.team_emergency, name="team_emergency"),
    path("<uuid:care_team_id>/emergency/<uuid:emergency_id>/end/", views.team_emergency_end, name="team_emergency_end"),
    path("<uuid:care_team_id>/news/<uuid:handover_id>/read/", views.team_handover_read, name="team_handover_read"),
    path("<uuid:care_team_id>/leave/", views.team_leave, name="team_leave"),
]
