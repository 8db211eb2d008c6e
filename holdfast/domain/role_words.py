"""Which role somebody has, from the words another program uses for it. A guess for a form, never the last word."""

from __future__ import annotations

import re
from collections.abc import Mapping

from holdfast.domain.network import Role

_SAID: Mapping[Role, str] = {
    Role.PARTNER: "partner|spouse|husband|wife|significant other|boyfriend|girlfriend|pareja|esposo|esposa|marido",
    Role.PARENT: "parent|mother|father|mum|mom|dad|madre|padre|mama|papa",
    Role.SIBLING: "sibling|sister|brother|hermano|hermana",
    Role.CHILD: "child|son|daughter|hijo|hija",
    Role.OTHER_FAMILY: "family|relative|family member|grandmother|grandfather|aunt|uncle|cousin|familia|familiar",
    Role.NEIGHBOUR: "neighbour|neighbor|vecino|vecina",
    Role.COWORKER: "coworker|colleague|colega",
    Role.PEER_WORKER: "peer support worker|peer support specialist|peer specialist|peer worker|recovery coach",
    Role.CASE_MANAGER: "case manager|care manager|care coordinator|gestor de casos|gestora de casos",
    Role.SOCIAL_WORKER: "social worker|trabajador social|trabajadora social",
    Role.SUPPORT_WORKER: "support worker|caregiver|carer|cuidador|cuidadora",
    Role.COUNSELLOR: "counsellor|counselor|consejero|consejera",
    Role.THERAPIST: "therapist|psychotherapist|psychologist|terapeuta|psicologo|psicologa",
    Role.CLINICIAN: "clinician|doctor|physician|nurse|psychiatrist|general practitioner|pharmacist|medico|medica"
    "|enfermero|enfermera|psiquiatra|primary care provider",
    Role.SPONSOR: "sponsor|padrino|madrina",
    Role.SPONSEE: "sponsee|ahijado|ahijada",
    Role.MENTOR: "mentor",
    Role.MENTEE: "mentee",
    Role.VOLUNTEER: "volunteer|voluntario|voluntaria",
    Role.PEER: "peer",
    Role.SUPPORT_GROUP: "support group|self help group|grupo de apoyo",
    Role.THERAPY_GROUP: "therapy group|group therapy|grupo de terapia",
    Role.TREATMENT_CENTRE: "treatment centre|treatment center|clinic|hospital|clinica",
    Role.PROGRAMME: "programme|program|programa",
    Role.HELPLINE: "help line|helpline|hotline|crisis line",
    Role.FAITH_COMMUNITY: "faith community|church|mosque|synagogue|temple|iglesia|chaplain",
    Role.WORKPLACE_OR_SCHOOL: "workplace|school|employer|trabajo|escuela",
    Role.CLUB: "club",
    Role.ORGANISATION: "organisation|organization|organizacion",
    Role.FRIEND: "friend|amigo|amiga",
    Role.ACQUAINTANCE: "acquaintance|conocido|conocida",
}
_PATTERNS = {role: re.compile(rf"\b(?:{words})s?\b") for role, words in _SAID.items()}
_PLAIN = str.maketrans("áéíóúüñ", "aeiouun")
LONGEST = 200


def role_named(said: str) -> Role | None:
    """The role that some words name; None where they name none. Our own values name themselves."""
    words = " ".join(re.findall(r"\w+", said[:LONGEST].casefold().translate(_PLAIN).replace("_", " ")))
    own = words.replace(" ", "_")
    if own in set(Role):
        return Role(own)
    return next((role for role, pattern in _PATTERNS.items() if pattern.search(words)), None)
