"""Read a definition from TOML. Anything wrong is refused with the file, the field, and what is needed there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from holdfast.domain.instruments.definition import (
    Bands,
    By,
    Choice,
    Condition,
    Flag,
    Instrument,
    Reliability,
    Scale,
    Score,
    Use,
    Who,
    Wording,
)

NEVER: Mapping[str, str] = {
    "zarit": "one company alone licenses the Zarit burden interview; ask Mapi Research Trust, and use its own form",
    "zbi": "one company alone licenses the Zarit burden interview; ask Mapi Research Trust, and use its own form",
    "swemwbs": "the Warwick-Edinburgh scale needs a licence of each user; ask the University of Warwick",
    "wemwbs": "the Warwick-Edinburgh scale needs a licence of each user; ask the University of Warwick",
}
"""Beginnings of keys that are refused, and why."""
NO_BANDS = ("pss",)
"""Whose author gives no cut-offs: bands for them are folklore."""


class DefinitionRefused(Exception):
    """A definition cannot be used; the text names the file, the field, and what is needed."""


@dataclass(slots=True)
class Table:
    """One table of a file, read field by field; what nobody asked for is a mistake."""

    file: str
    where: str
    data: dict[str, Any]
    read: set[str] = field(default_factory=set)

    def refuse(self, name: str, why: str) -> DefinitionRefused:
        """The refusal of one field."""
        return DefinitionRefused(f"{self.file}: {self.where}{name}: {why}")

    def raw(self, name: str, kind: type | tuple[type, ...], needed: str) -> Any:
        """A field that must be there, of this kind."""
        self.read.add(name)
        value = self.data.get(name)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.refuse(
                name, f"{needed} is needed, not {value!r}" if name in self.data else f"{needed} is needed"
            )
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """Words; without a default there must be some."""
        if default is not None and name not in self.data:
            return default
        value: str = self.raw(name, str, "a text").strip()
        if not value and default is None:
            raise self.refuse(name, "a text is needed, this one is empty")
        return value

    def whole(self, name: str, default: int | None = None, least: int = 0) -> int:
        """A whole number."""
        if default is not None and name not in self.data:
            return default
        value: int = self.raw(name, int, "a whole number")
        if value < least:
            raise self.refuse(name, f"{least} or more is needed, not {value}")
        return value

    def number(self, name: str) -> float:
        """Any number."""
        return float(self.raw(name, (int, float), "a number"))

    def perhaps(self, name: str) -> float | None:
        """Any number, or none."""
        return self.number(name) if name in self.data else None

    def yes(self, name: str) -> bool:
        """True or false; false where it is not said."""
        return bool(self.raw(name, bool, "true or false")) if name in self.data else False

    def numbers(self, name: str, highest: int) -> tuple[int, ...]:
        """Numbers of items."""
        found = self.raw(name, list, "a list of item numbers") if name in self.data else []
        if not all(isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= highest for one in found):
            raise self.refuse(name, f"only item numbers from 1 to {highest} are possible, not {found!r}")
        if len(set(found)) < len(found):
            raise self.refuse(name, f"an item stands twice in {found!r}")
        return tuple(found)

    def texts(self, name: str, count: int) -> tuple[str, ...]:
        """Exactly so many texts."""
        found = self.raw(name, list, "a list of texts")
        if not all(isinstance(one, str) and one.strip() for one in found):
            raise self.refuse(name, "each entry has to be a text")
        if len(found) != count:
            raise self.refuse(name, f"{count} texts are needed, {len(found)} are given")
        return tuple(found)

    def one_of(self, name: str, kinds: type[Any], default: str | None = None) -> Any:
        """A value of an enumeration."""
        value = self.text(name, default)
        if value not in {one.value for one in kinds}:
            raise self.refuse(name, f"one of {', '.join(one.value for one in kinds)} is needed, not {value!r}")
        return kinds(value)

    def table(self, name: str) -> Table:
        """A table within this one."""
        return Table(self.file, f"{self.where}{name}.", self.raw(name, dict, f"a table [{self.where}{name}]"))

    def maybe(self, name: str) -> Table | None:
        """The same, where it is there."""
        return self.table(name) if name in self.data else None

    def tables(self, name: str) -> list[Table]:
        """A list of tables, perhaps empty."""
        self.read.add(name)
        found = self.raw(name, list, f"a list of tables [[{self.where}{name}]]") if name in self.data else []
        if not all(isinstance(one, dict) for one in found):
            raise self.refuse(name, f"a list of tables [[{self.where}{name}]] is needed")
        return [Table(self.file, f"{self.where}{name}[{place}].", one) for place, one in enumerate(found, start=1)]

    def finish(self) -> None:
        """Nothing else may stand here: a misspelt field would be a rule that silently does not hold."""
        for name in self.data:
            if name not in self.read:
                raise self.refuse(name, "is not a field we know; see docs/measures.md")


def parse(text: str, file: str) -> Instrument:
    """A whole definition. Raises DefinitionRefused."""
    top = _top(text, file)
    length = top.whole("items", least=1)
    scale, others = _scales(top, length)
    scored = _Scored(length, scale, others, frozenset(top.numbers("reversed", length)))
    if (missing := top.text("missing", "none")) != "none":
        raise top.refuse("missing", f"only none is known so far: an open question means no score, not {missing!r}")
    scores = _scores(top, scored)
    names = frozenset(score.key for score in scores)
    instrument = Instrument(
        key=top.text("key"),
        version=top.text("version"),
        name=top.text("name"),
        short=top.text("short", "") or top.text("name"),
        use=top.one_of("use", Use, Use.OWN),
        who=top.one_of("who", Who, Who.PERSON),
        every_days=top.whole("every_days", least=1),
        source=top.text("source"),
        licence=top.text("licence"),
        length=length,
        scale=scale,
        other_scales=others,
        reversed_items=scored.turned,
        scores=scores,
        flags=tuple(_flag(one, names, length) for one in top.tables("flag")),
        bands=_bands(top, names),
        wording=_wordings(top, length, scale),
        pack=top.text("pack", ""),
        changed=top.text("changed", ""),
        rule=top.text("rule", ""),
    )
    top.finish()
    _check_whole(top, instrument)
    return instrument


def parse_wording(text: str, file: str, known: Mapping[str, Instrument]) -> Instrument:
    """A file that gives the words of an instrument whose scoring we know. Raises DefinitionRefused."""
    top = _top(text, file)
    key = top.text("key")
    found = known.get(key)
    if found is None:
        raise top.refuse("key", f"{key!r} is none of {', '.join(sorted(known))}; a new one needs its scoring, too")
    if (version := top.text("version", found.version)) != found.version:
        raise top.refuse("version", f"{found.version!r} is needed, not {version!r}")
    licence = top.text("licence", found.licence)
    wording = _wordings(top, found.length, found.scale)
    for name in top.data:
        if name not in top.read:
            raise top.refuse(name, f"the scoring of {key} is fixed as published; give only its wording")
    if not wording:
        raise top.refuse("wording", "at least one language is needed, such as [wording.en]")
    if again := sorted(set(wording) & set(found.wording)):
        raise top.refuse(f"wording.{again[0]}", f"{key} has its published words in this language already")
    return replace(found, wording={**found.wording, **wording}, licence=licence)


def key_in(text: str, file: str) -> str:
    """Which instrument a file is about. Raises DefinitionRefused."""
    return _top(text, file).text("key")


def _top(text: str, file: str) -> Table:
    try:
        top = Table(file, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionRefused(f"{file}: not TOML: {error}") from error
    key = top.text("key")
    for beginning, why in NEVER.items():
        if key.lower().startswith(beginning):
            raise top.refuse("key", f"{key!r} is never used here: {why}")
    return top


@dataclass(frozen=True, slots=True)
class _Scored:
    length: int
    scale: Scale
    others: Mapping[int, Scale]
    turned: frozenset[int]

    def ends(self, items: Iterable[int]) -> tuple[int, int]:
        """The least and the most that these items can add up to."""
        scales = [self.others.get(item, self.scale) for item in items]
        return sum(one.lowest for one in scales), sum(one.highest for one in scales)


def _scales(top: Table, length: int) -> tuple[Scale, dict[int, Scale]]:
    table = top.table("scale")
    usual = _scale(table)
    others: dict[int, Scale] = {}
    for one in table.tables("other"):
        scale = _scale(one)
        others |= dict.fromkeys(one.numbers("items", length), scale)
        one.finish()
    table.finish()
    return usual, others


def _scale(table: Table) -> Scale:
    lowest = table.whole("lowest")
    highest = table.whole("highest")
    if highest <= lowest:
        raise table.refuse("highest", f"more than {lowest} is needed, not {highest}")
    return Scale(lowest, highest)


def _scores(top: Table, scored: _Scored) -> tuple[Score, ...]:
    scores = tuple(_score(table, scored) for table in top.tables("score"))
    if sum(score.is_main for score in scores) != 1:
        raise top.refuse("score", "exactly one score has main = true")
    if len({score.key for score in scores}) < len(scores):
        raise top.refuse("score", "two scores have the same key")
    return scores


def _score(table: Table, scored: _Scored) -> Score:
    score = Score(
        key=table.text("key"),
        items=table.numbers("items", scored.length) or tuple(range(1, scored.length + 1)),
        by=table.one_of("by", By),
        low=table.number("low"),
        high=table.number("high"),
        times=table.whole("times", 1, least=1),
        to_100=table.yes("to_100"),
        is_main=table.yes("main"),
        reliability=_reliability(table),
        enough=table.perhaps("enough"),
    )
    table.finish()
    _check_range(table, score, scored)
    return score


def _reliability(table: Table) -> Reliability | None:
    inner = table.maybe("reliability")
    if inner is None:
        return None
    found = Reliability(inner.number("alpha"), inner.number("sd"), inner.text("sample"))
    inner.finish()
    if not 0 < found.alpha < 1:
        raise inner.refuse("alpha", f"a number between 0 and 1 is needed, not {found.alpha}")
    if found.sd <= 0:
        raise inner.refuse("sd", f"more than 0 is needed, not {found.sd}")
    return found


def _check_range(table: Table, score: Score, scored: _Scored) -> None:
    """The published range and the items must say the same: this is how a rule from the wrong page is noticed."""
    least, most = scored.ends(score.items)
    if score.by is By.MEAN:
        count = len(score.items)
        ends = (0.0, 100.0) if score.to_100 else (least / count, most / count)
    else:
        ends = (float(least * score.times), float(most * score.times))
    for name, said, found in (("low", score.low, ends[0]), ("high", score.high, ends[1])):
        if abs(said - found) > 1e-9:
            raise table.refuse(name, f"{said:g} is said, but {len(score.items)} items on this scale give {found:g}")


def _flag(table: Table, names: frozenset[str], length: int) -> Flag:
    conditions = tuple(_condition(one, names, length) for one in table.tables("any"))
    flag = Flag(table.text("key"), conditions, table.yes("offers"))
    table.finish()
    if not conditions:
        raise table.refuse("any", "at least one condition is needed")
    return flag


def _condition(table: Table, names: frozenset[str], length: int) -> Condition:
    score, item = table.text("score", ""), table.whole("item", 0)
    limits = {name: table.perhaps(name) for name in ("at_least", "at_most", "below")}
    table.finish()
    if bool(score) == bool(item):
        raise table.refuse("score", "either a score or an item is needed")
    if score and score not in names:
        raise table.refuse("score", f"{score!r} is none of {', '.join(sorted(names))}")
    if item > length:
        raise table.refuse("item", f"there are only {length} items")
    if sum(limit is not None for limit in limits.values()) != 1:
        raise table.refuse("at_least", "exactly one of at_least, at_most and below is needed")
    return Condition(score, item, **limits)


def _bands(top: Table, names: frozenset[str]) -> Bands | None:
    table = top.maybe("bands")
    if table is None:
        return None
    if top.text("key").lower().startswith(NO_BANDS):
        raise top.refuse("bands", "its author gives no cut-offs, so there are no bands")
    score, steps = table.text("score"), [(one.text("name"), one.number("from"), one) for one in table.tables("step")]
    for _, _, one in steps:
        one.finish()
    table.finish()
    begins = [number for _, number, _ in steps]
    if score not in names:
        raise table.refuse("score", f"{score!r} is none of {', '.join(sorted(names))}")
    if len(steps) < 2 or begins != sorted(set(begins)):
        raise table.refuse("step", "two or more steps are needed, each beginning higher than the one before")
    return Bands(score, tuple((name, number) for name, number, _ in steps))


def _wordings(top: Table, length: int, scale: Scale) -> dict[str, Wording]:
    table = top.maybe("wording")
    if table is None:
        return {}
    found = {}
    for language in table.data:
        inner = table.table(language)
        found[language] = _wording(inner, length, scale)
    return found


def _wording(table: Table, length: int, scale: Scale) -> Wording:
    wording = Wording(
        intro=table.text("intro", ""),
        items=table.texts("items", length),
        choices=_choices(table, scale),
        heads=dict(_head(one, length) for one in table.tables("head")),
    )
    table.finish()
    return wording


def _choices(table: Table, scale: Scale) -> tuple[Choice, ...]:
    found = table.raw("choices", list, "a list of [number, words]")
    for one in found:
        if not (isinstance(one, list) and len(one) == 2 and isinstance(one[0], int) and isinstance(one[1], str)):
            raise table.refuse("choices", f"each entry is [number, words], not {one!r}")
    if sorted(value for value, _ in found) != list(scale.values):
        raise table.refuse("choices", f"each number from {scale.lowest} to {scale.highest} is needed exactly once")
    return tuple(Choice(value, words) for value, words in found)


def _head(table: Table, length: int) -> tuple[int, str]:
    before, text = table.whole("before", least=1), table.text("text")
    table.finish()
    if before > length:
        raise table.refuse("before", f"there are only {length} items")
    return before, text


def _check_whole(top: Table, instrument: Instrument) -> None:
    if instrument.use in {Use.SHIP, Use.PACK, Use.OWN} and not instrument.wording:
        raise top.refuse("wording", "at least one language is needed, such as [wording.en]")
    if instrument.use is Use.SCORING_ONLY and instrument.wording:
        raise top.refuse("wording", "scoring only: the words come from the operator")
    if (instrument.use is Use.PACK) != bool(instrument.pack):
        raise top.refuse("pack", "a pack has a name, and nothing else has")
    if instrument.key.lower().startswith(NO_BANDS) and instrument.flags:
        raise top.refuse("flag", "its author gives no cut-offs")
