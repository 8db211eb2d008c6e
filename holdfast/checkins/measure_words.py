"""Our words about measures: what each is for, what its numbers are called, and what its authors say of them.

The questions themselves stand in their published words in the definitions. Here nothing is a diagnosis or a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.domain.instruments.change import Change, Verdict
from holdfast.domain.instruments.definition import By, Instrument, Score
from holdfast.domain.instruments.scoring import Result

Words = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class About:
    """A measure in plain words."""

    title: Any
    why: Any
    more: Any
    """What a higher number means."""


ABOUT: Mapping[str, About] = {
    "mspss": About(
        _("The support I feel"),
        _("Twelve sentences about a special person, family and friends. You see where support is, and where less."),
        _("A higher number means that you feel more support."),
    ),
    "mos-sss": About(
        _("The help I could count on"),
        _("Nineteen kinds of help, from a good listener to a ride to the doctor. You see which are there for you."),
        _("A higher number means that more help is there."),
    ),
    "ucla-3": About(
        _("Near to others, or far"),
        _("Three short questions. Asked again after weeks or months, they show whether you feel nearer to people."),
        _("A lower number means that you feel nearer to others."),
    ),
    "phq-4": About(
        _("Worry and low mood"),
        _("Four questions about the last two weeks. It helps to see early when it gets heavier, and to tell somebody."),
        _("A lower number means fewer days with worry or low mood."),
    ),
    "barc-10": About(
        _("What I can build on"),
        _("Ten sentences about home, people, energy and plans: what carries somebody through. You see it grow."),
        _("A higher number means that you have more to build on."),
    ),
    "lsns-6": About(
        _("People around me"),
        _("Six questions about how many relatives and friends you see, talk with, and could call on."),
        _("A higher number means that more people are around you."),
    ),
    "rosenberg": About(
        _("How I see myself"),
        _("Ten sentences about you. Asked again after months, they show if you have become kinder to yourself."),
        _("A higher number means that you think better of yourself."),
    ),
    "who-5": About(
        _("How well I have been"),
        _("Five sentences about the last two weeks: good spirits, calm, energy, sleep, and things you enjoy."),
        _("A higher number means that you have been better."),
    ),
    "pss-10": About(
        _("How much was too much"),
        _("Ten questions about the last month: how often it felt like too much, and how often it was in hand."),
        _("A lower number means that less felt like too much."),
    ),
    "pss-4": About(
        _("How much was too much, in short"),
        _("Four questions about the last month: how often it felt like too much, and how often it was in hand."),
        _("A lower number means that less felt like too much."),
    ),
    "caregiver": About(
        _("How caring goes for me"),
        _("Eighteen short questions about your last week. It shows when it is time to look after yourself."),
        _("A lower number means that less weighs on you."),
    ),
}
SCORES: Words = {
    ("mspss", "significant_other"): _("A special person"),
    ("mspss", "family"): _("Family"),
    ("mspss", "friends"): _("Friends"),
    ("mos-sss", "emotional_informational_0_100"): _("Listening and advice"),
    ("mos-sss", "tangible_0_100"): _("Help with what has to be done"),
    ("mos-sss", "affectionate_0_100"): _("Love and closeness"),
    ("mos-sss", "positive_interaction_0_100"): _("Good times together"),
    ("lsns-6", "family"): _("Family"),
    ("lsns-6", "friends"): _("Friends"),
    ("phq-4", "gad2"): _("Worry"),
    ("phq-4", "phq2"): _("Low mood"),
}
"""The parts that are shown beside the whole; what is not here is not shown."""
STEPS: Words = {
    0: _("In the table of its authors this is the first and lightest of four steps."),
    1: _("In the table of its authors this is the second of four steps."),
    2: _("In the table of its authors this is the third of four steps."),
    3: _("In the table of its authors this is the last of four steps: these were heavy days."),
}
NOTES: Words = {
    "mspss": _("Its authors draw no line between little and much support. The number is for comparing with yourself."),
    "mos-sss": _("Among the people with long illnesses who were asked first, the middle was about 70."),
    "ucla-3": _("There is no agreed line. Only you know what it means for you."),
    "rosenberg": _("There is no line between high and low. The number is for comparing with yourself."),
    "pss-10": _("Its author draws no lines: it was not made to find an illness."),
    "pss-4": _("Its author draws no lines: it was not made to find an illness."),
    "barc-10": _(
        "In the study, people with 47 or more had more often been well for over a year. It is no mark to reach."
    ),
}
FLAGS: Words = {
    ("lsns-6", "at_risk"): _(
        "In a study of people over 65, fewer than 12 points stood for few ties. It was made for that age."
    ),
    ("who-5", "low"): _("At 50 or less, its authors suggest that you talk with somebody about how you are."),
    ("who-5", "very_low"): _("At 28 or less, they suggest a talk with a doctor soon."),
    ("caregiver", "high_distress"): _(
        "The sheet suggests at this point: take some relief, see a doctor for yourself, and join a group."
    ),
}


def about(instrument: Instrument) -> About:
    """A measure in our words; a host's own one in its own."""
    return ABOUT.get(instrument.key) or About(instrument.name, "", "")


def number(value: float, score: Score) -> str:
    """A score as it is read: a mean of small steps with one decimal, everything else whole."""
    is_fine = score.by is By.MEAN and not score.to_100
    return number_format(value, decimal_pos=1 if is_fine else 0)


def end(value: float) -> str:
    """An end of a scale."""
    return number_format(value, decimal_pos=None if value % 1 else 0)


def parts(instrument: Instrument, result: Result) -> Iterator[tuple[str, str, str]]:
    """Name, number and highest number of each part that is shown."""
    for one in instrument.scores:
        value = result.scores[one.key]
        if (name := SCORES.get((instrument.key, one.key))) and value is not None:
            yield str(name), number(value, one), end(one.high)


def notes(instrument: Instrument, result: Result) -> Iterator[str]:
    """What was published about such a number, and nothing more."""
    if result.step is not None and instrument.key == "phq-4":
        yield str(STEPS[result.step])
    if note := NOTES.get(instrument.key):
        yield str(note)
    for key, is_so in result.flags.items():
        if is_so and (words := FLAGS.get((instrument.key, key))):
            yield str(words)


def changed(change: Change, score: Score) -> str:
    """How it compares with the time before, and how sure that is."""
    if change.verdict is Verdict.SAME:
        return gettext("That is the same as the time before.")
    said = {"by": _step(abs(change.by), score), "margin": _step(change.margin or 0, score)}
    more, kind = change.by > 0, (change.verdict, change.is_stated)
    return str((_MORE if more else _LESS)[kind]) % said


def _step(value: float, score: Score) -> str:
    return number_format(round(value, 1), decimal_pos=None if round(value, 1) % 1 else 0)


_MORE: Words = {
    (Verdict.REAL, False): _("That is %(by)s more than the time before, and more than measuring error."),
    (Verdict.REAL, True): _("That is %(by)s more than the time before. Its authors count %(margin)s or more."),
    (Verdict.CHANCE, False): _(
        "That is %(by)s more than the time before. Up to %(margin)s either way could be chance."
    ),
    (Verdict.CHANCE, True): _(
        "That is %(by)s more than the time before. Its authors count from %(margin)s on, so this could be chance."
    ),
    (Verdict.UNKNOWN, False): _(
        "That is %(by)s more than the time before. How much of it is chance was not published."
    ),
}
_LESS: Words = {
    (Verdict.REAL, False): _("That is %(by)s less than the time before, and more than measuring error."),
    (Verdict.REAL, True): _("That is %(by)s less than the time before. Its authors count %(margin)s or more."),
    (Verdict.CHANCE, False): _(
        "That is %(by)s less than the time before. Up to %(margin)s either way could be chance."
    ),
    (Verdict.CHANCE, True): _(
        "That is %(by)s less than the time before. Its authors count from %(margin)s on, so this could be chance."
    ),
    (Verdict.UNKNOWN, False): _(
        "That is %(by)s less than the time before. How much of it is chance was not published."
    ),
}
