"""A test client that reads every page it gets as a strict reviewer would."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.lint import faults


class Browser(Client):
    """Fails the test on any page with a fault (see `tests.lint`)."""

    def request(self, **request: Any) -> Any:
        """One answer, linted when it is a page."""
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            found = faults(response)
            assert not found, f"{request.get('PATH_INFO')}: {found}"
        return response

    def press(self, path: str, data: dict[str, Any] | None = None, **extra: Any) -> Any:
        """Send a form and follow to where it leads."""
        return self.post(path, data or {}, follow=True, **extra)
