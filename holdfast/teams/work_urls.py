"""Addresses of a worker's day: whom they work with, and what was shared."""

from django.urls import path

from holdfast.teams.views import enrol, hand_over, propose
from holdfast.teams.views import work as views

urlpatterns = [
    path("", views.caseload, name="caseload"),
    path("second-step/", views.work_second_step, name="work_second_step"),
    path("enrol/", enrol.enrol, name="enrol"),
    path("enrol/<uuid:enrolment_id>/", enrol.enrolment, name="enrolment"),
    path("hand-over/", hand_over.hand_over, name="hand_over"),
    path("hand-over/<uuid:worker_id>/", hand_over.hand_over_worker, name="hand_over_worker"),
    path("hand-over/cover/<uuid:care_team_id>/", hand_over.hand_over_cover, name="hand_over_cover"),
    path("<uuid:care_team_id>/", views.work_person, name="work_person"),
    path("<uuid:care_team_id>/shared/<slug:item>/", views.work_item, name="work_item"),
    path("<uuid:care_team_id>/shared/<slug:item>/still/", views.work_item_still, name="work_item_still"),
    path("<uuid:care_team_id>/propose/", propose.work_propose, name="work_propose"),
    path("<uuid:care_team_id>/emergency/", views.work_emergency, name="work_emergency"),
]
