"""Around a position: the search near where somebody is, and the towns written on the map."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from holdfast.directory.finding import Finding
from holdfast.directory.here import POSITION, HereRefused, here_from
from holdfast.directory.mapped import BoxRefused, box_from
from holdfast.directory.places import towns_in
from holdfast.directory.views.viewer import viewer_of
from holdfast.web.moment import now_of


@sensitive_post_parameters(*POSITION)
@login_not_required
@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """The results around a position, which is used for this answer only. The browser's history does not learn of it."""
    try:
        position = here_from(request.POST)
    except HereRefused:
        return render(request, "directory/_here_refused.html", status=400)
    viewer = viewer_of(request, now_of(request))
    finding = Finding(request.POST, remembered=None, viewer=viewer, here=position)
    response = render(request, "directory/_found.html", finding.shown())
    response.headers["HX-Push-Url"] = "false"
    return response


@login_not_required
@require_GET
def towns(request: HttpRequest) -> HttpResponse:
    """The most populous towns in a box, for the map. Any cache may keep them."""
    try:
        found = towns_in(box_from(request.GET.get("box", "")))
    except BoxRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    said = [[town.name, town.latitude, town.longitude, town.thousands] for town in found]
    response = JsonResponse({"towns": said})
    response.headers["Cache-Control"] = "public, max-age=604800"
    return response
