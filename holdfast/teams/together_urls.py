"""Addresses of what a team and a person do together; both sides."""

from django.urls import path

from holdfast.teams.views import together_messages as messages
from holdfast.teams.views import together_notes as notes
from holdfast.teams.views import together_recommended as recommended
from holdfast.teams.views import together_referrals as referrals
from holdfast.teams.views import together_sessions as sessions
from holdfast.teams.views import together_visits as visits

TEAM, WORK = "team/<uuid:care_team_id>/", "work/<uuid:care_team_id>/"

urlpatterns = [
    path(f"{TEAM}messages/", messages.team_messages, name="team_messages"),
    path(f"{TEAM}messages/supporters/", messages.team_writers, name="team_writers"),
    path(f"{TEAM}recommended/", recommended.team_recommended, name="team_recommended"),
    path(f"{TEAM}recommended/<uuid:recommendation_id>/", recommended.team_recommendation, name="team_recommendation"),
    path(f"{TEAM}referrals/", referrals.team_referrals, name="team_referrals"),
    path(f"{TEAM}referrals/<uuid:referral_id>/", referrals.team_referral, name="team_referral"),
    path(f"{TEAM}referrals/<uuid:referral_id>/visit/", visits.team_visit, name="team_visit"),
    path(f"{TEAM}sessions/", sessions.team_sessions, name="team_sessions"),
    path(f"{TEAM}sessions/<uuid:session_id>/", sessions.team_session, name="team_session"),
    path(
        f"{TEAM}sessions/<uuid:session_id>/calendar.ics", sessions.team_session_calendar, name="team_session_calendar"
    ),
    path(f"{TEAM}notes/", notes.team_notes, name="team_notes"),
    path(f"{TEAM}notes/<uuid:shared_note_id>/", notes.team_note, name="team_note"),
    path("work/waiting/", messages.work_waiting, name="work_waiting"),
    path("work/received/", referrals.work_received, name="work_received"),
    path("work/received/<uuid:received_id>/", referrals.work_received_one, name="work_received_one"),
    path(f"{WORK}messages/", messages.work_messages, name="work_messages"),
    path(f"{WORK}messages/<uuid:message_id>/", messages.work_message, name="work_message"),
    path(f"{WORK}messages/from/<uuid:writing_id>/", messages.work_supporter, name="work_supporter"),
    path(f"{WORK}recommended/", recommended.work_recommended, name="work_recommended"),
    path(f"{WORK}recommended/new/", recommended.work_recommend, name="work_recommend"),
    path(f"{WORK}referrals/", referrals.work_referrals, name="work_referrals"),
    path(f"{WORK}referrals/new/", referrals.work_refer, name="work_refer"),
    path(f"{WORK}referrals/<uuid:referral_id>/", referrals.work_referral, name="work_referral"),
    path(f"{WORK}referrals/<uuid:referral_id>/visit/", visits.work_handoff, name="work_handoff"),
    path(f"{WORK}sessions/", sessions.work_sessions, name="work_sessions"),
    path(f"{WORK}sessions/new/", sessions.work_session_new, name="work_session_new"),
    path(f"{WORK}sessions/<uuid:session_id>/", sessions.work_session, name="work_session"),
    path(f"{WORK}sessions/<uuid:session_id>/change/", sessions.work_session_change, name="work_session_change"),
    path(f"{WORK}notes/", notes.work_notes, name="work_notes"),
    path(f"{WORK}notes/own/", notes.work_own_notes, name="work_own_notes"),
    path(f"{WORK}notes/own/<uuid:work_note_id>/", notes.work_own_note, name="work_own_note"),
    path(f"{WORK}notes/<uuid:shared_note_id>/", notes.work_note, name="work_note"),
]
