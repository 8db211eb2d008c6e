"""Addresses of the home app."""

from django.conf import settings
from django.urls import path

from holdfast.home.views import (
    calendar,
    copies,
    keep,
    leaving,
    look,
    look_again,
    start,
    status,
    styleguide,
    suits,
    telling,
    tend,
    today,
    welcome,
)

urlpatterns = [
    path("", welcome.welcome, name="welcome"),
    path("today/", today.today, name="today"),
    path("tend/", tend.tend, name="tend"),
    path("start/", start.start, name="start"),
    path("start/<int:number>/", start.start_page, name="start_page"),
    path("start/others/", start.others, name="start_others"),
    path("start/finish/", start.finish, name="start_finish"),
    path("keep/<uuid:listing_id>/", keep.listing_keep, name="listing_keep"),
    path("suits/", suits.suits, name="suits"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/new/", calendar.calendar_renew, name="calendar_renew"),
    path("calendar/off/", calendar.calendar_stop, name="calendar_stop"),
    path("calendar/<str:secret>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("notices/", telling.notice_settings, name="notice_settings"),
    path("look/", look.look, name="look"),
    path("how/again/", look_again.look_again, name="look_again"),
    path("how/again/<uuid:look_id>/", look_again.look_again_kept, name="look_again_kept"),
    path("how/again/<uuid:look_id>/delete/", look_again.look_again_forget, name="look_again_forget"),
    path("export/", copies.export, name="export"),
    path("import/", copies.import_account, name="import_account"),
    path("erase/", leaving.erase, name="erase"),
    path("erase/stay/", leaving.stay, name="erase_stay"),
    path("erased/", leaving.erased, name="erased"),
    path("status/", status.status, name="status"),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
