"""One resource for each thing. Every one carries the labels and, in words, the notice: it stays when one is cut out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from uuid import UUID, uuid5

from holdfast.domain.fhir import loinc, terms
from holdfast.domain.fhir.terms import Json, cleaned, coded, instant
from holdfast.domain.fhir.values import (
    Arranged,
    Attended,
    CheckedIn,
    Consented,
    Counted,
    Felt,
    Goal,
    Helper,
    Line,
    Measured,
    Plan,
    PlanKind,
    Record,
    Stretch,
)
from holdfast.domain.network import SECTOR_OF, Role, Sector

Entry = tuple[UUID, Json]
"""The id by which others refer to it, and the resource."""


def reference(to: UUID, display: str = "") -> Json:
    """A reference to another entry of the file."""
    found = {"reference": to.urn}
    return {**found, "display": display} if display else found


def _resource(kind: str, says: Iterable[str], **parts: Any) -> Json:
    """What every resource of ours begins with; parts that are empty are left out, as FHIR asks."""
    told = "".join(f"<p>{escape(line, quote=False)}</p>" for line in (*says, terms.NOTICE) if line)
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{told}</div>'.replace("\n", "<br/>")
    head = {"resourceType": kind, "meta": {"security": [dict(one) for one in terms.LABELS]}}
    body = {name: part for name, part in parts.items() if part not in (None, "", [], {})}
    return {**head, "text": {"status": "generated", "div": div}, **body}


def patient(record: Record) -> Entry:
    """The person, as they want to be called. No birth date, no sex, no address, no number: none was given."""
    called = cleaned(record.called) or "-"
    return record.subject, _resource("Patient", [called], name=[{"use": "usual", "text": called}])


# The map


def helper(record: Record, one: Helper) -> Entry:
    """Somebody of the map: a related person, a practitioner, or an organisation."""
    name, role = cleaned(one.name) or "-", _role(one.role)
    says = [f"{name} ({_words(one.role)})"]
    sector = SECTOR_OF[one.role]
    if sector is Sector.GROUPS:
        return one.id, _resource("Organization", says, type=[role], name=name, telecom=_telecom(one))
    human = [{"text": name}]
    if sector is Sector.PROFESSIONALS:
        return one.id, _resource("Practitioner", says, name=human, telecom=_telecom(one))
    mine = reference(record.subject)
    related = _resource("RelatedPerson", says, patient=mine, relationship=[role], name=human, telecom=_telecom(one))
    return one.id, related


def _role(role: Role) -> Json:
    concept = coded(terms.OWN_ROLE, role, _words(role))
    if role in terms.RELATIONSHIPS:
        concept["coding"].append({"system": terms.ROLE_CODE, "code": terms.RELATIONSHIPS[role]})
    return concept


def _words(value: str) -> str:
    return value.replace("_", " ")


def _telecom(one: Helper) -> list[Json]:
    ways = [("phone", way) for way in one.phones] + [("email", way) for way in one.mails]
    return [{"system": system, "value": cleaned(value)} for system, value in ways if cleaned(value)]


def care_team(record: Record) -> Entry:
    """Everybody on the map, with the role they have for the person."""
    helpers = record.helpers or ()
    members = [_member(one) for one in helpers]
    says = [f"{cleaned(one.name)} ({_words(one.role)})".strip() for one in helpers]
    mine = reference(record.subject)
    name = "People, groups and services that support me"
    team = _resource("CareTeam", [name, *says], status="active", name=name, subject=mine, participant=members)
    return uuid5(record.subject, "care team"), team


def _member(one: Helper) -> Json:
    """Somebody in their role; by the role alone, where no name is told."""
    name = cleaned(one.name)
    return {"role": [_role(one.role)], **({"member": reference(one.id, name)} if name else {})}


# Plans and goals


def care_plan(record: Record, plan: Plan, goals: Iterable[Goal] = ()) -> Entry:
    """A plan with its lines in order. The step or part is a code, and stands in words as well."""
    system = terms.OWN_STEP if plan.kind is PlanKind.SAFETY else terms.OWN_PART
    lines = [line for line in plan.lines if cleaned(line.text)]
    resource = _resource(
        "CarePlan",
        [plan.title, *(cleaned(line.text) for line in lines)],
        status="active",
        intent="plan",
        category=[coded(terms.OWN_PLAN, plan.kind, f"{plan.kind} plan")],
        title=cleaned(plan.title),
        subject=reference(record.subject),
        created=plan.begun_at and instant(plan.begun_at),
        author=reference(record.subject),
        goal=[reference(goal.id) for goal in goals],
        activity=[{"detail": _detail(line, system)} for line in lines],
    )
    return plan.id, resource


def _detail(line: Line, system: str) -> Json:
    detail = {"code": coded(system, line.part), "status": "in-progress", "description": cleaned(line.text)}
    names = [name for one in line.helpers if (name := cleaned(one))]
    return {**detail, "performer": [{"display": name} for name in names]} if names else detail


def goal(record: Record, one: Goal) -> Entry:
    """A goal; its steps are targets in words."""
    text = cleaned(one.text) or "-"
    targets: list[Json] = [{"dueDate": one.by_on.isoformat()}] if one.by_on else []
    steps = [step for each in one.steps if (step := cleaned(each))]
    targets += [{"measure": {"text": "step"}, "detailString": step} for step in steps]
    resource = _resource(
        "Goal",
        [text, cleaned(one.why), *steps],
        lifecycleStatus=str(one.state),
        description={"text": text},
        subject=reference(record.subject),
        startDate=one.begun_on and one.begun_on.isoformat(),
        target=targets,
        statusDate=one.state_on and one.state_on.isoformat(),
        expressedBy=reference(record.subject),
        note=[{"text": cleaned(one.why)}] if cleaned(one.why) else [],
    )
    return one.id, resource


# Measures and check-ins


def measured(record: Record, one: Measured) -> list[Entry]:
    """The answers, if they are told, and each score. Never the wording of a question: it belongs to its authors."""
    known = loinc.KNOWN.get((one.key, one.version), loinc.NOT_KNOWN)
    response = _resource(
        "QuestionnaireResponse",
        [f"{_called(one)} ({one.version}), {one.on.isoformat()}"],
        questionnaire=f"{terms.INSTRUMENT}{one.key}|{one.version}",
        status="completed" if one.is_whole else "in-progress",
        subject=reference(record.subject),
        authored=one.on.isoformat(),
        author=reference(record.subject),
        item=[
            {"linkId": known.link_id(place), "answer": [_answer(known.answers.get(value), value)]}
            for place, value in enumerate(one.answers or ())
            if value is not None
        ],
    )
    scores = [_score(record, one, name, value) for name, value in one.scores.items()]
    return [(one.id, response), *scores]


def _called(one: Measured) -> str:
    return cleaned(one.name) or one.key


def _answer(code: str | None, value: int) -> Json:
    """The code of an answer, with the number by which it counts; the number alone, where LOINC has no code for it."""
    if code is None:
        return {"valueInteger": value}
    counts = {"url": terms.ORDINAL, "valueDecimal": value}
    return {"valueCoding": {"extension": [counts], "system": terms.LOINC, "code": code}}


def _score(record: Record, one: Measured, name: str, value: float) -> Entry:
    known = loinc.KNOWN.get((one.key, one.version), loinc.NOT_KNOWN)
    code = coded(terms.OWN_SCORE, f"{one.key}-{one.version}-{name}", f"{_called(one)}: {name}")
    if name in known.scores:
        code["coding"].insert(0, {"system": terms.LOINC, "code": known.scores[name]})
    number = int(value) if float(value).is_integer() else value
    resource = _observation(
        record,
        text=f"{_called(one)}: {name}: {number}",
        code=code,
        effectiveDateTime=one.on.isoformat(),
        valueQuantity={"value": number, "unit": "score", "system": terms.UNITS, "code": "{score}"},
        derivedFrom=[reference(one.id)],
    )
    return uuid5(one.id, name), resource


_CHECKS = {"feeling": "How I am, 1 very hard to 5 very well", "urge": "Urge, 0 none to 10 as strong as it can be"}


def felt(record: Record, one: Felt) -> Entry:
    """How the person was over some days: a mean."""
    text = f"{_CHECKS[one.what]}, mean"
    mean = round(one.mean, 2)
    resource = _observation(
        record,
        text=f"{text}, {one.begins.isoformat()} to {one.ends.isoformat()}: {mean}",
        code=coded(terms.OWN_CHECK, f"{one.what}-mean", text),
        effectivePeriod={"start": one.begins.isoformat(), "end": one.ends.isoformat()},
        valueQuantity={"value": mean, "unit": "score", "system": terms.UNITS, "code": "{score}"},
    )
    return one.id, resource


def checked_in(record: Record, one: CheckedIn) -> list[Entry]:
    """How the person was, and the urge: one observation each; what was not said is not there."""
    told = {name: (_CHECKS[name], value) for name, value in (("feeling", one.feeling), ("urge", one.urge))}
    return [
        (
            uuid5(one.id, name),
            _observation(
                record,
                text=f"{text}: {value}",
                code=coded(terms.OWN_CHECK, name, text),
                effectiveDateTime=instant(one.at),
                valueInteger=value,
            ),
        )
        for name, (text, value) in told.items()
        if value is not None
    ]


def _observation(record: Record, *, text: str, code: Json, category: str = "survey", **said: Any) -> Json:
    return _resource(
        "Observation",
        [text],
        status="final",
        category=[coded(terms.OBSERVATION_CATEGORY, category)],
        code=code,
        subject=reference(record.subject),
        performer=[reference(record.subject)],
        **said,
    )


# Days, and times somewhere

SOCIAL_HISTORY = "social-history"
"""Said by the person of how they live: neither measured by somebody, nor done for them by a service."""
_AIMS = {"without": "days without", "less": "days with less of", "more": "days with more of"}


def counted(record: Record, one: Counted) -> list[Entry]:
    """Days of something: those that go on with the total, and each stretch before them. What is counted stands there
    in the person's own words and no code: nobody said which substance it is, or that it is one."""
    text = f"{cleaned(one.name) or '-'}: {_AIMS[one.aim]}"
    code = coded(terms.OWN_DAYS, one.aim, text)
    day = record.made_at.date().isoformat()
    said: Json = {"effectiveDateTime": instant(record.made_at)}
    if one.begun_on is not None:
        said = {"effectivePeriod": {"start": min(one.begun_on.isoformat(), day), "end": day}}
    resource = _observation(
        record,
        text=f"{text}: {one.current}; in all: {one.total}",
        code=code,
        category=SOCIAL_HISTORY,
        **said,
        valueQuantity=_days(one.current),
        note=[{"text": cleaned(one.about)}] if cleaned(one.about) else [],
        component=[{"code": coded(terms.OWN_DAYS, "total", "days in all"), "valueQuantity": _days(one.total)}],
        hasMember=[reference(each.id) for each in one.earlier],
    )
    return [(one.id, resource), *(_stretch(record, each, code) for each in one.earlier)]


def _stretch(record: Record, one: Stretch, code: Json) -> Entry:
    begins, ends = one.begins_on.isoformat(), one.ends_on.isoformat()
    resource = _observation(
        record,
        text=f"{code['text']}, {begins} to {ends}: {one.days}",
        code=code,
        category=SOCIAL_HISTORY,
        effectivePeriod={"start": begins, "end": ends},
        valueQuantity=_days(one.days),
    )
    return one.id, resource


def _days(count: int) -> Json:
    return {"value": count, "unit": "days", "system": terms.UNITS, "code": "d"}


def attended(record: Record, one: Attended) -> Entry:
    """A time at a group or an appointment, as the person says it: no encounter, which only who provided it could
    write down, and no procedure, which is done for a patient."""
    what, how = cleaned(one.what) or "-", _words(one.how)
    resource = _observation(
        record,
        text=f"{one.on.isoformat()}: {what}, {how}",
        code=coded(terms.OWN_ATTENDANCE, "attended", "Was at a group or an appointment"),
        category=SOCIAL_HISTORY,
        effectiveDateTime=one.on.isoformat(),
        valueString=what,
        component=[
            {
                "code": coded(terms.OWN_ATTENDANCE, "how", "In which way"),
                "valueCodeableConcept": coded(terms.OWN_ATTENDANCE, one.how, how),
            }
        ],
    )
    return one.id, resource


# What was arranged


def arranged(record: Record, one: Arranged) -> list[Entry]:
    """A recommendation or a referral, and how far it came."""
    name = cleaned(one.name) or "-"
    mine, by = reference(record.subject), cleaned(one.by)
    request = _resource(
        "ServiceRequest",
        [name, cleaned(one.why)],
        status=_REQUESTS.get(one.state, "active"),
        intent="plan" if one.is_referral else "proposal",
        code={"text": name},
        subject=mine,
        authoredOn=instant(one.made_at),
        requester={"display": by} if by else None,
        performer=[{"display": name}],
        reasonCode=[{"text": cleaned(one.why)}] if cleaned(one.why) else [],
    )
    outcome = cleaned(one.outcome)
    task = _resource(
        "Task",
        [name, outcome],
        status=str(one.state),
        statusReason={"text": outcome} if outcome else None,
        intent="order" if one.is_referral else "proposal",
        code=coded(terms.TASK_CODE, "fulfill"),
        focus=reference(one.id),
        authoredOn=instant(one.made_at),
        **{"for": mine},
    )
    return [(one.id, request), (uuid5(one.id, "task"), task)]


_REQUESTS = {"completed": "completed", "rejected": "revoked", "cancelled": "revoked"}


# The consent


def consent(record: Record, one: Consented, told: Mapping[str, list[UUID]]) -> Entry:
    """The grant: what, to whom, why, from when until when. `told`: the entries of each item that are in this file."""
    items = sorted(one.items)
    says = [f"Consent {one.id} to {cleaned(one.recipient)}: {', '.join(map(_words, items))}"]
    entries = [entry for item in items for entry in told.get(item, [])]
    classes = dict.fromkeys(kind for item in items for kind in terms.CLASSES.get(item, ()))
    provision: Json = {
        "type": "permit",
        "period": {"start": instant(one.starts_at), "end": instant(one.ends_at)},
        "actor": [
            {"role": coded(terms.PARTICIPATION, "IRCP"), "reference": {"display": cleaned(one.recipient) or "-"}}
        ],
        "action": [coded(terms.CONSENT_ACTION, "access"), coded(terms.CONSENT_ACTION, "use")],
        "purpose": [{"system": terms.ACT_REASON, "code": terms.PURPOSES[one.purpose]}],
        "class": [{"system": terms.RESOURCE_TYPES, "code": kind} for kind in classes],
        "code": [coded(terms.OWN_ITEM, item, _words(item)) for item in items],
        "data": [{"meaning": "instance", "reference": reference(entry)} for entry in entries],
    }
    resource = _resource(
        "Consent",
        says,
        identifier=[{"system": terms.URI, "value": one.id.urn}],
        status="active",
        scope=coded(terms.CONSENT_SCOPE, "patient-privacy"),
        category=[coded(terms.LOINC, "59284-0")],
        patient=reference(record.subject),
        dateTime=instant(one.signed_at),
        performer=[reference(record.subject)],
        policy=[{"authority": "https://www.ecfr.gov", "uri": terms.LAW}],
        policyRule=coded(terms.ACT_CODE, "42CFRPart2", terms.NOTICE),
        provision={name: part for name, part in provision.items() if part},
    )
    return one.id, resource
