"""Addresses of tending: keeping in touch, boundaries, expectations, repair, thanks, dates, things."""

from django.urls import path

from holdfast.tending.views import between, kept, limits, reaching, repair

urlpatterns = [
    path("in-touch/", reaching.keep_in_touch, name="keep_in_touch"),
    path("in-touch/reminder/", reaching.reaching_out, name="reaching_out"),
    path("in-touch/<uuid:tie_id>/", reaching.contact_log, name="contact_log"),
    path("in-touch/<uuid:tie_id>/later/", reaching.contact_later, name="contact_later"),
    path("ties/<uuid:tie_id>/between/", between.tie_tending, name="tie_tending"),
    path("ties/<uuid:tie_id>/pause/", between.tie_pause, name="tie_pause"),
    path("ties/<uuid:tie_id>/hopes/", between.hopes, name="hopes"),
    path("ties/<uuid:tie_id>/back/", between.phase_out, name="phase_out"),
    path("ties/<uuid:tie_id>/thanked/", kept.thanks_say, name="thanks_say"),
    path("ties/<uuid:tie_id>/repair/", repair.repair_new, name="repair_new"),
    path("thanks/", kept.thanks, name="thanks"),
    path("thanks/<uuid:thanks_id>/remove/", kept.thanks_remove, name="thanks_remove"),
    path("dates/", kept.dates, name="dates"),
    path("dates/<uuid:date_id>/", kept.date_edit, name="date_edit"),
    path("things/", kept.things, name="things"),
    path("things/<uuid:thing_id>/", kept.thing_edit, name="thing_edit"),
    path("things/<uuid:thing_id>/back/", kept.thing_back, name="thing_back"),
    path("limits/", limits.limits, name="limits"),
    path("limits/new/", limits.limit_new, name="limit_new"),
    path("limits/<uuid:boundary_id>/", limits.limit, name="limit"),
    path("limits/<uuid:boundary_id>/edit/", limits.limit_edit, name="limit_edit"),
    path("limits/<uuid:boundary_id>/crossed/", limits.limit_crossed, name="limit_crossed"),
    path("limits/<uuid:boundary_id>/do/", limits.limit_do, name="limit_do"),
    path("repair/", repair.repairs, name="repairs"),
    path("repair/<uuid:conflict_id>/", repair.repair, name="repair"),
    path("repair/<uuid:conflict_id>/edit/", repair.repair_edit, name="repair_edit"),
    path("repair/<uuid:conflict_id>/do/", repair.repair_do, name="repair_do"),
    path("repair/<uuid:conflict_id>/sheet/", repair.repair_sheet, name="repair_sheet"),
    path("promises/<uuid:small_promise_id>/", repair.small_promise, name="small_promise"),
]
