"""The plans of the people of the demo, by the same actions as everybody's."""

from __future__ import annotations

from datetime import datetime

from holdfast.care import recovery
from holdfast.care.actions import add_from_map, add_line, begin_plan, note_review
from holdfast.checkins.models import Goal
from holdfast.home.cast_teams import HardHour, Way, WayLine
from holdfast.home.demo_tending import Story


def settle_plans(story: Story, plan: HardHour, way: Way) -> None:
    """The plan for a hard hour, and the recovery plan in two versions."""
    _hard_hour(story, plan)
    _way(story, way)


def _hard_hour(story: Story, plan: HardHour) -> None:
    person, when = story.person, story.at(plan.days)
    begin_plan(by=person, now=when)
    for step, lines in plan.lines.items():
        for facts in lines:
            add_line(by=person, step=step, facts=facts, now=when)
    for step, names in plan.people.items():
        add_from_map(by=person, step=step, ties=[story.ties[name] for name in names], now=when)
    note_review(by=person, now=story.at(plan.reviewed))


def _way(story: Story, way: Way) -> None:
    when = story.at(way.days)
    for line in way.lines:
        _line(story, line, when)
    for goal in Goal.objects.filter(person=story.person):
        if goal.text in way.goals:
            recovery.add_goal(by=story.person, goal=goal, now=when)
    _line(story, way.later, story.at(way.later_days), way.later_why)
    recovery.note_review(by=story.person, now=story.at(way.later_days))


def _line(story: Story, line: WayLine, when: datetime, why: str = "") -> None:
    row = recovery.add_line(by=story.person, part=line.part, text=line.text, now=when, why=why)
    for name, does in line.helped_by.items():
        recovery.set_helper(line=row, tie=story.ties[name], does=does, now=when)
