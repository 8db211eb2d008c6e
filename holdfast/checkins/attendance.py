"""Where I was: a meeting or an appointment, in two taps; and who of my map was there too (W65, W115).

log_attendance, change_attendance, remove_attendance, take_over. Being there is a touch with the group and with
everybody who was there too, so that keeping in touch counts it. The touches of one attendance carry the moment at which
it was written down: that is how they are found again when it is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncMonth

from holdfast.accounts.models import Person
from holdfast.checkins.access import attendances_of
from holdfast.checkins.models import Attendance
from holdfast.directory.access import visits_of
from holdfast.directory.models import Listing, Visit
from holdfast.directory.visiting import VisitLine, visit_lines
from holdfast.domain.goals import Every, span_of
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.network import SECTOR_OF, Role, Sector, TieState
from holdfast.network.access import ties_of
from holdfast.network.actions import TouchFacts, log_touch
from holdfast.network.models import Tie, Touch

TWICE = timedelta(minutes=2)
"""The same place again within this time is a second press of the button."""
NOT_PLACES = frozenset({Role.HELPLINE, Role.APP})


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """Where, when, and who was there too; only the day and a name are needed."""

    on: date
    name: str
    tie: Tie | None = None
    at: time | None = None
    minutes: int | None = None
    how: str = Attendance.How.IN_PERSON
    others: tuple[Tie, ...] = ()
    note: str = ""


@transaction.atomic
def log_attendance(*, by: Person, facts: AttendanceFacts, now: datetime) -> Attendance:
    """I was there. The same again within two minutes is the one that is there."""
    again = _pressed_twice(by, facts, now)
    if again is not None:
        return again
    made = Attendance(person=by, created_at=now)
    return change_attendance(attendance=made, facts=facts)


def _pressed_twice(by: Person, facts: AttendanceFacts, now: datetime) -> Attendance | None:
    recent = attendances_of(by).filter(created_at__gt=now - TWICE, on=facts.on, tie=facts.tie)
    return next((one for one in recent if one.name == facts.name), None)


@transaction.atomic
def change_attendance(*, attendance: Attendance, facts: AttendanceFacts) -> Attendance:
    """Say it otherwise; the touches follow."""
    before = {touch.tie_id: touch for touch in touches_of(attendance)}
    for name in ("on", "name", "tie", "at", "minutes", "how", "note"):
        setattr(attendance, name, getattr(facts, name))
    attendance.save()
    attendance.others.set(facts.others)
    _touches_follow(attendance, before, {tie.pk: tie for tie in (*facts.others, *_only(facts.tie))})
    return attendance


def _touches_follow(attendance: Attendance, before: Mapping[UUID, Touch], wanted: Mapping[UUID, Tie]) -> None:
    gone = [touch.pk for key, touch in before.items() if key not in wanted]
    kept = [touch.pk for key, touch in before.items() if key in wanted]
    Touch.objects.filter(pk__in=gone).delete()
    Touch.objects.filter(pk__in=kept).update(on=attendance.on)
    for key, tie in wanted.items():
        if key not in before:
            _touch(attendance, tie)


def _only(tie: Tie | None) -> tuple[Tie, ...]:
    return (tie,) if tie is not None else ()


def _touch(attendance: Attendance, tie: Tie) -> None:
    log_touch(by=attendance.person, tie=tie, facts=TouchFacts(attendance.on), now=attendance.created_at)


@transaction.atomic
def remove_attendance(*, attendance: Attendance) -> None:
    """It was not so: the touches go, too."""
    touches_of(attendance).delete()
    attendance.delete()


def take_over(*, visit: Visit, now: datetime) -> Attendance:
    """A visit noted at a listing counts here, too; it stays where it is."""
    kept = ties_of(visit.person).filter(listing_key=str(visit.listing_id)).first()
    is_online = Meeting.from_json(visit.listing.meeting).attendance == "online"
    how = Attendance.How.ONLINE if is_online else Attendance.How.IN_PERSON
    facts = AttendanceFacts(visit.on, kept.name if kept else visit.listing.name, kept, how=how)
    return log_attendance(by=visit.person, facts=_at_usual_time(facts), now=now)


def touches_of(attendance: Attendance) -> QuerySet[Touch]:
    """The touches this attendance wrote, as it stands in the table."""
    rows = Touch.objects.filter(person_id=attendance.person_id, created_at=attendance.created_at, on=attendance.on)
    return rows.filter(Q(tie=attendance.tie_id) | Q(tie__in=attendance.others.values("pk")))


def facts_for(tie: Tie, on: date) -> AttendanceFacts:
    """What is known beforehand of a place on the map: its name, and its time that day if its listing has just one."""
    return _at_usual_time(AttendanceFacts(on, tie.name, tie))


def _at_usual_time(facts: AttendanceFacts) -> AttendanceFacts:
    key = facts.tie.listing_key if facts.tie else ""
    listing = Listing.objects.filter(pk=key).first() if key else None
    if listing is None:
        return facts
    meeting = Meeting.from_json(listing.meeting)
    how = Attendance.How.ONLINE if meeting.attendance == "online" else Attendance.How.IN_PERSON
    slots = [slot for slot in meeting.slots if slot.day == facts.on.isoweekday() % 7]
    if len(slots) != 1:
        return replace(facts, how=how)
    start, end = slots[0].start, slots[0].end
    minutes = (end - start) % 1440 if end is not None else None
    return replace(facts, how=how, at=time(start // 60 % 24, start % 60), minutes=minutes or None)


# Reading


def places_of(person: Person) -> list[Tie]:
    """Groups, services and professionals of the map, those last gone to first."""
    places = [role.value for role in Role if _is_place(role)]
    ties = ties_of(person).exclude(state__in=[TieState.ENDED, TieState.PHASING_OUT])
    kept = ties.filter(role__in=places) | ties.exclude(listing_key="")
    last = dict(
        Attendance.objects.filter(person=person, tie__isnull=False)
        .values_list("tie")
        .annotate(last=Max("on"))
        .order_by("tie")
    )
    return sorted(kept, key=lambda tie: (-last.get(tie.pk, date.min).toordinal(), tie.circle))


def _is_place(role: Role) -> bool:
    return SECTOR_OF[role] in {Sector.GROUPS, Sector.PROFESSIONALS} and role not in NOT_PLACES


def people_of(person: Person) -> list[Tie]:
    """People of the map who may have been there too."""
    ties = ties_of(person).exclude(state=TieState.ENDED)
    return [tie for tie in ties if tie.is_somebody]


@dataclass(frozen=True, slots=True)
class Been:
    """One line of the list: a time written down here, a visit noted at a listing, or both."""

    on: date
    attendance: Attendance | None
    visit: VisitLine | None


@dataclass(frozen=True, slots=True)
class Month:
    """One month of where I was, and the nearest months with something before and after."""

    first: date
    rows: tuple[Been, ...]
    times: int
    """Written down here, without visits noted elsewhere only."""
    earlier: date | None
    later: date | None


def month_of(person: Person, day: date) -> Month:
    """The month this day lies in. The same number of reads however much was written down in ten years."""
    span = span_of(Every.MONTH, day)
    within = {"on__gte": span.first, "on__lte": span.last}
    written = list(attendances_of(person).filter(**within).prefetch_related("others"))
    noted = visit_lines(visits_of(person).filter(**within))
    months = _months(person)
    return Month(
        first=span.first,
        rows=tuple(_together(written, noted)),
        times=len(written),
        earlier=max((month for month in months if month < span.first), default=None),
        later=min((month for month in months if month > span.first), default=None),
    )


def _months(person: Person) -> set[date]:
    found: set[date] = set()
    for rows in (Attendance.objects.filter(person=person), Visit.objects.filter(person=person)):
        months = rows.annotate(month=TruncMonth("on")).values_list("month", flat=True).order_by().distinct()
        found.update(month for month in months if month)
    return found


def _together(written: Iterable[Attendance], noted: Iterable[VisitLine]) -> list[Been]:
    """A visit to the place of an attendance, on the same day, is the same line: nothing stands there twice."""
    left = list(noted)
    found: list[Been] = []
    for one in written:
        twin = next((line for line in left if _is_same(one, line)), None)
        if twin is not None:
            left.remove(twin)
        found.append(Been(one.on, one, twin))
    found += [Been(line.visit.on, None, line) for line in left]
    return sorted(found, key=lambda been: -been.on.toordinal())


def _is_same(one: Attendance, line: VisitLine) -> bool:
    listing = one.tie.listing_key if one.tie else ""
    return line.visit.on == one.on and (listing == str(line.visit.listing_id) or one.name == line.name)
