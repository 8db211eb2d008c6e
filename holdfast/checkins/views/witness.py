"""A witness: asked without pressure, knowing as much as the person granted, free to stop."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.asks.beside import Section
from holdfast.asks.views.link import visit_of
from holdfast.asks.views.link_visit import Visit, spoken
from holdfast.checkins.access import commitment_shown_to, commitments_shown_to, workbooks_shown_to
from holdfast.checkins.commitments import accept_witness, decline_witness, witnessed
from holdfast.checkins.goal_pages import witnessed_shown
from holdfast.checkins.models import Commitment
from holdfast.checkins.workbooks import how_far
from holdfast.notices.models import Link


def witness_behind(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """What a link in a notice opens: the question whether they would know of it, and nothing else of theirs."""
    visit = visit_of(token, found)
    if found.thing is None:
        raise Http404
    commitment = commitment_shown_to(visit.supporter, found.thing)
    return spoken(request, visit.supporter, lambda: _page(request, visit, commitment, ""))


def witness(request: HttpRequest, visit: Visit, commitment_id: UUID) -> HttpResponse:
    """The same on the supporter's own page."""
    commitment = commitment_shown_to(visit.supporter, commitment_id)
    return _page(request, visit, commitment, f"witness/{commitment.pk}/")


def _page(request: HttpRequest, visit: Visit, commitment: Commitment, where: str) -> HttpResponse:
    do = request.POST.get("do", "")
    if do == "yes":
        accept_witness(commitment=commitment, now=visit.now)
        return visit.to(where)
    if do == "no":
        (one,) = witnessed([commitment], visit.now)
        decline_witness(commitment=commitment, now=visit.now)
        return visit.shown(request, "checkins/witness_stopped.html", {"name": one.name})
    (one,) = witnessed([commitment], visit.now)
    return visit.shown(request, "checkins/witness.html", witnessed_shown(one))


def witness_section(visit: Visit) -> Section | None:
    """What this supporter is a witness of, or is asked to be."""
    found = [witnessed_shown(one) for one in witnessed(commitments_shown_to(visit.supporter), visit.now)]
    return Section("checkins/_witness_section.html", {"found": found}) if found else None


def workbook_section(visit: Visit) -> Section | None:
    """How far the workbooks are that were shared with this supporter."""
    books = workbooks_shown_to(visit.supporter)
    far = how_far(books)
    found = [(book.shared_with.person_name, far[book.pk]) for book in books if book.shared_with]
    return Section("checkins/_workbook_section.html", {"found": found}) if found else None
