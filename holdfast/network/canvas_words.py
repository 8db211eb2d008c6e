"""What is said of a file of a network research tool."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from holdfast.domain.netcanvas.from_map import Level
from holdfast.domain.netcanvas.session import Problem, What
from holdfast.network.words import Words

LEVELS: Words = {
    Level.NUMBERS: _("Numbers in place of names"),
    Level.INITIALS: _("Initials"),
    Level.NAMES: _("Whole names"),
}
FORMS: Words = {
    "tables": _("Tables (CSV files in a ZIP)"),
    "graphml": _("GraphML, for network programs"),
}

PROBLEMS: Words = {
    What.TOO_LARGE: _("The file is larger than is read here (5 MB, 20 MB unpacked). Export fewer sessions at a time."),
    What.NOT_A_ZIP: _("The ZIP file is damaged. Export it again."),
    What.NOT_OURS: _("This is no session of Network Canvas. Choose the exported .zip or .graphml file."),
    What.PROTOCOL_ONLY: _(
        "This file is a protocol, the questions without answers. Choose an exported session: .zip or .graphml."
    ),
    What.BROKEN_HEADER: _(
        "The heading of the session holds a sign that XML cannot read, often “&” or “<” in the case ID. Network Canvas "
        "writes it as it is. Give the case an ID of letters and numbers and export again, or choose the CSV export."
    ),
    What.BROKEN_XML: _("The file breaks off or is damaged from here on. Export it again."),
    What.HAS_DOCTYPE: _("The file has a DOCTYPE. It is not read, to be safe. Network Canvas writes files without one."),
    What.BROKEN_TABLE: _("This table is damaged from here on. Export it again."),
    What.TOO_MANY: _("There is more in it than is read here. The first part is shown."),
    What.NO_ID: _("This row has no ID, so it is left out."),
    What.TWICE: _("This stands in the file twice. It is read once."),
    What.DANGLING: _("This tie leads to somebody who is not in the file, so it is left out."),
    What.TO_ITSELF: _("This tie joins somebody to themselves, so it is left out."),
    What.NOTHING_IN_IT: _("The file is whole, but nobody is in it."),
}


def said_of(problem: Problem) -> tuple[str, str]:
    """Where it stands, and what to do."""
    return problem.where, str(PROBLEMS[problem.what])
