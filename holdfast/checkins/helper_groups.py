"""Groups for people who care for somebody, and where the directory finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from holdfast.domain.meetings.fellowships import FELLOWSHIPS, Audience


@dataclass(frozen=True, slots=True)
class Groups:
    """One programme for families and friends."""

    code: str
    """Its code in the directory."""
    about: Any

    @property
    def name(self) -> str:
        """What it is called."""
        return FELLOWSHIPS[self.code].name

    @property
    def search(self) -> str:
        """The question to the directory, as it stands in an address."""
        return f"path={self.code}&who={Audience.FAMILY}"


GROUPS = (
    Groups("al-anon", _("When somebody close to you drinks. Twelve steps.")),
    Groups("nar-anon", _("When somebody close to you uses drugs. Twelve steps.")),
    Groups("fa", _("For families and friends, whatever it is about. Twelve steps.")),
    Groups("smart-family", _("Tools to talk, to set limits and to look after yourself. No steps.")),
    Groups("gam-anon", _("When somebody close to you gambles.")),
    Groups("nami-family", _("When somebody close to you lives with a mental illness.")),
    Groups("pal", _("For parents of a grown-up child who uses.")),
    Groups("alateen", _("For young people in a family where somebody drinks.")),
)
