"""The words of the plan. They are ours: the six steps and their order are Stanley and Brown's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from holdfast.checkins.check_words import SUGGESTED as OWN
from holdfast.domain.safety_plan import Standing, Step, What, Why

Words = Any
"""Translated when shown."""


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step: its name; what to write, in calm; what to do, in a hard hour; what the empty seat says."""

    title: Words
    write: Words
    do: Words
    empty: Words
    label: Words
    suggested: tuple[Words, ...] = ()


FOR_OTHERS: Mapping[Step, Words] = {
    Step.WARNING: _("What tells them it is getting hard"),
    Step.OWN: _("What they can do themselves"),
    Step.COMPANY: _("People and places that take their mind off it"),
    Step.HELP: _("People they can ask for help"),
    Step.CARE: _("Professionals and lines"),
    Step.SURROUNDINGS: _("Making their surroundings safer"),
}
"""The name of each step where somebody else reads it."""

STEPS: Mapping[Step, StepWords] = {
    Step.WARNING: StepWords(
        _("What tells me it is getting hard"),
        _("Thoughts, feelings, things I do, places, times of day. Write them so that you know them at once."),
        _("Do you notice one of these? Then this plan is for now."),
        _("No sign is written here yet."),
        _("One sign"),
        (
            _("I stop answering messages"),
            _("I cannot sleep, or I sleep all day"),
            _("I think that I am a burden"),
            _("I feel that nothing will change"),
            _("I do not eat, or I forget to"),
            _("I get angry at small things"),
            _("I think about using or drinking"),
            _("I walk the old ways home"),
        ),
    ),
    Step.OWN: StepWords(
        _("What I can do myself"),
        _("Things that help for a while, without calling anybody. It is the same list as everywhere here."),
        _("Try one. Give it a few minutes. If it helps, you can stop there."),
        _("Nothing is on your own list yet."),
        _("One thing I can do myself"),
        OWN,
    ),
    Step.COMPANY: StepWords(
        _("People and places that take my mind off it"),
        _("Somebody to be with, or a place with people around. You need not say how you are."),
        _("Be with somebody, or go where people are. You need not say how you are."),
        _("Nobody and no place stands here yet."),
        _("A place, or somebody"),
        (
            _("The library, at a table near the window"),
            _("A café where they know me"),
            _("The park with the dogs"),
            _("The waiting room of the station, where there is light"),
            _("A meeting, even if I only listen"),
        ),
    ),
    Step.HELP: StepWords(
        _("People I can ask for help"),
        _("People to whom you can say that it is hard. Ask them first, and tell them what would help."),
        _("Call or text one of them. A few words are enough: “It is hard right now. Can you stay with me?”"),
        _("Nobody stands here yet."),
        _("Name"),
    ),
    Step.CARE: StepWords(
        _("Professionals and lines"),
        _("Who is there for you as their work: a name, a number, the hours. The lines of your country always stand."),
        _("This is what they are there for. If a life is in danger, call the emergency number."),
        _("Nobody of your own stands here yet. The lines do."),
        _("Name"),
    ),
    Step.SURROUNDINGS: StepWords(
        _("Making my surroundings safer"),
        _(
            "A hard hour passes. It passes more safely when what could harm you is far away, or with somebody else. "
            "Write only what you will do, and who can help."
        ),
        _("Put distance between you and what could harm you. Somebody can do it with you."),
        _("Nothing is written here yet."),
        _("What I do, or who keeps things for me"),
        (
            _("Somebody I trust keeps things for me until I feel safe"),
            _("I leave the room, and go where somebody is"),
            _("I sleep at somebody's home tonight"),
            _("Somebody comes and stays with me"),
            _("My pharmacy gives me my medicine a week at a time"),
            _("Nothing to drink or use is in the house"),
        ),
    ),
}

NUMBERS: Mapping[Step, Words] = {
    Step.COMPANY: _("A number, if there is one"),
    Step.HELP: _("Number"),
    Step.CARE: _("Number"),
    Step.SURROUNDINGS: _("Their number, if it is somebody"),
}
NOTES: Mapping[Step, Words] = {
    Step.COMPANY: _("When it is open, or when they have time"),
    Step.HELP: _("When they can be called"),
    Step.CARE: _("When they can be called"),
    Step.SURROUNDINGS: _("What is agreed with them"),
}

STANDINGS: Mapping[Standing, Words] = {
    Standing.RESTING: _("%(name)s is resting on your map. This seat is open."),
    Standing.STEPPING_BACK: _("You are stepping back from %(name)s. This seat is open."),
    Standing.ENDED: _("It has ended with %(name)s. This seat is open."),
    Standing.GONE: _("Somebody stood here who is no longer on your map. This seat is open."),
}

HINTS: Mapping[What, Words] = {
    What.WHO: _("Who exactly? A name is found faster."),
    What.NUMBER: _("A number would help, so that one tap is enough."),
    What.HOUR: _("At what hours can they be called? Ask them once, in calm."),
}

WHYS: Mapping[Why, Words] = {
    Why.HARD_MOMENT: _("There was a hard moment since you last looked at it. Keep what held, change what did not."),
    Why.TIME: _("It was written, or looked at, 90 days ago. People and numbers change."),
}
