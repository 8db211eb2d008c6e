"""What links in letters open, and a supporter's way to write to a team."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from holdfast.asks.beside import Section
from holdfast.asks.views.link import visit_of
from holdfast.asks.views.link_visit import Visit, spoken
from holdfast.notices.models import Link
from holdfast.teams.access import writer_of, writers_of
from holdfast.teams.messages import (
    names_in,
    parted,
    read_by_supporter,
    shown_messages,
    thread_of,
    write_as_supporter,
)
from holdfast.teams.models import Message, SupporterMayWrite
from holdfast.teams.telling import PAGES
from holdfast.teams.together_forms import MessageForm
from holdfast.web.eyes import is_looked_at

MOST_SHOWN = 50
SENT = "to_team"


def to_person(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """A page of the person's; they sign in first, and it is theirs or not there."""
    if found.thing is None:
        raise Http404
    return redirect(PAGES[found.opens], care_team_id=found.thing)


def to_work(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """What waits, over all teams of the worker."""
    return redirect("work_waiting")


def to_received(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """What was sent to the programmes of the worker."""
    return redirect("work_received")


def to_writer(request: HttpRequest, token: str, found: Link) -> HttpResponse:
    """The answer a supporter waited for, and nothing else of theirs."""
    visit = visit_of(token, found)
    if found.thing is None:
        raise Http404
    writer = writer_of(visit.supporter, found.thing)
    return spoken(request, visit.supporter, lambda: _page(request, visit, writer, ""))


def writing(request: HttpRequest, visit: Visit, writing_id: UUID) -> HttpResponse:
    """The same on the supporter's own page."""
    return _page(request, visit, writer_of(visit.supporter, writing_id), f"team/{writing_id}/")


def _page(request: HttpRequest, visit: Visit, writer: SupporterMayWrite, where: str) -> HttpResponse:
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        write_as_supporter(writer=writer, text=form.cleaned_data["text"], now=visit.now)
        return visit.to(where, SENT)
    found = list(thread_of(writer).prefetch_related("seen")[:MOST_SHOWN])
    if is_looked_at(request):
        read_by_supporter(writer=writer, now=visit.now)
    shown = shown_messages(found, names_in(writer.care_team), {})
    more = {
        "writer": writer,
        "programme": writer.care_team.programme,
        **parted(shown, reader=Message.From.SUPPORTER),
        "form": form,
    }
    if request.GET.get("done") == SENT:
        more["done"] = _("Saved for the team. Their answer will stand here.")
    return visit.shown(request, "teams/messages_supporter.html", {**more, "name": writer.agreement.person_name})


def teams_section(visit: Visit) -> Section | None:
    """The teams this supporter may write to."""
    found = list(writers_of(visit.supporter))
    return Section("teams/_messages_section.html", {"writers": found}) if found else None
