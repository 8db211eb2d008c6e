"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READ = re.compile(r'env\.\w+\(\s*"(\w+)"')


def settings_read() -> list[str]:
    return sorted(set(READ.findall((ROOT / "holdfast/settings.py").read_text())))


@pytest.mark.parametrize("name", settings_read())
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs/configuration.md").read_text()


@pytest.mark.parametrize(
    "name", re.findall(r"`(HOLDFAST_(?!TEST|CHROMIUM)\w+)`", (ROOT / "docs/configuration.md").read_text())
)
def test_every_documented_setting_is_read(name: str) -> None:
    assert name in settings_read()


def links() -> list[tuple[Path, str]]:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
    ]


@pytest.mark.parametrize(("page", "target"), links())
def test_every_link_leads_somewhere(page: Path, target: str) -> None:
    assert (page.parent / target).exists()


def test_the_map_of_the_code_stays_short() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) <= 150


def test_the_layers_are_written_as_they_are_enforced() -> None:
    contract = re.search(r"^layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL)
    assert contract
    named = set(re.findall(r"\w+", contract.group(1)))

    assert named <= set(re.findall(r"\w+", (ROOT / "ARCHITECTURE.md").read_text()))
