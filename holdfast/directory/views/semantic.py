"""BMLT's read interface: `bmlt/client_interface/json/?switcher=GetSearchResults` and its like."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from holdfast.directory.publishing import open_to_all
from holdfast.directory.semantic import TYPES, Asked, answered
from holdfast.domain.meetings.formats.bmlt_out import server_info_xml
from holdfast.domain.meetings.semantic_question import QuestionRefused


@open_to_all
def semantic(request: HttpRequest, asked_for: str) -> HttpResponseBase:
    """One answer, or why there is none, as JSON."""
    kind = asked_for.strip("/").rsplit("/", 1)[-1]
    if kind == "serverInfo.xml":
        return HttpResponse(server_info_xml(), content_type="application/xml; charset=utf-8")
    root = request.build_absolute_uri("/bmlt")
    try:
        parts = answered(kind, Asked(dict(request.GET.lists()), root))
    except QuestionRefused as refusal:
        return JsonResponse({"message": refusal.advice}, status=refusal.status)
    return StreamingHttpResponse(parts, content_type=TYPES[kind])
