"""Addresses of the operators' review queue."""

from django.urls import path

from holdfast.directory.views import review

urlpatterns = [
    path("", review.review, name="review"),
    path("report/<uuid:report_id>/", review.report, name="review_report"),
    path("claim/<uuid:claim_id>/", review.claim, name="review_claim"),
]
