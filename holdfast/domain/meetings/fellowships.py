"""The fellowships and programmes that meetings belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a meeting is for: people in recovery themselves, or their family and friends."""

    OWN = "own"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Fellowship:
    """One fellowship. `twelve_step` is None where it is not known."""

    code: str
    name: str
    twelve_step: bool | None = True
    audience: Audience = Audience.OWN
    marks: tuple[str, ...] = ()
    """Words whose presence in a feed is evidence for it, in lower case."""


_ALL = (
    Fellowship("aa", "Alcoholics Anonymous", marks=("alcoholics anonymous",)),
    Fellowship("na", "Narcotics Anonymous", marks=("narcotics anonymous",)),
    Fellowship("al-anon", "Al-Anon", audience=Audience.FAMILY, marks=("al-anon", "alanon", "afg")),
    Fellowship("alateen", "Alateen", audience=Audience.FAMILY),
    Fellowship("nar-anon", "Nar-Anon", audience=Audience.FAMILY, marks=("nar-anon", "naranon")),
    Fellowship("fa", "Families Anonymous", audience=Audience.FAMILY, marks=("families anonymous",)),
    Fellowship("pal", "Parents of Addicted Loved Ones", None, Audience.FAMILY),
    Fellowship("aca", "Adult Children of Alcoholics", marks=("adult children of alcoholics",)),
    Fellowship("ca", "Cocaine Anonymous", marks=("cocaine anonymous",)),
    Fellowship("cma", "Crystal Meth Anonymous", marks=("crystal meth anonymous",)),
    Fellowship("coda", "Co-Dependents Anonymous", marks=("co-dependents anonymous",)),
    Fellowship("da", "Debtors Anonymous", marks=("debtors anonymous",)),
    Fellowship("dra", "Dual Recovery Anonymous", marks=("dual recovery anonymous",)),
    Fellowship("eda", "Eating Disorders Anonymous", marks=("eating disorders anonymous",)),
    Fellowship("ga", "Gamblers Anonymous", marks=("gamblers anonymous",)),
    Fellowship("ha", "Heroin Anonymous", marks=("heroin anonymous",)),
    Fellowship("ma", "Marijuana Anonymous", marks=("marijuana anonymous",)),
    Fellowship("oa", "Overeaters Anonymous", marks=("overeaters anonymous",)),
    Fellowship("saa", "Sex Addicts Anonymous", marks=("sex addicts anonymous",)),
    Fellowship("slaa", "Sex and Love Addicts Anonymous", marks=("sex and love addicts",)),
    Fellowship("smart", "SMART Recovery", False, marks=("smart recovery",)),
    Fellowship("dharma", "Recovery Dharma", False, marks=("recovery dharma",)),
    Fellowship("refuge", "Refuge Recovery", False, marks=("refuge recovery",)),
    Fellowship("lifering", "LifeRing Secular Recovery", False, marks=("lifering",)),
    Fellowship("wfs", "Women for Sobriety", False, marks=("women for sobriety",)),
    Fellowship("sos", "Secular Organizations for Sobriety", False),
    Fellowship("celebrate", "Celebrate Recovery", True, marks=("celebrate recovery",)),
    Fellowship("mara", "Medication-Assisted Recovery Anonymous", marks=("medication-assisted recovery anonymous",)),
    Fellowship("gam-anon", "Gam-Anon", audience=Audience.FAMILY, marks=("gam-anon",)),
    Fellowship("smart-family", "SMART Recovery Family & Friends", False, Audience.FAMILY),
    Fellowship("emotions", "Emotions Anonymous", marks=("emotions anonymous",)),
    Fellowship("recovery-international", "Recovery International", False, marks=("recovery international",)),
    Fellowship("dbsa", "Depression and Bipolar Support Alliance", False, marks=("dbsa",)),
    Fellowship("nami", "NAMI", False, marks=("nami connection",)),
    Fellowship("nami-family", "NAMI Family Support Group", False, Audience.FAMILY, marks=("nami family",)),
    Fellowship("compassionate-friends", "The Compassionate Friends", False, marks=("compassionate friends",)),
    Fellowship("griefshare", "GriefShare", False, marks=("griefshare",)),
    Fellowship("other", "Other support group", None),
)

FELLOWSHIPS: Mapping[str, Fellowship] = {one.code: one for one in _ALL}


def fellowship_called(name: str) -> Fellowship | None:
    """The fellowship with this code, name or well-known short name; None if we do not know it."""
    wanted = name.strip().lower()
    return next((one for one in _ALL if wanted in {one.code, one.name.lower(), *one.marks}), None)


def fellowship_in(text: str) -> Fellowship | None:
    """The fellowship that a feed's own words are evidence for. AA is never concluded from words alone."""
    words = f" {text.lower()} "
    return next((one for one in _ALL if one.code != "aa" and any(_stands_in(mark, words) for mark in one.marks)), None)


def _stands_in(mark: str, words: str) -> bool:
    at = words.find(mark)
    while at >= 0:
        if not words[at - 1].isalpha() and not words[at + len(mark)].isalpha():
            return True
        at = words.find(mark, at + 1)
    return False
