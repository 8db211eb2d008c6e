"""Which column of a table is what: a person chooses, and sees the first rows as they will be read."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from holdfast.accounts.models import Person
from holdfast.directory.access import run_to_settle
from holdfast.directory.importing import look_at_run, table_of
from holdfast.directory.models import Outcome
from holdfast.directory.runs import body_of
from holdfast.directory.source_actions import choose_columns
from holdfast.directory.source_forms import ColumnsForm
from holdfast.directory.source_pages import problems_shown, sample_of


@login_not_required
@require_http_methods(["GET", "POST"])
def source_columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """Choose, look, and go on."""
    run = run_to_settle(request.user, run_id)
    found = table_of(body_of(run)) if run.outcome == Outcome.WAITING else None
    if found is None:
        return redirect("source", run.source_id)
    columns = run.source.columns or dict(found.columns)
    form = ColumnsForm(request.POST or None, header=found.header, columns=columns)
    if form.is_valid():
        columns = form.columns
        if "use" in request.POST:
            choose_columns(source=run.source, columns=columns, by=cast("Person", request.user))
            look_at_run(run)
            return redirect("source_run", run.pk)
    read = found.read(columns, run.source.fellowship)
    shown = {"sample": [sample_of(one) for one in read.meetings], "problems": problems_shown(read.problems)}
    return render(request, "directory/source_columns.html", {"form": form, "run": run, "table": found, **shown})
