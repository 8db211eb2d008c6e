"""Addresses of invitations and agreements, for the person."""

from django.urls import path

from holdfast.supporters.views import invitations

urlpatterns = [
    path("", invitations.agreements, name="agreements"),
    path("invite/<uuid:tie_id>/", invitations.invite, name="invite"),
    path("link/<uuid:invitation_id>/", invitations.invitation, name="invitation"),
    path("<uuid:agreement_id>/", invitations.agreement, name="agreement"),
]
