"""The worker runs what is due, and one failing job stops nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event

import pytest

from holdfast.jobs import JOBS, Job, Schedule

MINUTE = timedelta(minutes=1)


def counting(name: str, ran: list[str]) -> Job:
    def run(now: datetime) -> int:
        ran.append(name)
        return 1

    return Job(name, MINUTE, run)


def failing(now: datetime) -> int:
    raise RuntimeError("a bad row")


def test_runs_every_job_at_the_first_tick(now: datetime) -> None:
    ran: list[str] = []
    schedule = Schedule([counting("one", ran), counting("two", ran)])

    assert schedule.tick(now) == 2
    assert ran == ["one", "two"]


def test_waits_until_a_job_is_due_again(now: datetime) -> None:
    schedule = Schedule([counting("one", [])])
    schedule.tick(now)

    assert schedule.tick(now + MINUTE - timedelta(seconds=1)) == 0
    assert schedule.tick(now + MINUTE) == 1


def test_goes_on_after_a_failing_job(now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []
    schedule = Schedule([Job("bad", MINUTE, failing), counting("good", ran)])

    schedule.tick(now)

    assert ran == ["good"]
    assert "job bad failed" in caplog.text


def test_does_not_wait_a_year_when_the_clock_is_set_back(now: datetime) -> None:
    schedule = Schedule([counting("one", [])])
    schedule.tick(now)

    assert schedule.tick(now - timedelta(days=365)) == 1


def test_a_long_job_holds_nobody_up(now: datetime) -> None:
    ran: list[str] = []
    goes_on = Event()
    slow = Job("slow", MINUTE, lambda _: int(goes_on.wait(30)), is_long=True)
    schedule = Schedule([slow, counting("quick", ran)])

    schedule.tick(now)

    assert ran == ["quick"]
    goes_on.set()
    schedule.wait()


def test_a_long_job_runs_once_at_a_time(now: datetime) -> None:
    goes_on = Event()
    schedule = Schedule([Job("slow", MINUTE, lambda _: int(goes_on.wait(30)), is_long=True)])
    schedule.tick(now)

    assert schedule.tick(now + MINUTE) == 0
    goes_on.set()
    schedule.wait()
    assert schedule.tick(now + 2 * MINUTE) == 1
    schedule.wait()


def test_every_job_has_a_name_of_its_own() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


@pytest.mark.django_db
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_is_harmless_when_nothing_is_due(job: Job, now: datetime) -> None:
    assert job.run(now) >= 0
