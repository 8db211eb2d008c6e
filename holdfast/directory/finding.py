"""One search: what was asked, which place was meant, what was found, and what to say when nothing was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from holdfast.directory.asking import PAGE, SEVERAL, Looser, loosened, online_total, query_for, rows
from holdfast.directory.forms import ANY, MILES, ORDERS, FindForm
from holdfast.directory.here import Here
from holdfast.directory.mapped import MAP, mapped, views
from holdfast.directory.narrowing import Filter, filters_of, why_words
from holdfast.directory.places import Place, is_in_miles, meant, place_with
from holdfast.directory.placing import zone_at
from holdfast.directory.search import holder
from holdfast.directory.shown import Row, Viewer
from holdfast.directory.words import Words
from holdfast.domain.meetings.meeting import Attendance
from holdfast.domain.meetings.query import Query, Results, Sort


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that searches with one thing changed."""

    words: Words
    query: str
    total: int = 0
    is_current: bool = False


class Finding:
    """A search from an address. Nothing of it is kept."""

    def __init__(self, data: QueryDict, *, remembered: Place | None, viewer: Viewer, here: Here | None = None) -> None:
        self._copy = holder.current()
        self._data = here.without_position(data) if here else data.copy()
        self._is_asked = bool(data)
        if not data and remembered:
            self._data["near"] = remembered.label
            self._data["place"] = remembered.id
            self._is_asked = True
        self._remembered = remembered
        self.form = FindForm(self._data, fellowships=self._copy.fellowships, languages=self._copy.languages)
        self._asked = self.form.cleaned_data if self.form.is_valid() else {}
        self._places = [here.place] if here else self._meant()
        self._place = self._places[0] if len(self._places) == 1 else None
        self._viewer = _beside(viewer, self._place)

    def shown(self) -> dict[str, Any]:
        """Everything the page needs."""
        listings_exist = self._copy.index.size > 0
        shown: dict[str, Any] = {"form": self.form, "listings_exist": listings_exist, "nav_current": "find"}
        if not self._is_asked or not self.form.is_valid():
            return shown
        shown |= {"asked": True, "typed": self._asked["near"], "place": self._place}
        if self._asked["near"] and self._place is None:
            return shown | self._unclear()
        return shown | self._found()

    def _meant(self) -> list[Place]:
        chosen = place_with(self._asked.get("place", ""))
        typed = self._asked.get("near", "")
        if chosen and (not typed or chosen.label == typed):
            return [chosen]
        return meant(typed) if typed else []

    def _unclear(self) -> dict[str, Any]:
        if not self._places:
            return {"unknown_place": True, "without_place": self._address(near="", place="")}
        return {
            "choices": [Choice(place.label, self._address(near=place.label, place=place.id)) for place in self._places]
        }

    def _found(self) -> dict[str, Any]:
        query = query_for(self._asked, place=self._place, viewer=self._viewer, languages=self._copy.languages)
        results = self._copy.search(query, self._viewer.now)
        pages = Paginator(range(results.total), PAGE)
        if results.total and not results.hits:
            results = self._copy.search(replace(query, offset=(pages.num_pages - 1) * PAGE), self._viewer.now)
        rows_shown = rows(self._copy, results.hits, self._viewer)
        return {
            "found": results,
            "page_obj": pages.get_page(self._asked["page"]),
            "rows": rows_shown,
            "query": self._address(page=""),
            "here": self._address(),
            "within_words": self._within_words(),
            "is_remembered": self._remembered == self._place,
            "orders": self._orders(),
            "online": self._online(),
            "loosen": [] if results.total else self._loosened(),
            "narrow": self._narrow(results),
            "missed": self._missed(query) if results.total < PAGE else [],
            **self._as_view(rows_shown, pages.get_page(self._asked["page"]).start_index()),
        }

    def _as_view(self, shown: list[Row], first: int) -> dict[str, Any]:
        """The two ways of looking at the results, and the map where that one was chosen."""
        chosen = self._data.get("view", "")
        choices = [Choice(words, self._address(view=view), is_current=view == chosen) for view, words in views()]
        within = None if self._place is None else self._asked["within"]
        return {
            "views": choices,
            "map": mapped(shown, first, self._place, within) if chosen == MAP else None,
            "in_person": self._address(how=Attendance.IN_PERSON, page=""),
        }

    def _narrow(self, results: Results) -> list[tuple[str, list[Choice]]]:
        """Further choices, each with how many it leaves."""
        groups = filters_of(results, self._asked, is_near=self._place is not None)
        return [(group.title, [self._choice(one) for one in group.filters]) for group in groups]

    def _choice(self, one: Filter) -> Choice:
        query = (
            self._address_with(one.field, one.value) if one.adds else self._address(page="", **{one.field: one.value})
        )
        return Choice(one.words, query, one.count)

    def _missed(self, query: Query) -> list[tuple[Row, str]]:
        """What fails in one thing only, and in which."""
        missed = self._copy.index.near_misses(query, self._viewer.now)
        shown = {row.id: row for row in rows(self._copy, [hit for hit, _, _ in missed], self._viewer)}
        ids = [(self._copy.id_at(hit.position), why_words(reason, detail)) for hit, reason, detail in missed]
        return [(shown[pk], why) for pk, why in ids if pk in shown]

    def _online(self) -> Choice | None:
        """Beside what is near, a way to what is online anywhere."""
        if self._place is None or self._asked["how"]:
            return None
        total = online_total(self._asked, viewer=self._viewer, copy=self._copy)
        return Choice("", self._address(how=Attendance.ONLINE, page=""), total) if total else None

    def _orders(self) -> list[Choice]:
        """Soonest first; nearest, where there is a distance; best fit, where more or less may fit."""
        possible = {
            Sort.TIME.value: True,
            Sort.DISTANCE.value: self._place is not None and self._asked["how"] != Attendance.ONLINE,
            Sort.FIT.value: self._asked["match"] == ANY and len(self._asked["kind"]) > 1,
        }
        orders = [(order, words) for order, words in ORDERS if possible[order]]
        current = self._asked["sort"] if possible.get(self._asked["sort"]) else Sort.TIME
        chosen = [
            Choice(words, self._address(sort=order, page=""), is_current=order == current) for order, words in orders
        ]
        return chosen if len(chosen) > 1 else []

    def _loosened(self) -> list[Choice]:
        ways = loosened(self._asked, place=self._place, viewer=self._viewer, copy=self._copy)
        return [Choice(way.words, self._address_without(way), way.total) for way in ways]

    def _within_words(self) -> str:
        km = self._asked["within"]
        return f"{MILES[km]} mi" if self._viewer.in_miles else f"{km} km"

    def _address_without(self, way: Looser) -> str:
        data = self._data.copy()
        for name, value in way.left_out:
            if name in SEVERAL:
                data.setlist(name, [kept for kept in data.getlist(name) if kept != value])
            else:
                data[name] = value
        return _encoded(data)

    def _address_with(self, name: str, value: str) -> str:
        data = self._data.copy()
        data["page"] = ""
        data.appendlist(name, value)
        return _encoded(data)

    def _address(self, **changes: str) -> str:
        data = self._data.copy()
        for name, value in changes.items():
            data[name] = value
        return _encoded(data)


def _encoded(data: QueryDict) -> str:
    """The query of an address, without what is empty."""
    kept = QueryDict(mutable=True)
    for name in data:
        if values := [value for value in data.getlist(name) if value]:
            kept.setlist(name, values)
    return kept.urlencode()


def _beside(viewer: Viewer, place: Place | None) -> Viewer:
    """Somebody we do not know is thought to be at the place they search near: its clock, its miles."""
    if place is None:
        return viewer
    return replace(viewer, in_miles=is_in_miles(place), zone=viewer.zone or zone_at(place.latitude, place.longitude))
