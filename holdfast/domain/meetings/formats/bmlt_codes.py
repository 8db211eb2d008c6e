"""What the format codes of BMLT servers mean, and the codes under which we say our own kinds.

Every server may choose its own keys and languages. Three things speak for a code, the surest first: the number it has
at NA World Services (`world_id`, the same everywhere), its name in one of several languages, and its key, which many
servers kept from the list they started with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.domain.meetings.kinds import NA, NA_GERMAN, Kind, Meaning, meanings_for
from holdfast.domain.meetings.times import nth_of_month
from holdfast.domain.places import folded

VIRTUAL, HYBRID, CLOSED = "VM", "HY", "TC"
GERMAN = "de"

WORLD: Mapping[str, Kind | None] = {
    "OPEN": Kind.OPEN, "CLOSED": Kind.CLOSED, "BEG": Kind.NEWCOMERS, "W": Kind.WOMEN, "M": Kind.MEN, "Y": Kind.YOUNG,
    "GL": Kind.LGBTQ, "DISC": Kind.DISCUSSION, "TOP": Kind.DISCUSSION, "SPK": Kind.SPEAKER, "STEP": Kind.STEP,
    "SWG": Kind.STEP, "BT": Kind.LITERATURE, "LIT": Kind.LITERATURE, "IP": Kind.LITERATURE, "IW": Kind.LITERATURE,
    "JFT": Kind.LITERATURE, "LC": Kind.LITERATURE, "SPAD": Kind.LITERATURE, "GP": Kind.LITERATURE,
    "MED": Kind.MEDITATION, "WCHR": Kind.WHEELCHAIR, "CW": Kind.CHILD_FRIENDLY,
    "CAN": None, "CPT": None, "HYBR": None, "NC": None, "NS": None, "QA": None, "RA": None, "RR": None, "SMOK": None,
    "TC": None, "TRAD": None, "VAR": None, "VM": None,
}  # fmt: skip
"""The codes of NA World Services; those with None are understood, but nobody searches for them."""

_NAMES: Mapping[Kind, str] = {
    Kind.OPEN: "open|open meeting|abierta|abierto|offen|offenes meeting|ouvert|ouverte|aperto|aperta|riunione aperta"
    "|aberta|öppet|öppet möte|åben|otwarte|otwarty|non-addicts welcome|auch Nichtsüchtige willkommen",
    Kind.CLOSED: "closed|closed meeting|cerrada|cerrado|geschlossen|geschlossenes meeting|fermé|fermée|chiuso|chiusa"
    "|fechada|slutet|slutet möte|lukket|zamknięte|zamknięty",
    Kind.NEWCOMERS: "beginners|beginner|newcomers|newcomer|principiantes|recién llegados|para el recién llegado"
    "|débutants|nouveaux|nouveau|neue|neulinge|anfänger|recém-chegados|iniciantes|nykomling|nykomlingar"
    "|nuovi venuti|nykommere|nowoprzybyli",
    Kind.WOMEN: "women|womens|women only|women's|womens meeting|mujeres|frauen|frauenmeeting|nur frauen|femmes"
    "|femmes seulement|donne|mulheres|kvinnor|kvinnomöte|kvinder|kobiety|flinta",
    Kind.MEN: "men|mens|men only|men's|mens meeting|hombres|männer|männermeeting|nur männer|hommes"
    "|hommes seulement|uomini|homens|män|mansmöte|mænd|mężczyźni",
    Kind.YOUNG: "young people|youth|jóvenes|gente joven|junge leute|junge menschen|jeunes|giovani|jovens|unga"
    "|unge|młodzi",
    Kind.LGBTQ: "lgbtq|lgbt|lgbtq+|lgbtqia|lgbtqia+|lgbtqi|gay/lesbian|gay/lesbian/transgender|gay|lesbian|gay/lesbiana"
    "|schwule/lesben|hbtq|gais, lesbiennes, transsexuel(le)s, bisexuel(le)s",
    Kind.TRANSGENDER: "transgender|trans|transgénero|transgenre",
    Kind.PEOPLE_OF_COLOUR: "people of color|people of colour|bipoc|gente de color|gens de couleur",
    Kind.INDIGENOUS: "indigenous|native american|first nations|indígena|indígenas|autochtone|autochtones",
    Kind.PROFESSIONALS: "professionals|profesionales|professionnels|fachleute",
    Kind.SENIORS: "seniors|personas mayores|senioren|séniors|aînés|seniorer",
    Kind.PARENTS: "parents|padres|eltern|pais|genitori|föräldrar",
    Kind.SECULAR: "agnostic|secular|agnóstico|agnostiker|agnostisch|agnostique|atheist/agnostic|agnostic/atheist",
    Kind.DUAL_DIAGNOSIS: "dual diagnosis|diagnóstico dual|doppeldiagnose|double diagnostic",
    Kind.DISCUSSION: "discussion|topic|topic discussion|discusión|tema|diskussion|thema|themenmeeting|thématique"
    "|discussione|discussão|dyskusja|topic/discussion|literature discussion",
    Kind.SPEAKER: "speaker|speaker only|speaker/discussion|speaker meeting|orador|orador/discusión|solamente orador"
    "|sprecher|sprechermeeting|conférencier|partage seulement|partage et ouvert|oratore|talare|partilhador",
    Kind.STEP: "step|steps|step study|step working guide|step working guides|paso|pasos|estudio de pasos|schritt"
    "|schritte|schritteführer|étapes|étapes na|guides des étapes|guia para trabajar los pasos|passi|passos|steg"
    "|stegmöte|kroki",
    Kind.LITERATURE: "literature|literature study|book study|basic text|basictext|texto básico|literatura|literatur"
    "|texte de base|littérature|études de livres na|just for today|solo por hoy|nur für heute|juste pour aujourd'hui"
    "|living clean|it works|it works how and why|es funktioniert|informational pamphlet|information pamphlet"
    "|folleto informativo|guiding principles|spiritual principle a day|a spiritual principle a day"
    "|ein spirituelles prinzip pro tag|letteratura|litteratur|clean leben",
    Kind.MEDITATION: "meditation|meditación|méditation|meditazione|meditação|medytacja",
    Kind.OUTDOOR: "outdoor|outdoors|outdoor meeting|im freien|aussen|al aire libre|en plein air|all'aperto|utomhus",
    Kind.WHEELCHAIR: "wheelchair|wheelchair accessible|wheelchair access|handicap accessible|silla de ruedas"
    "|acceso en silla de ruedas|barrierefrei|rollstuhlgerecht|fauteuil roulant|accessible en fauteuil roulant"
    "|accessibile|cadeira de rodas|rullstolsvänlig lokal|kørestolsvenlig",
    Kind.SIGN_LANGUAGE: "asl|american sign language|sign language|lengua de signos|lengua de señas|gebärdensprache"
    "|langage des signes|langue des signes|malentendants",
    Kind.CHILDCARE: "childcare|child care|babysitting|babysitting available|guardería|kinderbetreuung"
    "|garderie d'enfants|garderie",
    Kind.CHILD_FRIENDLY: "children welcome|kids welcome|child friendly|children under supervision|niños bienvenidos"
    "|niños bajo supervisión|kinderfreundlich|kinder willkommen|enfants bienvenus|enfants sous supervision"
    "|barnvänligt|bambini benvenuti",
    Kind.FRAGRANCE_FREE: "fragrance free|scent free|sin fragancia|duftfrei|sans parfum",
}  # fmt: skip

NAMED: Mapping[str, Kind] = {folded(name): kind for kind, names in _NAMES.items() for name in names.split("|")}

NAMED_CLOSED = frozenset(
    folded(name)
    for name in (
        "temporarily closed", "temporarily closed facility", "facility temporarily closed", "temporary closure",
        "vorübergehend geschlossen", "cerrado temporalmente", "temporalmente cerrado", "fermé temporairement",
        "temporairement fermé", "temporariamente fechado", "chiuso temporaneamente", "tillfälligt stängt",
    )
)  # fmt: skip

LANGUAGE_NAMES: Mapping[str, str] = {
    "ar": "Arabic|árabe|arabisch|arabe", "bg": "Bulgarian|búlgaro|bulgarisch|bulgare",
    "da": "Danish|danés|dänisch|danois", "de": "German|alemán|deutsch|allemand|tyska",
    "el": "Greek|griego|griechisch|grec", "en": "English|inglés|englisch|anglais|english speaking|engelska",
    "es": "Spanish|español|spanisch|espagnol|espanol|spanska",
    "fa": "Persian|persa|persisch|persan|farsi|persiskt", "fi": "Finnish|finlandés|finnisch|finlandais|finska",
    "fr": "French|francés|französisch|français|franska", "he": "Hebrew|hebreo|hebräisch|hébreu",
    "hi": "Hindi", "hr": "Croatian|croata|kroatisch|croate", "hu": "Hungarian|húngaro|ungarisch|hongrois|ungarische",
    "is": "Icelandic", "it": "Italian|italiano|italienisch|italien", "ja": "Japanese|japonés|japanisch|japonais",
    "ko": "Korean|coreano|koreanisch|coréen", "lt": "Lithuanian|lituano|litauisch|lituanien",
    "nl": "Dutch|holandés|niederländisch|néerlandais", "no": "Norwegian|noruego|norwegisch|norvégien",
    "pa": "Punjabi|panjabi", "pl": "Polish|polaco|polnisch|polonais",
    "pt": "Portuguese|portugués|portugiesisch|portugais", "ro": "Romanian|rumano|rumänisch|roumain",
    "ru": "Russian|ruso|russisch|russe|ryska", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian|serbio|serbisch|serbe",
    "sv": "Swedish|sueco|schwedisch|suédois|svenska", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish|turco|türkisch|turc",
    "uk": "Ukrainian|ucraniano|ukrainisch|ukrainien", "ur": "Urdu", "vi": "Vietnamese|vietnamita|vietnamesisch",
    "zh": "Chinese|chino|chinesisch|chinois",
}  # fmt: skip
LANGUAGE_NAMED: Mapping[str, str] = {
    folded(name): code for code, names in LANGUAGE_NAMES.items() for name in names.split("|")
}
KEYED_LANGUAGES: Mapping[str, str] = {"ES": "es", "ENG": "en", "FIN": "fi", "PER": "fa"}


def kind_named(name: str) -> Kind | None:
    """The kind that a format's name says, in one of several languages."""
    return NAMED.get(folded(name))


def language_of(key: str, name: str) -> str | None:
    """The language that a format of type language stands for, as ISO 639-1."""
    return KEYED_LANGUAGES.get(key) or LANGUAGE_NAMED.get(folded(name)) or (key if key in LANGUAGE_NAMES else None)


# Weeks of the month

WEEKS: Mapping[str, int] = {"Wo1": 1, "Wo2": 2, "Wo3": 3, "Wo4": 4, "WoL": -1}
"""Codes of the German-speaking servers: it meets only in that week of the month."""


def rule_said(codes: tuple[str, ...], day: int) -> str:
    """The recurrence rule that the codes say; empty is every week."""
    weeks = sorted((WEEKS[code] for code in codes if code in WEEKS), key=lambda week: week % 6)
    return nth_of_month(day, *weeks) if weeks else ""


# Our own list


@dataclass(frozen=True, slots=True)
class Format:
    """One format as we give it out."""

    id: int
    key: str
    meaning: Meaning | None
    world_id: str
    type: str
    """FC1 is how it goes, FC2 the place, FC3 who may come, LANG the language; empty is not known."""
    names: tuple[str, str, str, str]
    """In English, Spanish, German and French."""


SPOKEN = ("en", "es", "de", "fr")
"""The languages of the names, in their order."""
NATIVE = "en"
LANGUAGE_FORMATS = 300
"""Formats of languages have this number plus their place among all pairs of letters."""
OWN_FORMATS = 1_000
"""Formats that sources brought with them have numbers above this."""


def _all(*rows: tuple[int, str, Meaning | None, str, str, str]) -> tuple[Format, ...]:
    return tuple(Format(*row[:5], _four(row[5])) for row in rows)


def _four(names: str) -> tuple[str, str, str, str]:
    english, spanish, german, french = names.split("|")
    return english, spanish, german, french


# The numbers were given out: never change one, never use one again.
STANDARD = _all(
    (1, VIRTUAL, None, "VM", "FC2", "Online|En línea|Online|En ligne"),
    (2, HYBRID, None, "HYBR", "FC2", "Online and in person|En línea y en persona|Hybrid|En ligne et sur place"),
    (3, CLOSED, None, "TC", "FC2", "Closed for now|Cerrado por ahora|Vorübergehend geschlossen|Fermé temporairement"),
    (4, "O", Kind.OPEN, "OPEN", "O", "Open|Abierta|Offen|Ouvert"),
    (5, "C", Kind.CLOSED, "CLOSED", "O", "Closed|Cerrada|Geschlossen|Fermé"),
    (6, "B", Kind.NEWCOMERS, "BEG", "FC3", "Beginners|Principiantes|Newcomer|Débutants"),
    (7, "W", Kind.WOMEN, "W", "FC3", "Women|Mujeres|Frauen|Femmes"),
    (8, "M", Kind.MEN, "M", "FC3", "Men|Hombres|Männer|Hommes"),
    (9, "GL", Kind.LGBTQ, "GL", "FC3", "LGBTQ|LGBTQ|LGBTQ|LGBTQ"),
    (10, "TRANS", Kind.TRANSGENDER, "", "FC3", "Transgender|Transgénero|Trans|Transgenre"),
    (11, "YP", Kind.YOUNG, "Y", "FC3", "Young people|Jóvenes|Junge Leute|Jeunes"),
    (12, "SENIOR", Kind.SENIORS, "", "FC3", "Seniors|Personas mayores|Senioren|Aînés"),
    (13, "POC", Kind.PEOPLE_OF_COLOUR, "", "FC3",
     "People of color|Gente de color|People of Color|Personnes de couleur"),
    (14, "NDG", Kind.INDIGENOUS, "", "FC3", "Indigenous|Indígenas|Indigene|Autochtones"),
    (15, "PROF", Kind.PROFESSIONALS, "", "FC3", "Professionals|Profesionales|Fachleute|Professionnels"),
    (16, "PARENT", Kind.PARENTS, "", "FC3", "Parents|Madres y padres|Eltern|Parents"),
    (17, "ACOA", Kind.ADULT_CHILDREN, "", "FC3", "Adult children|Hijos adultos|Erwachsene Kinder|Enfants adultes"),
    (18, "Ag", Kind.SECULAR, "", "FC1", "Secular|Secular|Säkular|Laïque"),
    (19, "DD", Kind.DUAL_DIAGNOSIS, "", "FC3", "Dual diagnosis|Diagnóstico dual|Doppeldiagnose|Double diagnostic"),
    (20, "D", Kind.DISCUSSION, "DISC", "FC1", "Discussion|Conversación|Diskussion|Discussion"),
    (21, "SPK", Kind.SPEAKER, "SPK", "FC1", "Speaker|Orador|Sprecher|Témoignage"),
    (22, "St", Kind.STEP, "STEP", "FC1", "Step study|Estudio de pasos|Schritte|Étapes"),
    (23, "LIT", Kind.LITERATURE, "LIT", "FC1", "Literature|Literatura|Literatur|Littérature"),
    (24, "ME", Kind.MEDITATION, "MED", "FC1", "Meditation|Meditación|Meditation|Méditation"),
    (25, "OUT", Kind.OUTDOOR, "", "FC2", "Outdoors|Al aire libre|Im Freien|En plein air"),
    (26, "WC", Kind.WHEELCHAIR, "WCHR", "FC2",
     "Wheelchair access|Acceso en silla de ruedas|Barrierefrei|Fauteuil roulant"),
    (27, "SL", Kind.SIGN_LANGUAGE, "", "FC2", "Sign language|Lengua de señas|Gebärdensprache|Langue des signes"),
    (28, "BABY", Kind.CHILDCARE, "", "FC2", "Childcare|Guardería|Kinderbetreuung|Garderie"),
    (29, "CW", Kind.CHILD_FRIENDLY, "CW", "FC3",
     "Children welcome|Niños bienvenidos|Kinder willkommen|Enfants bienvenus"),
    (30, "FRAG", Kind.FRAGRANCE_FREE, "", "FC2", "Fragrance free|Sin fragancias|Duftfrei|Sans parfum"),
    (31, "POA", Kind.PROOF_OF_ATTENDANCE, "", "FC2",
     "Proof of attendance|Comprobante de asistencia|Teilnahmebescheinigung|Attestation de présence"),
    (32, "GRIEF", Kind.GRIEF, "", "FC3", "Grief|Duelo|Trauer|Deuil"),
    (33, "MH", Kind.MENTAL_HEALTH, "", "FC3", "Mental health|Salud mental|Seelische Gesundheit|Santé mentale"),
    (34, "ILL", Kind.ILLNESS, "", "FC3", "Illness|Enfermedad|Krankheit|Maladie"),
    (35, "FAITH", Kind.FAITH, "", "FC1", "Faith|Fe|Glaube|Foi"),
    (36, "BUDDH", Kind.BUDDHIST, "", "FC1", "Buddhist|Budista|Buddhistisch|Bouddhiste"),
    (37, "MEDIC", Kind.MEDICATION, "", "FC3",
     "Medication welcome|Medicación bienvenida|Mit Medikation willkommen|Médication bienvenue"),
    (38, "PEER", Kind.PEER_LED, "", "FC1", "Led by peers|Guiado por pares|Von Gleichen geleitet|Animé par des pairs"),
    (39, "PROLED", Kind.PROFESSIONAL_LED, "", "FC1",
     "Led by a professional|Guiado por profesionales|Fachlich geleitet|Animé par un professionnel"),
)  # fmt: skip
RESERVED: Mapping[str, Format] = {one.key: one for one in STANDARD if one.meaning is None}
FORMAT_OF: Mapping[Meaning, Format] = {one.meaning: one for one in STANDARD if one.meaning is not None}
_OWN_MEANINGS: Mapping[str, Meaning] = {
    **{code: code for code in LANGUAGE_NAMES},
    **{one.key: one.meaning for one in STANDARD if one.meaning is not None},
}


def format_of(meaning: Meaning) -> Format:
    """The format under which we say a kind or a language."""
    return FORMAT_OF[meaning] if isinstance(meaning, Kind) else _language_format(meaning)


def _language_format(code: str) -> Format:
    number = LANGUAGE_FORMATS + (ord(code[0]) - ord("a")) * 26 + ord(code[1]) - ord("a")
    names = (LANGUAGE_NAMES.get(code, code) + "|||").split("|")
    english, spanish, german, french = (name or names[0] for name in names[:4])
    return Format(number, code, code, "LANG", "LANG", (english, spanish, german.capitalize(), french))


def usual_meanings(fellowship: str, language: str) -> Mapping[str, Meaning]:
    """What codes mean where no list of formats says it: our own keys, and above them those of the fellowship."""
    usual = NA_GERMAN if fellowship == "na" and language == GERMAN else meanings_for(fellowship)
    return {**_OWN_MEANINGS, **usual}


def own_meanings() -> Mapping[str, Meaning]:
    """What the codes of our own list mean: those of every fellowship but NA, whose own are kept."""
    return _OWN_MEANINGS


def table_for(language: str) -> Mapping[str, Meaning]:
    """What keys mean by themselves on a server of that language."""
    return NA_GERMAN if language == GERMAN else NA
