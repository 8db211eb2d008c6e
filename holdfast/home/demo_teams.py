"""The centre of the demo, those who work there, and what they and its people do together, by everybody's actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import transaction
from django.utils import timezone

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.consent.access import known_viewer
from holdfast.consent.actions import Words, give_grant
from holdfast.consent.drafts import Sharing
from holdfast.consent.showing import Looker, look
from holdfast.consent.texts import VERSION, text_of
from holdfast.directory.models import Listing
from holdfast.domain.consent import PRESET, Viewer, ViewerKind
from holdfast.domain.recovery_plan import Change, Draft
from holdfast.domain.referrals import Act, Who
from holdfast.home.cast_teams import (
    CENTRE,
    DEE,
    SAM,
    STAFF,
    WORKERS,
    From,
    Gave,
    LookedAt,
    Met,
    SentOn,
    Together,
    Tried,
    Wrote,
)
from holdfast.home.demo_tending import Story
from holdfast.teams import messages
from holdfast.teams.enrolling import Joining, join_team, make_enrolment
from holdfast.teams.looking import look_at, note_seen
from holdfast.teams.members import add_cover
from holdfast.teams.models import CareTeam, Member, Programme, Recommendation, Session, SupporterMayWrite, Worker
from holdfast.teams.notes import say_statement, write_note, write_own_note
from holdfast.teams.programmes import WorkerFacts, add_programme, verify_worker
from holdfast.teams.proposing import propose_to
from holdfast.teams.queries import team_viewer
from holdfast.teams.recommending import AnswerFacts, RecommendFacts, answer_recommendation, recommend
from holdfast.teams.referrals import (
    HandoffFacts,
    ReferralFacts,
    StepFacts,
    choose_companion,
    prepare_handoff,
    propose_referral,
    take_step,
)
from holdfast.teams.sessions_together import (
    AgreedFacts,
    SessionFacts,
    add_agreed,
    bring_conflict,
    close_session,
    note_on_conflict,
    plan_session,
    say_kept,
)
from holdfast.tending.models import Conflict

OPENED = timedelta(days=120)
VERIFIED_FOR = timedelta(days=365)
EVIDENCE = "Nothing was looked at: this is a made-up person of the demo."
TUESDAY, WEDNESDAY = 1, 2
WEEK = timedelta(days=7)
MORNING, LATER = time(9, 30), time(16, 10)


@transaction.atomic
def open_centre(*, passphrase: str, key: str, now: datetime) -> bool:
    """The centre and those who work there; `key` is the secret of the app that says the digits of their second step.

    False where it is there already, or somebody else has one of the nicknames: then nothing changes.
    """
    if Programme.objects.filter(name=CENTRE.name).exists() or Person.objects.filter(nickname__in=WORKERS).exists():
        return False
    since = now - OPENED
    centre = add_programme(facts=CENTRE, now=since)
    dee, sam = (_account(one.nickname, passphrase, key, since) for one in STAFF)
    for one, account, other in ((DEE, dee, sam), (SAM, sam, dee)):
        facts = WorkerFacts(one.name, one.role, EVIDENCE, since + VERIFIED_FOR, one.leads)
        verify_worker(account=account, programme=centre, facts=facts, by=other, now=since)
    return True


def _account(nickname: str, passphrase: str, key: str, now: datetime) -> Person:
    account = open_account(nickname=nickname, passphrase=passphrase, now=now, time_zone=CENTRE.time_zone)
    TOTP.activate(account, key)
    return account


def digits_now(key: str, now: datetime) -> str:
    """What the app on a phone would show at this moment for a key. Raises ValueError for what is no key."""
    return format_hotp_value(hotp_value(key.strip(), int(now.timestamp()) // app_settings.TOTP_PERIOD))


@dataclass(frozen=True, slots=True)
class Shared:
    """A person, the team that works with them, and who is in it by the nickname."""

    story: Story
    life: Together
    team: CareTeam
    members: dict[str, Member]
    writers: dict[str, SupporterMayWrite]


def settle_team(story: Story, life: Together) -> None:
    """Everything a person and the centre did together; nothing in a house without the centre."""
    workers = {row.person.nickname: row for row in Worker.objects.filter(programme__name=CENTRE.name, left_at=None)}
    if not workers.keys() >= set(WORKERS):
        return
    with timezone.override(ZoneInfo(story.person.time_zone)):
        shared = _begun(story, life, workers)
        for part in PARTS:
            part(shared)


def _begun(story: Story, life: Together, workers: dict[str, Worker]) -> Shared:
    """Dee hands a link over, the person joins; Sam is the second one."""
    begins = story.at(life.days)
    link = make_enrolment(worker=workers[DEE.nickname], now=begins)
    joining = Joining(life.called, life.may_open_in_emergency, life.map_name)
    team = join_team(enrolment=link, by=story.person, joining=joining, now=begins)
    add_cover(care_team=team, worker=workers[SAM.nickname], now=begins)
    rows = team.members.select_related("worker__person", "worker__programme", "care_team__programme")
    members = {row.worker.person.nickname: row for row in rows.select_related("care_team__person")}
    agreed = {name: story.agreed[name] for name in life.may_write}
    writers = {
        name: messages.let_write(care_team=team, agreement=agreement, now=begins) for name, agreement in agreed.items()
    }
    return Shared(story, life, team, members, writers)


def _given(shared: Shared) -> None:
    for gave in shared.life.gave:
        _give(shared, gave)


def _give(shared: Shared, gave: Gave) -> None:
    story, person, now = shared.story, shared.story.person, shared.story.at(gave.days)
    viewer = _as_supporter(story, gave.to) if gave.to else team_viewer(shared.team)
    sharing = Sharing(
        viewer=viewer,
        recipient=known_viewer(person, viewer.id).full_name,
        called=person.nickname.title(),
        first=story.on(gave.days),
        last=story.on(gave.days) + PRESET,
        items=gave.items,
        purpose=gave.purpose,
        words=gave.words,
    )
    draft = sharing.draft(signature=shared.life.signs if viewer.is_professional else "", now=now)
    words = Words(sharing.words, sharing.called, text_of(sharing).whole, VERSION)
    give_grant(by=person, draft=draft, words=words, now=now)


def _as_supporter(story: Story, name: str) -> Viewer:
    return Viewer(ViewerKind.AGREEMENT, story.agreed[name].pk)


def _looked(shared: Shared) -> None:
    for one in shared.life.looks:
        _look(shared, one)


def _look(shared: Shared, one: LookedAt) -> None:
    story, now = shared.story, shared.story.at(one.days)
    member = shared.members.get(one.by)
    if member is not None:
        look_at(member=member, item=one.item, now=now)
        note_seen(member=member, now=now)
        return
    viewer = _as_supporter(story, one.by)
    looker = Looker(story.agreed[one.by].supporter_id, {viewer})
    look(looker, owner=story.person, item=one.item, now=now)


def _wrote(shared: Shared) -> None:
    for one in shared.life.wrote:
        _write(shared, one)


def _write(shared: Shared, one: Wrote) -> None:
    """The team opens what waits before it answers; the person reads what came before the next."""
    now, team = shared.story.at(one.days, MORNING if one.sender == From.PERSON else LATER), shared.team
    writer = shared.writers.get(one.supporter)
    if one.sender == From.PERSON:
        messages.write_to_team(care_team=team, text=one.text, now=now)
    elif one.sender == From.SUPPORTER and writer:
        messages.write_as_supporter(writer=writer, text=one.text, now=now)
    else:
        _answer(shared, one, now)
    if one.is_read:
        messages.read_by_person(care_team=team, now=now + timedelta(hours=2))


def _answer(shared: Shared, one: Wrote, now: datetime) -> None:
    member, writer = shared.members[one.by], shared.writers.get(one.supporter)
    messages.open_messages(by=member, messages=messages.all_of(shared.team), now=now)
    if writer:
        messages.answer_supporter(by=member, writer=writer, text=one.text, now=now)
        messages.read_by_supporter(writer=writer, now=now + timedelta(hours=1))
    else:
        messages.answer_person(by=member, text=one.text, now=now)


def _met(shared: Shared) -> None:
    for one in sorted(shared.life.met, key=lambda met: -met.weeks):
        _meet(shared, one)


def _meet(shared: Shared, one: Met) -> None:
    """Planned six days before; what lies behind was held, and there are notes of it."""
    starts = _next(TUESDAY, one.at, ZoneInfo(CENTRE.time_zone), shared.story.now) - one.weeks * WEEK
    member = shared.members[one.by]
    facts = SessionFacts(one.kind, starts, one.minutes, one.link, one.place, one.who_comes, one.about)
    planned = min(starts - timedelta(days=6), shared.story.now - timedelta(days=1))
    session = plan_session(by=member, facts=facts, now=planned)
    if one.weeks:
        _held(shared, session, one)


def _held(shared: Shared, session: Session, one: Met) -> None:
    member, over = shared.members[one.by], session.starts_at + timedelta(minutes=session.minutes)
    on = session.starts_at.astimezone(ZoneInfo(shared.story.person.time_zone)).date()
    if one.about_tie:
        conflict = Conflict.objects.get(person=shared.story.person, tie=shared.story.ties[one.about_tie])
        bring_conflict(session=session, conflict=conflict)
    close_session(session=session, state=Session.State.HELD)
    _agree(shared, session, one, over)
    note = write_note(care_team=shared.team, by=member, on=on, text=one.note, now=over)
    if one.statement:
        say_statement(note=note, text=one.statement, now=over + timedelta(hours=3))
    if one.own_note:
        write_own_note(by=member, on=on, text=one.own_note, now=over)


def _agree(shared: Shared, session: Session, one: Met, now: datetime) -> None:
    for small in one.agreed:
        again = None if small.again_in is None else shared.story.on(-small.again_in)
        row = add_agreed(session=session, facts=AgreedFacts(small.text, small.who, again), now=now)
        say_kept(agreed=row, is_kept=small.is_kept)
    if one.about_tie:
        note_on_conflict(session=session, now=now)


def _tried(shared: Shared) -> None:
    for one in shared.life.tried:
        _try(shared, one)


def _try(shared: Shared, one: Tried) -> None:
    listing = Listing.objects.filter(key=one.listing).first()
    if listing is None:
        return
    facts = RecommendFacts(listing.name, one.why, listing)
    row = recommend(by=shared.members[DEE.nickname], facts=facts, now=shared.story.at(one.days))
    told = AnswerFacts(Recommendation.State.TRIED, _monday(shared.story.on(one.tried_days)), one.how_it_was, True)
    answer_recommendation(recommendation=row, facts=told, now=shared.story.at(one.tried_days))


def _monday(on: date) -> date:
    """The Monday of that week."""
    return on - timedelta(days=on.weekday())


def _sent_on(shared: Shared) -> None:
    for one in shared.life.sent_on:
        _send_on(shared, one)


def _send_on(shared: Shared, one: SentOn) -> None:
    """Proposed, agreed, sent the next day, received; the first visit is next week, with somebody."""
    story, member = shared.story, shared.members[DEE.nickname]
    referral = propose_referral(by=member, facts=ReferralFacts(one.to, one.why), now=story.at(one.days))
    steps = ((Act.AGREE, Who.PERSON, 1), (Act.SEND, Who.TEAM, 2), (Act.RECEIVE, Who.TEAM, 5))
    for act, who, after in steps:
        referral = take_step(referral=referral, facts=StepFacts(act, who), now=story.at(one.days - after))
    visit = _next(WEDNESDAY, time(10, 15), ZoneInfo(story.person.time_zone), story.now + timedelta(days=4))
    facts = HandoffFacts(one.contact, one.contact_way, "", visit, is_introduced=True)
    prepare_handoff(referral=referral, facts=facts, now=story.at(one.days - 6))
    tie = story.ties[one.companion]
    choose_companion(referral=referral, tie=tie, name=tie.name, now=story.at(one.days - 7))


def _proposed(shared: Shared) -> None:
    for one in shared.life.proposes:
        draft = Draft(one.part, Change.ADD, one.text, one.why)
        propose_to(by=shared.members[one.by], draft=draft, now=shared.story.at(one.days, LATER))


def _next(weekday: int, at: time, zone: ZoneInfo, after: datetime) -> datetime:
    """The first such weekday at this hour, by the clock of the zone, after that moment."""
    here = after.astimezone(zone)
    ahead = (weekday - here.weekday()) % 7
    found = datetime.combine(here.date() + timedelta(days=ahead), at, zone)
    return found if found > after else datetime.combine(found.date() + WEEK, at, zone)


PARTS = (_given, _looked, _wrote, _met, _tried, _sent_on, _proposed)
"""In this order: what is looked at was shared before."""
