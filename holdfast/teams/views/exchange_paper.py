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
from holdfast.teams.exchange_paper import PRESET, Portion, portions, ticked
from holdfast.teams.exchange_words import PORTIONS
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
    """Made up by a few ticks, or line by line; then the page to print. Nothing of it is kept."""
    now = now_of(request)
    there = portions(request.user, now=now)
    form = PaperForm(request.POST or None, portions=there, initial=preset(there, request.user.nickname))
    if not form.is_valid():
        by_line = "by_line" in request.POST
        return _to_choose(request, form, there, request.POST.getlist("lines") if by_line else None)
    if "change" in request.POST:
        return _to_choose(request, form, there, form.chosen())
    shown = ticked([section for one in there for section in one.sections], form.chosen())
    said = {"said": form.cleaned_data, "chosen": form.chosen(), "sections": shown, "printed_at": now}
    return render(request, "teams/exchange_sheet.html", {**said, **HERE})


def _to_choose(request: Asked, form: PaperForm, there: list[Portion], lines: list[str] | None) -> HttpResponse:
    """By portions; line by line once there are lines."""
    if lines is None:
        return render(request, "teams/exchange_summary.html", {"form": form, **HERE})
    every = [(PORTIONS[one.item], one.sections, not set(lines).isdisjoint(_keys(one))) for one in there]
    return render(request, "teams/exchange_lines.html", {"form": form, "every": every, "there": set(lines), **HERE})


def _keys(one: Portion) -> set[str]:
    return {line.key for section in one.sections for line in section.every}


def preset(there: list[Portion], nickname: str) -> dict[str, object]:
    """What is ticked before anything was: what somebody new should know, and nobody's name."""
    return {"called": nickname, "portions": [one.item.value for one in there if one.item in PRESET]}
