"""Moving the cast of `cast.py` in, through the same actions as everybody else."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import cycle, islice

from django.db import transaction

from holdfast.accounts.actions import open_account
from holdfast.accounts.models import Person
from holdfast.directory.models import Listing
from holdfast.domain.network import Circle, Role, SupportKind
from holdfast.home.actions import end_first_evening
from holdfast.home.cast import ACCOUNTS, CAST, Character, Contact, Supporter
from holdfast.home.cast_lives import LIVES
from holdfast.home.cast_teams import PLANS, TEAMS, WORKERS
from holdfast.home.demo_asks import settle_asks
from holdfast.home.demo_plans import settle_plans
from holdfast.home.demo_teams import settle_team
from holdfast.home.demo_tending import settle_life, story_of
from holdfast.network.actions import (
    ChannelFacts,
    NeedFacts,
    TieFacts,
    TouchFacts,
    add_need,
    add_tie,
    introduce,
    log_touch,
    main_network,
    set_state,
    thank,
)
from holdfast.network.models import Network, Tie

LOOKS_BACK = 120
"""Days of contacts that are written down."""
MOVED_IN = timedelta(days=210)


def strangers_here() -> bool:
    """Whether people live here who are not of the cast."""
    return Person.objects.exclude(nickname__in=[*(one.nickname for one in CAST), *ACCOUNTS, *WORKERS]).exists()


def absent_cast() -> list[Character]:
    """Those of the cast who do not live here yet."""
    there = set(Person.objects.values_list("nickname", flat=True))
    return [one for one in CAST if one.nickname not in there]


def new_passphrase() -> str:
    """Sixteen random signs in fours, easy to type."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


@transaction.atomic
def move_in(character: Character, *, passphrase: str, now: datetime) -> Person:
    """One of the cast, with everything they wrote down since they came."""
    since = now - MOVED_IN
    person = open_account(nickname=character.nickname, passphrase=passphrase, now=since, time_zone=character.time_zone)
    network = main_network(by=person, name=character.network, now=since)
    for wish in character.wishes:
        facts = NeedFacts(wish.text, wish.kind, wish.area, wish.urgency)
        add_need(by=person, network=network, facts=facts, now=now - timedelta(days=wish.days))
    ties = {one.name: _settle(person, network, one, now) for one in character.supporters}
    _acquaint(person, ties, character.know_each_other, now)
    settle_asks(person, character, ties, passphrase=passphrase, now=now)
    settle_life(person, LIVES[character.nickname], ties, now=now)
    _plan_and_meet(person, ties, now)
    end_first_evening(by=person, now=since)
    return person


def _plan_and_meet(person: Person, ties: Mapping[str, Tie], now: datetime) -> None:
    """The plans of those who have some, and what they do with those who work with them."""
    story = story_of(person, ties, now)
    if plans := PLANS.get(person.nickname):
        settle_plans(story, *plans)
    if team := TEAMS.get(person.nickname):
        settle_team(story, team)


def _settle(person: Person, network: Network, one: Supporter, now: datetime) -> Tie:
    begins, ends = one.calls or (None, None)
    facts = TieFacts(
        name=one.name,
        role=one.role,
        circle=one.circle,
        gives=one.gives,
        channels=tuple(ChannelFacts(via, value) for via, value in one.reach.items()),
        trust=one.trust,
        feel_after=one.feel,
        helped_before=one.helped,
        takes_calls=one.calls is not None,
        calls_from=begins if begins != ends else None,
        calls_until=ends if begins != ends else None,
        notes=one.notes,
        listing_key=_listing_key(one.listing),
    )
    tie = add_tie(by=person, networks=[network], facts=facts, now=now - timedelta(days=one.days))
    _write_down(person, tie, one, now)
    if one.now:
        state, days = one.now
        set_state(by=person, tie=tie, state=state, now=now - timedelta(days=days))
    return tie


def _listing_key(key: str) -> str:
    found = Listing.objects.filter(key=key).first() if key else None
    return str(found.pk) if found else ""


def _write_down(person: Person, tie: Tie, one: Supporter, now: datetime) -> None:
    """The contacts of the last months, oldest first; thanks were said for all but the newest help."""
    for contact in sorted((*_rhythm(one), *one.touches), key=lambda contact: -contact.days):
        moment = now - timedelta(days=contact.days)
        if contact.gave == "received":
            thank(by=person, tie=tie, now=moment)
        facts = TouchFacts(moment.date(), contact.gave, str(contact.kind or ""), contact.note)
        log_touch(by=person, tie=tie, facts=facts, now=moment)


def _rhythm(one: Supporter) -> Iterator[Contact]:
    if one.every:
        oldest = min(one.days, LOOKS_BACK)
        yield from (Contact(days) for days in range(one.until, max(oldest, one.until + 1), one.every))


def _acquaint(person: Person, ties: Mapping[str, Tie], pairs: Iterable[tuple[str, str]], now: datetime) -> None:
    known: dict[str, list[Tie]] = defaultdict(list)
    for one, other in pairs:
        known[one].append(ties[other])
        known[other].append(ties[one])
    for name, others in known.items():
        introduce(by=person, tie=ties[name], others=others, now=now)


NAMES = tuple(
    name
    for line in (
        "Rosa Ben Leila Marcus Ines Tom Nadia Kofi Ruth Yusuf Hana Pavel Grace Omar Linh",
        "Sven Amara Jonas Mei Tariq Elsa Diego Noor Felix Asha Ivo Clara Musa Greta Levi",
    )
    for name in line.split()
)
ROLES = (
    Role.FRIEND,
    Role.SIBLING,
    Role.PEER,
    Role.THERAPIST,
    Role.SUPPORT_GROUP,
    Role.PARENT,
    Role.NEIGHBOUR,
    Role.SPONSOR,
    Role.CLINICIAN,
    Role.CLUB,
    Role.OTHER_FAMILY,
    Role.COWORKER,
    Role.PEER_WORKER,
    Role.COUNSELLOR,
    Role.ONLINE_COMMUNITY,
)
KINDS = (
    SupportKind.EMOTIONAL,
    SupportKind.PRACTICAL,
    SupportKind.SOCIAL,
    SupportKind.INFORMATIONAL,
    SupportKind.ACCOUNTABILITY,
)


@transaction.atomic
def fill(person: Person, network: Network, *, count: int, now: datetime) -> list[Tie]:
    """So many ties of every sort, always the same ones: for pictures and for tests of large maps."""
    names = (f"{name} {letter}." if letter else name for letter in ("", *"ABCDEFGH") for name in NAMES)
    spread = zip(islice(names, count), cycle(ROLES), cycle((*Circle, Circle.MONTHLY)), cycle(KINDS), strict=False)
    ties = [
        add_tie(by=person, networks=[network], facts=TieFacts(name, role, circle, {kind: 2}), now=now)
        for name, role, circle, kind in spread
    ]
    for number, tie in enumerate(ties):
        day = (now - timedelta(days=3 + number * 5 % 60)).date()
        log_touch(by=person, tie=tie, facts=TouchFacts(day, ("both", "received", "given")[number % 3]), now=now)
    for one, other in zip(ties[::3], ties[1::3], strict=False):
        introduce(by=person, tie=one, others=[other], now=now)
    return ties
