"""The list of addresses. An address that was ever given out keeps working: removing one asks for a redirect."""

from __future__ import annotations

from tests.test_access import routes

GIVEN_OUT = {
    "welcome": "",
    "today": "today/",
    "support_now": "now/",
    "needs": "needs/",
    "network": "network/",
    "network_list": "network/list/",
    "tie": "ties/<uuid:tie_id>/",
    "asks": "asks/",
    "ask": "asks/<uuid:ask_id>/",
    "find": "find/",
    "listing": "find/<uuid:listing_id>/",
    "listing_calendar": "find/<uuid:listing_id>/calendar.ics",
    "feed_meetings": "feeds/meetings.json",
    "feed_listings": "feeds/listings.csv",
    "feed_changes": "feeds/changes.rss",
    "feed_search": "feeds/search.ics",
    "calendar_feed": "calendar/<str:secret>.ics",
    "account": "account/",
    "account_login": "account/in/",
    "account_signup": "account/new/",
    "recover": "account/recover/",
    "status": "status/",
}
TELLING = ("recover", "sober", "addict", "relapse", "crisis", "therap", "sponsor", "anonymous")


def test_every_address_given_out_still_works() -> None:
    there = dict(routes())

    assert {name: there.get(name) for name in GIVEN_OUT} == GIVEN_OUT


def test_no_address_tells_what_it_is_about() -> None:
    telling = [path for name, path in routes() if any(word in path for word in TELLING) and name != "recover"]

    assert [path for path in telling if "recovery-codes" not in path] == []
