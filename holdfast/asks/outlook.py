"""What a plan means for the person: who is asked when and why, who is not, how likely a yes is, and what would help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts
from holdfast.asks.curve import Curve, curve_of
from holdfast.asks.models import Answer, Reply
from holdfast.asks.queries import candidates_of, offering_at, population, reached, without_place
from holdfast.asks.words import Help, chance, clock, percent, waiting_longer, why_asked, why_not
from holdfast.domain.asks.candidates import Candidate, Refusal
from holdfast.domain.asks.dates import answer_needed_by
from holdfast.domain.asks.explaining import LIKELY_ENOUGH, NOTHING, Asked, Past, explained
from holdfast.domain.asks.first import plan_with_first
from holdfast.domain.asks.kinds import Kind
from holdfast.domain.asks.planning import Asking, Plan

ENOUGH = LIKELY_ENOUGH
"""Below this the shortfall is said before anything is sent."""
WORTH_SAYING = 0.05
LATELY = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody who is asked, when, and why they."""

    id: str
    name: str
    at: datetime
    when: str
    is_now: bool
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody who is not asked, and the coarse reason."""

    id: str
    name: str
    why: str
    could_now: bool
    """Only the plan keeps them for another time: the person may ask them all the same."""
    is_unreachable: bool
    """There is no place to write to: the person can still ask them by their own means."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan does not know: how each one answered this person, and whom no message reaches. Those are asked all
    the same, on their page, but no chance that is shown counts them."""

    pasts: Mapping[str, Past]
    unreached: frozenset[str] = frozenset()

    def counted(self, asking: Asking, everyone: Sequence[Candidate]) -> tuple[Asking, Sequence[Candidate]]:
        """The ask without them."""
        silent = tuple(contact for contact in asking.silent if contact.candidate not in self.unreached)
        return replace(asking, silent=silent), reached(everyone, self.unreached)


NOTHING_KNOWN = Known(NOTHING)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How an ask will probably go."""

    turns: tuple[Turn, ...]
    kept: tuple[Kept, ...]
    chance: str
    percent: str
    by: str
    is_likely: bool
    helps: tuple[Help, ...]
    curve: Curve | None
    by_then: tuple[tuple[str, str], ...]
    """The picture in words: a moment, and the chance until then."""
    places: int
    all_of_them: str
    """With more places than one `chance` is that of a first yes; this is that of all, where worth saying."""

    @property
    def now(self) -> list[Turn]:
        """Those who are asked at once."""
        return [turn for turn in self.turns if turn.is_now]

    @property
    def unreachable(self) -> list[str]:
        """Agreements of those whom no message reaches."""
        return [one.id for one in self.kept if one.is_unreachable]

    @property
    def later(self) -> list[Turn]:
        """Those who are asked if nobody answered until then."""
        return [turn for turn in self.turns if not turn.is_now]


def asking_from(facts: AskFacts, everyone: Sequence[Candidate], now: datetime) -> Asking:
    """An ask that is not sent yet, as the planner sees it."""
    left_out = {str(one.pk) for one in facts.left_out}
    if only := {str(one.pk) for one in facts.only}:
        left_out |= {one.id for one in everyone} - only
    return Asking(
        kind=facts.kind,
        opened_at=now,
        answer_by=facts.answer_by or answer_needed_by(facts.kind, now, None),
        places=sum(slot.places for slot in facts.slots),
        dial=facts.dial,
        left_out=frozenset(left_out),
    )


def first_start(facts: AskFacts) -> datetime | None:
    """When the first of it begins, if it is about a time."""
    return min((slot.starts_at for slot in facts.slots if slot.starts_at), default=None)


def preview(person: Person, facts: AskFacts, now: datetime) -> Outlook:
    """How an ask would go if it were sent now."""
    everyone = offering_at(candidates_of(person, now=now), [slot.starts_at for slot in facts.slots])
    known = Known(pasts_of(person, now=now), without_place(person, now=now))
    return outlook(asking_from(facts, everyone, now), everyone, now, facts, known)


def pasts_of(person: Person, *, now: datetime) -> dict[str, Past]:
    """How each supporter answered this person's own asks of late."""
    answers = Reply.objects.filter(person=person, asked_at__gt=now - LATELY).exclude(answer="").order_by()
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for agreement, said, asked_at, answered_at in answers.values_list("agreement", "answer", "asked_at", "answered_at"):
        minutes = (answered_at - asked_at).total_seconds() / 60 if answered_at else 0.0
        found[str(agreement)].append((said == Answer.YES, max(0.0, minutes)))
    return {
        who: Past(sum(is_yes for is_yes, _minutes in past), len(past), median(minutes for _is_yes, minutes in past))
        for who, past in found.items()
    }


def outlook(
    asking: Asking, everyone: Sequence[Candidate], now: datetime, facts: AskFacts, more: Known = NOTHING_KNOWN
) -> Outlook:
    """A plan in words, and what would lift the chance where it is low."""
    people = population()
    chosen, known = plan_with_first(asking, everyone, now, people), {one.id: one for one in everyone}
    told = explained(asking, chosen, everyone, now, more.pasts)
    heard_ask, heard = more.counted(asking, everyone) if more.unreached else (asking, everyone)
    all_taken = plan_with_first(heard_ask, heard, now, people) if more.unreached else chosen
    one_taken = replace(heard_ask, places=1)
    first = plan_with_first(one_taken, heard, now, people) if asking.places > 1 else all_taken
    turns = tuple(_turn(asked, known[asked.step.candidate], asking.kind, facts, now) for asked in told.asked)
    turns = tuple(replace(one, why=_only_signed_in(one.why)) if one.id in more.unreached else one for one in turns)
    return Outlook(
        turns=turns,
        kept=tuple(
            Kept(
                one.candidate,
                known[one.candidate].name,
                why_not(known[one.candidate], asking.kind, one.why, now),
                one.why is None,
                one.why is Refusal.UNREACHABLE,
            )
            for one in chosen.not_asked
        ),
        chance=chance(first.chance),
        percent=percent(first.chance),
        by=clock(asking.answer_by, now),
        is_likely=first.chance >= ENOUGH,
        helps=tuple(_helps(one_taken, heard, now, facts, first)) if first.chance < ENOUGH else (),
        curve=curve_of(first.curve, [turn.at for turn in turns]),
        by_then=tuple(_by_then(first, now)),
        places=asking.places,
        all_of_them=chance(all_taken.chance) if asking.places > 1 and all_taken.chance >= WORTH_SAYING else "",
    )


def _only_signed_in(why: str) -> str:
    return f"{why} {_('Reads it only when they sign in, so they are not counted here.')}"


def _turn(asked: Asked, one: Candidate, kind: Kind, facts: AskFacts, now: datetime) -> Turn:
    step = asked.step
    is_offered = first_start(facts) is not None and any(offered is kind for offered, _hours in one.offers)
    why = why_asked(asked.reasons, is_offered=is_offered)
    return Turn(step.candidate, asked.name, step.at, clock(step.at, now), step.at <= now, why)


def _by_then(chosen: Plan, now: datetime) -> Iterator[tuple[str, str]]:
    """Only moments at which there is something new to say, and the end."""
    said = ""
    for at, value in chosen.curve[1:]:
        words = chance(value)
        if words != said or at == chosen.curve[-1][0]:
            yield clock(at, now), words
        said = words


def _helps(
    asking: Asking, everyone: Sequence[Candidate], now: datetime, facts: AskFacts, chosen: Plan
) -> Iterator[Help]:
    """Changes the person can make, tried out with the planner; only those that do something."""
    people = population()
    for what, other in _tries(asking, facts, now):
        lifted = plan_with_first(other, everyone, now, people).chance
        if lifted >= chosen.chance + WORTH_SAYING:
            yield Help(what, chance(lifted))


def _tries(asking: Asking, facts: AskFacts, now: datetime) -> Iterator[tuple[str, Asking]]:
    if asking.dial < 2:
        yield _("Reach someone fast"), replace(asking, dial=2)
    first = first_start(facts)
    later = asking.answer_by + (asking.answer_by - now)
    if first is not None:
        later = min(later, first)
    if later > asking.answer_by:
        yield waiting_longer(later, now), replace(asking, answer_by=later)
    if facts.only:
        yield _("Ask the others too"), replace(asking, left_out=frozenset(str(one.pk) for one in facts.left_out))
    elif facts.left_out:
        yield _("Leave nobody out"), replace(asking, left_out=frozenset())
