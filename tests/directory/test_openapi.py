"""The description of the published addresses is true: programs made from it work."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from holdfast.directory.openapi import DESCRIPTION, HSDS_PATHS
from tests.directory.hsds_listings import ALL, publish

pytestmark = pytest.mark.django_db
ABSENT = "00000000-0000-4000-8000-000000000000"
OURS = schemathesis.openapi.from_dict({**DESCRIPTION, "paths": HSDS_PATHS})
OURS.app = get_wsgi_application()


@pytest.fixture(autouse=True)
def listings() -> dict[str, str]:
    """The published listings."""
    return publish(*ALL)


@OURS.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_address_answers_as_described(case: schemathesis.Case) -> None:
    together = [positive_data_acceptance] if _do_not_go_together(case.query or {}) else []

    case.call_and_validate(headers={"Host": "localhost", "Accept-Encoding": "identity"}, excluded_checks=together)


def _do_not_go_together(query: dict[str, Any]) -> bool:
    """What OpenAPI cannot say: parameters that are refused beside, or without, one another."""
    is_whole = "full" in query or "full_service" in query
    return ("proximity" in query and not str(query.get("postcode", "")).strip()) or (
        query.get("format") == "ndjson" and is_whole
    )


def test_it_is_given_to_anybody() -> None:
    response = Client().get("/feeds/openapi.json")

    assert response.json() == DESCRIPTION
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", sorted(HSDS_PATHS))
def test_every_described_address_is_there(path: str) -> None:
    try:
        resolve(path.replace("{id}", ABSENT))
    except Resolver404:
        pytest.fail(f"{path} is described but not there")


@pytest.mark.parametrize("name", sorted(DESCRIPTION["components"]["schemas"]))
def test_every_shape_is_a_schema(name: str) -> None:
    jsonschema_rs.meta.validate(DESCRIPTION["components"]["schemas"][name])


def test_every_reference_leads_somewhere() -> None:
    there = {f"#/components/schemas/{name}" for name in DESCRIPTION["components"]["schemas"]}

    assert set(_references(DESCRIPTION)) <= there


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for one in value.values() for found in _references(one)]
    return [found for one in value for found in _references(one)] if isinstance(value, list) else []


def test_every_operation_has_its_own_name() -> None:
    names = [path["get"]["operationId"] for path in DESCRIPTION["paths"].values()]

    assert len(names) == len(set(names))
