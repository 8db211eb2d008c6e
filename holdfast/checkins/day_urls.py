"""Addresses of day counters and chips."""

from django.urls import path

from holdfast.checkins.views import days, days_again, days_chips

urlpatterns = [
    path("", days.days, name="days"),
    path("new/", days.new, name="counter_new"),
    path("chips/", days_chips.chips, name="chips"),
    path("chips/new/", days_chips.new, name="chip_new"),
    path("chips/<uuid:chip_id>/", days_chips.ask, name="chip"),
    path("chips/<uuid:chip_id>/leave/", days_chips.unask, name="chip_unask"),
    path("again/<uuid:setback_id>/", days_again.setback, name="setback"),
    path("again/<uuid:setback_id>/undo/", days_again.undo, name="setback_undo"),
    path("again/<uuid:setback_id>/told/<uuid:agreement_id>/", days_again.untell, name="setback_untell"),
    path("<uuid:counter_id>/", days.counter, name="counter"),
    path("<uuid:counter_id>/change/", days.change, name="counter_change"),
    path("<uuid:counter_id>/move/", days.move, name="counter_move"),
    path("<uuid:counter_id>/end/", days.end, name="counter_end"),
    path("<uuid:counter_id>/back/", days.back, name="counter_back"),
    path("<uuid:counter_id>/amount/", days.amount, name="counter_amount"),
    path("<uuid:counter_id>/again/", days_again.again, name="setback_new"),
]
