"""A supporter's own side: how they are, what they gave, what came back. Theirs alone; nobody they help learns of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.asks.beside import Section
from holdfast.asks.models import Outcome, Promise
from holdfast.asks.views.link_visit import Visit
from holdfast.checkins.measure_forms import FEELINGS, LOADS
from holdfast.checkins.measuring import day_of
from holdfast.checkins.models import HelperCheck
from holdfast.supporters.models import Supporter

Words = Mapping[Any, Any]
FOUR_WEEKS, A_YEAR = timedelta(days=28), timedelta(days=365)
TOO_MUCH = 5
RECENT = timedelta(days=14)
SHOWN = 30
_FEELINGS: Words = dict(FEELINGS)
_LOADS: Words = dict(LOADS)
WEIGHS: Words = {
    1: gettext_lazy("helping is light"),
    2: gettext_lazy("helping is fine"),
    3: gettext_lazy("you feel the helping"),
    4: gettext_lazy("helping is heavy"),
    5: gettext_lazy("helping is too much"),
}


@dataclass(frozen=True, slots=True)
class Noted:
    """One note of a supporter on themselves, in words."""

    check: HelperCheck

    @property
    def feeling(self) -> Any:
        """How they were."""
        return _FEELINGS.get(self.check.feeling, "")

    @property
    def load(self) -> Any:
        """How much helping weighed."""
        return _LOADS.get(self.check.load, "")

    @property
    def weighs(self) -> Any:
        """The same within a sentence."""
        return WEIGHS.get(self.check.load, "")

    @property
    def words(self) -> str:
        """Both, as one line."""
        said = [str(one) for one in (self.feeling, self.weighs) if one]
        return _("; ").join(said)


def how_i_am(visit: Visit) -> Section | None:
    """The part of a supporter's page that is theirs alone."""
    last = noted(visit.supporter)[:1]
    return Section("checkins/_helper_me.html", {"last": last[0] if last else None, "is_much": is_much(visit)})


def noted(supporter: Supporter) -> list[Noted]:
    """What they noted about themselves, the latest first."""
    rows = HelperCheck.objects.filter(supporter=supporter).order_by("-on", "-created_at", "pk")
    return [Noted(row) for row in rows[:SHOWN]]


def is_much(visit: Visit) -> bool:
    """What they noted last, and not long ago, is that helping is too much."""
    recent = HelperCheck.objects.filter(supporter=visit.supporter, load__isnull=False)
    last = recent.order_by("-on", "-created_at", "pk").values_list("load", "on").first()
    return last is not None and last[0] == TOO_MUCH and last[1] >= day_of(visit.supporter, visit.now) - RECENT


def given(supporter: Supporter, *, now: datetime) -> list[str]:
    """What they gave and what thanks came back, across everyone, in sentences."""
    mine = Q(is_waiting=False, given_back_at=None) & ~Q(slot__ask__outcome__in=[Outcome.WITHDRAWN, Outcome.NOBODY])
    is_over = Q(slot__starts_at__lte=now) | Q(slot__starts_at=None, slot__ask__ended_at__lte=now)
    kept = Promise.objects.filter(mine, is_over, reply__agreement__supporter=supporter)
    kept = kept.annotate(at=F("slot__starts_at")).filter(made_at__gt=now - 2 * A_YEAR)
    found = kept.aggregate(
        month=Count("pk", filter=_since(now - FOUR_WEEKS)),
        year=Count("pk", filter=_since(now - A_YEAR)),
        thanks_month=Count("pk", filter=Q(thanked_at__gt=now - FOUR_WEEKS)),
        thanks_year=Count("pk", filter=Q(thanked_at__gt=now - A_YEAR)),
    )
    return list(_sentences(found))


def _since(moment: datetime) -> Q:
    return Q(slot__starts_at__gt=moment) | Q(slot__starts_at=None, made_at__gt=moment)


def _sentences(found: dict[str, int]) -> list[str]:
    if not found["year"]:
        return [_("There is nothing to count yet. Being somebody who can be asked is already something.")]
    said = [
        ngettext(
            "You helped %(n)s time in the last 4 weeks.", "You helped %(n)s times in the last 4 weeks.", found["month"]
        )
        % {"n": found["month"]},
        ngettext("In the last 12 months it was %(n)s time.", "In the last 12 months it was %(n)s times.", found["year"])
        % {"n": found["year"]},
    ]
    if found["thanks_year"]:
        words = {"year": found["thanks_year"], "month": found["thanks_month"]}
        said.append(
            ngettext(
                "Somebody said thanks %(year)s time in 12 months, %(month)s of it in the last 4 weeks.",
                "Somebody said thanks %(year)s times in 12 months, %(month)s of them in the last 4 weeks.",
                found["thanks_year"],
            )
            % words
        )
    else:
        said.append(_("No thanks were noted here. That says little: most thanks are said aloud."))
    return said
