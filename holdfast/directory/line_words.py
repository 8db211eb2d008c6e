"""The words for what `lines.toml` says in codes."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from holdfast.directory.lines import HelpLine

Words = str | Promise

ABOUT: dict[str, Words] = {
    "emergency": _("When a life is in danger"),
    "hard_moment": _("For hard moments and thoughts of suicide"),
    "talk": _("Someone to talk to"),
    "substances": _("About alcohol and other drugs"),
    "referral": _("Finds help near you"),
    "children": _("For children and young people"),
    "missing_children": _("When a child is missing"),
}

HOURS: dict[str, Words] = {
    "always": _("Day and night, every day"),
    "office": _("Office hours, Monday to Friday"),
    "day": _("In the daytime"),
    "varies": _("Hours are not the same in every country"),
    "unknown": _("We do not know the hours"),
}

NOTES: dict[str, Words] = {
    "spanish_press_2": _("Press 2 for Spanish."),
    "veterans_press_1": _("Veterans press 1."),
    "interpreters": _("Interpreters for many other languages."),
    "tty_samhsa": _("TTY for people who are deaf or hard of hearing: 1-800-487-4889."),
    "relay_asl_lsq": _("Video relay in American and Quebec sign language."),
    "sign_language": _("Sign language."),
    "free": _("The call is free."),
    "not_everywhere": _("Not in every area."),
    "not_every_country": _("Not every country has this line yet."),
    "south_australia": _("In South Australia from 8:30 to 22:00."),
    "peers_14_22": _("From 14:00 to 22:00 you can ask for someone who has been there."),
    "twenty_languages": _("In 20 languages."),
}

COUNTRIES: dict[str, Words] = {
    "AR": _("Argentina"),
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BE": _("Belgium"),
    "BG": _("Bulgaria"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CY": _("Cyprus"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GR": _("Greece"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "IL": _("Israel"),
    "IN": _("India"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "LV": _("Latvia"),
    "MT": _("Malta"),
    "MX": _("Mexico"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PH": _("Philippines"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "SE": _("Sweden"),
    "SG": _("Singapore"),
    "SI": _("Slovenia"),
    "SK": _("Slovakia"),
    "US": _("United States"),
    "ZA": _("South Africa"),
}

MORE_LANGUAGES: dict[str, Words] = {
    "am": _("Amharic"),
    "asl": _("American Sign Language"),
    "fil": _("Filipino"),
    "mt": _("Maltese"),
    "tl": _("Tagalog"),
    "zh": _("Chinese"),
}


def country_words(code: str) -> Words:
    """A country's name, or its code when we have no name for it."""
    return COUNTRIES.get(code, code)


def language_words(code: str) -> Words:
    """A language's name in the reader's language, or its code when we have no name for it."""
    if code in MORE_LANGUAGES:
        return MORE_LANGUAGES[code]
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def hours_words(line: HelpLine) -> Words:
    """When the line answers."""
    if line.hours in HOURS:
        return HOURS[line.hours]
    begins, ends = line.hours.split("-")
    return _("%(begins)s:00 to %(ends)s:00 there") % {"begins": begins, "ends": ends}


def words_of(codes: Iterable[str], words: dict[str, Words]) -> tuple[Words, ...]:
    """The words for each code; an operator's own words stand as they are."""
    return tuple(words.get(code, code) for code in codes)
