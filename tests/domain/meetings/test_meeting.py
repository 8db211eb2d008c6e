"""A meeting in storage is the meeting itself."""

from __future__ import annotations

import json

from hypothesis import given

from holdfast.domain.meetings.meeting import Meeting
from tests.domain.meetings.strategies import meetings, patient


@patient
@given(meetings())
def test_storage_keeps_everything(meeting: Meeting) -> None:
    stored = json.loads(json.dumps(meeting.to_json()))

    assert Meeting.from_json(stored) == meeting
