"""What every page must satisfy, checked on each page a test gets."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from django.http import HttpResponse

from tests.words import AVOID, NOT_IN_TITLES

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADERS = {
    "Content-Security-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "X-Robots-Tag",
    "Cache-Control",
}


class Page(HTMLParser):
    """A page taken apart: ids, labels, controls, links, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.title = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if not {"script", "style"} & set(self._open):
            self.text.append(data)


def faults(response: HttpResponse) -> list[str]:
    """Everything wrong with one HTML answer, in words."""
    html = response.content.decode()
    page = Page(html)
    found = [*_missing_headers(response), *_inline(page), *_outside(page), *_ids(page), *_words(page)]
    if "<html" in html:
        found += [*_whole_page(page), *_labels(page)]
    return found


def _missing_headers(response: HttpResponse) -> list[str]:
    return [f"header {name} is missing" for name in sorted(HEADERS) if name not in response.headers]


def _inline(page: Page) -> list[str]:
    found = [
        f"<{tag}> has inline {name}"
        for tag, attrs in page.tags
        for name in attrs
        if name.startswith("on") or name == "style"
    ]
    found += [
        f"<{tag}> inline"
        for tag, attrs in page.tags
        if tag == "style" or (tag == "script" and "src" not in attrs and attrs.get("type") != "application/json")
    ]
    return found


def _outside(page: Page) -> list[str]:
    loaded = [(tag, attrs.get(name, "")) for tag, attrs in page.tags for name in ("src", "srcset", "action", "poster")]
    loaded += [(tag, attrs.get("href", "")) for tag, attrs in page.tags if tag in {"link", "use", "image"}]
    return [f"<{tag}> reaches outside: {url}" for tag, url in loaded if re.match(r"(https?:)?//", url)]


def _ids(page: Page) -> list[str]:
    counts = Counter(attrs["id"] for _, attrs in page.tags if "id" in attrs)
    found = [f"id {name!r} stands {count} times" for name, count in counts.items() if count > 1]
    for _, attrs in page.tags:
        for name in ("aria-labelledby", "aria-describedby", "for", "aria-controls"):
            found += [
                f"{name} names {ref!r}, which is absent" for ref in attrs.get(name, "").split() if ref not in counts
            ]
    return found


def _words(page: Page) -> list[str]:
    text = " ".join(page.text)
    return [f"word to avoid: {match.group()!r}" for pattern in AVOID if (match := pattern.search(text))]


def _whole_page(page: Page) -> list[str]:
    found = []
    if not page.title.strip():
        found.append("no title")
    found += [
        f"title {page.title!r} tells: {word}"
        for word in NOT_IN_TITLES
        if re.search(rf"\b{word}", page.title, re.IGNORECASE)
    ]
    found += [f"{count} h1" for count in [sum(tag == "h1" for tag, _ in page.tags)] if count != 1]
    if not any(tag == "html" and attrs.get("lang") for tag, attrs in page.tags):
        found.append("no language on <html>")
    if not any("data-exit" in attrs for _, attrs in page.tags):
        found.append("no way to leave the page")
    return found


def _labels(page: Page) -> list[str]:
    labelled = {attrs["for"] for tag, attrs in page.tags if tag == "label" and "for" in attrs}
    found = []
    for tag, attrs in page.tags:
        if tag not in {"input", "select", "textarea"} or attrs.get("type") in {"hidden", "submit", "button"}:
            continue
        if attrs.get("id") not in labelled and not {"aria-label", "aria-labelledby"} & set(attrs):
            found.append(f"<{tag} name={attrs.get('name')!r}> has no label")
    return found
