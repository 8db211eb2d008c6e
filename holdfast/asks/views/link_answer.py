"""What one supporter is asked, and their answer. Only a tap on a button is an answer: mail scanners open links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.asks.actions import add_words, answer, give_back, note_opened
from holdfast.asks.answering import AnswerRefused, NoAnswer
from holdfast.asks.helping import SlotRow, Stage, asked_of, reply_of, slots_for
from holdfast.asks.keeping import confirm_promise, keep_after_all, offer_swap, wake_asks_of
from holdfast.asks.link_forms import AtForm
from holdfast.asks.link_words import YES
from holdfast.asks.models import Answer, Ask, Outcome, Promise, Reply
from holdfast.asks.views.link_visit import Visit
from holdfast.asks.watching import is_awaited, note_spoken
from holdfast.domain.asks.kinds import Kind
from holdfast.supporters.actions import ask_less, end_respite, send_page, take_respite
from holdfast.web.eyes import is_looked_at

MORNING = time(8)
OPEN = frozenset({Stage.OPEN, Stage.LATER, Stage.AT, Stage.NO})
"""While an ask is here, an answer can be given or changed."""


def answer_on_page(request: HttpRequest, visit: Visit, reply_id: UUID) -> HttpResponse:
    """The same from the supporter's own page."""
    reply = reply_of(visit.supporter, reply_id)
    if reply is None:
        raise Http404
    return answer_page(request, visit, reply, where=f"asks/{reply.pk}/")


def answer_page(request: HttpRequest, visit: Visit, reply: Reply, where: str = "") -> HttpResponse:
    """Look, or answer."""
    form = AtForm(request.POST if request.POST.get("do") == "at" else None)
    if request.method == "POST":
        done = _answered(request, visit, reply, form)
        if done:
            return visit.to(where, done)
    elif is_looked_at(request):
        note_opened(reply=reply, now=visit.now)
    rests = visit.supporter.away_until is not None and visit.supporter.away_until > visit.now
    return visit.shown(request, "asks/link_answer.html", {**_shown(reply), "form": form, "rests": rests})


def _shown(reply: Reply) -> dict[str, Any]:
    (asked,) = asked_of([reply])
    rows = slots_for(reply)
    return {
        "asked": asked,
        "ask": reply.ask,
        "rows": rows,
        "has_choice": len(rows) > 1,
        "can_answer": asked.stage in OPEN and reply.ask.ended_at is None,
        "can_wait": asked.stage is Stage.COVERED,
        "can_be_late": asked.stage is Stage.MISSED and reply.ask.closed_at is None,
        "promises": [row for row in rows if row.promise is not None and reply.ask.closed_at is None],
        "yes": YES.get(Kind(reply.ask.kind), ""),
        "can_have_spoken": _looks_in(reply) and is_awaited(reply.ask),
    }


def _answered(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    """The code of what was done, or empty where the form has to be looked at again."""
    do = DO.get(request.POST.get("do", ""))
    return do(request, visit, reply, form) if do else ""


def _yes(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    """Yes, to the slots that were ticked. Once it is covered, a yes is a place on the waiting list."""
    chosen = set(request.POST.getlist("slot"))
    slots = [row.slot for row in slots_for(reply) if str(row.slot.pk) in chosen]
    return _say(request, visit, reply, Answer.YES, slots=slots)


def _no(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    return _say(request, visit, reply, Answer.NO)


def _later(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    return _say(request, visit, reply, Answer.LATER)


def _at(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    if not form.is_valid():
        return ""
    if form.cleaned_data["can_at"] <= visit.now:
        form.add_error("can_at", form.fields["can_at"].error_messages["past"])
        return ""
    return _say(request, visit, reply, Answer.AT, can_at=form.cleaned_data["can_at"])


def _say(request: HttpRequest, visit: Visit, reply: Reply, said: Answer, **more: Any) -> str:
    """The answer, and the words that came with it; one that comes too late changes nothing, and the page says so."""
    try:
        told = answer(reply=reply, said=said, now=visit.now, **more)
    except AnswerRefused as refused:
        return "resting" if refused.why is NoAnswer.AWAY else "late"
    if words := request.POST.get("said", "").strip():
        add_words(reply=told, words=words[:500])
    return "answered"


def _back(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    promise = _mine(request, reply)
    if promise is None:
        return "back"
    give_back(promise=promise, now=visit.now)
    return "unlisted" if promise.is_waiting else back_word(promise)


def back_word(promise: Promise) -> str:
    """What is so after a place was given back: others are asked, somebody has it already, or it is too late for us."""
    ask = Ask.objects.get(pk=promise.slot.ask_id)
    if ask.ended_at is None:
        return "back"
    return "passed_on" if ask.outcome == Outcome.MET and ask.closed_at is None else "back_late"


def _swap(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    if promise := _mine(request, reply):
        offer_swap(promise=promise, now=visit.now)
    return "swap"


def _keep(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    """They do it themselves after all."""
    if promise := _mine(request, reply):
        keep_after_all(promise=promise, now=visit.now)
    return "kept_it"


def _confirm(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    if promise := _mine(request, reply):
        confirm_promise(promise=promise, now=visit.now)
    return "confirmed"


def _there(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    """A yes would break their own rest: they end it first."""
    end_respite(supporter=visit.supporter)
    wake_asks_of(supporter=visit.supporter, now=visit.now)
    return "there"


def _spoke(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    """They looked in and spoke with the person: nobody waits for the check-in any more."""
    if not _looks_in(reply):
        return ""
    note_spoken(ask=reply.ask, now=visit.now)
    return "spoke"


def _looks_in(reply: Reply) -> bool:
    return reply.ask.kind == Kind.MISSED and reply.answer == Answer.YES


def _mine(request: HttpRequest, reply: Reply) -> Promise | None:
    wanted = request.POST.get("promise", "")
    rows: list[SlotRow] = slots_for(reply)
    return next((row.promise for row in rows if row.promise and str(row.promise.pk) == wanted), None)


def _less(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    ask_less(supporter=visit.supporter)
    return "less"


def _quiet(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    """Nobody asks before tomorrow morning; a longer rest stays."""
    here = visit.now.astimezone(ZoneInfo(visit.supporter.time_zone))
    morning = datetime.combine(here.date() + timedelta(days=1), MORNING, here.tzinfo)
    rests_until = visit.supporter.away_until
    if rests_until is None or rests_until < morning:
        take_respite(supporter=visit.supporter, until=morning, now=visit.now)
    return "quiet"


def _page(request: HttpRequest, visit: Visit, reply: Reply, form: AtForm) -> str:
    """A link to one ask does not open the page: its address goes to the supporter's own places."""
    return "sent" if send_page(supporter=visit.supporter, now=visit.now) else "nowhere"


DO: Mapping[str, Callable[[HttpRequest, Visit, Reply, AtForm], str]] = {
    "yes": _yes,
    "no": _no,
    "later": _later,
    "at": _at,
    "back": _back,
    "swap": _swap,
    "keep": _keep,
    "confirm": _confirm,
    "there": _there,
    "spoke": _spoke,
    "less": _less,
    "quiet": _quiet,
    "page": _page,
}
