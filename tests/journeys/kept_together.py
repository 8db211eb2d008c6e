"""Somebody's team, one of everything they can have together, and what is shared; run inside the product."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.care import recovery
from holdfast.care.actions import LineFacts, add_line
from holdfast.care.proposals import propose
from holdfast.consent.actions import Reason, Words, give_grant, narrow, revoke
from holdfast.consent.models import Grant
from holdfast.directory.models import Listing
from holdfast.domain.consent import PRESET, Draft, Item, Purpose, Viewer, ViewerKind
from holdfast.domain.recovery_plan import Change, Part
from holdfast.domain.recovery_plan import Draft as Proposed
from holdfast.domain.safety_plan import Step
from holdfast.network.models import Tie
from holdfast.supporters.models import Agreement
from holdfast.teams import messages, notes, recommending, referrals, sessions_together
from holdfast.teams.enrolling import make_enrolment, remember_enrolment
from holdfast.teams.looking import look_at, open_in_emergency
from holdfast.teams.members import end_care_team, end_member, hand_over
from holdfast.teams.models import (
    BusyHour,
    CareTeam,
    Member,
    Programme,
    Referral,
    Session,
    SharedNote,
    SupporterMayWrite,
    Worker,
)
from holdfast.teams.queries import member_viewer, team_viewer
from tests.journeys.moving_in import DAY, PASSPHRASE
from tests.journeys.working import secret_of, works
from tests.teams.team import care_team, member, one_of_each, programme
from tests.teams.team import worker as works_too
from tests.tending.tended import conflict

KEY = "kept-well"
WHY = "Because it is near, and they welcome who is new. " * 3
EVERYTHING = frozenset(Item)


def together(ruth: Agreement, walt: Tie, now: datetime) -> dict[str, Any]:
    """Riverside works with them. Who signs in for a walk, with what, and the addresses no link leads to."""
    person = ruth.person
    operator = open_account(nickname=f"oda-{KEY}", passphrase=PASSPHRASE, now=now)
    set_operator(nickname=operator.nickname, is_operator=True)
    dee, sam = _team(person, now)
    _plans(person, walt, ruth, now)
    _between(dee, ruth, walt, now)
    viewers = [Viewer(ViewerKind.AGREEMENT, ruth.pk), team_viewer(dee.care_team), member_viewer(dee)]
    grants = [_given(person, viewer, now) for viewer in viewers]
    _looks(dee, sam, grants, now)
    _of_work(dee.worker, now)
    unused = make_enrolment(worker=sam.worker, now=now)
    return {
        "worker": dee.worker.person.nickname,
        "secret": secret_of(dee.worker.person),
        "without": _without(dee.worker, now).nickname,
        **_run_out(dee.worker.programme, now),
        "operator": operator.nickname,
        "join": reverse("team_join", args=[unused.token]),
        "unlinked": [
            reverse("way_review"),
            reverse("sharing_see", args=[dee.care_team_id, 2]),
            reverse("team_joined", args=[dee.care_team_id]),
        ],
    }


def _team(person: Person, now: datetime) -> tuple[Member, Member]:
    """Dee, who leads, and Sam; Nora has left, with whom something was shared alone; and a team of before."""
    riverside = programme("Riverside", now, about="A house by the river.")
    dee, sam, nora = (works(riverside, name, KEY, "en", now, leads=name == "Dee") for name in ("Dee", "Sam", "Nora"))
    team = care_team(person, riverside, now, dee, sam, nora)
    _given(person, member_viewer(member(team, nora)), now)
    hand_over(from_worker=nora, choices={team.pk: sam}, now=now)
    before = care_team(person, programme("Hill House", now), now - 9 * DAY)
    messages.write_to_team(care_team=before, text=WHY, now=now - DAY)
    end_care_team(care_team=before, now=now)
    return member(team, dee), member(team, sam)


def _plans(person: Person, walt: Tie, ruth: Agreement, now: datetime) -> None:
    """A line or two in each plan, an earlier version, and something proposed."""
    add_line(by=person, step=Step.WARNING, facts=LineFacts("I stop answering"), now=now)
    line = recovery.add_line(by=person, part=Part.DAILY, text="Swim", now=now - 9 * DAY, why="The first")
    for part in (Part.NEEDS, Part.TRIGGERS):
        recovery.add_line(by=person, part=part, text=WHY, now=now)
    recovery.set_helper(line=line, tie=walt, does="comes along", now=now)
    said = Proposed(Part.DAILY, Change.ADD, "Sleep before eleven", WHY)
    propose(person=person, proposer_id=ruth.pk, name="Ruth", draft=said, now=now)


def _between(dee: Member, ruth: Agreement, walt: Tie, now: datetime) -> None:
    """One of everything, and more of what looks different with more."""
    rows = one_of_each(dee.care_team, dee, ruth, now)
    writer = SupporterMayWrite.objects.get(pk=rows["writing_id"])
    messages.write_as_supporter(writer=writer, text=WHY, now=now)
    messages.answer_person(by=dee, text=WHY, now=now)
    messages.write_to_team(care_team=dee.care_team, text=WHY, now=now)
    listing = Listing.objects.order_by("pk").first()
    recommending.recommend(by=dee, facts=recommending.RecommendFacts("The choir", WHY, listing), now=now)
    referral = Referral.objects.get(pk=rows["referral_id"])
    handoff = referrals.HandoffFacts("Kim Lowe", "555 0199", "Dee", now + 7 * DAY, is_introduced=True)
    referrals.prepare_handoff(referral=referral, facts=handoff, now=now)
    works_too(referral.programme, "Dee at the harbour", now, leads=True, account=dee.worker.person)  # type: ignore[arg-type]
    _met(dee, walt, now)
    note = notes.correct_note(note=SharedNote.objects.get(pk=rows["shared_note_id"]), by=dee, text=WHY, now=now)
    notes.say_statement(note=note, text=WHY, now=now)


def _met(dee: Member, walt: Tie, now: datetime) -> None:
    """A talk between two that lies ahead, with what was agreed in it."""
    facts = sessions_together.SessionFacts(
        Session.Kind.MEDIATION, now + DAY, 50, "https://meet.example.org/room/2", "", "Walt", "Money"
    )
    session = sessions_together.plan_session(by=dee, facts=facts, now=now)
    sessions_together.bring_conflict(session=session, conflict=conflict(walt, now))
    agreed = sessions_together.AgreedFacts("No talk of money on Sundays", "Both", (now + 30 * DAY).date())
    sessions_together.add_agreed(session=session, facts=agreed, now=now)


def _given(person: Person, viewer: Viewer, now: datetime) -> Grant:
    """All there is, each ticked."""
    ends, signature = now + PRESET, "Jo" if viewer.is_professional else ""
    draft = Draft(viewer, "Riverside", EVERYTHING, Purpose.CARE, now, ends, signature, now)
    return give_grant(by=person, draft=draft, words=Words("So that it helps", "Jo", "I, Jo, agree.", "1"), now=now)


def _looks(dee: Member, sam: Member, grants: list[Grant], now: datetime) -> None:
    """Dee looked; Sam opened the plan in an emergency; something was made smaller, something ended."""
    look_at(member=dee, item=Item.SAFETY_PLAN, now=now)
    CareTeam.objects.filter(pk=dee.care_team_id).update(may_open_in_emergency=True)
    reason = Reason("Sam Osei", "Riverside", "A call at night", WHY)
    open_in_emergency(member=sam, reason=reason, now=now)
    narrow(grant=grants[1], items=EVERYTHING - {Item.NETWORK}, now=now)
    revoke(grant=_given(dee.care_team.person, member_viewer(sam), now), now=now)


def _of_work(dee: Worker, now: datetime) -> None:
    """A link that waits, somebody with whom nobody works, a verification that ends soon, an hour that was noticed."""
    remember_enrolment(enrolment=make_enrolment(worker=dee, now=now), reminder="K. of Tuesday")
    alone = open_account(nickname=f"alone-{KEY}", passphrase=PASSPHRASE, now=now)
    team = care_team(alone, dee.programme, now, dee)
    end_member(member=member(team, dee), now=now)
    Worker.objects.filter(pk=dee.pk).update(verified_until=now + 10 * DAY)
    BusyHour.objects.create(worker=dee, at=now, people=31)


def _run_out(riverside: Programme, now: datetime) -> dict[str, str]:
    """Somebody whose verification ran out yesterday."""
    eli = works(riverside, "Eli", KEY, "en", now)
    Worker.objects.filter(pk=eli.pk).update(verified_until=now - DAY)
    return {"run_out": eli.person.nickname, "run_out_secret": secret_of(eli.person)}


def _without(dee: Worker, now: datetime) -> Person:
    """Somebody who works there and has no second step yet."""
    account = open_account(nickname=f"new-{KEY}", passphrase=PASSPHRASE, now=now)
    works_too(dee.programme, "Max", now, account=account)
    account.authenticator_set.all().delete()
    return account
