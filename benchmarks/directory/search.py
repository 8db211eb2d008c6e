"""The directory search beside PostGIS and SQLite: six classes of questions, answers compared row for row.

    python benchmarks/directory/search.py --meetings 150000 [--feeds DIR] [--peers postgis rtree] [--queries 500]

Everybody is asked the same questions in one run, in turns, so that noise hits all alike. See the README for what is
compared and how.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.directory.answers import Answer, answer_of, disagreement
from benchmarks.directory.corpus import Corpus, corpus, told
from benchmarks.directory.memory import freed, resident_mb
from benchmarks.directory.moments import Moment, moments, starts
from benchmarks.directory.peers.peer import EVERYTHING, Peer
from benchmarks.directory.questions import CLASSES, Asker, Question
from holdfast.domain.meetings.index import Index

PEERS = ("postgis", "rtree")
WARM_UP = 6
"""Other questions of each class after each move, not counted."""


class Ours:
    """The index of the product, as a contestant."""

    name = "ours"

    def __init__(self, made: Corpus) -> None:
        before = time.perf_counter()
        self._index = Index(made.meetings())
        self.loading_seconds = time.perf_counter() - before

    def ask(self, question: Question, limit: int) -> Any:
        """One search."""
        return self._index.search(question.query, question.now)

    def answer(self, question: Question, given: Any) -> Answer:
        """As compared."""
        return answer_of(given, question)


@dataclass
class Tally:
    """What one run measured."""

    took: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    """Contestant and class -> seconds."""
    totals: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """How many answered, of each class."""
    compared: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    disagreements: list[str] = field(default_factory=list)


def run(
    made: Corpus, contestants: Sequence[Any], *, queries: int, many_moments: int = 16, compare: int = 10**9
) -> Tally:
    """Ask everybody; the first contestant is ours, the others are its judges."""
    tally, asker, other = Tally(), Asker(made, seed=7), Asker(made, seed=8)
    zones = {made.cities[number].zone for number in np.unique(made.city).tolist()}
    there = moments(many_moments, zones)
    for number, moment in enumerate(there):
        _move(made, contestants[1:], moment)
        count = queries * (number + 1) // len(there) - queries * number // len(there)
        questions = [asker.ask(letter, moment) for letter in CLASSES for _ in range(count)]
        random.Random(number).shuffle(questions)
        warm = [other.ask(letter, moment) for letter in CLASSES for _ in range(WARM_UP)]
        _ask(contestants, warm, Tally())
        given = _ask(contestants, questions, tally)
        for question, answer in zip(questions, given[0], strict=True):
            tally.totals[question.letter].append(contestants[0].answer(question, answer).total)
        _judge(contestants, questions, given, tally, compare)
    return tally


def _move(made: Corpus, peers: Sequence[Peer], moment: Moment) -> None:
    if peers:
        found = starts(made, moment)
        for peer in peers:
            peer.move(found, moment.period)


def _ask(contestants: Sequence[Any], questions: Sequence[Question], tally: Tally) -> list[list[Any]]:
    """What each answered, in turns that rotate."""
    gc.collect()
    gc.freeze()
    given: list[list[Any]] = [[] for _ in contestants]
    for number, question in enumerate(questions):
        for turn in range(len(contestants)):
            at = (number + turn) % len(contestants)
            ask, limit = contestants[at].ask, question.query.limit
            before = time.perf_counter()
            answer = ask(question, limit)
            took = time.perf_counter() - before
            tally.took[contestants[at].name, question.letter].append(took)
            given[at].append(answer)
    gc.unfreeze()
    return given


def _judge(
    contestants: Sequence[Any], questions: Sequence[Question], given: list[list[Any]], tally: Tally, compare: int
) -> None:
    """Everybody's page against everything that a peer finds."""
    for number, question in enumerate(questions):
        if not question.is_compared or tally.compared[question.letter] >= compare * max(1, len(contestants) - 1):
            continue
        for peer in contestants[1:]:
            whole = peer.answer(question, peer.ask(question, EVERYTHING))
            tally.compared[question.letter] += 1
            for at, one in enumerate(contestants):
                if one is peer or at == 0:
                    page = one.answer(question, given[at][number])
                    if wrong := disagreement(page, whole, question):
                        tally.disagreements.append(f"{one.name} beside {peer.name}: {wrong}; {question.told()}")


# Setting up


@contextmanager
def loaded(made: Corpus, names: Sequence[str], session: dict[str, str]) -> Iterator[list[Any]]:
    """The contestants, ours first. Peers are imported only where they are asked for."""
    with ExitStack() as stack:
        found: list[Any] = [Ours(made)]
        if "postgis" in names:
            from benchmarks.directory.peers import postgis

            found.append(postgis.PostGIS(stack.enter_context(postgis.server()), made, session))
        if "rtree" in names:
            from benchmarks.directory.peers import rtree

            found.append(stack.enter_context(closing(rtree.RTree(made))))
        yield found


def index_costs(options: argparse.Namespace) -> dict[str, float]:
    """Build time and memory, in a process of its own."""
    line = [sys.executable, __file__, "--meetings", str(options.meetings), "--build-only"]
    line += ["--feeds", str(options.feeds)] if options.feeds else []
    costs: dict[str, float] = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    return costs


def build_only(made: Corpus) -> dict[str, float]:
    """What one build takes, making the meetings apart."""
    freed()
    before = resident_mb()
    kept: list[Index] = []
    building = _timed(lambda: kept.append(Index(made.meetings())))
    peak = resident_mb(peak=True)
    freed()
    held = resident_mb() - before
    making = _timed(lambda: [None for _ in made.meetings()])
    return {
        "seconds": round(building - making, 2),
        "seconds to make the meetings": round(making, 2),
        "MB": round(held),
        "MB at most while building": round(peak - before),
    }


def _timed(work: Callable[[], Any]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


# Printing


def table(tally: Tally, names: Sequence[str]) -> Iterator[str]:
    """Milliseconds, and how many times ours, as a Markdown table."""
    heads = [f"{name} p50 | p99 | max" + (f" | p50 : {name} | p99" if name != "ours" else "") for name in names]
    yield "| class | " + " | ".join(heads) + " |"
    yield "|---|" + "---:|" * (3 * len(names) + 2 * (len(names) - 1))
    for letter, words in CLASSES.items():
        own = _figures(tally, "ours", letter)
        cells = []
        for name in names:
            figures = _figures(tally, name, letter)
            cells += [f"{one:.2f}" for one in figures]
            if name != "ours":
                cells += [f"1 : {figures[at] / own[at]:.1f}" for at in range(2)]
        yield f"| {letter} {words} | " + " | ".join(cells) + " |"


def _figures(tally: Tally, name: str, letter: str) -> list[float]:
    took = np.array(tally.took[name, letter]) * 1000
    return [float(np.percentile(took, 50)), float(np.percentile(took, 99)), float(took.max())]


def report(tally: Tally, contestants: Sequence[Any]) -> Iterator[str]:
    """Everything that was measured."""
    yield from table(tally, [one.name for one in contestants])
    for letter, totals in tally.totals.items():
        spread = np.percentile(totals, [0, 50, 90, 100]).astype(int).tolist()
        yield f"{letter}: how many answer (least, p50, p90, most): {spread}"
    for peer in contestants[1:]:
        if trip := getattr(peer, "round_trip", None):
            yield f"{peer.name}: there and back p50 {np.median([_timed(trip) for _ in range(1000)]) * 1000:.3f} ms"
        yield f"{peer.name}: loaded in {peer.loading_seconds:.1f} s, keeps {peer.size_bytes() / 1e6:.0f} MB"
    if len(contestants) > 1:
        yield f"compared: {dict(tally.compared)}; disagreements: {len(tally.disagreements)}"
    yield from tally.disagreements[:20]


def asked_for() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=int, default=150_000)
    parser.add_argument("--feeds", type=Path, help="a folder of real feeds to lay out")
    parser.add_argument("--peers", nargs="*", default=[], choices=PEERS)
    parser.add_argument("--queries", type=int, default=500, help="of each class")
    parser.add_argument("--moments", type=int, default=16, help="at how many moments of a year")
    parser.add_argument("--compare", type=int, default=10**9, help="at most so many answers of each class")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="settings of PostgreSQL to try")
    parser.add_argument("--build-only", action="store_true", help="print build time and memory as JSON")
    return parser.parse_args()


def main() -> int:
    """Run and print; 1 where answers disagree."""
    options = asked_for()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster goes with us
    made = corpus(options.meetings, feeds=options.feeds)
    if options.build_only:
        print(json.dumps(build_only(made)))
        return 0
    print(told(made), flush=True)
    print("index:", index_costs(options), flush=True)
    with loaded(made, options.peers, dict(one.split("=", 1) for one in options.set)) as contestants:
        tally = run(made, contestants, queries=options.queries, many_moments=options.moments, compare=options.compare)
        for line in report(tally, contestants):
            print(line)
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
