"""Supporters as those with whom a person could share something: by the agreement that runs."""

from __future__ import annotations

from holdfast.accounts.models import Person
from holdfast.consent.viewers import Known
from holdfast.domain.consent import Viewer, ViewerKind
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_of


def viewer_of(agreement: Agreement) -> Viewer:
    """As whom the supporter of this agreement looks."""
    return Viewer(ViewerKind.AGREEMENT, agreement.pk)


def supporters_of(person: Person) -> list[Known]:
    """Those who agreed to help, by the names they have on the map."""
    return [Known(viewer_of(agreement), agreement.tie.name) for agreement in agreements_of(person)]
