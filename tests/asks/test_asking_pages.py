"""The person's pages of asking: nothing leaves before they looked at it, and each page says only what is so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from holdfast.accounts.models import Person
from holdfast.asks.actions import (
    THINK_AGAIN,
    AskFacts,
    OfferFacts,
    SlotFacts,
    answer,
    move_ask,
    offer_help,
    open_ask,
)
from holdfast.asks.models import Answer, Ask, AskingWishes, Outcome, Promise
from holdfast.asks.pages import ask_page, state_of
from holdfast.asks.steering import ask_sooner
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.network.models import Touch
from holdfast.notices.models import Notice
from holdfast.supporters.actions import Limits, pause_agreement, take_respite
from holdfast.supporters.models import Agreement
from tests.asks.circle import agreed, tie_named
from tests.asks.told import letters_left
from tests.browser import Browser

pytestmark = pytest.mark.django_db
WORDS = "I need to be at an appointment. Could you drive me there? If not, no worries."


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def now() -> datetime:
    """Pages read the clock, so what they show is made now."""
    return timezone.now()


@pytest.fixture
def ben(john: Person, now: datetime) -> Agreement:
    return agreed(john, "Ben", now - timedelta(days=30))


@pytest.fixture
def ask(john: Person, ben: Agreement, now: datetime) -> Ask:
    """A ride in three days, of which Ben was asked half an hour ago."""
    begins = now - timedelta(minutes=30)
    slot = SlotFacts("", now + timedelta(days=3), now + timedelta(days=3, hours=2))
    facts = AskFacts(Kind.RIDE, WORDS, "Lake Street", answer_by=now + timedelta(days=1), slots=(slot,))
    return heard(open_ask(by=john, facts=facts, now=begins), ben, begins + THINK_AGAIN)


def heard(ask: Ask, agreement: Agreement, at: datetime) -> Ask:
    """Moved, and heard of by them: at night the plan itself would wait for the morning."""
    moved = move_ask(ask=ask, now=at)
    return moved if moved.replies.exists() else ask_sooner(ask=moved, agreement=agreement, now=at)


def typed(now: datetime, **changed: object) -> dict[str, object]:
    """A ride the day after tomorrow."""
    day = timezone.localdate(now) + timedelta(days=2)
    said = {"text": WORDS, "when": "once", "on": day.isoformat(), "begins": "15:00", "ends": "17:00"}
    return {**said, "place": "Lake Street", "dial": "0", "turns": "3", "step": "look", **changed}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# The list


def test_explains_first_that_people_must_agree(page: Browser) -> None:
    assert "Nobody is ever asked who did not agree first" in text(page.get("/asks/"))


def test_lists_what_is_on_its_way(page: Browser, ask: Ask) -> None:
    assert "No yes yet. Waiting for Ben." in text(page.get("/asks/"))


def test_shows_what_is_offered(page: Browser, john: Person, ben: Agreement, now: datetime) -> None:
    offer = offer_help(agreement=ben, facts=OfferFacts(Kind.RIDE, "I can drive on Tuesdays."), now=now)

    assert f"/asks/new/ride/?offer={offer.pk}" in text(page.get("/asks/"))


def test_asks_only_the_one_who_offered(page: Browser, ben: Agreement, now: datetime) -> None:
    offer = offer_help(agreement=ben, facts=OfferFacts(Kind.RIDE), now=now)

    form = page.get(f"/asks/new/ride/?offer={offer.pk}").context["form"]

    assert form["only"].value() == [str(ben.pk)]


def test_asks_only_the_one_whose_page_it_was(page: Browser, ben: Agreement) -> None:
    form = page.get(f"/asks/new/ride/?tie={ben.tie_id}").context["form"]

    assert form["only"].value() == [str(ben.pk)]


def test_says_that_somebody_has_not_agreed_yet(page: Browser, john: Person, now: datetime) -> None:
    joan = tie_named(john, "Joan", now)

    assert "Joan has not agreed to be asked here." in text(page.get(f"/asks/new/?tie={joan.pk}"))


@pytest.mark.parametrize("count", [2, 6])
def test_lists_many_in_the_same_number_of_reads(
    page: Browser, ask: Ask, now: datetime, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        open_ask(by=ask.person, facts=AskFacts(Kind.TALK, "x"), now=now)
    page.get("/asks/")

    with django_assert_max_num_queries(24):
        page.get("/asks/")


# Writing


def test_hides_money_until_it_is_wanted(page: Browser) -> None:
    assert "/asks/new/money/" not in text(page.get("/asks/new/"))


def test_offers_money_once_it_is_wanted(page: Browser) -> None:
    page.press("/asks/wishes/", {"dial": "1", "with_money": "on"})

    assert "/asks/new/money/" in text(page.get("/asks/new/"))


def test_begins_with_the_dial_the_person_chose(page: Browser) -> None:
    page.press("/asks/wishes/", {"dial": "-2"})

    assert page.get("/asks/new/ride/").context["form"]["dial"].value() == -2


@pytest.mark.parametrize("kind", ["talk", "stay", "ride", "meal", "errand", "childcare", "company", "medication"])
def test_has_words_to_begin_with_for_every_kind(page: Browser, kind: str) -> None:
    form = page.get(f"/asks/new/{kind}/?words=1").context["form"]

    assert "Could" in form["text"].value() or "need" in form["text"].value()


def test_keeps_what_was_typed_when_words_are_chosen(page: Browser, now: datetime) -> None:
    form = page.post("/asks/new/ride/", typed(now, text="", step="words-2")).context["form"]

    assert form["text"].value().startswith("Could you drive me there and back?")
    assert form["place"].value() == "Lake Street"


def test_adds_days_without_losing_any(page: Browser, now: datetime) -> None:
    said = typed(now, when="several", step="more", **{"turn-0-label": "First visit"})

    form = page.post("/asks/new/ride/", said).context["form"]

    assert [row["label"].value() for row in form.rows][:1] == ["First visit"]
    assert len(form.rows) == 5


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": ""}, "Write what you ask."),
        ({"on": ""}, "Enter the day."),
        ({"on": "2001-01-01"}, "Enter today or a day to come."),
        ({"when": "repeat", "until": ""}, "Enter the last day."),
        ({"when": "repeat", "until": "2001-01-01"}, "Enter a day after the first one."),
        ({"when": "several"}, "Enter at least one day."),
        ({"when": "several", "turn-0-begins": "10:00"}, "One of the days needs a second look."),
        ({"when": "several", "turn-0-on": "2001-01-01"}, "One of the days is over."),
        ({"answer_at": "10:00"}, "Enter the day too."),
        ({"answer_on": "2001-01-01"}, "That moment is over."),
        ({"people": "0"}, "greater than or equal to 1"),
        ({"begins": "25:00"}, "Enter a valid time."),
        ({"left_out": "nobody"}, "Select a valid choice."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_says_what_to_mend_and_keeps_the_rest(
    page: Browser, now: datetime, changed: dict[str, object], words: str
) -> None:
    shown = text(page.post("/asks/new/ride/", typed(now, **changed)))

    assert words in shown
    assert "Lake Street" in shown


def test_an_unknown_kind_leads_to_the_choice(page: Browser) -> None:
    assert page.get("/asks/new/miracle/").headers["Location"] == "/asks/new/"


# Looking at it


def test_shows_who_would_be_asked_before_anything_is_sent(page: Browser, ben: Agreement, now: datetime) -> None:
    shown = text(page.post("/asks/new/ride/", typed(now)))

    assert "<b>Ben</b>" in shown
    assert "Glad to be asked for this, not asked before." in shown
    assert not Ask.objects.exists()


def test_says_the_chance_beforehand(page: Browser, ben: Agreement, now: datetime) -> None:
    assert "The chance that someone says yes by" in text(page.post("/asks/new/ride/", typed(now)))


def test_says_plainly_when_nobody_can_be_asked(page: Browser, now: datetime) -> None:
    assert "nobody can be asked for this" in text(page.post("/asks/new/ride/", typed(now)))


def test_says_the_shortfall_and_what_would_help(page: Browser, ben: Agreement, now: datetime) -> None:
    assert "It may be that nobody can. This would help:" in text(page.post("/asks/new/ride/", typed(now)))


def limited(john: Person, name: str, now: datetime) -> Agreement:
    return {
        "rides": lambda: agreed(john, name, now, kinds={Kind.TALK: Stated.GLADLY}),
        "hours": lambda: agreed(john, name, now, limits=Limits(hours=(), most_asked=None)),
        "full": lambda: agreed(john, name, now, limits=Limits(hours=((0, 10080),), most_asked=0)),
    }[name]()


@pytest.mark.parametrize(
    ("name", "words"),
    [("rides", "does not do rides"), ("hours", "quiet for now"), ("full", "kept free this week")],
)
def test_says_coarsely_why_somebody_is_not_asked(
    page: Browser, john: Person, now: datetime, name: str, words: str
) -> None:
    limited(john, name, now)

    assert f"<b>{name}</b>: {words}" in text(page.post("/asks/new/ride/", typed(now)))


def test_tells_a_rest_in_the_same_words_as_a_full_week(
    page: Browser, john: Person, ben: Agreement, now: datetime
) -> None:
    take_respite(supporter=ben.supporter, until=now + timedelta(days=30), now=now)

    assert "<b>Ben</b>: kept free this week" in text(page.post("/asks/new/ride/", typed(now)))


def test_says_who_is_left_out(page: Browser, ben: Agreement, now: datetime) -> None:
    shown = text(page.post("/asks/new/ride/", typed(now, left_out=[str(ben.pk)])))

    assert "<b>Ben</b>: you leave them out" in shown


def test_asks_nothing_of_somebody_paused(page: Browser, ben: Agreement, now: datetime) -> None:
    pause_agreement(agreement=ben, is_paused=True, now=now)

    assert "<b>Ben</b>: you ask nothing of them for now" in text(page.post("/asks/new/ride/", typed(now)))


def test_carries_everything_to_the_next_page(page: Browser, ben: Agreement, now: datetime) -> None:
    shown = text(page.post("/asks/new/ride/", typed(now, preferences="Please call")))

    assert '<input type="hidden" name="preferences" value="Please call">' in shown


def test_goes_back_with_everything(page: Browser, ben: Agreement, now: datetime) -> None:
    form = page.post("/asks/new/ride/", typed(now, step="back", left_out=[str(ben.pk)])).context["form"]

    assert form["left_out"].value() == [str(ben.pk)]
    assert form["text"].value() == WORDS


def test_draws_the_chance_with_the_same_in_words(page: Browser, ben: Agreement, now: datetime) -> None:
    shown = text(page.post("/asks/new/ride/", typed(now)))

    assert 'role="img"' in shown
    assert "The same in words" in shown


def test_finds_words_for_people_who_made_no_agreement(page: Browser, john: Person, now: datetime) -> None:
    tie = tie_named(john, "Joan", now)
    tie.channels.create(person=john, via="phone", value="+1 212 555 0113", created_at=now)

    shown = text(page.post("/asks/new/ride/", typed(now)))

    assert 'href="sms:+12125550113?body=I%20need' in shown


# Sending


def test_is_sent_with_all_that_was_said(page: Browser, ben: Agreement, now: datetime) -> None:
    page.press("/asks/new/ride/", typed(now, step="send", preferences="Please call", left_out=[str(ben.pk)]))

    ask = Ask.objects.get()
    assert (ask.text, ask.place, ask.preferences) == (WORDS, "Lake Street", "Please call")
    assert list(ask.left_out.all()) == [ben]


def test_a_second_tap_is_the_same_ask(page: Browser, ben: Agreement, now: datetime) -> None:
    page.press("/asks/new/ride/", typed(now, step="send"))
    page.press("/asks/new/ride/", typed(now, step="send"))

    assert Ask.objects.count() == 1


def test_asks_week_after_week(page: Browser, ben: Agreement, now: datetime) -> None:
    until = (timezone.localdate(now) + timedelta(days=16)).isoformat()
    page.press("/asks/new/ride/", typed(now, when="repeat", every="week", until=until, step="send"))

    starts = [slot.starts_at for slot in Ask.objects.get().slots.order_by("position")]
    assert len(starts) == 3


def test_gives_each_dish_a_place_of_its_own(page: Browser, ben: Agreement, now: datetime) -> None:
    page.press("/asks/new/meal/", typed(now, parts="Salad\n\nBread", people="2", step="send"))

    slots = Ask.objects.get().slots.order_by("position")
    assert [(slot.label, slot.places) for slot in slots] == [("Salad", 2), ("Bread", 2)]


def test_takes_a_day_without_an_hour_as_any_time_of_it(page: Browser, ben: Agreement, now: datetime) -> None:
    page.press("/asks/new/errand/", typed(now, begins="", ends="", step="send"))

    slot = Ask.objects.get().slots.get()
    assert slot.ends_at - slot.starts_at == timedelta(hours=11)


def test_asks_nobody_at_once(page: Browser, ben: Agreement, now: datetime) -> None:
    shown = page.press("/asks/new/ride/", typed(now, step="send"))

    assert "Saved. Nobody is asked yet." in text(shown)
    assert ">Cancel<" in text(shown)


def test_cancelled_in_time_is_as_if_never_asked(page: Browser, ben: Agreement, now: datetime) -> None:
    page.press("/asks/new/ride/", typed(now, step="send"))
    form = page.post(f"/asks/{Ask.objects.get().pk}/back/").context["form"]

    assert not Ask.objects.exists()
    assert form["text"].value() == WORDS


# On its way


def test_shows_the_timeline(page: Browser, ask: Ask) -> None:
    shown = text(page.get(f"/asks/{ask.pk}/"))

    assert "You asked." in shown
    assert "saved, not sent yet" in shown


def test_does_not_say_more_than_handed_over(page: Browser, ask: Ask, now: datetime) -> None:
    Notice.objects.filter(thing__in=ask.replies.values("pk")).update(sent_at=now)

    assert "handed to mail or phone, not opened yet" in text(page.get(f"/asks/{ask.pk}/"))


def test_shows_a_providers_failure_at_once(page: Browser, ask: Ask, now: datetime) -> None:
    Notice.objects.filter(thing__in=ask.replies.values("pk")).update(failed_at=now)

    assert "We could not reach Ben so far." in text(page.get(f"/asks/{ask.pk}/"))


def test_says_that_somebody_said_yes(page: Browser, ask: Ask, now: datetime) -> None:
    answer(reply=ask.replies.get(), said=Answer.YES, now=now)

    assert "Ben said yes." in text(page.get(f"/asks/{ask.pk}/"))


def test_gives_only_the_moving_part_to_scripts(page: Browser, ask: Ask) -> None:
    shown = text(page.get(f"/asks/{ask.pk}/", headers={"HX-Request": "true"}))

    assert shown.startswith('<div id="state"')


def test_stops_asking_for_news_when_it_is_over(page: Browser, ask: Ask, now: datetime) -> None:
    answer(reply=ask.replies.get(), said=Answer.YES, now=now)

    assert "hx-trigger" not in text(page.get(f"/asks/{ask.pk}/"))


def test_accepts_another_time(page: Browser, ask: Ask, now: datetime) -> None:
    reply = ask.replies.get()
    answer(reply=reply, said=Answer.AT, can_at=now + timedelta(days=3, hours=1), now=now)
    assert "can, but at another time" in text(page.get(f"/asks/{ask.pk}/"))

    page.press(f"/asks/times/{reply.pk}/")

    assert ask.slots.get().starts_at == now + timedelta(days=3, hours=1)


def test_declines_another_time(page: Browser, ask: Ask, now: datetime) -> None:
    reply = ask.replies.get()
    answer(reply=reply, said=Answer.AT, can_at=now + timedelta(days=3, hours=1), now=now)

    page.press(f"/asks/times/{reply.pk}/", {"no": "1"})

    assert not Promise.objects.exists()


def test_says_when_another_time_is_no_longer_free(page: Browser, ask: Ask) -> None:
    shown = page.press(f"/asks/times/{ask.replies.get().pk}/")

    assert "That is no longer possible" in text(shown)


def test_asks_somebody_sooner(page: Browser, john: Person, ask: Ask, now: datetime) -> None:
    rosa = agreed(john, "Rosa", now)

    page.press(f"/asks/{ask.pk}/sooner/", {"who": str(rosa.pk)})

    assert ask.replies.filter(agreement=rosa).exists()


def test_asks_nobody_sooner_than_their_hours(page: Browser, john: Person, ask: Ask, now: datetime) -> None:
    rosa = agreed(john, "Rosa", now, limits=Limits(hours=(), most_asked=None))

    shown = page.press(f"/asks/{ask.pk}/sooner/", {"who": str(rosa.pk)})

    assert "Rosa cannot be asked now: quiet at this hour." in text(shown)
    assert not ask.replies.filter(agreement=rosa).exists()


def test_makes_the_circle_wider(page: Browser, john: Person, ben: Agreement, now: datetime) -> None:
    rosa = agreed(john, "Rosa", now)
    ask = open_ask(by=john, facts=AskFacts(Kind.RIDE, WORDS, only=(ben,), left_out=(rosa,)), now=now)

    page.press(f"/asks/{ask.pk}/wider/", {"back_in": [str(rosa.pk)]})

    assert not ask.only.exists()
    assert not ask.left_out.exists()


def test_turns_the_dial(page: Browser, ask: Ask) -> None:
    page.press(f"/asks/{ask.pk}/dial/", {"dial": "2"})

    ask.refresh_from_db()
    assert ask.dial == 2


def test_who_has_not_got_the_letter_yet_reads_it_as_it_is_then(page: Browser, ask: Ask) -> None:
    before = Notice.objects.count()

    page.press(f"/asks/{ask.pk}/change/", {"text": WORDS, "place": "Second Street"})

    assert Notice.objects.count() == before


def test_tells_those_involved_once_what_changed(page: Browser, ask: Ask) -> None:
    letters_left(ask)
    before = Notice.objects.count()

    shown = page.press(f"/asks/{ask.pk}/change/", {"text": WORDS, "place": "Second Street"})

    assert "Changed. 1 person is told." in text(shown)
    assert Notice.objects.count() == before + 1


def test_keeps_what_was_typed_about_a_change(page: Browser, ask: Ask) -> None:
    shown = text(page.post(f"/asks/{ask.pk}/change/", {"text": "", "place": "Second Street"}))

    assert "Second Street" in shown
    assert "Something needs a second look" in shown


def test_is_taken_back(page: Browser, ask: Ask) -> None:
    assert "You took it back" in text(page.press(f"/asks/{ask.pk}/back/"))


def test_is_opened_again_when_nobody_could(page: Browser, ask: Ask, now: datetime) -> None:
    move_ask(ask=ask, now=ask.answer_by)
    page.press(f"/asks/{ask.pk}/again/")

    ask.refresh_from_db()
    assert ask.ended_at is None


def test_shows_the_lines_when_nobody_could(page: Browser, ask: Ask) -> None:
    move_ask(ask=ask, now=ask.answer_by)

    shown = text(page.get(f"/asks/{ask.pk}/"))

    assert "Nobody could this time" in shown
    assert "See the lines" in shown


def test_a_yes_by_own_means_covers_it(page: Browser, john: Person, ask: Ask, now: datetime) -> None:
    joan = tie_named(john, "Joan", now)

    page.press(f"/asks/{ask.pk}/own/", {"tie": str(joan.pk), "said": "yes"})

    ask.refresh_from_db()
    assert ask.outcome == Outcome.MET
    assert "<b>Joan</b>" in text(page.get(f"/asks/{ask.pk}/"))


def test_a_no_by_own_means_leaves_it_open(page: Browser, john: Person, ask: Ask, now: datetime) -> None:
    joan = tie_named(john, "Joan", now)

    page.press(f"/asks/{ask.pk}/own/", {"tie": str(joan.pk), "said": "no"})

    ask.refresh_from_db()
    assert ask.ended_at is None


@pytest.mark.parametrize("action", ["sooner", "wider", "dial", "own"])
def test_nothing_moves_after_the_end(page: Browser, john: Person, ben: Agreement, ask: Ask, action: str) -> None:
    answer(reply=ask.replies.get(), said=Answer.YES, now=timezone.now())
    said = {"who": str(ben.pk), "dial": "1", "tie": str(ben.tie_id), "said": "no"}

    assert "It ended in the meantime." in text(page.press(f"/asks/{ask.pk}/{action}/", said))


# Thanks


@pytest.fixture
def done(john: Person, ben: Agreement, now: datetime) -> Promise:
    """Ben drove yesterday."""
    asked = now - timedelta(days=2)
    slot = SlotFacts("", now - timedelta(days=1), now - timedelta(hours=22))
    facts = AskFacts(Kind.RIDE, WORDS, answer_by=now - timedelta(days=1, hours=1), slots=(slot,))
    ask = heard(open_ask(by=john, facts=facts, now=asked), ben, asked + THINK_AGAIN)
    answer(reply=ask.replies.get(), said=Answer.YES, now=asked + timedelta(minutes=5))
    return Promise.objects.get()


def test_lists_who_helped_and_was_not_thanked(page: Browser, done: Promise) -> None:
    assert "Helped, not thanked yet" in text(page.get("/asks/"))


def test_thanks_teach_the_map_that_they_helped(page: Browser, done: Promise, now: datetime) -> None:
    page.press(f"/asks/thanks/{done.pk}/", {"note": "Calm drive", "from": "asks"})

    touch = Touch.objects.get()
    assert (touch.direction, touch.kind, touch.note) == ("received", "practical", "Calm drive")
    assert touch.thanked_at is not None


def test_thanks_once(page: Browser, done: Promise) -> None:
    page.press(f"/asks/thanks/{done.pk}/")
    page.press(f"/asks/thanks/{done.pk}/")

    assert Touch.objects.count() == 1


def test_is_not_listed_once_thanked(page: Browser, done: Promise) -> None:
    page.press(f"/asks/thanks/{done.pk}/")

    assert "Helped, not thanked yet" not in text(page.get("/asks/"))


def test_nobody_is_thanked_before_it_took_place(page: Browser, ask: Ask, now: datetime) -> None:
    answer(reply=ask.replies.get(), said=Answer.YES, now=now)

    assert "Helped, not thanked yet" not in text(page.get("/asks/"))


# In true words


def test_wishes_without_a_row_stand_in_the_middle(page: Browser) -> None:
    page.get("/asks/wishes/")

    assert not AskingWishes.objects.exists()


def test_says_how_many_places_are_open(john: Person, ben: Agreement, now: datetime) -> None:
    ask = open_ask(by=john, facts=AskFacts(Kind.MEAL, "x", slots=(SlotFacts(), SlotFacts())), now=now)
    heard(ask, ben, now + THINK_AGAIN)
    answer(reply=ask.replies.get(), said=Answer.YES, now=now + timedelta(minutes=1))

    shown = ask_page(Ask.objects.get(), now=now + timedelta(minutes=2))

    assert shown["state"] == "Ben said yes. 1 place is open."


def test_has_asked_nobody_while_it_is_held(john: Person, now: datetime) -> None:
    ask = open_ask(by=john, facts=AskFacts(Kind.TALK, "x"), now=now)

    assert state_of(ask, [], list(ask.slots.all()), now) == "Saved. Nobody is asked yet."


def test_speaks_spanish(john: Person, page: Browser, ask: Ask) -> None:
    page.cookies["language"] = "es"

    assert page.get(f"/asks/{ask.pk}/").status_code == 200
