"""Keeping a network alive: a week, a family talk, a hard night, a sister who helps two.

Each is walked in English and Spanish, on a small phone and on a desktop, with and without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, Visitor
from tests.journeys.moving_in import Told
from tests.journeys.tales import WAYS, Tale, move_in, unfold

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def everybody(town: Town) -> Mapping[str, Told]:
    """Moved in once for all ways."""
    return move_in(town)


@pytest.fixture(params=WAYS, ids=[way.name for way in WAYS])
def tale(
    request: pytest.FixtureRequest, town: Town, chromium: Browser, everybody: Mapping[str, Told]
) -> Iterator[Tale]:
    """One way, with its browsers closed afterwards."""
    told = Tale(town, chromium, request.param, everybody)
    yield told
    for context in told.contexts:
        context.close()


def today() -> date:
    """By everybody's clock here."""
    return datetime.now(UTC).date()


def checks_in(visitor: Visitor, feeling: int, note: str) -> None:
    """On the first page: a face, and a note."""
    page = visitor.go("/today/")
    page.locator(f".how-am-i label.face:has(input[value='{feeling}'])").click()
    unfold(page, "#check_in_note")
    page.fill("#check_in_note", note)
    visitor.press(".how-am-i form button")


# John's week


def test_johns_week(tale: Tale) -> None:
    john = tale.signed_in("john")
    tale.sound(john.go("/today/"))
    checks_in(john, 4, "slept well")
    assert "/today/" in john.page.url

    counter = counts_days(tale, john)
    says_what_he_will_do_before_ruth(tale, john)
    picks_up_again_alone(tale, john, counter)
    picks_up_again_and_ruth_knows(tale, john, counter)
    has_a_chip_from_ruth(tale, john)
    was_there_with_walt(tale, john)
    shows_a_slip_to_a_stranger(tale, john)

    page = john.go("/how/")
    assert page.locator(".trend").count() >= 1
    tale.sound(page)
    assert not tale.town.letters_to("Ben", tale.named("john"))


def counts_days(tale: Tale, john: Visitor) -> str:
    """Forty days behind him; the path of the counter."""
    page = john.go("/days/new/")
    page.fill("#id_name", "No drinks")
    page.fill("#id_on", (today() - timedelta(days=40)).isoformat())
    john.press()
    assert figures(page)[0].startswith("40")
    tale.sound(page)
    return page.url.removeprefix(john.house.address)


def figures(page: Page) -> list[str]:
    """This run, in all, the longest."""
    return page.locator(".days-figures strong").all_inner_texts()


def chips(john: Visitor) -> list[str]:
    return john.go("/days/chips/").locator(".tokens h2").all_inner_texts()


def says_what_he_will_do_before_ruth(tale: Tale, john: Visitor) -> None:
    page = john.go("/said/new/")
    page.fill("#id_text", "Walk to the lake")
    page.check("input[name=when][value=days]")
    for box in page.locator("input[name=days]").all():
        box.check()
    john.press()
    john.press("main a[href$='/witness/']")
    tale.sound(page)
    page.get_by_label("Ruth").check()
    john.press("main form .acts button")

    ruth = tale.opens_letter("Ruth", "john")
    tale.sound(ruth.page)
    ruth.press("button[name=do][value=yes]")
    john.press("form[action$='/mark/'] button[value=yes]")
    tale.sound(page)

    ruth.page.reload()
    days = ruth.page.locator(".told-days .word").all_inner_texts()
    assert days == [tale.says("done")]
    assert "lake" not in ruth.page.inner_text("body")
    tale.sound(ruth.page)


def picks_up_again_alone(tale: Tale, john: Visitor, counter: str) -> None:
    """Nobody is told unless he says so; nothing is taken away."""
    earned, before = chips(john), figures(john.go(counter))

    john.press("main a[href$='/again/']")
    assert john.page.is_checked("input[name=tells][value=nobody]")
    john.page.check("input[name=when][value=yesterday]")
    tale.sound(john.page)
    john.press("form.setback-form button")

    expect(john.page.locator("main")).to_contain_text(tale.says("Nobody. It stays with you."))
    tale.sound(john.page)
    assert figures(john.go(counter))[1] == before[1]
    assert chips(john) == earned


def picks_up_again_and_ruth_knows(tale: Tale, john: Visitor, counter: str) -> None:
    earned, before, letters = (
        chips(john),
        figures(john.go(counter)),
        len(tale.town.letters_to("Ruth", tale.named("john"))),
    )
    assert letters == 1

    john.press("main a[href$='/again/']")
    john.page.check("input[name=tells][value=some]")
    john.page.get_by_label("Ruth").check()
    john.page.fill("#id_words", "It was one evening. I am home.")
    john.press("form.setback-form button")

    ruth = tale.opens_letter("Ruth", "john")
    expect(ruth.page.locator("blockquote")).to_have_text("It was one evening. I am home.")
    assert "40" not in ruth.page.inner_text("main")
    tale.sound(ruth.page)
    assert figures(john.go(counter))[1] == before[1]
    assert chips(john) == earned


def has_a_chip_from_ruth(tale: Tale, john: Visitor) -> None:
    page = john.go("/days/chips/")
    tale.sound(page)
    john.press(".tokens a[href^='/days/chips/']")
    page.get_by_label("Ruth").check()
    john.press()

    ruth = tale.opens_letter("Ruth", "john")
    tale.sound(ruth.page)
    ruth.page.fill("#id_line", "I am glad I get to see this.")
    ruth.press("button[name=do][value=hand]")
    tale.sound(ruth.page)

    expect(john.go("/days/chips/").locator(".tokens blockquote")).to_have_text("I am glad I get to see this.")


def was_there_with_walt(tale: Tale, john: Visitor) -> None:
    page = john.go("/been/")
    tale.sound(page)
    john.press("form.places button:has-text('Tuesday group')")
    page.get_by_label("Walt").check()
    tale.sound(page)
    john.press("main form .acts button")

    page = john.go(f"/ties/{tale.of('john')['Walt']}/between/")
    expect(page.locator(".lead")).to_contain_text(tale.says("You were in touch today."))
    tale.sound(page)


def shows_a_slip_to_a_stranger(tale: Tale, john: Visitor) -> None:
    page = john.go("/been/slips/new/")
    page.fill("#id_name", "J. Miller")
    tale.sound(page)
    john.press("form.slip-form .acts button")
    tale.sound(page)
    code = page.inner_text(".slip-code")

    stranger = tale.somebody()
    stranger.go("/slips/")
    stranger.page.fill("#code", code.lower())
    stranger.press("main form button")
    expect(stranger.page.locator("h1")).to_have_text(tale.says("This slip is unchanged"))
    expect(stranger.page.locator("article.slip")).to_contain_text("J. Miller")
    assert "Tuesday group" not in stranger.page.inner_text("body")
    tale.sound(stranger.page)


# Maria's family session


def test_marias_family_session_and_repair(tale: Tale) -> None:
    maria = tale.signed_in("maria")
    luis = f"/ties/{tale.of('maria')['Luis']}"
    sees_what_differs(tale, maria, luis)
    has_a_limit_that_is_crossed(tale, maria, luis)
    conflict = writes_both_sides_down(tale, maria, luis)
    promises_small_things(tale, maria, conflict)
    takes_a_sheet_along(tale, maria, conflict)


def sees_what_differs(tale: Tale, maria: Visitor, luis: str) -> None:
    """She hopes for three things, he offers one of them."""
    page = maria.go(f"{luis}/hopes/")
    for kind in ("talk", "ride", "stay"):
        page.check(f"input[name=hoped_kinds][value={kind}]")
    page.check("input[name=offered_kinds][value=talk]")
    maria.press("main form .acts button")
    expect(page.locator("main > ul > li")).to_have_count(2)
    tale.sound(page)


def has_a_limit_that_is_crossed(tale: Tale, maria: Visitor, luis: str) -> None:
    tie = luis.removeprefix("/ties/")
    page = maria.go(f"/limits/new/?tie={tie}")
    page.fill("#id_text", "No calls after ten at night")
    page.fill("#id_response", "I let it ring")
    page.select_option("#id_agreed", "agreed")
    tale.sound(page)
    maria.press("main form .acts button")
    tale.sound(page)

    maria.press("main a[href$='/crossed/']")
    expect(page.locator(".lead")).to_contain_text("I let it ring")
    page.check("input[name=did][value=paused]")
    tale.sound(page)
    maria.press("main form .acts button")

    page = maria.go(f"{luis}/between/")
    maria.press("button[name=do][value=go_on]")
    expect(page.locator("button[name=do][value=pause]")).to_be_visible()
    tale.sound(page)


def writes_both_sides_down(tale: Tale, maria: Visitor, luis: str) -> str:
    """With Dr Amari, in a week; the path of what she wrote."""
    maria.go("/repair/")
    tale.sound(maria.page)
    page = maria.go(f"{luis}/repair/")
    page.fill("#id_issue", "The money in May")
    page.fill("#id_mine", "I felt alone with it")
    page.fill("#id_theirs", "He thought I had asked for too much")
    unfold(page, "#id_tie")
    page.select_option("#id_tie", label="Dr Amari")
    page.fill("#id_session_on", (today() + timedelta(days=7)).isoformat())
    page.fill("#id_agreement", "We talk before we spend")
    page.fill("#id_follow_up_on", (today() + timedelta(days=30)).isoformat())
    tale.sound(page)
    maria.press("main form .acts button")
    expect(page.locator(".lead")).to_contain_text("Dr Amari")
    return page.url.removeprefix(maria.house.address)


def promises_small_things(tale: Tale, maria: Visitor, conflict: str) -> None:
    """Three of his: two are kept, one is not."""
    page = maria.page
    for text in ("Call on Sunday", "Bring the letter", "Come at six"):
        maria.go(conflict)
        unfold(page, "#id_text")
        page.check("input[name=whose][value=theirs]")
        page.fill("#id_text", text)
        maria.press("details form .acts button")
    for text, answer in (("Sunday", "kept"), ("letter", "kept"), ("six", "not_kept")):
        maria.press(f"main li:has-text('{text}') button[value={answer}]")
    expect(page.locator("main")).to_contain_text(tale.counts("%(kept)s of %(n)s kept", 3, kept=2, n=3))
    tale.sound(page)


def takes_a_sheet_along(tale: Tale, maria: Visitor, conflict: str) -> None:
    page = maria.go(f"{conflict}sheet/")
    tale.sound(page)
    for words in ("The money in May", "Dr Amari", "We talk before we spend", "No calls after ten", "Call on Sunday"):
        expect(page.locator("article.sheet")).to_contain_text(words)
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


# Emily's hard night


def test_emilys_hard_night(tale: Tale) -> None:
    emily = tale.signed_in("emily")
    prepares_in_a_calm_hour(tale, emily)
    says_that_it_is_very_hard(tale, emily)
    writes_three_lines_the_next_day(tale, emily)
    answers_four_questions(tale, emily)


def prepares_in_a_calm_hour(tale: Tale, emily: Visitor) -> None:
    """Two things of her own, and a kind word of Nora's."""
    page = emily.go("/check-in/own/")
    for text in ("Cold water on my hands", "Sing in the kitchen"):
        page.fill("#id_text", text)
        emily.press("main form.one-line button")
    tale.sound(page)
    emily.go("/thanks/")
    unfold(page, "#id_text")
    page.select_option("#id_tie", label="Nora")
    page.fill("#id_text", "You were a light that winter")
    emily.press("main details form .acts button")
    tale.sound(page)


def says_that_it_is_very_hard(tale: Tale, emily: Visitor) -> None:
    """Her own list first, a kind word, then people, then support now."""
    checks_in(emily, 1, "cannot sleep")
    page = emily.page
    order = page.eval_on_selector_all("main section h2", "all => all.map(one => one.id)")
    assert order == ["own", "kind", "people", "now"]
    expect(page.locator(".own-list li").first).to_have_text("Cold water on my hands")
    expect(page.locator("section[aria-labelledby=kind]")).to_contain_text("You were a light that winter")
    expect(page.locator("section[aria-labelledby=people]")).to_contain_text("Nora")
    tale.sound(page)

    emily.press("section[aria-labelledby=now] a")
    assert page.url.endswith("/now/")
    expect(page.locator(".own-first li").first).to_have_text("Cold water on my hands")
    tale.sound(page)


def writes_three_lines_the_next_day(tale: Tale, emily: Visitor) -> None:
    page = emily.go("/check-in/hard/")
    page.fill("#id_happened", "It came at three")
    page.fill("#id_did", "I sang, then I called")
    page.check("input[name=who][value=someone]")
    page.select_option("#id_tie", label="Nora")
    page.check("#id_used_own")
    tale.sound(page)
    emily.press("button[name=do][value=keep]")
    expect(page.locator("main")).to_contain_text("It came at three")
    tale.sound(page)


def answers_four_questions(tale: Tale, emily: Visitor) -> None:
    """Heavy days: people are offered, no name is given to it."""
    page = emily.go("/measures/")
    tale.sound(page)
    emily.press("main a[href='/measures/phq-4/']")
    for number in range(1, 5):
        page.check(f"input[name=q{number}][value='3']")
    tale.sound(page)
    emily.press("main form .acts button")
    offered = page.locator("section[aria-labelledby=not-alone]")
    expect(offered.locator("a")).to_have_count(3)
    tale.sound(page)
    emily.press("section[aria-labelledby=not-alone] a[href*='talk']")
    assert "/talk/" in page.url


# A sister who supports two people


def test_a_sister_who_supports_two_takes_a_rest(tale: Tale) -> None:
    here = tale.of("sister")["page"]
    ruth = tale.somebody()
    sees_both_on_one_page(tale, ruth, here)
    says_how_she_is(tale, ruth, here)
    rests_and_is_covered(tale, ruth, here)
    neither_learns_of_it(tale)


def sees_both_on_one_page(tale: Tale, ruth: Visitor, here: str) -> None:
    page = ruth.go(here)
    assert sorted(page.locator(".names a").all_inner_texts()) == ["Ana", "Jo"]
    expect(page.locator("main")).to_contain_text("To Lake Street")
    tale.sound(page)
    for sub in ("me/gave/", "me/groups/", "me/good/"):
        tale.sound(ruth.go(here + sub))


def says_how_she_is(tale: Tale, ruth: Visitor, here: str) -> None:
    page = ruth.go(f"{here}me/")
    page.check("input[name=feeling][value='2']")
    page.check("input[name=load][value='5']")
    page.fill("#id_note", "I cannot carry both")
    ruth.press("main form .acts button")
    expect(page.locator("section[aria-labelledby=too-much]")).to_be_visible()
    tale.sound(page)


def rests_and_is_covered(tale: Tale, ruth: Visitor, here: str) -> None:
    page = ruth.page
    ruth.press("section[aria-labelledby=too-much] a[href$='/rest/']")
    page.check("input[name=until][value=week]")
    tale.sound(page)
    ruth.press("main form .acts button")
    ruth.press("button[name=do][value=swap]")
    tale.sound(page)

    ben = tale.opens_letter("Ben", "sister")
    expect(ben.page.locator("main")).to_contain_text("To Lake Street")
    ben.press("button[name=do][value=yes]")

    expect(ruth.go(f"{here}rest/").locator("main")).to_contain_text(tale.says("Covered. Somebody else does it."))


def neither_learns_of_it(tale: Tale) -> None:
    """What her brother and Ana can see: no note, no load, no rest, and nothing of the other."""
    for story, other in (("sister", "Ana"), ("ana-sister", "Jo")):
        person = tale.signed_in(story)
        seen = [person.go(path).inner_text("body") for path in ("/today/", "/asks/", "/agreements/")]
        person.press("main h2 a")
        seen.append(person.page.inner_text("body"))
        tale.sound(person.page)
        for words in ("carry both", tale.says("helping is too much"), other):
            assert not [page for page in seen if words in page]
