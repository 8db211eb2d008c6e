"""The text that is signed: every element of 42 CFR Part 2, section 2.31, in plain words; and a short one for a friend.

What is shown is what is kept. Changing a sentence here needs a new VERSION.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.consent.drafts import Sharing
from holdfast.consent.words import ABOUT, ITEMS, PURPOSES
from holdfast.domain.consent import Item, ViewerKind

VERSION = "2"


@dataclass(frozen=True, slots=True)
class Signed:
    """A text as somebody reads it before they agree."""

    paragraphs: tuple[str, ...]

    @property
    def whole(self) -> str:
        """As it is kept."""
        return "\n\n".join(self.paragraphs)

    @property
    def mark(self) -> str:
        """Tells this text from any other: the form carries it, so nobody agrees to words they did not see."""
        return sha256(self.whole.encode()).hexdigest()[:16]


def text_of(sharing: Sharing) -> Signed:
    """The text in the language of the reader."""
    return Signed(_for_professionals(sharing) if sharing.viewer.is_professional else _for_a_friend(sharing))


def _for_a_friend(sharing: Sharing) -> tuple[str, ...]:
    return (
        _("%(who)s may see: %(what)s.") % {"who": sharing.recipient, "what": _what(sharing)},
        _("Why: %(why)s") % {"why": _why(sharing)},
        _span(sharing),
        _("I can stop it at any time, and then it ends at once. What was seen before cannot be unseen."),
    )


def _for_professionals(sharing: Sharing) -> tuple[str, ...]:
    said = {"name": sharing.called, "host": settings.ADDRESS, "who": sharing.recipient}
    return (
        _("I am %(name)s. I agree that this site, %(host)s, shows what is named here.") % said,
        _("What may be seen: %(what)s. Nothing else.") % {"what": _what(sharing)},
        _who(sharing) % said,
        _("Why: %(why)s") % {"why": _why(sharing)},
        _span(sharing),
        _(
            "I can take this back at any time. I do it on this site under “Sharing”, or I write to those who run "
            "it. It then ends at once. What was seen or done before I took it back cannot be undone."
        ),
        _(
            "Those who see it must keep it to themselves. The law lets them pass some of it on in some cases. "
            "What is passed on may then be less well protected."
        ),
        _("I do not have to sign. If I do not, I lose nothing here, and nobody is told."),
    )


def _who(sharing: Sharing) -> str:
    if sharing.viewer.kind == ViewerKind.CARE_TEAM:
        return _("Who may see it: %(who)s. These are the people there who work with me. I can read who looked.")
    return _("Who may see it: %(who)s, and nobody else. I can read when they looked.")


def _what(sharing: Sharing) -> str:
    """With what is in each: how much and what kind, as 2.31 (a)(3) asks."""
    return "; ".join(f"{ITEMS[item]} ({ABOUT[item]})" for item in Item if item in sharing.items)


def _why(sharing: Sharing) -> str:
    reason = f"{PURPOSES[sharing.purpose]}." if sharing.purpose else ""
    return f"{reason} {sharing.words}".strip()


def _span(sharing: Sharing) -> str:
    said = {"first": date_format(sharing.first), "last": date_format(sharing.last)}
    return _("It begins on %(first)s. It ends by itself when %(last)s is over.") % said
