"""What waits for a person who says whether two listings are one meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from holdfast.directory.comparing import Fact, side_by_side
from holdfast.directory.models import Listing, Lookalike
from holdfast.directory.words import Words
from holdfast.domain.meetings.merge import Why

REASONS: Mapping[Why, Words] = {
    Why.SAME_NAME: _("The names are the same."),
    Why.ALIKE_NAME: _("The names are alike."),
    Why.USUAL_NAME: _("The names are the same, but many groups have it."),
    Why.OTHER_NAME: _("The names are not alike."),
    Why.OTHER_FORMAT: _("The names say two kinds of meeting."),
    Why.SAME_ADDRESS: _("The address is the same."),
    Why.SAME_SPOT: _("They are at the same spot."),
    Why.NEXT_DOOR: _("They are next door to each other."),
    Why.SAME_VENUE: _("The house is the same."),
    Why.OTHER_PLACE: _("The places are not the same."),
    Why.SAME_ROOM: _("The video room is the same."),
    Why.OTHER_ROOM: _("The video rooms are not the same."),
    Why.SAME_NUMBER: _("The phone number is the same."),
    Why.FEWER_TIMES: _("One has more times than the other."),
    Why.MINUTES_OFF: _("They begin some minutes apart."),
    Why.SAME_END: _("They begin and end at the same time."),
    Why.ONE_AUDIENCE: _("Only one says that it is for women, or for men."),
    Why.ONE_LANGUAGE: _("Only one names a language."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Two listings of which nobody knows whether they are one meeting."""

    one: Listing
    other: Listing
    facts: list[tuple[Fact, Fact]]
    reasons: list[Words]
    waiting: int
    """How many such pairs there are."""


def lookalikes() -> QuerySet[Lookalike]:
    """Pairs to be decided, the most alike first; not what is gone, nor what stands together by now."""
    rows = Lookalike.objects.filter(one__gone_at=None, other__gone_at=None)
    together = Q(one__merged_into=F("other")) | Q(other__merged_into=F("one"))
    together |= Q(one__merged_into__isnull=False, one__merged_into=F("other__merged_into"))
    return rows.exclude(together).order_by("-score", "pk")


def question(skip: int = 0) -> Question | None:
    """The pair that is the most alike, after some that were left for later."""
    rows = lookalikes()
    count = rows.count()
    found = rows.select_related("one__source", "other__source")[skip % count if count else 0 :].first()
    if found is None:
        return None
    reasons = [REASONS[Why(code)] for code in found.reasons if code in REASONS]
    return Question(found.one, found.other, side_by_side(found.one, found.other), reasons, count)
