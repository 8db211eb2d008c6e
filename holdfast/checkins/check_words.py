"""The words of check-ins, days, urges and hard moments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from holdfast.checkins.models import HardMoment
from holdfast.domain.lateness import Pace

FEELINGS = {
    1: _("Very hard"),
    2: _("Hard"),
    3: _("So-so"),
    4: _("Well"),
    5: _("Very well"),
}
"""How I am, from 1 to 5."""
DAYS_HARD = {
    1: _("Very easy"),
    2: _("Easy"),
    3: _("In between"),
    4: _("Hard"),
    5: _("Very hard"),
}
"""How hard a day was, from 1 to 5."""
WITH = {
    HardMoment.With.SOMEONE: _("Somebody I know"),
    HardMoment.With.SERVICE: _("A line, a group or a professional"),
    HardMoment.With.ALONE: _("I was on my own"),
}
PACES = {
    Pace.USUAL: _("Three questions, 25 minutes apart"),
    Pace.PATIENT: _("Three questions, 30 minutes apart"),
}
SUGGESTED = (
    _("Wait twenty minutes, then look again"),
    _("Drink a glass of water and eat something"),
    _("Go outside and walk around the block"),
    _("Breathe out slowly, ten times"),
    _("Take a warm shower"),
    _("Play one song I love"),
    _("Leave the place I am in"),
    _("Write down what I feel"),
    _("Do one small thing with my hands"),
)
"""Beginnings for one's own list."""
