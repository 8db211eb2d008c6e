"""`./run import`: what it prints and how it ends."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from holdfast.directory.models import Listing, Source
from tests.directory.feeds import file_of, meeting, some

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("import", *words, stdout=out)
    return out.getvalue()


def test_json_is_one_object_a_file_and_nothing_else(tmp_path: Path) -> None:
    files = [file_of(tmp_path, some(2), "a.json"), file_of(tmp_path, some(3), "b.json")]

    said = [json.loads(line) for line in run("--json", *files).splitlines()]

    assert [one["rows"] for one in said] == [2, 3]
    assert {tuple(one) for one in said} == {("file", "format", "rows", "imported", "refused", "warned", "problems")}


def test_json_names_every_problem(tmp_path: Path) -> None:
    file = file_of(tmp_path, [meeting(f"bad-{number}", time="late") for number in range(50)])

    said = json.loads(run("--json", file))

    assert said["refused"] == 50
    assert sum(problem["severity"] == "refused" for problem in said["problems"]) == 50


def test_a_problem_says_where_and_what_to_do(tmp_path: Path) -> None:
    said = json.loads(run("--json", file_of(tmp_path, [meeting("a"), meeting("b", time="late")])))

    assert said["problems"][-1] == {
        "row": 2,
        "key": "b",
        "field": "time",
        "severity": "refused",
        "advice": "'late' is not a time; write 19:00",
    }


def test_the_table_counts_and_explains(tmp_path: Path) -> None:
    lines = run(file_of(tmp_path, [meeting("a"), meeting("b", time="late")])).splitlines()

    assert lines[0].endswith("meeting-guide, 2 rows, 1 imported, 1 refused, 0 with warnings")
    assert lines[1] == "  new 1, changed 0, as before 0, gone 0"
    assert lines[-1] == "  refused: row 2 (b), time: 'late' is not a time; write 19:00"


def test_the_table_shows_the_first_problems_and_how_many_more(tmp_path: Path) -> None:
    rows = [meeting(f"bad-{number}", time="late") for number in range(50)]

    lines = run("--fellowship", "aa", file_of(tmp_path, rows)).splitlines()

    assert len(lines) == 23
    assert lines[-1] == "  and 30 more: --json has all of them"


def test_a_refused_row_is_no_failure(tmp_path: Path) -> None:
    assert "1 refused" in run(file_of(tmp_path, [meeting("b", time="late")]))


def test_a_file_that_cannot_be_read_is_one(tmp_path: Path) -> None:
    good, bad = file_of(tmp_path, some(2), "a.json"), file_of(tmp_path, "not json", "b.json")

    with pytest.raises(CommandError, match="1 of 2 could not be read") as failed:
        run(bad, good)

    assert failed.value.returncode == 1
    assert Listing.objects.count() == 2


def test_json_has_an_object_for_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("import", "--json", file_of(tmp_path, "not json"), stdout=out)

    said = json.loads(out.getvalue())
    assert (said["format"], said["rows"], said["imported"]) == ("unknown", 0, 0)
    assert "not valid JSON" in said["problems"][0]["advice"]


@pytest.mark.parametrize("word", ["smart", "SMART Recovery", "smart recovery"])
def test_the_fellowship_may_be_named_or_coded(tmp_path: Path, word: str) -> None:
    run("--fellowship", word, file_of(tmp_path, some(1)))

    assert Listing.objects.get().meeting["fellowship"] == "smart"


def test_an_unknown_fellowship_is_refused_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="write one of aa, na"):
        run("--fellowship", "knitting", file_of(tmp_path, some(1)))


def test_the_source_is_named_as_the_operator_says(tmp_path: Path) -> None:
    run("--name", "Area office", "--licence", "CC0", file_of(tmp_path, some(1)))

    source = Source.objects.get()
    assert (source.name, source.licence) == ("Area office", "CC0")


def test_an_operator_confirms_what_has_ended(tmp_path: Path) -> None:
    run(file_of(tmp_path, some(10)))

    run("--confirm", file_of(tmp_path, some(1)))

    assert Listing.objects.filter(gone_at=None).count() == 1
