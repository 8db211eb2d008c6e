"""What everybody sees, held against the model: one item, what is listed, what is carried away, and every address."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from django.core import mail
from django.utils import timezone

from holdfast.consent.access import items_granted
from holdfast.consent.caseload import Wanted, given_to
from holdfast.consent.checking import check_record
from holdfast.consent.models import Entry
from holdfast.consent.words import ITEMS, SLUGS
from holdfast.domain.consent import Item, Viewer, ViewerKind
from holdfast.notices.jobs import deliver_due
from holdfast.notices.models import Notice
from holdfast.teams.exchange import CAN_GO
from tests.teams.grants_model import Model
from tests.teams.grants_world import (
    ADDRESSES,
    BY_LINK,
    ITEM_WORDS,
    LOOKERS,
    OF_FRIEND,
    OF_TEAM,
    SEARCH,
    SIGNED_IN,
    WORDS,
    World,
    filled,
)

PAIRS = [(name, item) for name in LOOKERS for item in Item]
BY_TOKEN = [one for one in ADDRESSES if "<str:token>" in one[1]]
EVERYWHERE = [
    (name, *one) for name in LOOKERS for one in (BY_TOKEN if name in BY_LINK else ADDRESSES) if "recover" not in one[0]
]
STRIDE = 7919
"""A prime: neighbours in the list of addresses are not looked at one after the other."""
NEWS = re.compile(r"<p>([^<:]*): (?:shared with you since|changed on)")


class Looks:
    """Looking as everybody does. What a look should leave in the record is kept, to be held against it at the end."""

    def __init__(self, world: World, model: Model) -> None:
        self.world, self.model = world, model
        self.recorded: list[tuple[str, Item, frozenset[UUID]]] = []
        """Of each look how, at what, and by which grants it may have been."""
        self.proposed: set[UUID] = set()
        """The memberships from which something was proposed."""

    # One item

    def at_item(self, name: str, item: Item) -> None:
        """Its page is there when the model says so, and holds its own word and no other; a look is one line."""
        passes = self.model.passes(name, item)
        page = self.world.browser(name).get(self.item_address(name, item))
        assert (page.status_code == 200) == bool(passes), (name, item, page.status_code)
        self._note(Entry.Verb.LOOKED, name, item)
        assert said(page) & set(ITEM_WORDS.values()) == ({ITEM_WORDS[item]} if passes else set()), (name, item)
        self._reads_only(name, page, {ITEM_WORDS[item]} if passes else set())

    def _note(self, verb: str, name: str, item: Item, *, is_copy: bool = False) -> None:
        passes = {key for key, one in self.model.passes(name, item).items() if not (is_copy and one.is_urgent)}
        if passes:
            self.recorded.append((str(verb), item, frozenset(passes)))

    def may_stay(self, name: str, item: Item) -> None:
        """An open page asks every second."""
        answer = self.world.browser(name).get(f"{self.item_address(name, item)}still/")
        assert (answer.status_code == 204) == self.model.may(name, item), (name, item)
        assert not said(answer)

    # What is told of items

    def at_list(self, name: str, _: Item) -> None:
        """It names what is shared, and nothing else; nor does the news."""
        shared = {item for item in Item if self.model.may(name, item)}
        page = self.world.browser(name).get(self.list_address(name))
        body = page.content.decode()
        assert {item for item in Item if f'href="{self.item_address(name, item)}"' in body} == shared
        assert set(NEWS.findall(body)) <= {str(ITEMS[item]) for item in shared}
        self._reads_only(name, page, set())

    def at_first_page(self, name: str, _: Item) -> None:
        """A worker reads the name of somebody they work with; a supporter what is shared with them. Nobody else."""
        is_worker = name not in BY_LINK and name != "ben"
        page = self.world.browser(name).get("/work/" if is_worker else self._base(name))
        body = page.content.decode()
        shared = {item for item in Item if self.model.may(name, item)}
        if is_worker:
            assert ("willow-called" in body) == self.model.works(name), name
            assert set(NEWS.findall(body)) <= {str(ITEMS[item]) for item in shared}
        else:
            assert {item for item in Item if f'href="{self.item_address(name, item)}"' in body} <= shared, name
        self._reads_only(name, page, set())

    def at_messages(self, name: str, _: Item) -> None:
        """The team reads what was posted to it; a supporter what they wrote themselves."""
        is_worker = name not in BY_LINK and name != "ben"
        writes = self.model.helps(name) and not self.model.is_paused and not self.model.is_stopped
        own = f"{self._base(name)}team/{self.world.writer.pk}/"
        page = self.world.browser(name).get(f"{self.list_address(name)}messages/" if is_worker else own)
        may = self.model.works(name) if is_worker else writes and self.model.team is not None and self.writes
        assert ("willow-letter" in said(page)) == (may and is_worker), name
        assert ("willow-said" in said(page)) == may, name
        self._reads_only(name, page, set())

    writes = True
    """Whether Ben may write to the team that is John's now."""

    def at_proposals(self, name: str, _: Item) -> None:
        """Beside the plan, where it is shared: each opening is a look, and one's own proposals stand there."""
        may = self.model.works(name) and self.model.may(name, Item.RECOVERY_PLAN)
        page = self.world.browser(name).get(f"/work/{self.world.team.pk}/propose/")
        assert (page.status_code == 200) == may, name
        if may:
            self.opened_plan(name)
        own = {"willow-try"} if may and self.model.members[name] in self.proposed else set()
        assert said(page) & {"willow-try"} == own, name
        self._reads_only(name, page, own | ({ITEM_WORDS[Item.RECOVERY_PLAN]} if may else set()))

    def opened_plan(self, name: str) -> None:
        """Whoever proposes has the plan before their eyes."""
        self._note(Entry.Verb.LOOKED, name, Item.RECOVERY_PLAN)

    def takes_a_file(self, name: str, _: Item) -> None:
        """What is taken along is what was granted, and each item is one line of the record."""
        may = [item for item in Item if item in CAN_GO and self.model.may_take(name, item)]
        browser, address = self.world.browser(name), f"/work/{self.world.team.pk}/file/"
        assert (browser.get(address).status_code == 200) == bool(may), name
        over = browser.post(address, {"items": list(CAN_GO)})
        if len(may) < len(CAN_GO):
            assert not said(over) & set(ITEM_WORDS.values()), "more was asked for than there is"
        if may and len(may) < len(CAN_GO):
            over = browser.post(address, {"items": may})
        for item in may:
            self._note(Entry.Verb.TOOK, name, item, is_copy=True)
        words = {ITEM_WORDS[item] for item in may if ITEM_WORDS[item] in WORDS and "willow" in ITEM_WORDS[item]}
        assert said(over) & set(ITEM_WORDS.values()) == words, name
        self._reads_only(name, over, words)

    # Everywhere else

    def anywhere(self, number: int) -> None:
        """Any address of the product, by anybody: no word of John's but those that are for them."""
        name, route, shape = EVERYWHERE[number * STRIDE % len(EVERYWHERE)]
        token = {"token": self.world.tokens.get(name, "absent")}
        secret = {} if self.model.knows(name) else {"help_secret": "absent"}
        page = self.world.browser(name).get(filled(shape, self.world.ids | token | secret) + SEARCH)
        self._reads_only(name, page, set(), where=route)

    def _reads_only(self, name: str, page: Any, more: set[str], where: str = "") -> None:
        found = said(page) - more - self._for(name)
        assert not found, (name, where or page.request["PATH_INFO"], found)

    def _for(self, name: str) -> set[str]:
        """What somebody may read as they are one of the team, a supporter, or who receives a referral."""
        words: set[str] = set()
        if self.model.works(name):
            words |= set(OF_TEAM) | ({"own"} if name == "dee" else set())
        if self.model.knows(name):
            words |= set(OF_FRIEND)
        if name == "amy":
            words |= {"john"}
        if name == "eve" and self.model.team and not self.model.is_stopped and "john" not in self.model.closed:
            words |= {"sent", "called"}
        return {f"willow-{one}" for one in words}

    # The door itself, and what John sees of all this

    def at_the_door(self, name: str) -> None:
        """Two ways of asking it, and the same answer."""
        model, now, owner = self.model, timezone.now(), self.world.john.pk
        kinds = {model.agreement: ViewerKind.AGREEMENT, model.team: ViewerKind.CARE_TEAM}
        seen_as = [key for key in model.seen_as(name) if key]
        viewers = {Viewer(kinds.get(key, ViewerKind.TEAM_MEMBER), key) for key in seen_as}
        expected = [item for item in Item if model.may(name, item)]
        assert items_granted(viewers=viewers, owner=owner, now=now) == expected, name
        (given,) = given_to([Wanted(owner, viewers)], now=now)
        assert [one.item for one in given] == expected, name

    def at_the_end(self, told: set[UUID], number: int) -> None:
        """John reads who looked, and how much he shares; nobody was told anything; no copy holds anything of his."""
        self._at_what_is_shared()
        self._at_who_looked()
        self._at_letters(told)
        self._at_copy(SIGNED_IN[number % len(SIGNED_IN)])
        assert check_record().fault is None

    def _at_what_is_shared(self) -> None:
        john, model = self.world.browser("john"), self.model
        running = [one for one in model.given.values() if not one.is_over and one.ends > model.now()]
        overview, looked = (john.get(path).content.decode() for path in ("/sharing/", "/sharing/looked/"))
        assert len(re.findall(r'action="/sharing/[-0-9a-f]{36}/stop/"', overview)) == sum(
            not one.is_urgent for one in running
        )
        assert len(re.findall(r'action="/sharing/looked/[-0-9a-f]{36}/end/"', looked)) == sum(
            one.is_urgent for one in running
        )

    def _at_who_looked(self) -> None:
        """As a file: every look that there was, in its order, by what it could be, and no other."""
        file = self.world.browser("john").post("/sharing/looked/file/", {"as": "json"})
        assert file.status_code == 200, (file, file.headers)
        looks = json.loads(file.content)["looks"]
        found = [(one["how"], one["what"]) for one in looks]
        assert found == [(how, item.value) for how, item, _ in self.recorded], found
        for one, (_, _, passes) in zip(looks, self.recorded, strict=True):
            assert UUID(one["consent"]) in passes

    def _at_letters(self, told: set[UUID]) -> None:
        """Those who are told are told that there is something; and only those to whom something was posted."""
        notices = list(Notice.objects.all())
        assert {one.person_id for one in notices} <= told | {self.world.john.pk}
        deliver_due(now=timezone.now())
        letters = [f"{one.subject} {one.body}" for one in (*notices, *mail.outbox)]
        assert not any(word in letter for letter in letters for word in WORDS)
        mail.outbox.clear()

    def _at_copy(self, name: str) -> None:
        """The copy that somebody else takes of their own account."""
        page = self.world.browser(name).post("/export/")
        if page.streaming:
            files = ZipFile(BytesIO(b"".join(page.streaming_content)))
            text = " ".join(files.read(one).decode() for one in files.namelist())
            assert not {word for word in WORDS if "willow" in word and word in text} - self._for(name), name

    # Addresses

    def item_address(self, name: str, item: Item) -> str:
        """Where somebody would look at it."""
        return f"{self.list_address(name, item)}{SLUGS[item]}/"

    def list_address(self, name: str, item: Item | None = None) -> str:
        """Where it is listed."""
        if name in BY_LINK or name == "ben":
            return f"{self._base(name)}shared/{self.world.agreement.pk}/"
        return f"/work/{self.world.team.pk}/" + ("shared/" if item else "")

    def _base(self, name: str) -> str:
        return f"/u/{self.world.tokens[name]}/" if name in BY_LINK else "/asks/helping/"


def said(page: Any) -> set[str]:
    """Which words of John's stand in an answer."""
    body = b"".join(page.streaming_content) if page.streaming else page.content
    text = body.decode(errors="replace")
    return {word for word in WORDS if word in text}
