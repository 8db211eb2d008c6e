"""Addresses of commitments, goals, where I was, workbooks."""

from django.urls import URLPattern, path

from holdfast.checkins.views import attendance, commitments, goals, slips, workbooks

urlpatterns: list[URLPattern] = [
    path("said/", commitments.said, name="said"),
    path("said/new/", commitments.said_new, name="said_new"),
    path("said/<uuid:commitment_id>/", commitments.said_one, name="said_one"),
    path("said/<uuid:commitment_id>/edit/", commitments.said_edit, name="said_edit"),
    path("said/<uuid:commitment_id>/mark/", commitments.said_mark, name="said_mark"),
    path("said/<uuid:commitment_id>/witness/", commitments.said_witness, name="said_witness"),
    path("said/<uuid:commitment_id>/end/", commitments.said_end, name="said_end"),
    path("goals/", goals.goals, name="goals"),
    path("goals/own/new/", goals.goal_new, name="goal_new"),
    path("goals/own/<uuid:own_goal_id>/", goals.goal_own, name="goal_own"),
    path("goals/own/<uuid:own_goal_id>/edit/", goals.goal_change, name="goal_change"),
    path("goals/own/<uuid:own_goal_id>/size/", goals.goal_size, name="goal_size"),
    path("goals/own/<uuid:own_goal_id>/step/", goals.goal_step_add, name="goal_step_add"),
    path("goals/own/<uuid:own_goal_id>/count/", goals.goal_count, name="goal_count"),
    path("goals/own/<uuid:own_goal_id>/reached/", goals.goal_reached, name="goal_reached"),
    path("goals/own/<uuid:own_goal_id>/down/", goals.goal_down, name="goal_down"),
    path("goals/own/steps/<uuid:goal_step_id>/", goals.goal_step, name="goal_step"),
    path("been/", attendance.been, name="been"),
    path("been/log/", attendance.been_log, name="been_log"),
    path("been/<uuid:attendance_id>/", attendance.been_one, name="been_one"),
    path("been/<uuid:attendance_id>/remove/", attendance.been_remove, name="been_remove"),
    path("been/take/<uuid:visit_id>/", attendance.been_take, name="been_take"),
    path("been/slips/", slips.slips, name="slips"),
    path("been/slips/new/", slips.slip_new, name="slip_new"),
    path("been/slips/<uuid:slip_id>/", slips.slip_own, name="slip_own"),
    path("slips/", slips.slip_check, name="slip_check"),
    path("slips/<str:slip_code>/", slips.slip, name="slip"),
    path("workbook/", workbooks.workbooks, name="workbooks"),
    path("workbook/new/", workbooks.workbook_new, name="workbook_new"),
    path("workbook/<uuid:workbook_id>/", workbooks.workbook, name="workbook"),
    path("workbook/<uuid:workbook_id>/share/", workbooks.workbook_share, name="workbook_share"),
    path("workbook/<uuid:workbook_id>/step/", workbooks.work_step_add, name="work_step_add"),
    path("workbook/<uuid:workbook_id>/away/", workbooks.workbook_away, name="workbook_away"),
    path("workbook/steps/<uuid:work_step_id>/", workbooks.work_step, name="work_step"),
]
