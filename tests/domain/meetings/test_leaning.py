"""In person or online: the way with more answers for it, both when they are even."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.meetings.leaning import IN_PERSON, ONLINE, Concern, leaning
from holdfast.domain.meetings.meeting import Attendance


@pytest.mark.parametrize(
    ("stated", "towards"),
    [
        (set(), None),
        ({Concern.SEE_FACES}, Attendance.IN_PERSON),
        ({Concern.HARD_TO_GET_THERE}, Attendance.ONLINE),
        ({Concern.SEE_FACES, Concern.CHANGING_HOURS}, None),
        ({Concern.SEE_FACES, Concern.CHANGING_HOURS, Concern.FEW_LIKE_ME}, Attendance.ONLINE),
        ({Concern.NO_QUIET_CORNER, Concern.SOMEONE_CLOSE, Concern.ROOM_IS_TOO_MUCH}, Attendance.IN_PERSON),
    ],
)
def test_leans_to_what_more_speaks_for(stated: set[Concern], towards: Attendance | None) -> None:
    assert leaning(frozenset(stated)).towards is towards


@given(st.frozensets(st.sampled_from(Concern)))
def test_every_answer_is_a_reason_for_one_side(stated: frozenset[Concern]) -> None:
    found = leaning(stated)

    assert frozenset(found.for_online) | frozenset(found.for_in_person) == stated
    assert len(found.for_online) + len(found.for_in_person) == len(stated)


@given(st.frozensets(st.sampled_from(sorted(ONLINE))), st.frozensets(st.sampled_from(sorted(IN_PERSON))))
def test_one_more_reason_never_turns_it_the_other_way(online: frozenset[Concern], room: frozenset[Concern]) -> None:
    fewer, more = leaning(online | room), leaning(online | room | {Concern.SEE_FACES})

    assert not (fewer.towards is Attendance.IN_PERSON and more.towards is Attendance.ONLINE)
