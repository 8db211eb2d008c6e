"""What a person can do about one supporter that touches their asks."""

from django.urls import path

from holdfast.asks.views import link_person_side

urlpatterns = [
    path("<uuid:agreement_id>/as-they-see-it/", link_person_side.agreement_as, name="agreement_as"),
    path("end/<uuid:tie_id>/", link_person_side.cut_off, name="cut_off"),
]
