"""Every form of check-ins and tending, filled in by somebody unkind: a clear answer each time, and no page that breaks.

HOLDFAST_EXAMPLES is how often each form is sent (3 where nothing is said).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from holdfast.accounts.models import Person
from tests.browser import Browser
from tests.test_access import _address, everything_of, routes

pytestmark = pytest.mark.django_db
TIMES = int(os.environ.get("HOLDFAST_EXAMPLES", "3"))
LINTED, LONG = 2, 1000
"""So many of them are read by the reviewer, too; how long an address may be."""
OURS = ("holdfast.checkins", "holdfast.tending")
POISONED = ("/", "/today/", "/tend/", "/how/", "/in-touch/", "/days/", "/said/", "/goals/", "/been/", "/check-in/past/")
"""Pages that read what the forms wrote."""
HOSTILE = {
    "date": ["0001-01-01", "9999-12-31", "2028-02-29", "2027-02-29", "1900-02-28", "1930-01-01", "2026-13-45", "soon"],
    "number": ["NaN", "inf", "-inf", "-1", "1e308", "1e999", "9" * 400, "0", "0.1", "1.5", "２", "1_000", "2147483648"],
    "time": ["00:00", "23:59:59.999999", "24:00", "7", "29:99"],
    "text": [
        "x" * 100_000,
        "a\x00b",
        "\u202eevil\u202c",
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% now %}%s%(n)s",
        "🫶🏽" * 30,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "\r\n.\r\nSet-Cookie: a=b",
        " ",
        "a\u0000\u2028\u2029b",
        "'; DROP TABLE x;--",
        "한" * 200,
    ],
    "choice": ["", "-1", "999", "yes", "00000000-0000-0000-0000-000000000000", "not-a-uuid", "[]", "None", "\x00"],
}
EXTRA = {
    "do": ("yes", "no", "stop", "end", "remove", "settle", "open", "kept", "not_kept", "decline", "x", "\x00", "pause"),
    "from": ("today", "list", "tie", "//evil.example", "\x00"),
    "forget": ("x", "\x00", "9" * 50),
    "kept": ("yes", "no", "clear"),
    "way": ("up", "down", "x"),
    "on": ("2026-11-20", "0001-01-01", "9999-12-31"),
    "remove": ("1",),
}
"""What buttons say, wherever they stand."""


class Fields(HTMLParser):
    """The fields of the forms of a page: name → (kind, what it offers)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, set[str]]] = {}
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._add(self._select, "choice", said.get("value", ""))
        if tag in {"input", "textarea", "button"} and name and name != "csrfmiddlewaretoken":
            of = said.get("type", "text") if tag == "input" else "choice" if tag == "button" else "text"
            is_choice = of in {"radio", "checkbox", "hidden", "submit", "choice"}
            self._add(name, "choice" if is_choice else of, said.get("value", "on" if of == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _add(self, name: str, kind: str, value: str) -> None:
        self.found.setdefault(name, (kind, set()))[1].add(value)


def ours() -> Iterator[tuple[str, str]]:
    """Names and shapes of the addresses of both apps, but for the pages that are only read."""
    for name, shape in routes():
        view = _views().get(name, "")
        if view.startswith(OURS):
            yield name, shape


def _views(patterns: list[Any] | None = None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(one, "url_patterns"):
            found |= _views(one.url_patterns)
        elif one.name:
            view = one.callback
            while hasattr(view, "__wrapped__"):
                view = view.__wrapped__
            found[one.name] = view.__module__
            for cell in getattr(one.callback, "__closure__", None) or ():
                inner = getattr(cell.cell_contents, "__module__", "")
                found[one.name] = inner if str(inner).startswith("holdfast") else found[one.name]
    return found


def filled_in(fields: dict[str, tuple[str, set[str]]], chance: Random) -> dict[str, Any]:
    """One way to fill the form in: mostly as it wants to be, with something unkind here and there."""
    sent: dict[str, Any] = {}
    for name, (kind, offers) in sorted(fields.items()):
        if chance.random() < 0.12:
            continue
        sent[name] = _value(kind, sorted(offers), chance)
    for name, values in EXTRA.items():
        if name not in fields and chance.random() < 0.15:
            sent[name] = chance.choice(values)
    return sent


USUAL = {"date": "2026-11-19", "number": "3", "time": "09:30", "text": "A few words"}


def _value(kind: str, offers: list[str], chance: Random) -> Any:
    hostile = HOSTILE.get(kind, HOSTILE["text"])
    if chance.random() < 0.3:
        return chance.choice(hostile)
    if kind == "choice":
        return [chance.choice(offers) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    return chance.choice([USUAL.get(kind, "A few words"), *(one for one in offers if one)])


@pytest.fixture
def things(john: Person, now: datetime) -> dict[str, Any]:
    """What belongs to John, by the name it has in addresses."""
    return everything_of(john, now)


def test_no_form_breaks(page: Browser, things: dict[str, Any]) -> None:
    shapes, broken = dict(routes()), []
    for name in sorted(name for name, _ in ours()):
        broken += list(_broken(name, _address(shapes[name], things), page))

    assert not broken, "\n".join(broken)


def _broken(name: str, address: str, page: Browser) -> Iterator[str]:
    """What breaks when this form is sent so often, each time from the same beginning."""
    if "POST" not in page.options(address).headers.get("Allow", "POST"):
        return
    opened = page.get(address)
    fields = Fields(opened.content.decode()).found if opened.status_code == 200 else {}
    plain = Client(headers={"host": "localhost"})
    plain.cookies = page.cookies
    for number in range(TIMES):
        chance = Random(f"{name}{number}")
        sent = filled_in(fields, chance)
        with transaction.atomic(), transaction.atomic(using="keys"):
            try:
                _send(address, sent, page if number < LINTED else plain, plain, chance)
            except Exception as error:
                short = {key: str(value)[:40] for key, value in sent.items()}
                yield f"{name}: {type(error).__name__}: {str(error)[:300]} {short}"
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="keys")


def _send(address: str, sent: dict[str, Any], page: Client, plain: Client, chance: Random) -> None:
    answer = page.post(address, sent)
    assert answer.status_code < 500
    if answer.status_code in {301, 302}:
        to = answer.headers["Location"]
        assert to.startswith("/") is not to.startswith("//"), to
        for one in (to, address, *chance.sample(POISONED, 3)):
            assert plain.get(one).status_code < 500, one


ASKED = ("month", "since", "until", "tie", "from", "text", "goal", "code", "done", "back")
"""What addresses say after the question mark."""


def test_nothing_after_the_question_mark_breaks_a_page(page: Browser, things: dict[str, Any]) -> None:
    shapes, values = dict(routes()), [one for kind in HOSTILE.values() for one in kind if len(one) < LONG]
    broken = []
    for name in sorted(name for name, _ in ours()):
        address, chance = _address(shapes[name], things), Random(name)
        for _ in range(TIMES):
            said = {word: chance.choice(values) for word in ASKED}
            try:
                page.get(address, said)
            except Exception as error:
                broken.append(f"{address}: {type(error).__name__}: {str(error)[:300]} {said}")

    assert not broken, "\n".join(broken[:9])
