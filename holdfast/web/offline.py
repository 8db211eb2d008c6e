"""What an installed page needs: the service worker at the root, where it serves every page, and the manifest."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

SCRIPT = "web/js/worker.js"
SHELL = (
    "web/css/holdfast.css",
    "asks/now.css",
    "care/plan.css",
    "web/fonts/atkinson-400.woff2",
    "web/fonts/atkinson-700.woff2",
    "web/fonts/source-serif-600.woff2",
    "web/icon.svg",
    "web/js/exit.js",
    "web/js/forms.js",
    "web/js/offline.js",
)
"""Everything the page without a network is made of."""
PARTS = ("notices/push-handler.js",)
"""Scripts that other apps add to the worker, where they are there."""


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Never from a cache, so that a new version is taken at the next page."""
    return HttpResponse(_script(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=1)
def _script() -> str:
    """The worker with its version, which changes with any file it keeps."""
    parts = [part for part in PARTS if finders.find(part)]
    facts = {
        "version": sha256(b"".join(_read(name) for name in (SCRIPT, *SHELL, *parts))).hexdigest()[:12],
        "shell": [static(name) for name in SHELL],
        "now": reverse("support_now"),
        "lines": reverse("support_now_lines"),
        "kept": reverse("support_now_kept"),
        "leaving": [reverse("account_logout"), reverse("erase")],
    }
    imports = "".join(f"importScripts({json.dumps(static(part))});\n" for part in parts)
    return f"self.HOLDFAST = {json.dumps(facts)};\n{imports}{_read(SCRIPT).decode()}"


def _read(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """A name and a picture that tell nothing, for the home screen."""
    shown: dict[str, Any] = {
        "name": _("Notes"),
        "short_name": _("Notes"),
        "id": "/",
        "start_url": reverse("welcome"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f1",
        "theme_color": "#faf7f1",
        "icons": [
            {"src": static("web/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("web/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("web/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
        ],
        "shortcuts": [{"name": _("Now"), "url": reverse("support_now")}],
    }
    return JsonResponse(shown, content_type="application/manifest+json")
