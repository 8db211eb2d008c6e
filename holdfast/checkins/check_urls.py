"""Addresses of check-ins: how I am, the day, urges, hard moments, what I can do myself, what is awaited."""

from django.urls import path

from holdfast.checkins.views import awaited, check_in, coping, daybook, hard, past, wishes

urlpatterns = [
    path("", check_in.check_in_page, name="check_in"),
    path("<uuid:check_in_id>/", check_in.check_in_edit, name="check_in_edit"),
    path("<uuid:check_in_id>/then/", check_in.check_in_after, name="check_in_after"),
    path("morning/", daybook.morning, name="check_in_morning"),
    path("evening/", daybook.evening, name="check_in_evening"),
    path("urges/", hard.urge_new, name="urge_new"),
    path("urges/<uuid:urge_id>/", hard.urge_edit, name="urge_edit"),
    path("hard/", hard.hard_new, name="hard_new"),
    path("hard/<uuid:hard_id>/", hard.hard_edit, name="hard_edit"),
    path("hard/about/<uuid:moment_id>/", hard.hard_about, name="hard_about"),
    path("own/", coping.coping, name="coping"),
    path("own/<uuid:coping_id>/", coping.coping_edit, name="coping_edit"),
    path("own/<uuid:coping_id>/move/", coping.coping_move, name="coping_move"),
    path("own/<uuid:coping_id>/helped/", coping.coping_helped, name="coping_helped"),
    path("awaited/", awaited.awaited, name="awaited"),
    path("awaited/pause/", awaited.awaited_pause, name="awaited_pause"),
    path("awaited/end/", awaited.awaited_end, name="awaited_end"),
    path("past/", past.past, name="check_ins_past"),
    path("wishes/", wishes.check_in_wishes, name="check_in_wishes"),
]
