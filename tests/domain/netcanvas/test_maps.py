"""From a map to a session, and from a session to those one could pick."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from holdfast.domain.netcanvas import graphml, tables
from holdfast.domain.netcanvas.from_map import About, Level, called, session_of
from holdfast.domain.netcanvas.picks import Pick, picks
from holdfast.domain.netcanvas.session import Alter, Session, Sessions
from holdfast.domain.network import Circle, Network, Role, SupportKind, Tie, TieState
from tests.domain.netcanvas.made import head

NOW = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
ROSA = Tie("r", "Rosa Maria", Role.SIBLING, Circle.WEEKLY, gives={SupportKind.EMOTIONAL: 3}, trust=3)
BEN = Tie("b", "Ben", Role.FRIEND, Circle.MONTHLY)
GROUP = Tie("g", "Friday group", Role.SUPPORT_GROUP, Circle.WEEKLY)
GONE = Tie("x", "Xaver", Role.FRIEND, Circle.YEARLY, TieState.ENDED)
MAP = Network((ROSA, BEN, GROUP, GONE), acquainted=frozenset({("b", "r"), ("g", "x")}))


def about(level: Level = Level.NAMES) -> About:
    return About(UUID(int=3), "me", NOW, level)


def test_everybody_goes_out_but_those_with_whom_it_ended() -> None:
    names = [one.attributes["name"] for one in session_of(MAP, about()).alters]

    assert names == ["Rosa Maria", "Ben", "Friday group"]


def test_only_ties_between_those_who_go_out_go_out() -> None:
    assert len(session_of(MAP, about()).ties) == 1


def test_every_option_of_a_role_is_said() -> None:
    rosa = session_of(MAP, about()).alters[0].attributes
    said = {name: value for name, value in rosa.items() if name.startswith("role_")}

    assert [name for name, value in said.items() if value] == ["role_sibling"]
    assert all(isinstance(value, bool) for value in said.values())


@pytest.mark.parametrize(
    ("level", "names"),
    [
        (Level.NAMES, ["Rosa Maria", "Ben", "Friday group"]),
        (Level.INITIALS, ["R. M.", "B.", "F. G."]),
        (Level.NUMBERS, ["1", "2", "3"]),
    ],
)
def test_no_more_of_a_name_goes_out_than_was_chosen(level: Level, names: list[str]) -> None:
    assert [one.attributes["name"] for one in session_of(MAP, about(level)).alters] == names


@pytest.mark.parametrize("level", [Level.INITIALS, Level.NUMBERS])
def test_no_name_is_anywhere_in_the_file(level: Level) -> None:
    session = session_of(MAP, about(level))
    data = graphml.render([session]) + b"".join(
        str(row).encode() for row in (*session.alters, *session.ties, session.head)
    )

    for word in (b"Rosa", b"Maria", b"Ben", b"Friday"):
        assert word not in data


def test_a_file_of_numbers_cannot_be_laid_beside_one_of_names() -> None:
    ids = {level: {one.id for one in session_of(MAP, about(level)).alters} for level in Level}

    assert len(set().union(*ids.values())) == 9


def test_the_next_file_has_the_same_ids() -> None:
    assert session_of(MAP, about()).alters == session_of(MAP, about()).alters


def test_a_name_without_letters_has_a_number_for_initials() -> None:
    assert called("—", 4, Level.INITIALS) == "4"


@pytest.mark.parametrize("form", [tables, graphml])
def test_a_map_that_went_out_can_be_picked_from(form: object) -> None:
    data = form.render([session_of(MAP, about())])  # type: ignore[attr-defined]  # both forms have the same two doors

    found = {one.name: one for one in picks(form.read(data))}  # type: ignore[attr-defined]  # as above

    rosa = found["Rosa Maria"]
    assert (rosa.role, rosa.circle, rosa.gives) == (Role.SIBLING, Circle.WEEKLY, (SupportKind.EMOTIONAL,))
    assert found["Ben"].knows == (list(found).index("Rosa Maria"),)
    assert found["Friday group"].role is Role.SUPPORT_GROUP


@pytest.mark.parametrize(
    ("said", "pick"),
    [
        ({"Name": "Ana"}, Pick("Ana")),
        ({"first_name": "Ana", "Last name": "Ruiz"}, Pick("Ana Ruiz")),
        ({"nickname": " A\n na "}, Pick("A na")),
        ({"name": 7}, Pick("7")),
        ({"name": True, "null": "x"}, Pick("Person 1")),
        ({"name": "A", "relationship_close_friend": True, "relationship_mother": False}, Pick("A", Role.FRIEND)),
        ({"name": "A", "Relation": "Mother"}, Pick("A", Role.PARENT)),
        ({"name": "A", "circle": 9, "gives_emotional": "yes"}, Pick("A")),
    ],
)
def test_a_name_and_a_role_are_guessed_from_what_is_said(said: dict[str, object], pick: Pick) -> None:
    session = Session(head(), (Alter("a", "Person", said),))  # type: ignore[arg-type]  # any mapping of the table

    assert picks(Sessions((session,))) == (pick,)
