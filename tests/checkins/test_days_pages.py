"""Day counters as a person meets them: several, written down in two taps, and a setback that takes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.checkins.chips import ask_giver, hand_over, make_chip
from holdfast.checkins.counter_queries import today_by
from holdfast.checkins.counters import CounterFacts, add_counter, note_days, shown_counters, write_amount
from holdfast.checkins.models import Amount, Chip, Counter, Setback, Wishes
from holdfast.checkins.setbacks import SetbackFacts, take_back_telling, write_setback
from holdfast.domain.days import Aim
from holdfast.notices.models import Notice
from holdfast.supporters.actions import pause_agreement
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed, with_place
from tests.asks.pages_of_links import address
from tests.browser import Browser
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOURS = timedelta(hours=2)
"""More than a clock is ever changed by."""
NOBODY = {"when": "today", "again": "then", "tells": "nobody"}


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    """This host can send mail."""
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def present() -> datetime:
    """Pages ask the clock."""
    return timezone.now()


@pytest.fixture
def drinks(john: Person, present: datetime) -> Counter:
    """79 days without."""
    return add_counter(by=john, facts=CounterFacts("No drinks"), started_at=present - 79 * DAY - HOURS, now=present)


@pytest.fixture
def walks(john: Person, present: datetime) -> Counter:
    """Twenty minutes a day."""
    facts = CounterFacts("A walk", Aim.MORE, "minutes", 20)
    return add_counter(by=john, facts=facts, started_at=present - 30 * DAY, now=present)


@pytest.fixture
def smokes(john: Person, present: datetime) -> Counter:
    """At most two a day."""
    facts = CounterFacts("Fewer", Aim.LESS, "cigarettes", 2)
    return add_counter(by=john, facts=facts, started_at=present - 30 * DAY, now=present)


@pytest.fixture
def rosa(john: Person, present: datetime) -> Agreement:
    return agreed(john, "Rosa", present)


def text_of(page: Browser, path: str) -> str:
    return str(page.get(path).content.decode())


def today(counter: Counter, back: int = 0) -> str:
    return (today_by(counter, timezone.now()) - back * DAY).isoformat()


# Counters


def test_begins_with_a_name(page: Browser, john: Person) -> None:
    page.press("/days/new/", {"name": "No drinks", "aim": "without", "on": "2026-01-01", "at": ""})

    assert Counter.objects.get(person=john).name == "No drinks"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "aim": "without", "on": "2026-01-01"}, "Give it a name"),
        ({"name": "x", "aim": "less", "on": "2026-01-01"}, "Enter a number, such as 2"),
        ({"name": "x", "aim": "less", "bound": "nan", "on": "2026-01-01"}, "Enter a number"),
        ({"name": "x", "aim": "without", "on": "2999-01-01"}, "Enter a day that has come"),
        ({"name": "x", "aim": "without", "on": "0001-01-01"}, "Enter a later day"),
        ({"name": "x", "aim": "without", "on": "tomorrow"}, "valid date"),
    ],
)
def test_says_what_is_missing_and_keeps_what_was_typed(page: Browser, typed: dict[str, str], said: str) -> None:
    response = page.post("/days/new/", typed)

    assert said in response.content.decode()
    assert not Counter.objects.exists()


def test_a_page_says_all_three_figures_together(page: Browser, drinks: Counter, present: datetime) -> None:
    at = present - 16 * DAY - HOURS / 2
    write_setback(counter=drinks, facts=SetbackFacts(at, at), now=present)

    found = text_of(page, f"/days/{drinks.pk}/")

    assert ("<strong>16 days</strong>" in found, "<strong>79 days</strong>" in found) == (True, True)
    assert "<strong>63 days</strong>" in found


def test_the_list_says_run_and_total(page: Browser, drinks: Counter) -> None:
    assert "79 days in all" in text_of(page, "/days/")


def test_another_name_and_off_the_first_page(page: Browser, drinks: Counter, john: Person, present: datetime) -> None:
    page.press(f"/days/{drinks.pk}/change/", {"name": "Without", "is_shown": ""})

    drinks.refresh_from_db()
    assert drinks.name == "Without"
    assert shown_counters(john, present) == []


def test_puts_away_and_brings_back(page: Browser, drinks: Counter) -> None:
    page.press(f"/days/{drinks.pk}/end/")
    assert "Put away" in text_of(page, "/days/")

    page.press(f"/days/{drinks.pk}/back/")

    drinks.refresh_from_db()
    assert drinks.ended_at is None


def test_moves_up_among_the_others(page: Browser, drinks: Counter, walks: Counter, smokes: Counter) -> None:
    page.press(f"/days/{smokes.pk}/move/", {"to": "up"})

    names = [one.name for one in Counter.objects.order_by("position")]
    assert names == ["No drinks", "Fewer", "A walk"]


def test_a_persons_own_clock_can_be_taken_on(page: Browser, drinks: Counter, john: Person) -> None:
    Counter.objects.update(time_zone="Asia/Tokyo")

    page.press(f"/days/{drinks.pk}/change/", {"name": "x", "is_shown": "on", "by_my_clock": "on"})

    drinks.refresh_from_db()
    assert drinks.time_zone == john.time_zone


def test_wishes_without_days_show_none_first(john: Person, drinks: Counter, present: datetime) -> None:
    Wishes.objects.create(person=john, hides_days=True)

    assert shown_counters(john, present) == []


def test_the_first_page_says_run_and_total(john: Person, drinks: Counter, walks: Counter, present: datetime) -> None:
    write_amount(counter=walks, on=(present - 2 * DAY).date(), amount=25, now=present)

    found = [(one.counter.name, one.current.days, one.total.days) for one in shown_counters(john, present)]

    assert found == [("No drinks", 79, 79), ("A walk", 1, 1)]


# Less and more


def test_one_tap_writes_today_down(page: Browser, walks: Counter) -> None:
    page.press(f"/days/{walks.pk}/amount/", {"on": today(walks), "amount": "20.0"})

    assert Amount.objects.get().counts
    assert "Written down: 20 minutes." in text_of(page, f"/days/{walks.pk}/")


def test_one_more_is_a_whole_value_so_that_a_tap_twice_is_once(page: Browser, smokes: Counter) -> None:
    page.press(f"/days/{smokes.pk}/amount/", {"on": today(smokes), "amount": "1"})

    assert 'value="2.0">One more' in text_of(page, f"/days/{smokes.pk}/")


def test_today_of_less_counts_once_it_is_over(smokes: Counter, john: Person, present: datetime) -> None:
    write_amount(counter=smokes, on=datetime.fromisoformat(today(smokes)).date(), amount=1, now=present)

    totals = [shown_counters(john, at)[0].total.days for at in (present, present + DAY)]

    assert totals == [0, 1]


def test_a_counted_day_stays_counted_whatever_is_written_later(smokes: Counter, present: datetime) -> None:
    on = datetime.fromisoformat(today(smokes, 3)).date()
    write_amount(counter=smokes, on=on, amount=1, now=present)
    write_amount(counter=smokes, on=on, amount=9, now=present)

    assert note_days(counter=smokes, now=present).total.days == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "", "back": 0}, "Enter a number. None is 0."),
        ({"amount": "-1", "back": 0}, "greater than or equal to 0"),
        ({"amount": "inf", "back": 0}, "Enter a number"),
        ({"amount": "1", "back": -3}, "Enter a day that has come."),
        ({"amount": "1", "back": 40}, "Enter a later day."),
    ],
)
def test_a_number_that_cannot_be_is_answered_kindly(
    page: Browser, smokes: Counter, typed: dict[str, object], said: str
) -> None:
    back = int(str(typed["back"]))

    response = page.post(f"/days/{smokes.pk}/amount/", {"amount": typed["amount"], "on": today(smokes, back)})

    assert said in response.content.decode()


def test_the_weeks_have_a_text_twin(page: Browser, walks: Counter, present: datetime) -> None:
    write_amount(counter=walks, on=datetime.fromisoformat(today(walks, 1)).date(), amount=25, now=present)

    found = text_of(page, f"/days/{walks.pk}/")

    assert "1 of 1 day you wrote down counts." in found
    assert "25 minutes" in found


# Setbacks


def test_nobody_is_preset(page: Browser, drinks: Counter, rosa: Agreement) -> None:
    found = text_of(page, f"/days/{drinks.pk}/again/")

    assert 'value="nobody" ' in found
    assert found.count("checked") == 3  # today, from then on, nobody


def test_says_exactly_what_stays(page: Browser, drinks: Counter) -> None:
    response = page.press(f"/days/{drinks.pk}/again/", {"when": "today", "again": "then"})

    found = response.content.decode()
    assert "Everything you counted stays: 79 days in all." in found
    assert "Your longest run stays: 79 days." in found
    assert "Your 3 chips stay." in found


def test_offers_one_step_and_the_others_small(page: Browser, drinks: Counter) -> None:
    found = page.press(f"/days/{drinks.pk}/again/", {"when": "unsure", "again": "tomorrow"}).content.decode()

    assert found.count('class="btn"') == 1
    assert all(words in found for words in ("Talk to somebody", "find a meeting", "rest, it is", "get support now"))


def test_tells_nobody_where_nobody_is_chosen(page: Browser, drinks: Counter, rosa: Agreement) -> None:
    before = Notice.objects.count()

    page.press(f"/days/{drinks.pk}/again/", NOBODY)

    assert Notice.objects.count() == before
    assert not Setback.objects.get().told.exists()


def test_tells_those_chosen_and_nobody_else(
    page: Browser, john: Person, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    agreed(john, "Ben", present)

    page.press(f"/days/{drinks.pk}/again/", {**NOBODY, "tells": "some", "told": [str(rosa.pk)], "words": "Call me?"})

    told = Notice.objects.filter(unique_key__startswith="told:")
    assert [one.person_id for one in told] == [rosa.supporter_id]
    assert Setback.objects.get().words == "Call me?"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"tells": "nobody", "told": True}, "You chose nobody, and also somebody."),
        ({"tells": "some"}, "Choose at least one person, or nobody."),
        ({"when": "other", "on": ""}, "Enter the day, or choose"),
        ({"when": "other", "on": "2999-01-01"}, "Enter a day that has come."),
        ({"when": "other", "on": "2000-01-01"}, "Enter a later day."),
        ({"when": "never"}, "Select a valid choice"),
    ],
)
def test_asks_again_rather_than_guess(
    page: Browser, drinks: Counter, rosa: Agreement, typed: dict[str, object], said: str
) -> None:
    chosen = {"told": [str(rosa.pk)]} if typed.pop("told", False) else {}

    response = page.post(f"/days/{drinks.pk}/again/", {**NOBODY, "note": "heron", **typed, **chosen})

    assert said in response.content.decode()
    assert "heron" in response.content.decode()
    assert not Setback.objects.exists()


def test_whoever_is_paused_or_not_of_the_circle_cannot_be_told(
    page: Browser, maria: Person, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    hers = agreed(maria, "Ana", present)
    pause_agreement(agreement=rosa, is_paused=True, now=present)

    for agreement in (rosa, hers):
        page.post(f"/days/{drinks.pk}/again/", {**NOBODY, "tells": "some", "told": [str(agreement.pk)]})

    assert not Notice.objects.filter(unique_key__startswith="told:").exists()


def test_the_one_who_was_told_reads_words_and_what_helps(
    stranger: Browser, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    facts = SetbackFacts(present, present, "private heron", (rosa,), "Call me?")
    setback = write_setback(counter=drinks, facts=facts, now=present)

    found = text_of(stranger, address(rosa, present, "told", setback.pk))

    assert "Call me?" in found
    assert "What is better left unsaid" in found
    assert "heron" not in found
    assert "No drinks" not in found


def test_taken_back_it_opens_nothing(
    page: Browser, stranger: Browser, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    setback = write_setback(counter=drinks, facts=SetbackFacts(present, present, told=(rosa,)), now=present)
    link = address(rosa, present, "told", setback.pk)

    page.press(f"/days/again/{setback.pk}/told/{rosa.pk}/")

    assert stranger.get(link).status_code == 404
    assert stranger.get(f"{address(rosa, present)}told/{setback.pk}/").status_code == 404


def test_told_later_and_never_twice(page: Browser, drinks: Counter, rosa: Agreement, present: datetime) -> None:
    setback = write_setback(counter=drinks, facts=SetbackFacts(present, present), now=present)
    for _ in range(2):
        page.press(f"/days/again/{setback.pk}/", {"tells": "some", "told": [str(rosa.pk)], "words": ""})

    assert Notice.objects.filter(unique_key__startswith="told:").count() == 1


def test_words_for_one_told_later_are_never_read_by_another(
    page: Browser, stranger: Browser, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    ben = agreed(rosa.person, "Ben", present)
    setback = write_setback(counter=drinks, facts=SetbackFacts(present, present, "", (rosa,), "I am safe"), now=present)

    sent = {"tells": "some", "told": [str(ben.pk)], "words": "only for a sponsor"}
    page.press(f"/days/again/{setback.pk}/", sent)

    said = text_of(stranger, address(rosa, present, "told", setback.pk))
    assert "I am safe" in said
    assert "sponsor" not in said


def test_a_mistake_is_undone_and_the_run_goes_on(
    page: Browser, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    setback = write_setback(counter=drinks, facts=SetbackFacts(present, present, told=(rosa,)), now=present)

    page.press(f"/days/again/{setback.pk}/undo/")

    assert note_days(counter=drinks, now=present).current.days == 79
    assert not Setback.objects.exists()


def test_a_double_tap_is_one_setback(drinks: Counter, present: datetime) -> None:
    for later in (0, 2):
        at = present + timedelta(seconds=later)
        write_setback(counter=drinks, facts=SetbackFacts(at, at), now=at)

    assert Setback.objects.count() == 1


def test_going_back_to_add_who_should_know_is_one_setback_and_a_letter(
    drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    at = present + timedelta(seconds=5)
    write_setback(counter=drinks, facts=SetbackFacts(present, present), now=present)

    for _ in range(2):
        write_setback(counter=drinks, facts=SetbackFacts(at, at, note="x", told=(rosa,), words="y"), now=at)

    found = Setback.objects.get()
    assert (found.note, found.words, [*found.told.all()]) == ("x", "y", [rosa])
    assert Notice.objects.filter(unique_key__startswith="told:").count() == 1


def test_nothing_on_its_pages_is_coral(page: Browser, drinks: Counter, present: datetime) -> None:
    write_setback(counter=drinks, facts=SetbackFacts(present, present), now=present)

    assert page.get(f"/days/{drinks.pk}/").content.decode().count('class="support"') == 1
    assert "coral" not in Path("holdfast/checkins/static/checkins/days.css").read_text()


def test_a_fresh_start_shows_this_run_only_and_deletes_nothing(
    page: Browser, john: Person, drinks: Counter, present: datetime
) -> None:
    at = present - 16 * DAY - HOURS / 2
    write_setback(counter=drinks, facts=SetbackFacts(at, at), now=present)
    Wishes.objects.create(person=john, is_fresh=True)

    found = text_of(page, f"/days/{drinks.pk}/")

    assert "63 days" not in found
    assert "A fresh start" in found
    assert Setback.objects.count() == 1


# Chips


def test_chips_are_there_as_soon_as_they_are_earned(page: Browser, drinks: Counter) -> None:
    found = text_of(page, "/days/chips/")

    assert all(words in found for words in ("24 hours", "30 days", "60 days"))
    assert "90 days" not in found


def test_a_chip_stays_when_its_counter_is_gone(page: Browser, drinks: Counter) -> None:
    drinks.delete()

    assert "60 days" in text_of(page, "/days/chips/")


def test_one_of_ones_own_making(page: Browser, john: Person) -> None:
    page.press("/days/chips/new/", {"text": "An evening with my sister", "on": "2026-01-01"})

    assert "An evening with my sister" in text_of(page, "/days/chips/")


def test_a_supporter_hands_it_over_with_a_line(
    page: Browser, stranger: Browser, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    chip = Chip.objects.get(days=60)
    page.press(f"/days/chips/{chip.pk}/", {"giver": str(rosa.pk)})
    here = address(rosa, present)
    assert "Chips to hand over" in text_of(stranger, here)

    stranger.press(f"{here}chips/{chip.pk}/", {"do": "hand", "line": "So glad."})

    assert "So glad." in text_of(page, "/days/chips/")
    assert "Chips to hand over" not in text_of(stranger, here)


def test_the_person_is_told_that_it_was_handed_over(
    john: Person, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    with_place(john, "john", present)
    chip = Chip.objects.get(days=60)
    ask_giver(chip=chip, agreement=rosa, now=present)
    chip.refresh_from_db()

    hand_over(chip=chip, line="So glad.", now=present)
    hand_over(chip=chip, line="Again", now=present)

    assert Notice.objects.filter(person_id=john.pk, unique_key__startswith="handed:").count() == 1
    assert Chip.objects.get(days=60).line == "So glad."


def test_a_no_blames_nobody(
    page: Browser, stranger: Browser, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    chip = Chip.objects.get(days=60)
    ask_giver(chip=chip, agreement=rosa, now=present)

    stranger.press(address(rosa, present, "chip", chip.pk), {"do": "decline"})

    found = text_of(page, "/days/chips/")
    assert "It was not possible this time." in found
    assert "Rosa" not in found


def test_an_empty_line_is_asked_for(stranger: Browser, drinks: Counter, rosa: Agreement, present: datetime) -> None:
    chip = Chip.objects.get(days=60)
    ask_giver(chip=chip, agreement=rosa, now=present)

    response = stranger.post(address(rosa, present, "chip", chip.pk), {"do": "hand", "line": ""})

    assert "Write one line." in response.content.decode()


def test_the_supporter_page_lists_what_they_were_told(
    stranger: Browser, drinks: Counter, rosa: Agreement, present: datetime
) -> None:
    setback = write_setback(counter=drinks, facts=SetbackFacts(present, present, told=(rosa,)), now=present)
    here = address(rosa, present)
    assert "Somebody wanted you to know" in text_of(stranger, here)

    take_back_telling(setback=setback, agreement=rosa, now=present)

    assert "Somebody wanted you to know" not in text_of(stranger, here)


# However much there is


def _many(person: Person, present: datetime, *, years: int) -> list[Counter]:
    counters = []
    for aim, bound in ((Aim.WITHOUT, None), (Aim.LESS, 2.0), (Aim.MORE, 20.0)):
        began = present - timedelta(days=365 * years + 7)
        made = add_counter(by=person, facts=CounterFacts(aim, aim, "x", bound), started_at=began, now=began)
        counters.append(made)
    rows = [
        Amount(
            person=person,
            counter=counter,
            on=(present - n * DAY).date(),
            amount=n % 5,
            counts=n % 5 < 3,
            created_at=NOW,
        )
        for counter in counters[1:]
        for n in range(365 * years + 7)
    ]
    Amount.objects.bulk_create(rows, batch_size=500)
    for n in range(12 * years):
        at = present - 30 * n * DAY - timedelta(hours=1)
        Setback.objects.create(person=person, counter=counters[0], at=at, again_at=at, created_at=at)
    make_chip(by=person, text="x", earned_on=present.date(), now=present)
    return counters


def _asked(look: Callable[[], object]) -> int:
    look()
    with CaptureQueriesContext(connection) as queries:
        look()
    return len(queries)


@pytest.mark.parametrize("which", [0, 1, 2, None])
def test_ten_years_ask_the_database_no_more_than_a_week(
    page: Browser, john: Person, maria: Person, which: int | None, present: datetime
) -> None:
    other = Browser()
    other.force_login(maria)
    few, many = _many(john, present, years=0), _many(maria, present, years=10)
    paths = [("/days/" if which is None else f"/days/{them[which].pk}/") for them in (few, many)]

    counts = [_asked(lambda: who.get(path)) for who, path in zip((page, other), paths, strict=True)]  # noqa: B023

    assert counts[0] == counts[1]
