"""Addresses of a hard moment."""

from django.urls import path

from holdfast.asks.views import now, now_after, now_asked, now_notes

urlpatterns = [
    path("", now.support_now, name="support_now"),
    path("ask/", now.ask_now, name="support_now_ask"),
    path("asked/<uuid:moment_id>/", now_asked.asked, name="support_now_asked"),
    path("asked/<uuid:moment_id>/stop/", now_asked.cancel, name="support_now_cancel"),
    path("asked/<uuid:moment_id>/fine/", now_asked.fine, name="support_now_fine"),
    path("notes/", now_notes.notes, name="support_now_notes"),
    path("keep/", now.keep_now, name="support_now_keep"),
    path("kept/", now.kept, name="support_now_kept"),
    path("lines/", now.lines, name="support_now_lines"),
    path("after/<uuid:moment_id>/", now_after.after, name="support_now_after"),
    path("after/<uuid:moment_id>/thanks/<uuid:taken_id>/", now_after.thanks, name="support_now_thanks"),
    path("after/<uuid:moment_id>/done/", now_after.done, name="support_now_done"),
]
