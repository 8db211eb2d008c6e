"""How well the rule for "one meeting once" does: against labels read by a person, against second versions of real
listings, and how long 150,000 listings take.

    python benchmarks/directory/merging.py [--listings 150000] [--wrong]
"""

from __future__ import annotations

import csv
import os
import re
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.settings")

import django

django.setup()

from benchmarks.directory.second_source import second_version
from holdfast.directory.placing import placed
from holdfast.domain.meetings.formats import parse
from holdfast.domain.meetings.likeness import name_of, street_of
from holdfast.domain.meetings.meeting import Meeting
from holdfast.domain.meetings.merge import Verdict, candidates, verdict

DATA = ROOT.parent / "shared" / "data" / "directory"
LABELS = ROOT / "tests" / "domain" / "meetings" / "merge_labels.tsv"
FELLOWSHIP = {"aa": "aa", "na": "na", "al": "al-anon"}
SEED = 20260104


@dataclass(frozen=True, slots=True)
class Label:
    """Two real listings and what a person said after reading them."""

    one: tuple[str, str]
    other: tuple[str, str]
    is_same: bool
    why: str
    half: str


@dataclass
class Confusion:
    """Right and wrong answers; `asked` is how many of the wrong noes wait for a person."""

    joined_right: int = 0
    joined_wrong: int = 0
    missed: int = 0
    apart_right: int = 0
    asked: int = 0

    def note(self, is_same: bool, said: Verdict) -> None:
        """Count one pair."""
        self.joined_right += said.is_same and is_same
        self.joined_wrong += said.is_same and not is_same
        self.missed += not said.is_same and is_same
        self.apart_right += not said.is_same and not is_same
        self.asked += said.is_unsure

    def __str__(self) -> str:
        joined, same = self.joined_right + self.joined_wrong, self.joined_right + self.missed
        precision = self.joined_right / joined if joined else 1
        recall = self.joined_right / same if same else 1
        return (
            f"same & joined {self.joined_right:6}   same & apart {self.missed:5}   "
            f"different & joined {self.joined_wrong:4}   different & apart {self.apart_right:6}   "
            f"asked {self.asked:5}   precision {precision:.4f}   recall {recall:.4f}"
        )


def real_listings() -> dict[tuple[str, str], Meeting]:
    """Every listing of the real files that labels or versions are made of, by file and key."""
    files = [*DATA.glob("meeting-guide/[ao]*.json"), *DATA.glob("bmlt/*SearchResults.json")]
    found: dict[tuple[str, str], Meeting] = {}
    for file in sorted(files):
        parsed = parse(file.read_bytes(), fellowship=FELLOWSHIP.get(file.name[:2]))
        name = f"{file.parent.name}/{file.name}"
        found |= {(name, meeting.key): meeting for meeting in placed(parsed.meetings).meetings}
    return found


def labels(listings: Mapping[tuple[str, str], Meeting]) -> list[Label]:
    """The labelled pairs. A weekly series of one meeting falls whole into one half."""
    with LABELS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    found = []
    for row in rows:
        one, other = (row["file"], row["key"]), (row["other_file"], row["other_key"])
        series = "|".join(sorted(name_of(listings[key].name).text for key in (one, other)))
        half = "tuning" if sha256(series.encode()).digest()[0] % 2 else "held out"
        found.append(Label(one, other, row["label"] == "same", row["why"], half))
    return found


def natural(listings: Mapping[tuple[str, str], Meeting], *, show: bool) -> None:
    """The table for the pairs that a person read."""
    tables = {"tuning": Confusion(), "held out": Confusion()}
    for label in labels(listings):
        said = verdict(listings[label.one], listings[label.other])
        tables[label.half].note(label.is_same, said)
        if show and said.is_same is not label.is_same:
            print(f"  {label.half}: {label.one[1]} | {label.other[1]}: {label.why}; {said.score} {list(said.reasons)}")
    print("\nNatural pairs, read and labelled by hand (the rule that no source is joined with itself is off)")
    for half, table in tables.items():
        print(f"  {half:9} {table}")


def second_versions(listings: Mapping[tuple[str, str], Meeting], *, show: bool) -> None:
    """The table for real listings and what a second source would make of them, found by blocking and rule together."""
    chance = Random(SEED)
    first = [meeting for meeting in listings.values() if meeting.slots]
    second = [second_version(meeting, chance) for meeting in first]
    twins = _doubles(first) | _labelled(listings, first)
    tables = {"tuning": Confusion(), "held out": Confusion()}
    found = set()
    for at, other in candidates([*first, *second]):
        if at >= len(first) or other < len(first):
            continue
        origin = other - len(first)
        if origin != at and (min(at, origin), max(at, origin)) in twins:
            continue
        found.add((at, origin))
        said = verdict(first[at], second[origin])
        tables[_half(first[origin])].note(at == origin, said)
        if show and said.is_same is not (at == origin):
            print(f"  {first[at].name!r} {first[at].place!r} | {second[origin].name!r} {second[origin].place!r} "
                  f"{said.score} {list(said.reasons)}")  # fmt: skip
    for at in range(len(first)):
        if (at, at) not in found:
            tables[_half(first[at])].missed += 1
    print(
        f"\nSecond versions of {len(first)} real listings (seed {SEED}); a pair that blocking misses counts as missed"
    )
    for half, table in tables.items():
        print(f"  {half:9} {table}")


def _half(meeting: Meeting) -> str:
    return "tuning" if sha256(name_of(meeting.name).text.encode()).digest()[0] % 2 else "held out"


def _doubles(meetings: Sequence[Meeting]) -> set[tuple[int, int]]:
    """Real double entries: whether a second version belongs to the one or the other nobody can say."""
    return {(one, other) for one, other in candidates(meetings) if _is_double(meetings[one], meetings[other])}


def _labelled(listings: Mapping[tuple[str, str], Meeting], first: Sequence[Meeting]) -> set[tuple[int, int]]:
    """Double entries that the person who read them said are one meeting."""
    place = {id(meeting): at for at, meeting in enumerate(first)}
    same = [label for label in labels(listings) if label.is_same]
    found = ((place[id(listings[label.one])], place[id(listings[label.other])]) for label in same)
    return {(min(two), max(two)) for two in found}


def _is_double(one: Meeting, other: Meeting) -> bool:
    """The same words in the name, and the same house or the same link: no use of the rule that is measured."""
    is_named = name_of(one.name).words == name_of(other.name).words
    is_linked = bool(one.conference_url) and one.conference_url == other.conference_url
    return is_named and (is_linked or street_of(one.address).is_like(street_of(other.address)))


def tiled(listings: Iterable[Meeting], count: int) -> list[Meeting]:
    """That many listings: the real ones over other places, a third of them second versions."""
    real = [meeting for meeting in listings if meeting.slots]
    chance, made = Random(SEED), []
    for number, meeting in enumerate(_elsewhere(real)):
        if len(made) >= count:
            break
        made.append(meeting)
        if number % 2:
            made.append(second_version(meeting, chance))
    return made[:count]


def _elsewhere(real: Sequence[Meeting]) -> Iterator[Meeting]:
    tile = 0
    while True:
        for meeting in real:
            yield replace(
                meeting,
                name=meeting.name if meeting.city else f"{meeting.name} {tile}",
                city=f"{meeting.city} {tile}" if meeting.city else "",
                address=re.sub(r"^\d", str(tile + 1), meeting.address),
                latitude=None if meeting.latitude is None else (meeting.latitude + tile * 0.53) % 80,
                longitude=None if meeting.longitude is None else (meeting.longitude + tile * 1.7 + 180) % 360 - 180,
                conference_phone=re.sub(r"(?<=[,*#])\d(?=\d{8})", str(tile + 10), meeting.conference_phone),
                conference_url=meeting.conference_url.replace("/j/", f"/j/{tile + 10}"),
            )
        tile += 1


def timing(listings: Iterable[Meeting], count: int) -> None:
    """How long it takes to find, compare and judge."""
    for size in (count // 2, count):
        made = tiled(listings, size)
        began = time.perf_counter()
        pairs = candidates(made)
        found = time.perf_counter()
        same = sum(verdict(made[one], made[other]).is_same for one, other in pairs)
        done = time.perf_counter()
        print(
            f"  {size:7} listings: {len(pairs)} pairs to compare in {found - began:.1f} s, "
            f"{same} the same, judged in {done - found:.1f} s"
        )


def main() -> int:
    """Print the tables."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=150_000)
    parser.add_argument("--wrong", action="store_true", help="show every wrong answer")
    asked = parser.parse_args()
    if not DATA.exists():
        print(f"No real feeds at {DATA}")
        return 1
    listings = real_listings()
    print(f"{len(listings)} real listings")
    natural(listings, show=asked.wrong)
    second_versions(listings, show=asked.wrong)
    print("\nTime")
    timing(list(listings.values()), asked.listings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
