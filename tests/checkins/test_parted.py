"""From the moment somebody is no longer chosen they see nothing: not by an old letter, not by an address they know, not
on their page, not by sending an old form; and no letter that still waits goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import cut_off, tell_update
from holdfast.asks.parting import leave_one
from holdfast.checkins import chips, commitments, setbacks, workbooks
from holdfast.checkins.commitments import CommitmentFacts
from holdfast.checkins.counters import CounterFacts, add_counter
from holdfast.checkins.models import Chip, Commitment, Workbook
from holdfast.checkins.setbacks import SetbackFacts
from holdfast.domain.asks.hours import ALWAYS
from holdfast.notices.gates import passes_at
from holdfast.notices.models import Notice
from holdfast.supporters.actions import (
    Hopes,
    Limits,
    Newcomer,
    Offered,
    accept_invitation,
    invite,
    pause_agreement,
)
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed
from tests.asks.pages_of_links import address
from tests.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def rosa(john: Person, maria: Person, present: datetime) -> Agreement:
    """Rosa helps John, and Maria, too: her page stays when John parts."""
    rosa = agreed(john, "Rosa", present)
    agreed(maria, "Rosa", present, who=rosa.supporter)
    return rosa


@pytest.fixture
def known(john: Person, rosa: Agreement, present: datetime) -> dict[str, str]:
    """Everything Rosa may know of John: a letter, and the address on her page, of each."""
    begun = present - timedelta(days=3)
    counter = add_counter(by=john, facts=CounterFacts("kelp counter"), started_at=begun, now=present)
    facts = SetbackFacts(present, present, told=(rosa,), words="kelp words")
    setback = setbacks.write_setback(counter=counter, facts=facts, now=present)
    chip = Chip.objects.get(counter=counter)
    chips.ask_giver(chip=chip, agreement=rosa, now=present)
    said = commitments.add_commitment(by=john, facts=CommitmentFacts("kelp promise", days=(1,)), now=present)
    commitments.ask_witness(commitment=said, agreement=rosa, shows_words=True, now=present)
    commitments.accept_witness(commitment=said, now=present)
    book = workbooks.begin_workbook(by=john, name="kelp book", titles=[""], now=present)
    workbooks.share_workbook(workbook=book, agreement=rosa)
    here = address(rosa, present)
    letters = {
        f"letter {word}": address(rosa, present, word, thing.pk)
        for word, thing in (("told", setback), ("chip", chip), ("witness", said))
    }
    own = {"told": f"told/{setback.pk}/", "chip": f"chips/{chip.pk}/", "witness": f"witness/{said.pk}/"}
    return {**letters, **{name: here + rest for name, rest in own.items()}, "page": here}


def closed(agreement: Agreement, now: datetime) -> None:
    Person.objects.filter(pk=agreement.person_id).update(is_active=False)


def parted(agreement: Agreement, now: datetime) -> None:
    leave_one(agreement=agreement, now=now)


def cut(agreement: Agreement, now: datetime) -> None:
    cut_off(by=agreement.person, tie=agreement.tie, now=now)


def paused(agreement: Agreement, now: datetime) -> None:
    pause_agreement(agreement=agreement, is_paused=True, now=now)


def handed_on(agreement: Agreement, now: datetime) -> None:
    """Another person comes by a new invitation and takes over."""
    newcomer = Newcomer("Another Rosa", Limits(hours=ALWAYS))
    invitation = invite(by=agreement.person, tie=agreement.tie, hopes=Hopes("x"), now=now)
    accept_invitation(invitation=invitation, who=newcomer, offered=Offered({}), now=now)


WAYS = [closed, parted, cut, paused, handed_on]


def test_sees_it_before(stranger: Browser, known: dict[str, str]) -> None:
    found = {name: stranger.get(where).status_code for name, where in known.items()}

    assert set(found.values()) == {200}
    html = stranger.get(known["page"]).content.decode()
    assert "kelp" in html


@pytest.mark.parametrize("how", WAYS)
def test_nothing_opens_after(
    stranger: Browser, known: dict[str, str], rosa: Agreement, present: datetime, how: Callable[..., None]
) -> None:
    how(rosa, present)

    found = {name: stranger.get(where).status_code for name, where in known.items() if name != "page"}

    assert found == dict.fromkeys(found, 404)


@pytest.mark.parametrize("how", [parted, cut, handed_on])
def test_the_page_names_nothing_after(
    stranger: Browser, known: dict[str, str], rosa: Agreement, present: datetime, how: Callable[..., None]
) -> None:
    how(rosa, present)

    assert "kelp" not in stranger.get(known["page"]).content.decode()


def test_who_takes_over_knows_nothing_of_before(
    stranger: Browser, john: Person, known: dict[str, str], rosa: Agreement, present: datetime
) -> None:
    tell_update(by=john, text="kelp update", circle=[rosa], now=present - timedelta(minutes=1))
    later = timezone.now() + timedelta(seconds=1)

    handed_on(rosa, later)

    here = address(Agreement.objects.get(pk=rosa.pk), later)
    own = [where.rsplit("/u/", 1)[1].split("/", 1)[1] for where in known.values() if "/u/" in where]
    pages = [stranger.get(here + rest) for rest in own if rest.startswith(("told/", "chips/", "witness/"))]
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert "kelp" not in stranger.get(here).content.decode()


@pytest.mark.parametrize("how", WAYS)
def test_an_old_form_does_nothing_after(
    stranger: Browser, known: dict[str, str], rosa: Agreement, present: datetime, how: Callable[..., None]
) -> None:
    how(rosa, present)

    for where in known.values():
        stranger.post(where, {"do": "yes", "line": "I am near", "forget": "x"})
        stranger.post(where, {"do": "no"})
        stranger.post(where, {"do": "decline"})

    chip, said = Chip.objects.get(), Commitment.objects.get()
    assert (chip.handed_at, chip.line, said.declined_at) == (None, "", None)


class TestAMomentLate:
    """Two pages open at once: what was decided last, by the one whose it is, holds."""

    def said(self, john: Person, rosa: Agreement, now: datetime) -> Commitment:
        made = commitments.add_commitment(by=john, facts=CommitmentFacts("kelp promise", days=(1,)), now=now)
        commitments.ask_witness(commitment=made, agreement=rosa, shows_words=True, now=now)
        return made

    def test_a_yes_after_the_person_stopped_it_counts_for_nothing(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        said = self.said(john, rosa, present)
        seen = Commitment.objects.get(pk=said.pk)
        commitments.stop_witness(commitment=said, now=present)

        commitments.accept_witness(commitment=seen, now=present)

        said.refresh_from_db()
        assert (said.witness, said.accepted_at, said.shows_words) == (None, None, False)

    def test_other_words_bring_no_witness_back(self, john: Person, rosa: Agreement, present: datetime) -> None:
        said = self.said(john, rosa, present)
        open_page = Commitment.objects.get(pk=said.pk)
        commitments.stop_witness(commitment=said, now=present)

        commitments.change_commitment(commitment=open_page, facts=CommitmentFacts("other", days=(1,)))

        said.refresh_from_db()
        assert (said.witness, said.text) == (None, "other")

    def test_a_no_to_the_old_question_is_none_to_another(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        said, ben = self.said(john, rosa, present), agreed(john, "Ben", present)
        seen = Commitment.objects.get(pk=said.pk)
        commitments.ask_witness(commitment=said, agreement=ben, shows_words=False, now=present)

        commitments.decline_witness(commitment=seen, now=present)

        said.refresh_from_db()
        assert (said.witness, said.declined_at) == (ben, None)

    def test_asked_twice_before_an_answer_writes_one_letter(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        said = self.said(john, rosa, present)

        commitments.ask_witness(commitment=said, agreement=rosa, shows_words=True, now=present + timedelta(minutes=1))

        assert Notice.objects.filter(person_id=rosa.supporter_id, thing=said.pk).count() == 1

    def test_asking_and_stopping_all_day_writes_three_letters(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        said = commitments.add_commitment(by=john, facts=CommitmentFacts("x", days=(1,)), now=present)
        for minute in range(6):
            later = present + timedelta(minutes=minute)
            commitments.ask_witness(commitment=said, agreement=rosa, shows_words=False, now=later)
            Notice.objects.filter(thing=said.pk).update(sent_at=later)
            commitments.stop_witness(commitment=said, now=later)

        assert Notice.objects.filter(thing=said.pk).count() == 3

    def test_telling_and_taking_back_all_day_writes_three_letters(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        begun = present - timedelta(days=3)
        counter = add_counter(by=john, facts=CounterFacts("x"), started_at=begun, now=present)
        setback = setbacks.write_setback(counter=counter, facts=SetbackFacts(present, present), now=present)
        for minute in range(6):
            later = present + timedelta(minutes=minute)
            setbacks.tell_setback(setback=setback, to=[rosa], words="", now=later)
            Notice.objects.filter(thing=setback.pk).update(sent_at=later)
            setbacks.take_back_telling(setback=setback, agreement=rosa, now=later)

        assert Notice.objects.filter(thing=setback.pk).count() == 3

    def test_another_name_shares_no_workbook_again(self, john: Person, rosa: Agreement, present: datetime) -> None:
        book = workbooks.begin_workbook(by=john, name="kelp book", titles=[""], now=present)
        workbooks.share_workbook(workbook=book, agreement=rosa)
        open_page = Workbook.objects.get(pk=book.pk)
        workbooks.share_workbook(workbook=book, agreement=None)

        workbooks.name_workbook(workbook=open_page, name="other")

        book.refresh_from_db()
        assert (book.shared_with, book.name) == (None, "other")

    def test_a_chip_is_handed_over_by_the_one_who_is_asked_now(
        self, john: Person, rosa: Agreement, present: datetime
    ) -> None:
        ben = agreed(john, "Ben", present)
        chip = chips.make_chip(by=john, text="kelp", earned_on=present.date(), now=present)
        chips.ask_giver(chip=chip, agreement=rosa, now=present)
        seen = Chip.objects.get(pk=chip.pk)
        chips.ask_giver(chip=chip, agreement=ben, now=present)

        chips.hand_over(chip=seen, line="mine", now=present)
        chips.decline_chip(chip=seen)

        chip.refresh_from_db()
        assert (chip.giver, chip.line, chip.handed_at) == (ben, "", None)


@pytest.mark.parametrize("how", WAYS)
def test_a_letter_that_waits_does_not_go_out(
    known: dict[str, str], rosa: Agreement, present: datetime, how: Callable[..., None]
) -> None:
    how(rosa, present)

    waiting = Notice.objects.filter(person_id=rosa.supporter_id, thing__isnull=False, sent_at=None)
    going = [one.unique_key.split(":")[0] for one in waiting if passes_at(one, timezone.now()) is not None]

    assert [word for word in going if word in {"told", "chip", "witness"}] == []
