"""Every address, one include per app."""

from django.urls import include, path

from holdfast.web.offline import manifest, worker

urlpatterns = [
    path("worker.js", worker, name="worker"),
    path("app.webmanifest", manifest, name="manifest"),
    path("", include("holdfast.home.urls")),
    path("", include("holdfast.network.urls")),
    path("", include("holdfast.tending.urls")),
    path("check-in/", include("holdfast.checkins.check_urls")),
    path("days/", include("holdfast.checkins.day_urls")),
    path("", include("holdfast.checkins.goal_urls")),
    path("measures/", include("holdfast.checkins.measure_urls")),
    path("how/", include("holdfast.checkins.trend_urls")),
    path("plan/", include("holdfast.care.urls")),
    path("way/", include("holdfast.care.recovery_urls")),
    path("sharing/", include("holdfast.consent.urls")),
    path("team/", include("holdfast.teams.urls")),
    path("work/", include("holdfast.teams.work_urls")),
    path("", include("holdfast.teams.together_urls")),
    path("programmes/", include("holdfast.teams.programme_urls")),
    path("exchange/", include("holdfast.teams.exchange_urls")),
    path("work/", include("holdfast.teams.exchange_work_urls")),
    path("network/files/", include("holdfast.network.canvas_urls")),
    path("asks/helping/", include("holdfast.checkins.helping_urls")),
    path("asks/helping/", include("holdfast.care.helping_urls")),
    path("asks/helping/", include("holdfast.teams.helping_urls")),
    path("asks/helping/", include("holdfast.asks.helping_urls")),
    path("asks/", include("holdfast.asks.urls")),
    path("week/", include("holdfast.asks.week_urls")),
    path("now/", include("holdfast.asks.now_urls")),
    path("u/", include("holdfast.asks.link_urls")),
    path("u/", include("holdfast.checkins.link_urls")),
    path("u/", include("holdfast.care.link_urls")),
    path("u/", include("holdfast.teams.link_urls")),
    path("agreements/", include("holdfast.supporters.urls")),
    path("agreements/", include("holdfast.asks.agreement_urls")),
    path("find/", include("holdfast.directory.urls")),
    path("feeds/", include("holdfast.directory.feed_urls")),
    path("", include("holdfast.directory.semantic_urls")),
    path("hsds/", include("holdfast.directory.openreferral_urls")),
    path("review/same/", include("holdfast.directory.same_urls")),
    path("review/", include("holdfast.directory.review_urls")),
    path("sources/", include("holdfast.directory.source_urls")),
    path("account/", include("holdfast.accounts.urls")),
]

handler400 = "holdfast.web.views.bad_request"
handler403 = "holdfast.web.views.refused"
handler404 = "holdfast.web.views.not_found"
handler500 = "holdfast.web.views.broken"
