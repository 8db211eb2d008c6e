"""Words that never stand in our own text, and words that never stand in a title."""

import re

AVOID = tuple(
    re.compile(rf"\b{pattern}\b", re.IGNORECASE)
    for pattern in (
        r"(drug )?addicts?(?! anonymous)",
        r"(?<!of )alcoholics?(?! anonymous)",
        r"(drug |substance )?abusers?",
        r"junkies?",
        r"(substance|drug) abuse",
        r"drug habit",
        r"(stay|staying|got|getting) clean",
        r"clean (and sober|time|date|test)",
        r"dirty",
        r"fell off the wagon",
        r"enablers?",
        r"codependents?",
        r"commit(ted)? suicide",
        r"(successful|completed|failed|unsuccessful) (suicide|attempt)",
        r"the mentally ill",
        r"schizophrenics?",
        r"depressives?",
        r"suffers? from",
        r"struggling with",
        r"victim of",
        r"crazy",
        r"insane",
        r"psycho",
        r"successfully",
        r"streak lost",
        r"lost your streak",
    )
)

NOT_IN_TITLES = (
    "recover",
    "sober",
    "addict",
    "alcohol",
    "drug",
    "relapse",
    "crisis",
    "suicid",
    "therap",
    "clinic",
    "sponsor",
    "anonymous",
    "depress",
    "bipolar",
    "mental",
    "abuse",
    "recuper",
    "adicc",
    "terapia",
)
