"""No secret address reaches a log: Django names the path of whatever it could not answer."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings

from holdfast.web.logs import Discreet

TOKEN = "kdlmEMOVjrZPt3PJc55WyTD6sDcS_E8t"


@pytest.mark.parametrize(
    "path",
    [
        f"/u/{TOKEN}/ways/",
        f"/u/i/{TOKEN}/",
        f"/u/x/invited/{TOKEN}/",
        f"/helping/invited/{TOKEN}/",
        f"/week/calendar/{TOKEN}.ics",
        f"/slips/{TOKEN}/",
        f"/account/confirm-email/{TOKEN}:1abc:{TOKEN}/",
    ],
)
def test_a_line_names_no_secret(path: str) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (path,), None)

    assert TOKEN not in Discreet("{levelname} {message}", style="{").format(record)


def test_an_ordinary_address_stays_readable() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Not Found: %s", ("/asks/new/ride/",), None)

    assert Discreet("{message}", style="{").format(record) == "Not Found: /asks/new/ride/"


def test_the_host_logs_that_way() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "holdfast.web.logs.Discreet"
