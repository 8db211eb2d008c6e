"""What kind of meeting it is, in one vocabulary for all fellowships.

Codes collide: S is Spanish in AA and Step in NA's German lists, T is Transgender in AA and Topic there. So a code
has a meaning only together with its fellowship; the raw codes are kept beside the meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Kind(StrEnum):
    """Kinds that people search for."""

    OPEN = "open"
    CLOSED = "closed"
    NEWCOMERS = "newcomers"
    WOMEN = "women"
    MEN = "men"
    LGBTQ = "lgbtq"
    TRANSGENDER = "transgender"
    YOUNG = "young"
    SENIORS = "seniors"
    PEOPLE_OF_COLOUR = "people_of_colour"
    INDIGENOUS = "indigenous"
    PROFESSIONALS = "professionals"
    PARENTS = "parents"
    ADULT_CHILDREN = "adult_children"
    SECULAR = "secular"
    DUAL_DIAGNOSIS = "dual_diagnosis"
    DISCUSSION = "discussion"
    SPEAKER = "speaker"
    STEP = "step"
    LITERATURE = "literature"
    MEDITATION = "meditation"
    OUTDOOR = "outdoor"
    WHEELCHAIR = "wheelchair"
    SIGN_LANGUAGE = "sign_language"
    CHILDCARE = "childcare"
    CHILD_FRIENDLY = "child_friendly"
    FRAGRANCE_FREE = "fragrance_free"
    PROOF_OF_ATTENDANCE = "proof_of_attendance"
    GRIEF = "grief"
    MENTAL_HEALTH = "mental_health"
    ILLNESS = "illness"
    FAITH = "faith"
    BUDDHIST = "buddhist"
    MEDICATION = "medication"
    PEER_LED = "peer_led"
    PROFESSIONAL_LED = "professional_led"


ACCESS = (Kind.WHEELCHAIR, Kind.SIGN_LANGUAGE, Kind.CHILDCARE, Kind.CHILD_FRIENDLY, Kind.FRAGRANCE_FREE)

Meaning = Kind | str
"""A kind, or a language as an ISO 639-1 code."""

AA: Mapping[str, Meaning] = {
    "O": Kind.OPEN, "C": Kind.CLOSED, "BE": Kind.NEWCOMERS, "W": Kind.WOMEN, "M": Kind.MEN, "Y": Kind.YOUNG,
    "SEN": Kind.SENIORS, "LGBTQ": Kind.LGBTQ, "G": Kind.LGBTQ, "L": Kind.LGBTQ, "BI": Kind.LGBTQ, "NB": Kind.LGBTQ,
    "T": Kind.TRANSGENDER, "POC": Kind.PEOPLE_OF_COLOUR, "N": Kind.INDIGENOUS, "NDG": Kind.INDIGENOUS,
    "P": Kind.PROFESSIONALS, "A": Kind.SECULAR, "DD": Kind.DUAL_DIAGNOSIS, "D": Kind.DISCUSSION, "SP": Kind.SPEAKER,
    "ST": Kind.STEP, "12x12": Kind.STEP, "B": Kind.LITERATURE, "LIT": Kind.LITERATURE, "LS": Kind.LITERATURE,
    "DR": Kind.LITERATURE, "ABSI": Kind.LITERATURE, "GR": Kind.LITERATURE, "11": Kind.MEDITATION,
    "MED": Kind.MEDITATION, "OUT": Kind.OUTDOOR, "X": Kind.WHEELCHAIR, "XB": Kind.WHEELCHAIR,
    "ASL": Kind.SIGN_LANGUAGE, "BA": Kind.CHILDCARE, "CF": Kind.CHILD_FRIENDLY, "FF": Kind.FRAGRANCE_FREE,
    "POA": Kind.PROOF_OF_ATTENDANCE,
    "AF": "af", "AM": "am", "AR": "ar", "BG": "bg", "DA": "da", "DE": "de", "EL": "el", "EN": "en", "FA": "fa",
    "FI": "fi", "FR": "fr", "HE": "he", "HI": "hi", "HR": "hr", "HU": "hu", "IS": "is", "ITA": "it", "JA": "ja",
    "KA": "ka", "KOR": "ko", "LT": "lt", "ML": "ml", "MT": "mt", "NE": "ne", "NL": "nl", "NO": "no", "POL": "pl",
    "POR": "pt", "PUN": "pa", "RUS": "ru", "S": "es", "SK": "sk", "SL": "sl", "SV": "sv", "TH": "th", "TL": "tl",
    "TUR": "tr", "UK": "uk",
}  # fmt: skip
"""Source: the type list of the Meeting Guide specification (code4recovery/spec)."""

CODE_OF: Mapping[Meaning, str] = {meaning: code for code, meaning in reversed(list(AA.items()))} | {
    Kind.LGBTQ: "LGBTQ",
    Kind.STEP: "ST",
    Kind.LITERATURE: "LIT",
    Kind.MEDITATION: "MED",
    Kind.INDIGENOUS: "NDG",
}
"""The one code of that list by which readers of Meeting Guide are told a kind or a language."""

AL_ANON: Mapping[str, Meaning] = {
    "O": Kind.OPEN, "C": Kind.CLOSED, "BE": Kind.NEWCOMERS, "W": Kind.WOMEN, "M": Kind.MEN, "Y": Kind.YOUNG,
    "YA": Kind.YOUNG, "LGBTQIA": Kind.LGBTQ, "G": Kind.LGBTQ, "L": Kind.LGBTQ, "T": Kind.TRANSGENDER,
    "POC": Kind.PEOPLE_OF_COLOUR, "A": Kind.SECULAR, "SP": Kind.SPEAKER, "ST": Kind.STEP, "X": Kind.WHEELCHAIR,
    "ASL": Kind.SIGN_LANGUAGE, "BA": Kind.CHILDCARE, "FF": Kind.FRAGRANCE_FREE, "AC": Kind.ADULT_CHILDREN,
    "POA": Kind.PARENTS, "S": "es",
}  # fmt: skip

NA: Mapping[str, Meaning] = {
    "O": Kind.OPEN, "C": Kind.CLOSED, "BEG": Kind.NEWCOMERS, "B": Kind.NEWCOMERS, "W": Kind.WOMEN, "M": Kind.MEN,
    "Y": Kind.YOUNG, "YP": Kind.YOUNG, "GL": Kind.LGBTQ, "D": Kind.DISCUSSION, "DISC": Kind.DISCUSSION,
    "To": Kind.DISCUSSION, "TOP": Kind.DISCUSSION, "SPK": Kind.SPEAKER, "SD": Kind.SPEAKER, "So": Kind.SPEAKER,
    "STEP": Kind.STEP, "St": Kind.STEP, "SWG": Kind.STEP, "SG": Kind.STEP, "BT": Kind.LITERATURE,
    "BK": Kind.LITERATURE, "LIT": Kind.LITERATURE, "IP": Kind.LITERATURE, "IW": Kind.LITERATURE,
    "JFT": Kind.LITERATURE, "JT": Kind.LITERATURE, "LC": Kind.LITERATURE, "SPAD": Kind.LITERATURE,
    "MED": Kind.MEDITATION, "ME": Kind.MEDITATION, "WC": Kind.WHEELCHAIR, "WCHR": Kind.WHEELCHAIR,
    "X": Kind.WHEELCHAIR, "SL": Kind.SIGN_LANGUAGE, "ASL": Kind.SIGN_LANGUAGE, "CW": Kind.CHILD_FRIENDLY,
    "CS": Kind.CHILD_FRIENDLY, "Ag": Kind.SECULAR, "ES": "es", "ENG": "en", "FIN": "fi", "PER": "fa",
}  # fmt: skip
"""The codes of NA's world services and of the lists most servers start from."""

NA_GERMAN: Mapping[str, Meaning] = {
    "O": Kind.OPEN, "F": Kind.WOMEN, "flinta": Kind.WOMEN, "M": Kind.MEN, "glbtiiq": Kind.LGBTQ,
    "new": Kind.NEWCOMERS, "T": Kind.DISCUSSION, "Sp": Kind.SPEAKER, "S": Kind.STEP, "sch10": Kind.STEP,
    "BT": Kind.LITERATURE, "Lit": Kind.LITERATURE, "nfh": Kind.LITERATURE, "CL": Kind.LITERATURE,
    "SPAD": Kind.LITERATURE, "EF": Kind.LITERATURE, "Med": Kind.MEDITATION, "Beh": Kind.WHEELCHAIR,
    "kf": Kind.CHILD_FRIENDLY, "Aussen": Kind.OUTDOOR,
    "en": "en", "de": "de", "ru": "ru", "fa": "fa", "pl": "pl", "fr": "fr", "es": "es",
    "uk": "uk", "ar": "ar", "hu": "hu",
}  # fmt: skip
"""The codes of the German-speaking lists, used where a row says its own language is German."""

MEANINGS: Mapping[str, Mapping[str, Meaning]] = {"aa": AA, "al-anon": AL_ANON, "alateen": AL_ANON, "na": NA}

WITHOUT_KIND: Mapping[str, frozenset[str]] = {
    "aa": frozenset(
        ["AL", "AL-AN", "BRK", "CAN", "DB", "H", "SM", "TR", "XT", "BV-I", "D-HOH", "LO-I", "ONL", "QSL", "RSL", "TC"]
    ),
    "al-anon": frozenset(["AA", "AL", "CF", "SM", "ONL", "TC"]),
    "na": frozenset(
        [
            "AB",
            "BL",
            "CAN",
            "CH",
            "CL",
            "CP",
            "CPT",
            "FD",
            "ID",
            "IL",
            "NC",
            "NS",
            "OE",
            "Pi",
            "QA",
            "RA",
            "RF",
            "Rr",
            "SC",
            "SMOK",
            "Ti",
            "Tr",
            "TRAD",
            "TW",
            "VAR",
            "HY",
            "TC",
            "VM",
            "WEB",
            "KT",
            "KK",
            "p",
            "O1",
            "O2",
            "O3",
            "O4",
            "O5",
            "OL",
            "Sp1",
            "Sp2",
            "Sp3",
            "Sp4",
            "Sp5",
            "SpL",
            "Essf",
            "FuA",
            "FuAL",
            "Wo1",
            "Wo2",
            "Wo3",
            "Wo4",
            "inst",
            "rf",
            "wf",
            "VG",
        ]
    ),
}
"""Codes whose meaning is known but that nobody searches for; they are kept and need no warning."""


def meanings_for(fellowship: str | None) -> Mapping[str, Meaning]:
    """What the codes of a fellowship mean. Others mostly take AA's list over, but only its safe part is believed."""
    return MEANINGS.get(fellowship or "", _SHARED)


def is_known(code: str, fellowship: str | None, meanings: Mapping[str, Meaning]) -> bool:
    """Whether the code means something, searchable or not."""
    return code in meanings or code in WITHOUT_KIND.get(fellowship or "", WITHOUT_KIND["aa"])


def understood(codes: Iterable[str], meanings: Mapping[str, Meaning]) -> tuple[frozenset[Kind], frozenset[str]]:
    """The kinds and the languages that the codes stand for; unknown codes stand for nothing."""
    found = [meanings[code] for code in codes if code in meanings]
    kinds = frozenset(one for one in found if isinstance(one, Kind))
    return kinds, frozenset(one for one in found if not isinstance(one, Kind))


_SHARED: Mapping[str, Meaning] = {
    code: AA[code] for code in ("W", "M", "Y", "X", "LGBTQ", "BE", "ASL", "FF", "BA", "POC", "SP", "MED")
}
