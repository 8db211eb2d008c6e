"""Addresses of the plan."""

from django.urls import path

from holdfast.care import views

urlpatterns = [
    path("", views.plan, name="plan"),
    path("<int:plan_step>/", views.plan_step, name="plan_step"),
    path("line/<uuid:plan_line_id>/", views.plan_line, name="plan_line"),
    path("line/<uuid:plan_line_id>/move/", views.plan_line_move, name="plan_line_move"),
    path("walk/", views.plan_walk, name="plan_walk"),
    path("review/", views.plan_review, name="plan_review"),
    path("paper/", views.plan_paper, name="plan_paper"),
]
