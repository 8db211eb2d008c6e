"""Addresses of the week's help, updates, and the calendar."""

from django.urls import path

from holdfast.asks.views import hours, updates, week

urlpatterns = [
    path("", week.week, name="week"),
    path("from/<str:day>/", week.week, name="week_from"),
    path("calendar/", week.week_calendar, name="week_calendar"),
    path("calendar/new/", week.week_calendar_renew, name="week_calendar_renew"),
    path("calendar/off/", week.week_calendar_stop, name="week_calendar_stop"),
    path("calendar/<str:help_secret>.ics", week.week_feed, name="week_feed"),
    path("updates/", updates.updates, name="updates"),
    path("updates/<uuid:update_id>/back/", updates.update_take_back, name="update_take_back"),
    path("hours/", hours.who_could_come, name="who_could_come"),
]
