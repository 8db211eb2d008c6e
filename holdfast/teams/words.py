"""The words people see for roles of workers and purposes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from holdfast.domain.consent import Purpose
from holdfast.domain.network import SECTOR_OF, Role, Sector
from holdfast.network.words import ROLES

Words = Mapping[Any, Any]
"""A value -> its words, translated when they are shown."""

WORKER_ROLES: Words = {
    role: ROLES[role]
    for role in (
        *(role for role in Role if SECTOR_OF[role] is Sector.PROFESSIONALS),
        Role.PEER_WORKER,
        Role.VOLUNTEER,
    )
}
"""What a worker of a programme can be."""

PURPOSES: Words = {
    Purpose.AT_MY_REQUEST: _("because they want you to know"),
    Purpose.CARE: _("for the work together"),
    Purpose.REFERRAL: _("for a referral"),
    Purpose.HARD_MOMENT: _("for hard moments"),
}
