"""Numbers for a phone, and one page for the team."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.domain.network import TieState
from holdfast.network.access import ties_of
from holdfast.network.contacts_out import TABLE, card_of, table, vcards
from holdfast.teams.exchange_forms import ContactsForm, PaperForm
from holdfast.teams.exchange_paper import sections, ticked
from holdfast.teams.views.exchange import HERE
from holdfast.web.moment import now_of

FILES = {False: ("contacts.vcf", "text/vcard; charset=utf-8"), True: ("contacts.csv", "text/csv; charset=utf-8")}


@require_http_methods(["GET", "POST"])
def exchange_contacts(request: Asked) -> HttpResponse:
    """Whose name and number leave, by ticks; then the file."""
    ties = list(ties_of(request.user).exclude(state=TieState.ENDED).prefetch_related("channels"))
    form = ContactsForm(request.POST or None, ties=ties)
    if not form.is_valid():
        return render(request, "teams/exchange_contacts.html", {"form": form, "ties": ties, **HERE})
    is_table = form.cleaned_data["form"] == TABLE
    name, kind = FILES[is_table]
    cards = [card_of(tie) for tie in form.chosen()]
    text = "\ufeff" + table(cards) if is_table else vcards(cards)
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_http_methods(["GET", "POST"])
def exchange_summary(request: Asked) -> HttpResponse:
    """Made up by ticking; then the page to print. Nothing of it is kept."""
    now = now_of(request)
    every = sections(request.user, now=now)
    lines = {key: text for one in every for key, text in one.lines}
    form = PaperForm(request.POST or None, lines=lines, initial={"called": request.user.nickname})
    if not form.is_valid() or "change" in request.POST:
        there = set(request.POST.getlist("lines"))
        return render(request, "teams/exchange_summary.html", {"form": form, "sections": every, "there": there, **HERE})
    shown = {"said": form.cleaned_data, "sections": ticked(every, form.cleaned_data["lines"]), "printed_at": now}
    return render(request, "teams/exchange_sheet.html", {**shown, **HERE})
