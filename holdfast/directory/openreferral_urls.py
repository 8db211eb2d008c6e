"""Addresses of our HSDS 3.0 API. Its paths are those of the standard, without a slash at the end."""

from django.urls import path

from holdfast.directory.views import openreferral

urlpatterns = [
    path("", openreferral.about, name="hsds"),
    path("services", openreferral.services, name="hsds_services"),
    path("services/<str:listing_id>", openreferral.service, name="hsds_service"),
    path("service_at_locations", openreferral.at_locations, name="hsds_at_locations"),
    path("service_at_locations/<str:at_id>", openreferral.at_location, name="hsds_at_location"),
    path("organizations", openreferral.organizations, name="hsds_organizations"),
    path("organizations/<str:organization_id>", openreferral.organization, name="hsds_organization"),
    path("taxonomies", openreferral.taxonomies, name="hsds_taxonomies"),
    path("taxonomies/<str:taxonomy_id>", openreferral.taxonomy, name="hsds_taxonomy"),
    path("taxonomy_terms", openreferral.terms, name="hsds_terms"),
    path("taxonomy_terms/<str:term_id>", openreferral.term, name="hsds_term"),
]
