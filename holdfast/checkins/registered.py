"""What this app says to others as the product starts: what its links open, its parts of a supporter's page, what can be
shared, what waits before it leaves, and what one can do oneself before a call."""

from __future__ import annotations

from django.core.checks import register

from holdfast.asks.beside import beside
from holdfast.asks.own_first import own_first
from holdfast.asks.views.link import opens
from holdfast.checkins import chips, commitments, setbacks, shared
from holdfast.checkins.coping import first_steps
from holdfast.checkins.helper_side import how_i_am
from holdfast.checkins.measuring import forget_how_i_was
from holdfast.checkins.parting import end_knowing
from holdfast.checkins.shelf import measures_can_be_read
from holdfast.checkins.views.days_links import beside_days, chip_behind, told_behind
from holdfast.checkins.views.links import check_in_behind
from holdfast.checkins.views.witness import witness_behind, witness_section, workbook_section
from holdfast.consent.items import Shown, shows
from holdfast.domain.consent import Item
from holdfast.notices.gates import guard
from holdfast.supporters.leaving import when_another_holds, when_they_leave

register(measures_can_be_read)
own_first(first_steps)
when_another_holds(end_knowing)
when_they_leave(lambda supporter: forget_how_i_was(supporter=supporter))
for word, opener in (
    ("check_in", check_in_behind),
    (commitments.WITNESS, witness_behind),
    (setbacks.TOLD, told_behind),
    (chips.CHIP, chip_behind),
):
    opens(word, opener)
for section in (beside_days, witness_section, workbook_section, how_i_am):
    beside(section)
for item, shown in (
    (Item.CHECK_INS, (shared.check_ins_shared, shared.check_ins_changed_at)),
    (Item.DAYS, (shared.days_shared, shared.days_changed_at)),
    (Item.GOALS, (shared.goals_shared, shared.goals_changed_at)),
    (Item.MEASURES, (shared.measures_shared, shared.measures_changed_at)),
    (Item.ATTENDANCE, (shared.attendance_shared, shared.attendance_changed_at)),
):
    shows(item, Shown(f"checkins/shared_{item.value}.html", *shown))
guard(setbacks.TOLD, setbacks.leaves_at)
guard(chips.CHIP, chips.leaves_at)
guard(commitments.WITNESS, commitments.leaves_at)
