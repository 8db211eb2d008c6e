"""Where listings come from: a page for everybody, and the pages on which operators tend the sources."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdfast.accounts.models import Person
from holdfast.directory.access import check_operator, run_to_settle, source_to_tend
from holdfast.directory.actions import end_missing
from holdfast.directory.importing import TAKEN_AT_ONCE, give_file, key_of, take_over_run
from holdfast.directory.runs import agree_to_run, decline_run
from holdfast.directory.source_actions import SourceFacts, SourceKnown, add_source, ask_now, change_source
from holdfast.directory.source_forms import FileForm, NewSourceForm, SourceForm
from holdfast.directory.source_pages import missing_names, run_shown, schedule_words, source_row, source_rows
from holdfast.web.moment import now_of

# Strangers are answered like everybody who is no operator: what is not yours is not there.


def by(request: HttpRequest) -> Person:
    """The operator who acts; `access` has seen to it that it is one."""
    return cast("Person", request.user)


@login_not_required
@require_GET
def find_sources(request: HttpRequest) -> HttpResponse:
    """Where the listings come from, for everybody."""
    rows = source_rows(now_of(request), is_public=True)
    return render(request, "directory/find_sources.html", {"sources": rows, "nav_current": "find"})


@login_not_required
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Every source and how it is."""
    check_operator(request.user)
    return render(request, "directory/sources.html", {"sources": source_rows(now_of(request))})


@login_not_required
@require_http_methods(["GET", "POST"])
def source_new(request: HttpRequest) -> HttpResponse:
    """A new source: an address to ask, or a file."""
    check_operator(request.user)
    form = NewSourceForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "directory/source_new.html", {"form": form})
    said, now = form.cleaned_data, now_of(request)
    facts = SourceFacts(key_of(said["address"] or said["file"].name), said["name"], said["licence"], said["fellowship"])
    try:
        source = add_source(facts=facts, by=by(request), now=now)
    except SourceKnown:
        form.add_error(None, _("There is a source with this address or file name. Open it and go on from there."))
        return render(request, "directory/source_new.html", {"form": form})
    run = give_file(source, said["file"].read(), now=now) if said["file"] else None
    return redirect("source_run", run.pk) if run else redirect("source", source.pk)


@login_not_required
@require_GET
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """One source: what it says of itself, how it is, and its readings."""
    found = source_to_tend(request.user, source_id)
    runs = [run_shown(run) for run in found.runs.defer("body").order_by("-at", "-pk")[:20]]
    shown = {"source": found, "row": source_row(found, now_of(request)), "schedule": schedule_words(found)}
    more = {"runs": runs, "file_form": FileForm(), "missing": missing_names(found)}
    return render(request, "directory/source.html", {**shown, **more})


@login_not_required
@require_http_methods(["GET", "POST"])
def source_edit(request: HttpRequest, source_id: int) -> HttpResponse:
    """What is known of a source, and how it is treated."""
    found = source_to_tend(request.user, source_id)
    form = SourceForm(request.POST or None, instance=found)
    if not form.is_valid():
        return render(request, "directory/source_edit.html", {"form": form, "source": found})
    change_source(source=found, facts=form.cleaned_data, by=by(request), now=now_of(request))
    return redirect("source", found.pk)


@login_not_required
@require_POST
def source_fetch(request: HttpRequest, source_id: int) -> HttpResponse:
    """Ask it now."""
    found = source_to_tend(request.user, source_id)
    ask_now(source=found, by=by(request), now=now_of(request))
    return redirect("source", found.pk)


@login_not_required
@require_POST
def source_file(request: HttpRequest, source_id: int) -> HttpResponse:
    """A newer file of the source."""
    found = source_to_tend(request.user, source_id)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.info(request, " ".join(map(str, form.errors.get("file", ()))))
        return redirect("source", found.pk)
    run = give_file(found, form.cleaned_data["file"].read(), now=now_of(request))
    if run is None:
        messages.info(request, _("This is the file that waits already, or that was left."))
    return redirect("source_run", run.pk) if run else redirect("source", found.pk)


@login_not_required
@require_POST
def source_ended(request: HttpRequest, source_id: int) -> HttpResponse:
    """The listings that are missing have ended."""
    found = source_to_tend(request.user, source_id)
    count = end_missing(source=found, now=now_of(request))
    said = ngettext("%(n)s listing is marked as ended.", "%(n)s listings are marked as ended.", count)
    messages.info(request, said % {"n": count})
    return redirect("source", found.pk)


@login_not_required
@require_GET
def source_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One reading: what it would change, before it is taken over, or what it changed."""
    found = run_to_settle(request.user, run_id)
    shown = run_shown(found)
    if shown.state == "columns":
        return redirect("source_columns", found.pk)
    template = "directory/source_run.html"
    return render(request, template, {"run": shown, "source": found.source, "is_table": bool(found.source.columns)})


@login_not_required
@require_POST
def run_take(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take it over: here if it is small, else by the worker."""
    found = run_to_settle(request.user, run_id)
    if agree_to_run(run=found, by=by(request)) and found.preview and found.rows <= TAKEN_AT_ONCE:
        take_over_run(found, now=now_of(request))
    return redirect("source_run", found.pk)


@login_not_required
@require_POST
def run_leave(request: HttpRequest, run_id: int) -> HttpResponse:
    """Leave it: nothing is taken over."""
    found = run_to_settle(request.user, run_id)
    decline_run(run=found, by=by(request))
    return redirect("source", found.source_id)
