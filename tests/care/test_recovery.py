"""The recovery plan: written a part at a time, with people of the map, versions, and proposals the person answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.accounts.models import Person
from holdfast.accounts.rows import Loading
from holdfast.care import portable, recovery
from holdfast.care.models import Proposal, RecoveryLine, RecoveryPlan, RecoveryVersion
from holdfast.care.proposals import (
    MOST_OPEN,
    AlreadyAnswered,
    CannotPropose,
    TooMany,
    accept,
    leave,
    proposals_by,
    propose,
    withdraw,
    withdraw_all_of,
)
from holdfast.care.recovery_queries import way_of
from holdfast.care.today import review_waiting
from holdfast.care.versions import body_of, lines_in, take_back
from holdfast.checkins.goals import GoalFacts, add_goal, change_goal
from holdfast.checkins.models import Goal
from holdfast.checkins.urges import HardFacts, write_hard_moment
from holdfast.domain.network import Role, SupportKind, TieState
from holdfast.domain.recovery_plan import SESSION, Answer, Change, Draft, Part, difference
from holdfast.home.actions import erase_account
from holdfast.network.actions import NeedFacts, add_need, main_network, remove_tie, set_state
from holdfast.network.models import Tie
from holdfast.notices.models import Notice
from tests.asks.circle import with_place
from tests.browser import Browser
from tests.care.conftest import Add
from tests.home.test_copies import round_trip

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DEE = uuid4()


def words_of(page: Browser, path: str) -> str:
    return page.get(path).content.decode().split("<main")[1].split("</main>")[0]


def line(person: Person, text: str, now: datetime, part: Part = Part.STRATEGIES) -> RecoveryLine:
    return recovery.add_line(by=person, part=part, text=text, now=now)


def proposed(person: Person, now: datetime, **said: str) -> Proposal:
    draft = Draft(**{"part": Part.DAILY, "change": Change.ADD, "text": "Eat at noon", "why": "You said so", **said})  # type: ignore[arg-type]
    return propose(person=person, proposer_id=DEE, name="Dr Dee", draft=draft, now=now)


# Writing


@pytest.mark.parametrize("part", [part.value for part in Part])
def test_each_part_is_written_by_a_tap_or_in_own_words(page: Browser, part: str) -> None:
    page.press(f"/way/{part}/", {"text": "In my own words"})

    assert "In my own words" in words_of(page, "/way/")


@pytest.mark.parametrize(("sent", "error"), [(" ", "Write something first."), ("x" * 301, "at most 300")])
def test_says_what_to_change_and_keeps_what_was_typed(page: Browser, sent: str, error: str) -> None:
    answer = page.post("/way/needs/", {"text": sent}).content.decode()

    assert error in answer
    assert sent.strip() in answer
    assert not RecoveryLine.objects.exists()


def test_a_need_of_the_map_is_not_typed_again(page: Browser, john: Person, present: datetime) -> None:
    network = main_network(by=john, name="Mine", now=present)
    add_need(by=john, network=network, facts=NeedFacts("A ride on Mondays", SupportKind.PRACTICAL), now=present)

    assert 'value="A ride on Mondays"' in words_of(page, "/way/needs/")


def test_a_goal_is_read_from_where_it_is_kept(page: Browser, john: Person, present: datetime) -> None:
    goal = add_goal(by=john, facts=GoalFacts("Work again"), now=present)
    page.press("/way/goals/", {"goal": str(goal.pk)})
    page.press("/way/goals/", {"goal": str(goal.pk)})

    change_goal(goal=goal, facts=GoalFacts("Work again, two days"))

    assert words_of(page, "/way/").count("Work again, two days") == 1


def test_a_goal_that_is_gone_leaves_its_words(page: Browser, john: Person, present: datetime) -> None:
    goal = add_goal(by=john, facts=GoalFacts("Work again"), now=present)
    recovery.add_goal(by=john, goal=goal, now=present)

    Goal.objects.all().delete()

    assert "Work again" in words_of(page, "/way/")


def test_somebody_elses_goal_is_not_there(page: Browser, maria: Person, present: datetime) -> None:
    goal = add_goal(by=maria, facts=GoalFacts("Hers"), now=present)

    assert page.post("/way/goals/", {"goal": str(goal.pk)}).status_code == 404


def test_a_line_is_moved_changed_and_taken_off(page: Browser, john: Person, present: datetime) -> None:
    first, second = (line(john, text, present) for text in ("One", "Two"))

    page.press(f"/way/line/{second.pk}/move/", {"to": "up"})
    text = words_of(page, "/way/strategies/")
    assert text.index("Two") < text.index("One")

    page.press(f"/way/line/{first.pk}/", {"do": "keep", "text": "Other words"})
    assert "Other words" in words_of(page, "/way/strategies/")

    page.press(f"/way/line/{first.pk}/", {"do": "remove"})
    assert "Other words" not in words_of(page, "/way/strategies/")


def test_a_part_can_be_full(page: Browser, john: Person, present: datetime) -> None:
    for number in range(recovery.MOST_LINES):
        line(john, f"Line {number}", present)

    with pytest.raises(recovery.PartFull):
        line(john, "One more", present)
    assert "This part is full." in page.post("/way/strategies/", {"text": "One more"}).content.decode()


@pytest.mark.parametrize("part", ["who_decides", "wishes"])
def test_wishes_are_said_to_be_no_legal_document(page: Browser, part: str) -> None:
    assert "It is not a legal document" in words_of(page, f"/way/{part}/")


def test_words_and_names_are_sealed(john: Person, rosa: Tie, present: datetime) -> None:
    recovery.set_helper(line=line(john, "quartz", present), tie=rosa, does="heron", now=present)

    stored = b""
    with connection.cursor() as cursor:
        for table, columns in (
            ("recoveryline", "text"),
            ("recoveryhelper", "name, does"),
            ("recoveryversion", "body, why"),
        ):
            cursor.execute(f"SELECT {columns} FROM care_{table}")
            stored += b"".join(bytes(value) for row in cursor.fetchall() for value in row)

    assert stored
    assert not [word for word in (b"quartz", b"heron", b"Rosa") if word in stored]


# Who helps


def test_somebody_of_the_map_helps_with_a_line(page: Browser, john: Person, rosa: Tie, present: datetime) -> None:
    row = line(john, "A walk", present)

    page.press(f"/way/line/{row.pk}/", {"tie": str(rosa.pk), "does": "walks with me"})

    assert "with Rosa: walks with me" in words_of(page, "/way/")


def test_somebody_elses_people_cannot_be_chosen(page: Browser, maria: Person, rosa: Tie, present: datetime) -> None:
    other = Browser()
    other.force_login(maria)
    row = line(maria, "A walk", present)

    other.post(f"/way/line/{row.pk}/", {"tie": str(rosa.pk), "does": ""})

    assert not row.helpers.exists()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "Rosa is no longer on your map."),
        (TieState.ENDED, "It has ended with Rosa."),
        (TieState.RESTING, "Rosa is resting on your map."),
        (TieState.PHASING_OUT, "You are stepping back from Rosa."),
    ],
)
def test_whoever_is_not_there_is_said_and_never_lost_in_silence(
    page: Browser, rosa: Tie, present: datetime, state: TieState | None, said: str
) -> None:
    john = rosa.person
    recovery.set_helper(line=line(john, "A walk", present), tie=rosa, does="", now=present)

    if state:
        set_state(by=john, tie=rosa, state=state, now=present)
    else:
        remove_tie(tie=rosa)

    pages = [words_of(page, f"/way/{path}") for path in ("", "review/", "strategies/")]
    assert [text for text in pages if said not in text] == []


# Versions


def test_changes_of_one_hour_are_one_version_and_later_ones_another(john: Person, present: datetime) -> None:
    line(john, "One", present)
    line(john, "Two", present + SESSION / 2)
    line(john, "Three", present + SESSION)

    assert [len(lines_in(row)) for row in RecoveryVersion.objects.order_by("number")] == [2, 3]


def test_nothing_changed_is_no_version(john: Person, present: datetime) -> None:
    row = line(john, "One", present)

    recovery.move_line(line=row, up=True, now=present + DAY)

    assert RecoveryVersion.objects.count() == 1


def test_a_version_is_taken_back_as_a_new_one(john: Person, rosa: Tie, present: datetime) -> None:
    first = line(john, "One", present)
    recovery.set_helper(line=first, tie=rosa, does="walks", now=present)
    then = body_of(john)
    recovery.remove_line(line=first, now=present + DAY)
    line(john, "Two", present + DAY)

    take_back(version=RecoveryVersion.objects.get(number=1), why="Taken back", now=present + 2 * DAY)

    assert body_of(john) == then
    assert [len(lines_in(row)) for row in RecoveryVersion.objects.order_by("number")] == [1, 1, 1]
    line(john, "Three", present + 2 * DAY)
    assert RecoveryVersion.objects.count() == 4


def test_taking_back_what_is_there_changes_nothing(john: Person, present: datetime) -> None:
    line(john, "One", present)

    assert take_back(version=RecoveryVersion.objects.get(), why="x", now=present + DAY) is None


def test_what_changed_is_said_in_words(page: Browser, john: Person, rosa: Tie, present: datetime) -> None:
    then = present - 3 * DAY
    one, two = line(john, "One", then), line(john, "Two", then)
    recovery.change_line(line=one, text="Uno", now=then + DAY)
    recovery.set_helper(line=one, tie=rosa, does="", now=then + DAY)
    recovery.remove_line(line=two, now=then + DAY)
    line(john, "Three", then + DAY)

    text = words_of(page, "/way/versions/2/")

    assert "Added to “What helps me”: Three" in text
    assert "“One” is now “Uno”" in text
    assert "Who helps with “Uno” is now: Rosa" in text
    assert "Left out of “What helps me”: Two" in text


def test_a_version_is_opened_and_taken_back_on_its_page(page: Browser, john: Person, present: datetime) -> None:
    one = line(john, "One", present - DAY)
    recovery.change_line(line=one, text="Uno", now=present)

    page.press("/way/versions/1/")

    text = words_of(page, "/way/")
    assert "One" in text
    assert "Taken back from version 1" in words_of(page, "/way/versions/")


@pytest.mark.parametrize("path", ["", "versions/", "paper/", "proposed/", "goals/"])
def test_every_page_opens_before_anything_is_written(page: Browser, path: str) -> None:
    assert page.get(f"/way/{path}").status_code == 200


# Proposals


def test_nothing_changes_before_the_person_says_so(page: Browser, john: Person, present: datetime) -> None:
    proposed(john, present)

    assert "Eat at noon" not in words_of(page, "/way/daily/")
    assert "Eat at noon" in words_of(page, "/way/proposed/")


def test_the_page_says_who_why_and_the_words_before_and_after(page: Browser, john: Person, present: datetime) -> None:
    row = line(john, "Eat", present)
    found = proposed(john, present, change=Change.EDIT, line_id=str(row.pk))

    text = words_of(page, f"/way/proposed/{found.pk}/")

    assert [word for word in ("Dr Dee", "You said so", "Eat at noon", "<dd>Eat</dd>") if word not in text] == []
    assert "in the meantime" not in text


def test_a_proposal_is_taken_as_it_is(page: Browser, john: Person, present: datetime) -> None:
    found = proposed(john, present)

    page.press(f"/way/proposed/{found.pk}/", {"do": "accept"})

    assert "Eat at noon" in words_of(page, "/way/")
    assert "Proposed by Dr Dee" in words_of(page, "/way/versions/")


def test_a_proposal_is_taken_in_own_words(page: Browser, john: Person, present: datetime) -> None:
    found = proposed(john, present)

    page.press(f"/way/proposed/{found.pk}/", {"do": "own", "text": "Eat when I can"})

    text = words_of(page, "/way/")
    assert "Eat when I can" in text
    assert "Eat at noon" not in text
    assert Proposal.objects.get().answer == Answer.EDITED


def test_a_proposal_is_left_with_a_word(page: Browser, john: Person, present: datetime) -> None:
    found = proposed(john, present)

    page.press(f"/way/proposed/{found.pk}/", {"do": "leave", "words": "Not now"})

    assert "Eat at noon" not in words_of(page, "/way/")
    assert [row.answer_words for row in proposals_by([DEE])] == ["Not now"]


def test_a_line_to_leave_out_is_left_out(page: Browser, john: Person, present: datetime) -> None:
    row = line(john, "Eat", present)
    found = proposed(john, present, change=Change.REMOVE, text="", line_id=str(row.pk))

    page.press(f"/way/proposed/{found.pk}/", {"do": "accept"})

    assert not RecoveryLine.objects.exists()


def test_a_line_that_changed_meanwhile_is_shown_as_it_is_now(page: Browser, john: Person, present: datetime) -> None:
    row = line(john, "Eat", present)
    found = proposed(john, present, change=Change.EDIT, line_id=str(row.pk))
    recovery.change_line(line=row, text="Eat slowly", now=present)

    text = words_of(page, f"/way/proposed/{found.pk}/")

    assert "You changed that line in the meantime." in text
    assert "Eat slowly" in text


def test_a_line_that_is_gone_becomes_a_new_one_if_it_is_taken(page: Browser, john: Person, present: datetime) -> None:
    row = line(john, "Eat", present)
    found = proposed(john, present, change=Change.EDIT, line_id=str(row.pk))
    recovery.remove_line(line=row, now=present)

    assert "no longer in your plan" in words_of(page, f"/way/proposed/{found.pk}/")
    page.press(f"/way/proposed/{found.pk}/", {"do": "accept"})
    assert RecoveryLine.objects.get().text == "Eat at noon"


def test_a_proposal_is_answered_once(john: Person, present: datetime) -> None:
    found = proposed(john, present)
    leave(proposal=found, words="", now=present)

    with pytest.raises(AlreadyAnswered):
        accept(proposal=Proposal.objects.get(), why="", now=present)
    assert not RecoveryLine.objects.exists()


def test_a_full_part_leaves_the_proposal_open(page: Browser, john: Person, present: datetime) -> None:
    for number in range(recovery.MOST_LINES):
        line(john, f"Line {number}", present, Part.DAILY)
    found = proposed(john, present)

    page.press(f"/way/proposed/{found.pk}/", {"do": "accept"})

    assert Proposal.objects.get().answer == Answer.OPEN


def test_whoever_proposed_it_takes_it_back_while_it_is_open(page: Browser, john: Person, present: datetime) -> None:
    found = proposed(john, present)

    assert withdraw(proposal=found, now=present)
    assert not withdraw(proposal=found, now=present)
    assert page.get(f"/way/proposed/{found.pk}/").status_code == 404


def test_when_a_relation_ends_nothing_of_theirs_waits(john: Person, present: datetime) -> None:
    proposed(john, present)

    assert withdraw_all_of([DEE], now=present) == 1
    assert review_waiting(john, now=present) is None


@pytest.mark.parametrize(
    "said", [{"text": " "}, {"text": "x" * 301}, {"change": Change.EDIT}, {"change": Change.EDIT, "line_id": "no"}]
)
def test_too_little_cannot_be_proposed(john: Person, present: datetime, said: dict[str, str]) -> None:
    with pytest.raises(CannotPropose):
        proposed(john, present, **said)


def test_nothing_is_proposed_for_a_line_of_somebody_elses_plan(john: Person, maria: Person, present: datetime) -> None:
    hers = line(maria, "Hers", present)

    with pytest.raises(CannotPropose):
        proposed(john, present, change=Change.EDIT, line_id=str(hers.pk))


def test_a_plan_is_not_buried_under_proposals(john: Person, present: datetime) -> None:
    for number in range(MOST_OPEN):
        proposed(john, present, text=f"Eat at noon {number}")

    with pytest.raises(TooMany):
        proposed(john, present)


def test_the_person_is_told_once_a_day_in_neutral_words(john: Person, present: datetime, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    with_place(john)

    proposed(john, present)
    proposed(john, present)

    notice = Notice.objects.get()
    assert "Dee" not in notice.subject + notice.body


def test_the_first_page_says_that_something_is_proposed(page: Browser, john: Person, present: datetime) -> None:
    proposed(john, present)

    assert "/way/proposed/" in words_of(page, "/today/")


# Looking it over


def test_nothing_is_due_before_it_is_begun(john: Person, present: datetime) -> None:
    write_hard_moment(by=john, facts=HardFacts(), now=present - 2 * DAY)

    assert review_waiting(john, now=present) is None


@pytest.mark.parametrize("why", ["time", "hard"])
def test_is_offered_after_90_days_and_after_a_hard_moment_until_it_was_looked_over(
    page: Browser, john: Person, present: datetime, why: str
) -> None:
    recovery.begin(by=john, now=present - (90 if why == "time" else 9) * DAY)
    if why == "hard":
        write_hard_moment(by=john, facts=HardFacts(), now=present - 2 * DAY)

    assert "/way/review/" in words_of(page, "/today/")
    page.press("/way/review/")
    assert review_waiting(john, now=present) is None


def test_both_plans_lead_to_each_other(page: Browser) -> None:
    assert 'href="/way/"' in words_of(page, "/plan/")
    assert 'href="/plan/"' in words_of(page, "/way/")


# Its own


def test_the_same_plan_comes_back_and_its_versions_still_serve(
    john: Person, rosa: Tie, add: Add, present: datetime
) -> None:
    gone = add("Ben", Role.FRIEND)
    for tie in (rosa, gone):
        recovery.set_helper(line=line(john, f"With {tie.name}", present), tie=tie, does="walks", now=present)
    remove_tie(tie=gone)
    line(john, "Later", present + DAY)

    other = round_trip(john)

    assert not difference(body_of(john), body_of(other))
    assert [helper.gone for _, helper in way_of(other).gone] == ["Ben is no longer on your map."]
    take_back(version=RecoveryVersion.objects.get(person=other, number=1), why="Back", now=present + 2 * DAY)
    assert [one.text for one in body_of(other)] == ["With Rosa", "With Ben"]
    assert RecoveryLine.objects.get(person=other, position=1).helpers.get().tie is not None


@pytest.mark.parametrize("body", ["", "[]", '{"lines": [{"id": "x"}]}', '{"lines": 1}'])
def test_a_copy_with_a_version_that_cannot_be_read_is_refused(
    john: Person, maria: Person, present: datetime, body: str
) -> None:
    line(john, "One", present)
    data = portable.dump(john)
    data["recovery_versions"][0]["body"] = body

    with pytest.raises(portable.CannotLoad):
        portable.load(person=maria, data=data, now=present, loading=Loading(maria))
    assert not RecoveryLine.objects.filter(person=maria).exists()


def test_erasing_the_account_leaves_nothing_of_it(john: Person, rosa: Tie, present: datetime) -> None:
    recovery.set_helper(line=line(john, "A walk", present), tie=rosa, does="", now=present)
    proposed(john, present)

    erase_account(by=john, now=present)

    kept = [model for model in (RecoveryPlan, RecoveryLine, RecoveryVersion, Proposal) if model.objects.exists()]
    assert kept == []


@pytest.mark.parametrize("path", ["/way/", "/way/strategies/", "/way/review/", "/way/paper/", "/way/versions/"])
def test_asks_the_database_no_more_for_many(
    page: Browser, john: Person, add: Add, present: datetime, path: str
) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get(path).status_code == 200
        return len(queries)

    def more(number: int) -> None:
        row = line(john, f"Line {number}", present)
        recovery.set_helper(line=row, tie=add(f"Tie {number}"), does="x", now=present)

    more(0)
    ask()
    few = ask()
    for number in range(1, 5):
        more(number)

    assert ask() <= few
