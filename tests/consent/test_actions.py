"""Giving, narrowing, renewing, revoking, restricting: what then holds, and which line each writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from holdfast.accounts.models import Person
from holdfast.consent import actions
from holdfast.consent.access import granted, items_granted
from holdfast.consent.models import Emergency, Entry, Grant
from holdfast.domain.consent import EMERGENCY, Element, Item, Viewer, ViewerKind
from holdfast.notices.models import Link, Notice
from tests.asks.circle import with_place
from tests.consent.given import BEN, DEE, DEE_ACCOUNT, PLAN, RIVERSIDE, draft_of, given

pytestmark = pytest.mark.django_db
BOTH = frozenset({Item.SAFETY_PLAN, Item.NETWORK})
SECOND = timedelta(seconds=1)
WHY = actions.Reason("Dee Park", "Riverside", "a hard night", "he called and could not speak")


def verbs() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


def sees(person: Person, now: datetime, viewer: Viewer = DEE) -> list[Item]:
    return items_granted(viewers=[viewer], owner=person.pk, now=now)


def opened(person: Person, now: datetime) -> Emergency:
    return actions.open_emergency(person=person, viewer=RIVERSIDE, actor=DEE_ACCOUNT, reason=WHY, now=now)


def test_a_grant_opens_what_it_names_and_nothing_else(john: Person, now: datetime) -> None:
    given(john, now)

    assert sees(john, now) == [Item.SAFETY_PLAN]


def test_what_was_signed_with_other_words_a_moment_later_is_another_grant(john: Person, now: datetime) -> None:
    """Only the very same text is a second tap: whoever said more must not be told that it was kept."""
    for text in ("for care", "for care, and to plan my move", "for care"):
        actions.give_grant_once(by=john, draft=draft_of(now), words=actions.Words(text=text), now=now)

    assert sorted(row.text for row in Grant.objects.all()) == ["for care", "for care, and to plan my move"]


def test_a_grant_opens_nothing_for_anybody_else(john: Person, now: datetime) -> None:
    given(john, now)

    assert not sees(john, now, BEN)


def test_a_grant_of_one_person_opens_nothing_of_another(john: Person, maria: Person, now: datetime) -> None:
    given(john, now)

    assert not sees(maria, now)


@pytest.mark.parametrize(("later", "is_open"), [(-1, True), (0, False), (1, False)])
def test_a_grant_is_over_at_its_end(john: Person, now: datetime, later: int, is_open: bool) -> None:
    grant = given(john, now)

    assert bool(sees(john, grant.ends_at + later * SECOND)) is is_open


def test_an_incomplete_draft_is_refused_with_what_it_lacks(john: Person, now: datetime) -> None:
    draft = replace(draft_of(now), signature="", purpose=None)

    with pytest.raises(actions.Incomplete) as refusal:
        actions.give_grant(by=john, draft=draft, words=actions.Words(), now=now)
    assert refusal.value.elements == (Element.PURPOSE, Element.SIGNATURE)


def test_narrowing_takes_away_on_the_next_request(john: Person, now: datetime) -> None:
    grant = given(john, now, items=BOTH)

    actions.narrow(grant=grant, items=PLAN, now=now)
    assert sees(john, now) == [Item.SAFETY_PLAN]


def test_narrowing_never_adds(john: Person, now: datetime) -> None:
    grant = given(john, now)

    actions.narrow(grant=grant, items=BOTH, now=now)
    assert sees(john, now) == [Item.SAFETY_PLAN]


def test_narrowing_to_nothing_revokes(john: Person, now: datetime) -> None:
    grant = given(john, now)

    actions.narrow(grant=grant, items=frozenset({Item.NETWORK}), now=now)
    assert verbs() == ["given", "revoked"]


def test_a_renewed_grant_takes_the_place_of_the_one_before(john: Person, now: datetime) -> None:
    first, later = given(john, now), now + timedelta(days=80)

    actions.give_grant(by=john, draft=draft_of(later), words=actions.Words(), now=later, follows=first)
    assert list(Grant.objects.filter(ended_at=None).values_list("follows", flat=True)) == [first.pk]


def test_revoking_ends_it_at_once(john: Person, now: datetime) -> None:
    grant = given(john, now)

    actions.revoke(grant=grant, now=now)
    assert not sees(john, now)


def test_revoking_twice_is_one_line(john: Person, now: datetime) -> None:
    grant = given(john, now)

    for minute in (1, 2):
        actions.revoke(grant=grant, now=now + timedelta(minutes=minute))
    assert verbs() == ["given", "revoked"]


def test_every_change_writes_its_line(john: Person, now: datetime) -> None:
    grant = given(john, now, items=BOTH)
    actions.narrow(grant=grant, items=PLAN, now=now)
    after = actions.give_grant(by=john, draft=draft_of(now), words=actions.Words(), now=now, follows=grant)
    actions.revoke(grant=after, now=now)
    actions.restrict(by=john, now=now)
    actions.lift(by=john, now=now)

    assert verbs() == ["given", "narrowed", "renewed", "revoked", "restricted", "lifted"]


def test_the_end_of_a_relation_ends_all_that_was_given_to_it(john: Person, maria: Person, now: datetime) -> None:
    given(john, now, viewer=RIVERSIDE)
    given(john, now, viewer=BEN)
    opened(john, now)

    actions.end_all_of(RIVERSIDE, now=now)
    assert (sees(john, now, RIVERSIDE), sees(john, now, BEN)) == ([], [Item.SAFETY_PLAN])


def test_a_clock_set_back_revives_nothing_that_ran_out(john: Person, now: datetime) -> None:
    grant = given(john, now)
    actions.end_run_out(now=grant.ends_at)

    assert not sees(john, grant.ends_at - SECOND)


def test_running_out_is_written_down_once(john: Person, now: datetime) -> None:
    grant = given(john, now)

    ended = [actions.end_run_out(now=grant.ends_at + hours * timedelta(hours=1)) for hours in (-1, 0, 1)]
    assert (ended, verbs()) == ([0, 1, 0], ["given", "ran_out"])


def test_while_restricted_nothing_is_seen(john: Person, now: datetime) -> None:
    given(john, now)

    actions.restrict(by=john, now=now)
    assert not sees(john, now)


def test_sharing_again_opens_what_still_runs(john: Person, now: datetime) -> None:
    kept, ended = given(john, now), given(john, now, viewer=BEN)
    actions.restrict(by=john, now=now)
    actions.revoke(grant=ended, now=now)

    actions.lift(by=john, now=now)
    assert (sees(john, now), sees(john, now, BEN), kept.pk) == ([Item.SAFETY_PLAN], [], kept.pk)


def test_what_one_may_see_is_read_in_three_queries(john: Person, now: datetime, django_assert_num_queries: Any) -> None:
    given(john, now, items=frozenset(Item) - PLAN)

    with django_assert_num_queries(3):
        sees(john, now)


@pytest.mark.parametrize("left_out", ["name", "affiliation", "nature", "reason"])
def test_emergency_access_without_a_reason_is_refused(john: Person, now: datetime, left_out: str) -> None:
    reason = replace(WHY, **{left_out: "  "})

    with pytest.raises(actions.NoReason):
        actions.open_emergency(person=john, viewer=RIVERSIDE, actor=DEE_ACCOUNT, reason=reason, now=now)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("after", "is_open"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_emergency_access_ends_after_a_day(john: Person, now: datetime, after: timedelta, is_open: bool) -> None:
    opened(john, now)

    assert bool(sees(john, now + EMERGENCY + after, RIVERSIDE)) is is_open


def test_emergency_access_opens_the_plan_and_nothing_else(john: Person, now: datetime) -> None:
    opened(john, now)

    assert sees(john, now, RIVERSIDE) == [Item.SAFETY_PLAN]


def test_emergency_access_is_for_the_viewer_it_names(john: Person, now: datetime) -> None:
    opened(john, now)

    assert not sees(john, now, Viewer(ViewerKind.TEAM_MEMBER, RIVERSIDE.id))


def test_the_person_is_told_at_once_also_in_quiet_hours(john: Person, now: datetime, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    with_place(john, now=now)

    row = opened(john, now)
    link = Link.objects.get(opens=actions.WHO_LOOKED)
    assert (Notice.objects.get().due_at, link.thing) == (now, row.pk)


def test_the_person_ends_emergency_access_at_once(john: Person, now: datetime) -> None:
    row = opened(john, now)

    actions.end_emergency(emergency=row, now=now)
    assert granted(viewers=[RIVERSIDE], owner=john.pk, item=Item.SAFETY_PLAN, now=now) is None


def test_a_clock_set_back_revives_no_emergency_access(john: Person, now: datetime) -> None:
    opened(john, now)
    actions.end_run_out(now=now + EMERGENCY)

    assert not sees(john, now, RIVERSIDE)


def test_stopping_everything_ends_emergency_access_for_good(john: Person, now: datetime) -> None:
    opened(john, now)
    actions.restrict(by=john, now=now)
    actions.lift(by=john, now=now)

    assert not sees(john, now, RIVERSIDE)


def test_emergency_access_is_refused_while_everything_is_stopped(john: Person, now: datetime) -> None:
    actions.restrict(by=john, now=now)

    with pytest.raises(actions.Stopped):
        opened(john, now)
    assert verbs() == ["restricted", "refused"]
