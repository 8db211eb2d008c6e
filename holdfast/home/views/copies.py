"""A person's own copy: save it, or read one in."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from holdfast.accounts.requests import Asked
from holdfast.home.archive import ArchiveRefused, unpacked
from holdfast.home.copies import NotEmpty, is_empty, left_out, read_in, zip_of
from holdfast.home.forms import CopyForm
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
@reauthentication_required
def export(request: Asked) -> HttpResponseBase:
    """What is in the copy, and the copy."""
    if request.method == "GET":
        return render(request, "home/export.html")
    now = now_of(request)
    response = StreamingHttpResponse(zip_of(request.user, now=now), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="notes-{timezone.localdate(now)}.zip"'
    return response


@require_http_methods(["GET", "POST"])
def import_account(request: Asked) -> HttpResponse:
    """Read a copy into an account that holds nothing yet."""
    form = CopyForm(request.POST, request.FILES) if request.method == "POST" else CopyForm()
    if form.is_valid():
        try:
            data = unpacked(form.cleaned_data["file"])
            count = read_in(by=request.user, data=data, now=now_of(request))
        except NotEmpty:
            return redirect("import_account")
        except ArchiveRefused as refusal:
            form.add_error("file", str(refusal.text))
        else:
            said = ngettext("Read in: %(count)s entry.", "Read in: %(count)s entries.", count)
            messages.info(request, said % {"count": count})
            _say_what_is_left_out(request, left_out(data))
            return redirect("network")
    shown = {"form": form, "is_empty": is_empty(request.user)}
    return render(request, "home/import.html", shown)


def _say_what_is_left_out(request: Asked, count: int) -> None:
    if count:
        said = ngettext(
            "%(count)s visit was left out: this host does not list that group. It is still in your file.",
            "%(count)s visits were left out: this host does not list those groups. They are still in your file.",
            count,
        )
        messages.info(request, said % {"count": count})
