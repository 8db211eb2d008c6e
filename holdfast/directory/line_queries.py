"""Which lines may be shown to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from holdfast.directory.line_words import ABOUT, NOTES, Words, country_words, hours_words, language_words, words_of
from holdfast.directory.lines import EU, EVERYWHERE_IN_THE_EU, SHOWN, HelpLine, Way, all_lines
from holdfast.directory.models import LineCheck


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line as a page shows it, in the reader's language."""

    key: str
    name: str
    about: tuple[Words, ...]
    ways: tuple[Way, ...]
    hours: Words
    is_always_open: bool
    languages: tuple[Words, ...]
    notes: tuple[Words, ...]
    source: str
    checked_on: date
    is_stale: bool


@dataclass(frozen=True, slots=True)
class CountryLines:
    """The lines of one country: `emergency` is empty where no number was verified, so say "your emergency number"."""

    country: str
    name: Words
    emergency: str
    lines: tuple[ShownLine, ...]


def lines_for(country: str, *, today: date, known: Sequence[HelpLine] | None = None) -> CountryLines:
    """The verified lines of a country, in the order of the list; the numbers of the whole EU come last. `known`: all
    verified lines, where they were read already."""
    country = country.upper()
    lines = [line for line in (verified_lines() if known is None else known) if _serves(line, country)]
    emergency = next((line.ways[0].number for line in lines if "emergency" in line.about), "")
    others = sorted(
        (line for line in lines if "emergency" not in line.about),
        key=lambda line: (line.country == EVERYWHERE_IN_THE_EU, "missing_children" in line.about),
    )
    others = _without_doubles(others)
    return CountryLines(country, country_words(country), emergency, tuple(_shown(line, today) for line in others))


def countries_with_lines(known: Sequence[HelpLine] | None = None) -> list[tuple[str, Words]]:
    """Every country for which at least one line may be shown, by name."""
    codes = {line.country for line in (verified_lines() if known is None else known)}
    if EVERYWHERE_IN_THE_EU in codes:
        codes = codes - {EVERYWHERE_IN_THE_EU} | EU
    return sorted(((code, country_words(code)) for code in codes), key=lambda pair: str(pair[1]))


def verified_lines() -> list[HelpLine]:
    """Every line that may be shown: someone read a page about it, or this host's operator checked it."""
    checks = latest_checks()
    lines = [_checked(line, checks.get(line.key)) for line in all_lines(settings.DATA)]
    return [line for line in lines if line.status in SHOWN and line.ways]


def latest_checks() -> Mapping[str, LineCheck]:
    """The newest check of each line by this host's operator."""
    return {check.line: check for check in LineCheck.objects.order_by("checked_on", "pk")}


def _checked(line: HelpLine, check: LineCheck | None) -> HelpLine:
    if check is None or check.checked_on < line.checked_on:
        return line
    return replace(line, status="operator", source=check.source, checked_on=check.checked_on)


def _serves(line: HelpLine, country: str) -> bool:
    return line.country == country or (line.country == EVERYWHERE_IN_THE_EU and country in EU)


def _without_doubles(lines: list[HelpLine]) -> list[HelpLine]:
    """A number of the whole EU is left out where the country's own line already has it."""
    own = {way.href for line in lines if line.country != EVERYWHERE_IN_THE_EU for way in line.ways}
    return [line for line in lines if line.country != EVERYWHERE_IN_THE_EU or not own & {way.href for way in line.ways}]


def _shown(line: HelpLine, today: date) -> ShownLine:
    return ShownLine(
        key=line.key,
        name=line.name,
        about=words_of(line.about, ABOUT),
        ways=line.ways,
        hours=hours_words(line),
        is_always_open=line.hours == "always",
        languages=tuple(language_words(code) for code in line.languages),
        notes=words_of(line.notes, NOTES),
        source=line.source,
        checked_on=line.checked_on,
        is_stale=line.is_stale(today),
    )
