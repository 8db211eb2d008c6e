"""What John and Maria do with the made-up centre."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.accounts.staying import has_second_factor
from holdfast.care.models import PlanLine, Proposal, RecoveryVersion
from holdfast.consent.access import items_granted
from holdfast.consent.models import Entry, Grant
from holdfast.domain.consent import PRESET, Item, Viewer, ViewerKind
from holdfast.domain.recovery_plan import Answer
from holdfast.domain.safety_plan import Step
from holdfast.home.cast import CAST, EMILY, JOHN, MARIA, Character
from holdfast.home.cast_teams import PLANS, TEAMS
from holdfast.home.demo import move_in
from holdfast.home.demo_teams import open_centre
from holdfast.teams.access import memberships_of
from holdfast.teams.messages import waiting_for
from holdfast.teams.models import CareTeam, Recommendation, Session, Worker
from holdfast.teams.queries import team_viewer
from holdfast.teams.referrals import referrals_in
from holdfast.teams.sessions_together import sessions_ahead
from holdfast.tending.models import Conflict
from tests.conftest import PASSPHRASE
from tests.words import AVOID

pytestmark = pytest.mark.django_db
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def here(character: Character, now: datetime) -> Person:
    """One of the cast, in a house with the centre."""
    open_centre(passphrase=PASSPHRASE, key=KEY, now=now)
    return move_in(character, passphrase=PASSPHRASE, now=now)


def test_both_who_work_there_have_a_second_step(now: datetime) -> None:
    open_centre(passphrase=PASSPHRASE, key=KEY, now=now)

    workers = Worker.objects.select_related("person")
    assert [has_second_factor(one.person) for one in workers] == [True, True]


def test_opening_the_centre_again_changes_nothing(now: datetime) -> None:
    assert open_centre(passphrase=PASSPHRASE, key=KEY, now=now)
    assert not open_centre(passphrase=PASSPHRASE, key=KEY, now=now)


def test_somebody_else_keeps_their_nickname(now: datetime) -> None:
    open_account(nickname="dee", passphrase=PASSPHRASE, now=now)

    assert not open_centre(passphrase=PASSPHRASE, key=KEY, now=now)
    assert not Worker.objects.exists()


def test_without_the_centre_nobody_works_with_john(now: datetime) -> None:
    move_in(JOHN, passphrase=PASSPHRASE, now=now)

    assert not CareTeam.objects.exists()


def test_emily_lives_without_a_team(now: datetime) -> None:
    here(EMILY, now)

    assert not CareTeam.objects.exists()


def test_johns_plan_has_something_on_every_step(now: datetime) -> None:
    john = move_in(JOHN, passphrase=PASSPHRASE, now=now)

    written = set(PlanLine.objects.filter(person=john).values_list("step", flat=True))
    assert written | {Step.OWN} == set(Step)


def test_johns_way_has_two_versions(now: datetime) -> None:
    john = move_in(JOHN, passphrase=PASSPHRASE, now=now)

    assert RecoveryVersion.objects.filter(person=john).count() == 2


def test_a_proposal_of_dee_waits_for_john(now: datetime) -> None:
    john = here(JOHN, now)

    (waiting,) = Proposal.objects.filter(person=john, answer=Answer.OPEN)
    assert waiting.proposer_name == "Dee Park"


def test_dee_sees_three_things_of_john(now: datetime) -> None:
    john = here(JOHN, now)

    viewers = {team_viewer(CareTeam.objects.get(person=john))}
    granted = items_granted(viewers=viewers, owner=john.pk, now=now)
    assert granted == [Item.SAFETY_PLAN, Item.RECOVERY_PLAN, Item.GOALS]


def test_ben_sees_the_plan_for_a_hard_hour(now: datetime) -> None:
    john = here(JOHN, now)

    grant = Grant.objects.get(person=john, viewer_kind=ViewerKind.AGREEMENT)
    viewers = {Viewer(ViewerKind.AGREEMENT, grant.viewer_id)}
    assert items_granted(viewers=viewers, owner=john.pk, now=now) == [Item.SAFETY_PLAN]


def test_what_was_signed_is_kept_whole(now: datetime) -> None:
    john = here(JOHN, now)

    grant = Grant.objects.get(person=john, viewer_kind=ViewerKind.CARE_TEAM)
    assert grant.signature
    assert "I can take this back at any time" in grant.text
    assert grant.ends_at - grant.starts_at < PRESET + timedelta(days=1)


def test_john_reads_who_looked(now: datetime) -> None:
    john = here(JOHN, now)

    looks = Entry.objects.filter(subject=john.pk, verb=Entry.Verb.LOOKED)
    assert looks.count() == len(TEAMS["john"].looks)


def test_the_record_holds_together(now: datetime) -> None:
    for character in CAST:
        here(character, now)
    said = StringIO()

    call_command("verify_record", stdout=said)


def test_john_meets_dee_next_by_video_in_another_zone(now: datetime) -> None:
    john = here(JOHN, now)

    (ahead,) = sessions_ahead(john, now)
    assert ahead.link
    assert ahead.time_zone != john.time_zone
    assert ahead.starts_at.astimezone(ZoneInfo(ahead.time_zone)).strftime("%A %H:%M") == "Tuesday 14:00"


@pytest.mark.parametrize("day", range(7))
def test_the_next_session_is_never_more_than_a_week_away(now: datetime, day: int) -> None:
    then = now + timedelta(days=day, hours=day)
    john = here(JOHN, then)

    assert len(sessions_ahead(john, then)) == 1
    assert not Session.objects.filter(state=Session.State.HELD, starts_at__gt=then - timedelta(days=1)).exists()


def test_john_went_where_he_was_sent_and_will_not_go_alone(now: datetime) -> None:
    john = here(JOHN, now)

    (one,) = referrals_in(CareTeam.objects.get(person=john), now=now)
    assert one.referral.handoff.companion == "Ben"
    assert timedelta(days=3) < one.referral.handoff.visit_at - now < timedelta(days=12)


def test_john_tried_what_was_recommended_where_the_directory_has_it(now: datetime) -> None:
    said = StringIO()
    call_command("demo", stdout=said)

    assert Recommendation.objects.get().state == Recommendation.State.TRIED


def test_a_message_waits_for_the_team(now: datetime) -> None:
    here(JOHN, now)

    dee = Person.objects.get(nickname="dee")
    assert [one.text for one in waiting_for(dee, now=now)] == [TEAMS["john"].wrote[-1].text]


def test_what_maria_and_her_mother_agreed_stands_with_the_conflict(now: datetime) -> None:
    here(MARIA, now)

    session = Session.objects.get(kind=Session.Kind.MEDIATION)
    assert session.conflict == Conflict.objects.get()
    assert "One word every second day, so that nobody has to fear" in session.conflict.agreement


def test_both_work_with_both(now: datetime) -> None:
    for character in (JOHN, MARIA):
        here(character, now)

    for nickname in ("dee", "sam"):
        assert memberships_of(Person.objects.get(nickname=nickname), now=now).count() == 2


@pytest.mark.parametrize("hour", [0, 5, 12, 18, 23])
def test_nothing_was_looked_at_before_it_was_shared(now: datetime, hour: int) -> None:
    here(JOHN, now.replace(hour=hour))

    assert not Entry.objects.filter(at__gt=now.replace(hour=hour)).exists()


def test_their_words_are_as_kind_as_ours() -> None:
    text = repr((PLANS, TEAMS))

    assert [pattern.pattern for pattern in AVOID if pattern.search(text)] == []
