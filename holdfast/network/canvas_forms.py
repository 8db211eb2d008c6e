"""Forms for files of network research tools."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.accounts.models import Person
from holdfast.domain.netcanvas.from_map import Level
from holdfast.domain.netcanvas.picks import Pick
from holdfast.domain.network import Circle, Role, SupportKind
from holdfast.network import words
from holdfast.network.access import networks_of, ties_of
from holdfast.network.canvas import TABLES, Wanted
from holdfast.network.canvas_words import FORMS, LEVELS
from holdfast.web.forms import offer

ALL = "all"


class TakeForm(forms.Form):
    """Which map leaves, with how much of the names, in which form."""

    level = forms.ChoiceField(
        label=gettext_lazy("How much of the names leaves?"),
        choices=list(LEVELS.items()),
        initial=Level.NUMBERS,
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(
        label=gettext_lazy("As what?"), choices=list(FORMS.items()), initial=TABLES, widget=forms.RadioSelect
    )
    which = forms.ChoiceField(label=gettext_lazy("Which map?"))
    case_id = forms.CharField(
        label=gettext_lazy("What the file calls you"),
        max_length=40,
        help_text=gettext_lazy("The case ID. A researcher may have given you one; else any word will do."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._networks = {str(one.pk): one for one in networks_of(person)}
        each = [(key, one.name) for key, one in self._networks.items()] if len(self._networks) > 1 else []
        offer(self, "which", [(ALL, _("Everybody, on all maps")), *each])

    @classmethod
    def preset(cls) -> dict[str, str]:
        """What is chosen before anything was: the least that can leave."""
        return {"level": Level.NUMBERS, "form": TABLES, "which": ALL, "case_id": _("me")}

    def wanted(self) -> Wanted:
        """What was chosen."""
        said = self.cleaned_data
        return Wanted(self._networks.get(said["which"]), Level(said["level"]), said["case_id"], said["form"])


class BringForm(forms.Form):
    """A file of sessions."""

    file = forms.FileField(
        label=gettext_lazy("A file of Network Canvas"),
        help_text=gettext_lazy("The exported .zip with tables, or a .graphml file. It is read once and not kept."),
    )


SALT = "holdfast.network.canvas"
KEPT_FOR = 24 * 60 * 60


def carried(picks: tuple[Pick, ...], person: Person) -> str:
    """What was read, on its way through the page: signed, and kept nowhere."""
    rows = [
        [one.name, one.role or "", one.circle or 0, [str(kind) for kind in one.gives], list(one.knows)] for one in picks
    ]
    return signing.dumps(rows, salt=f"{SALT}.{person.pk}", compress=True)


def picks_of(text: str, person: Person) -> tuple[Pick, ...] | None:
    """The same again; None if it is not ours, another person's, or older than a day."""
    try:
        rows = signing.loads(text, salt=f"{SALT}.{person.pk}", max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return tuple(
        Pick(name, Role(role) if role else None, Circle(circle) if circle else None, _kinds(gives), tuple(knows))
        for name, role, circle, gives, knows in rows
    )


def _kinds(gives: list[str]) -> tuple[SupportKind, ...]:
    return tuple(SupportKind(one) for one in gives)


class PickForm(forms.Form):
    """Who comes onto the map, and as what. Nobody is ticked beforehand."""

    def __init__(self, *args: Any, picks: tuple[Pick, ...], person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {tie.name for tie in ties_of(person)}
        self.rows = [self._row(place, one, one.name in there) for place, one in enumerate(picks)]

    def _row(self, place: int, one: Pick, is_there: bool) -> dict[str, Any]:
        label = _("%(name)s (already on your map)") % {"name": one.name} if is_there else one.name
        self.fields[f"take-{place}"] = forms.BooleanField(label=label, required=False)
        self.fields[f"role-{place}"] = forms.ChoiceField(
            label=_("%(name)s is") % {"name": one.name},
            choices=words.roles_by_sector,
            initial=one.role or Role.ACQUAINTANCE,
        )
        return {"take": self[f"take-{place}"], "role": self[f"role-{place}"]}

    def chosen(self) -> dict[int, Role]:
        """Those who were ticked, by place, each with their role."""
        said = self.cleaned_data
        places = (place for place in range(len(self.rows)) if said[f"take-{place}"])
        return {place: Role(said[f"role-{place}"]) for place in places}
