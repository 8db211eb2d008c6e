"""Addresses of the person's own asks."""

from django.urls import path

from holdfast.asks.views import ask, asking, circle

urlpatterns = [
    path("", asking.asks, name="asks"),
    path("new/", asking.ask_new, name="ask_new"),
    path("new/<str:kind>/", asking.ask_write, name="ask_write"),
    path("wishes/", circle.asking_wishes, name="asking_wishes"),
    path("<uuid:ask_id>/", ask.ask, name="ask"),
    path("<uuid:ask_id>/change/", ask.ask_change, name="ask_change"),
    path("<uuid:ask_id>/sooner/", ask.ask_sooner, name="ask_sooner"),
    path("<uuid:ask_id>/wider/", ask.ask_wider, name="ask_wider"),
    path("<uuid:ask_id>/dial/", ask.ask_dial, name="ask_dial"),
    path("<uuid:ask_id>/back/", ask.ask_withdraw, name="ask_withdraw"),
    path("<uuid:ask_id>/again/", ask.ask_again, name="ask_again"),
    path("<uuid:ask_id>/own/", circle.ask_own, name="ask_own"),
    path("times/<uuid:reply_id>/", circle.ask_time, name="ask_time"),
    path("places/<uuid:promise_id>/", circle.ask_replace, name="ask_replace"),
    path("thanks/<uuid:promise_id>/", circle.ask_thank, name="ask_thank"),
]
