"""What is said of files in the form of health care."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdfast.care.recovery_words import PARTS
from holdfast.care.words import STEPS
from holdfast.domain.consent import Item
from holdfast.domain.fhir.reading import Into, Problem, What
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.teams.words import Words

MINE: Words = {
    Item.SAFETY_PLAN: _("My plan for a hard hour"),
    Item.RECOVERY_PLAN: _("My recovery plan"),
    Item.NETWORK: _("The people, groups and services on my map, with their names"),
    Item.GOALS: _("My goals"),
    Item.MEASURES: _("Measures, with my answers"),
    Item.CHECK_INS: _("Check-ins of the last year, without notes"),
    Item.DAYS: _("Days I count on my first page, with when I began again"),
    Item.ATTENDANCE: _("Groups and visits of the last year, without who was there"),
}

PORTIONS: Words = {
    Item.SAFETY_PLAN: _("My plan for a hard hour"),
    Item.RECOVERY_PLAN: _("My recovery plan"),
    Item.GOALS: _("My goals"),
    Item.NETWORK: _("Who is there for me"),
    Item.MEASURES: _("How I answered measures lately"),
}
"""What goes on the page on paper by one tick."""

PROBLEMS: Words = {
    What.TOO_LARGE: _("The file is larger than 5 MB. Ask for the care team and the plan only."),
    What.IS_XML: _("This file is XML. Ask for the same as JSON: most systems can write both."),
    What.NOT_JSON: _("This is no whole JSON file. Save it again, or ask for it again."),
    What.TOO_DEEP: _("The file is nested too deep to be read."),
    What.NOT_FHIR: _("This file is not in the form FHIR. Ask for a FHIR file with the care team or the plan."),
    What.TOO_MANY: _("There is more in it than is read here. The first part is shown."),
    What.NOT_A_RESOURCE: _("What stands here cannot be read, so it is left out."),
    What.NO_NAME: _("Somebody without a name is left out. You can add them by hand."),
    What.NO_TEXT: _("An entry without words is left out."),
    What.NOT_A_LIST: _("Here a list was expected, so it is left out."),
    What.NOTHING_IN_IT: _("The file is whole, but there is no care team, plan or goal in it."),
}


def said_of(problem: Problem) -> tuple[str, str]:
    """Where it stands, and what to do."""
    return problem.where, str(PROBLEMS[problem.what])


def places() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """Where a line can go, for a form: the parts of the one plan, the steps of the other."""
    parts = [(f"{Into.RECOVERY}-{part}", PARTS[part].title) for part in Part]
    steps = [(f"{Into.SAFETY}-{int(step)}", STEPS[step].title) for step in Step]
    return [(_("Recovery plan"), parts), (_("Plan for a hard hour"), steps)]
