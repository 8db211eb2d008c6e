"""A search that somebody kept as an address: which listings it finds, whenever it is asked."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet
from django.http import QueryDict

from holdfast.directory.asking import query_for
from holdfast.directory.forms import FindForm
from holdfast.directory.models import Listing
from holdfast.directory.places import Place, meant, place_with
from holdfast.directory.publishing import listings_published
from holdfast.directory.search import holder
from holdfast.directory.shown import Viewer

MOST = 200
"""More than that nobody looks through in a calendar."""
SOON = frozenset({"now", "today", "tomorrow"})
"""Words that mean something else each day: a calendar has all days."""


class SearchUnclear(Exception):
    """The search cannot be made; the text says what to mend."""


def saved_search(data: QueryDict, viewer: Viewer) -> QuerySet[Listing]:
    """The published listings that the search finds. Raises SearchUnclear."""
    copy = holder.current()
    asked = data.copy()
    if asked.get("when") in SOON:
        del asked["when"]
    form = FindForm(asked, fellowships=copy.fellowships, languages=copy.languages)
    if not form.is_valid():
        raise SearchUnclear(f"Make the search again on the search page: {', '.join(form.errors)} cannot be read.")
    query = query_for(form.cleaned_data, place=_place(form), viewer=viewer, languages=copy.languages)
    hits = copy.search(replace(query, offset=0, limit=MOST), viewer.now).hits
    return listings_published().filter(pk__in={copy.id_at(hit.position) for hit in hits})


def _place(form: FindForm) -> Place | None:
    typed = form.cleaned_data["near"]
    chosen = place_with(form.cleaned_data["place"])
    if chosen or not typed:
        return chosen
    found = meant(typed)
    if len(found) != 1:
        raise SearchUnclear("Choose the place on the search page, and take the address from there.")
    return found[0]
