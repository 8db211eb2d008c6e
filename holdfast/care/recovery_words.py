"""The words of the recovery plan: for each part what it is, one plain sentence, and beginnings when one is stuck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.care.words import Words
from holdfast.domain.recovery_plan import Change, Changed, Difference, Line, Part
from holdfast.domain.safety_plan import Standing, Why


@dataclass(frozen=True, slots=True)
class PartWords:
    """One part: its name for the person, its name for somebody else, what to write, one line, and beginnings."""

    title: Words
    for_others: Words
    write: Words
    label: Words
    suggested: tuple[Words, ...] = ()


PARTS: Mapping[Part, PartWords] = {
    Part.NEEDS: PartWords(
        gettext_lazy("What I need"),
        gettext_lazy("What they need"),
        gettext_lazy("What has to be there so that you stay well: rest, people, a roof, somebody who listens."),
        gettext_lazy("One thing I need"),
        (
            gettext_lazy("Enough sleep"),
            gettext_lazy("Somebody to talk to who does not judge"),
            gettext_lazy("A place to live where I am safe"),
            gettext_lazy("Something to do during the day"),
            gettext_lazy("A ride to my appointments"),
        ),
    ),
    Part.GOALS: PartWords(
        gettext_lazy("Where I want to go"),
        gettext_lazy("Where they want to go"),
        gettext_lazy("What you hope for, near or far. It may be as small as one walk a week."),
        gettext_lazy("One thing I hope for"),
        (
            gettext_lazy("See my children every week"),
            gettext_lazy("Work again, a few hours at first"),
            gettext_lazy("Have a home of my own"),
            gettext_lazy("Feel at ease among people"),
        ),
    ),
    Part.STRATEGIES: PartWords(
        gettext_lazy("What helps me"),
        gettext_lazy("What helps them"),
        gettext_lazy("What has worked before, or what you want to try: things to do, places to be, people to be with."),
        gettext_lazy("One thing that helps"),
        (
            gettext_lazy("A walk before it gets dark"),
            gettext_lazy("Music, loud, in the kitchen"),
            gettext_lazy("Writing down what goes round in my head"),
            gettext_lazy("A group once a week"),
            gettext_lazy("Telling one person how it really is"),
        ),
    ),
    Part.DAILY: PartWords(
        gettext_lazy("What I do every day"),
        gettext_lazy("What they do every day"),
        gettext_lazy("The few small things that keep most days steady. Three are enough."),
        gettext_lazy("One small thing of every day"),
        (
            gettext_lazy("Get up before nine, and open the window"),
            gettext_lazy("Eat something warm"),
            gettext_lazy("Take my medicine with breakfast"),
            gettext_lazy("Go outside once"),
            gettext_lazy("One message to somebody I like"),
        ),
    ),
    Part.TRIGGERS: PartWords(
        gettext_lazy("What can throw me off"),
        gettext_lazy("What can throw them off"),
        gettext_lazy("Days, places, people, news. Beside each, who could help when it comes."),
        gettext_lazy("One thing that can throw me off"),
        (
            gettext_lazy("Pay day"),
            gettext_lazy("A quarrel at home"),
            gettext_lazy("Being alone on a holiday"),
            gettext_lazy("A letter from an office"),
            gettext_lazy("The street where I used to buy"),
        ),
    ),
    Part.SIGNS: PartWords(
        gettext_lazy("How I notice that it gets harder"),
        gettext_lazy("How one notices that it gets harder"),
        gettext_lazy("The first small signs, days before a hard hour. Others may see them before you do."),
        gettext_lazy("One sign"),
        (
            gettext_lazy("I cancel things I like"),
            gettext_lazy("Dishes stay where they are"),
            gettext_lazy("I sleep in the day and not at night"),
            gettext_lazy("I say “I am fine” to everyone"),
            gettext_lazy("I stop opening my post"),
        ),
    ),
    Part.WHO_DECIDES: PartWords(
        gettext_lazy("Who does what when I cannot decide"),
        gettext_lazy("Who does what when they cannot decide"),
        gettext_lazy(
            "There may be days when you cannot choose well for yourself. Write here how others see that such a day has "
            "come, whom you want to be asked, and who looks after what."
        ),
        gettext_lazy("One thing, and who does it"),
        (
            gettext_lazy("How others can tell: I have not slept for three nights and I do not answer"),
            gettext_lazy("Who speaks with the doctors for me"),
            gettext_lazy("Who looks after the children"),
            gettext_lazy("Who feeds the cat and takes in the post"),
            gettext_lazy("Who tells my work that I am ill, and nothing more"),
            gettext_lazy("Who shall not be asked"),
        ),
    ),
    Part.WISHES: PartWords(
        gettext_lazy("My wishes for others"),
        gettext_lazy("Their wishes for others"),
        gettext_lazy("How you want to be treated in a bad time, and what makes it worse even when it is meant well."),
        gettext_lazy("One wish"),
        (
            gettext_lazy("Sit with me. You need not talk"),
            gettext_lazy("Ask before you touch me"),
            gettext_lazy("Do not tell my family without asking me"),
            gettext_lazy("Tell me what happens next, in short sentences"),
            gettext_lazy("I would rather be at home than in a hospital, if it is safe"),
        ),
    ),
}
WITH_CARE = frozenset({Part.WHO_DECIDES, Part.WISHES})
"""Parts that others might take for more than they are: the page says that they are no legal document."""

STANDINGS: Mapping[Standing, Words] = {
    Standing.RESTING: gettext_lazy("%(name)s is resting on your map."),
    Standing.STEPPING_BACK: gettext_lazy("You are stepping back from %(name)s."),
    Standing.ENDED: gettext_lazy("It has ended with %(name)s."),
    Standing.GONE: gettext_lazy("%(name)s is no longer on your map."),
}
WHYS: Mapping[Why, Words] = {
    Why.HARD_MOMENT: gettext_lazy("There was a hard moment since you last looked at it. Did it tell you anything new?"),
    Why.TIME: gettext_lazy("You wrote it, or looked at it, 90 days ago. Life moves on, and a plan may too."),
}
CHANGES: Mapping[Change, Words] = {
    Change.ADD: gettext_lazy("A new line"),
    Change.EDIT: gettext_lazy("Other words for a line"),
    Change.REMOVE: gettext_lazy("To leave a line out"),
}


def told(found: Difference) -> list[str]:
    """What changed from one version to the next, a sentence each."""
    lines = [_said(_("Added to “%(part)s”: %(text)s"), line) for line in found.added]
    for one in found.changed:
        lines += _changed(one)
    lines += [_said(_("Left out of “%(part)s”: %(text)s"), line) for line in found.left_out]
    return [*lines, _("Lines stand in another order.")] if found.is_moved else lines


def _said(words: str, line: Line) -> str:
    return words % {"part": PARTS[line.part].title, "text": line.text}


def _changed(one: Changed) -> list[str]:
    lines = []
    if (one.before.part, one.before.text) != (one.after.part, one.after.text):
        said: dict[str, Any] = {"part": PARTS[one.after.part].title, "was": one.before.text, "text": one.after.text}
        lines.append(_("Changed in “%(part)s”: “%(was)s” is now “%(text)s”") % said)
    was, now = ({(helper.name, helper.does) for helper in line.helpers} for line in (one.before, one.after))
    if was != now:
        names = ", ".join(helper.name for helper in one.after.helpers)
        words = _("Who helps with “%(text)s” is now: %(names)s") if names else _("Nobody helps with “%(text)s” now")
        lines.append(words % {"text": one.after.text, "names": names})
    return lines


def helper_gone(standing: Standing, name: str) -> str | Promise:
    """What is said of somebody who stands in the plan and is not there; empty for somebody who is."""
    words = STANDINGS.get(standing)
    return str(words) % {"name": name} if words else ""
