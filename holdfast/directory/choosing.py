"""What matters to somebody, and the search it speaks for. Nothing of it is kept, and no address holds an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from holdfast.directory.line_words import language_words
from holdfast.directory.words import KINDS, Words
from holdfast.domain.meetings.kinds import ACCESS, Kind
from holdfast.domain.meetings.leaning import Concern, Leaning, leaning
from holdfast.domain.meetings.meeting import Attendance
from holdfast.web.forms import offer

CLOSE_KM = 5
"""How far one looks when getting there is hard; one of the distances of the search."""
REASONS: dict[Concern, Words] = {
    Concern.CHANGING_HOURS: _("Your hours change. Online there is a meeting at almost any hour."),
    Concern.HARD_TO_GET_THERE: _("Getting there is hard. You can join online from anywhere."),
    Concern.SEE_FACES: _("You want to see faces and gestures. That works best in one room."),
    Concern.SOMEONE_CLOSE: _("You want help close by if it gets hard. In a room, people notice."),
    Concern.ROOM_IS_TOO_MUCH: _("A room of people is too much for now. Online you can just listen."),
    Concern.FEW_LIKE_ME: _("You look for people who live with the same thing. Online there are more of them."),
    Concern.NO_QUIET_CORNER: _("At home others would hear you. In a room, what is said stays there."),
}
PROPOSED: dict[Attendance | None, Words] = {
    Attendance.IN_PERSON: _("Look for a group that meets in person"),
    Attendance.ONLINE: _("Look for a group that meets online"),
    None: _("Try one of each"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A search to try, why, and what speaks for the other way."""

    words: Words
    query: str
    reasons: tuple[Words, ...]
    but: tuple[Words, ...]


def _one(label: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)


class MattersForm(forms.Form):
    """What matters to me. Every question may stay open."""

    hours = _one(
        _("When could you go?"),
        ("", _("At the same hours most weeks")),
        (Concern.CHANGING_HOURS, _("My hours change")),
    )
    way = _one(
        _("How is it to get somewhere?"),
        ("", _("I can get there")),
        (Concern.HARD_TO_GET_THERE, _("It is hard or far")),
    )
    people = forms.MultipleChoiceField(
        label=_("With other people, what is true for you?"),
        required=False,
        choices=[
            (Concern.SEE_FACES, _("I want to see faces")),
            (Concern.SOMEONE_CLOSE, _("I want someone close if it gets hard")),
            (Concern.ROOM_IS_TOO_MUCH, _("A room of people is too much for now")),
            (Concern.FEW_LIKE_ME, _("Few people near me live with the same thing")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    home = _one(_("Could you talk at home without being heard?"), ("", _("Yes")), (Concern.NO_QUIET_CORNER, _("No")))
    access = forms.MultipleChoiceField(
        label=_("What you need to take part"),
        required=False,
        choices=[(kind.value, KINDS[kind]) for kind in ACCESS],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: Any = None, *, languages: Sequence[str]) -> None:
        super().__init__(data)
        spoken = sorted((str(language_words(code)).capitalize(), code) for code in languages)
        choices = [("", _("Any language")), *((code, name) for name, code in spoken)]
        offer(self, "language", choices)


def proposal(answers: Mapping[str, Any]) -> Proposal:
    """The search that the answers of a `MattersForm` speak for."""
    stated = (*answers["people"], answers["hours"], answers["way"], answers["home"])
    lean = leaning(frozenset(Concern(one) for one in stated if one))
    online, in_person = (tuple(REASONS[one] for one in side) for side in (lean.for_online, lean.for_in_person))
    sides = (online, in_person) if lean.towards is Attendance.ONLINE else (in_person, online)
    reasons, but = sides if lean.towards else (online + in_person, ())
    narrowing = tuple(_narrowing(answers, lean))
    return Proposal(PROPOSED[lean.towards], _query(answers, lean), reasons + narrowing, but)


def _is_close(lean: Leaning) -> bool:
    return lean.towards is Attendance.IN_PERSON and Concern.HARD_TO_GET_THERE in lean.for_online


def _narrowing(answers: Mapping[str, Any], lean: Leaning) -> Iterator[Words]:
    if _is_close(lean):
        yield _("The search stays within 5 km of the place you type, because getting there is hard.")
    for kind in answers["access"]:
        yield _("Only with: %(choice)s.") % {"choice": KINDS[Kind(kind)]}
    if answers["language"]:
        yield _("Only in this language: %(language)s.") % {"language": language_words(answers["language"])}


def _query(answers: Mapping[str, Any], lean: Leaning) -> str:
    asked = {
        "how": [lean.towards.value] if lean.towards else [],
        "within": [CLOSE_KM] if _is_close(lean) else [],
        "access": answers["access"],
        "language": [answers["language"]] if answers["language"] else [],
    }
    return urlencode(asked, doseq=True)
