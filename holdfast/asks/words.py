"""The words for asks, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from holdfast.domain.asks.kinds import Kind

Words = str | Lazy

KINDS: dict[Kind, Words] = {
    Kind.CRISIS: _("Support now"),
    Kind.MISSED: _("A check-in that did not come"),
    Kind.TALK: _("A talk"),
    Kind.STAY: _("Stay with me"),
    Kind.RIDE: _("A ride"),
    Kind.MEAL: _("A meal"),
    Kind.ERRAND: _("An errand"),
    Kind.CHILDCARE: _("Time with my children"),
    Kind.COMPANY: _("Company to an appointment"),
    Kind.MEDICATION: _("A reminder to take medication"),
    Kind.ADVICE: _("Advice"),
    Kind.MONEY: _("Money"),
}
