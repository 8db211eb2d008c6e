from __future__ import annotations
import io, json
from datetime import timedelta
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from holdfast.consent.models import Grant, Entry
from holdfast.teams.members import end_care_team
from holdfast.home.actions import erase_account
from holdfast.network.models import Tie
from holdfast.care.models import *
from tests.teams.world import *
import re

pytestmark = pytest.mark.django_db


def test_before_after_worker_erased(world, john):
    from holdfast.teams import messages
    from holdfast.teams.notes import write_note

    messages.answer_person(by=world.member(world.dee), text="hey", now=world.now)
    write_note(care_team=world.team, by=world.member(world.dee), on=world.now.date(), text="We spoke", now=world.now)
    end_care_team(care_team=world.team, now=world.now)
    erase_account(by=world.dee.person, now=world.now)
    assert "hey" in at(john).get(f"/team/before/{world.team.pk}/").content.decode()


def test_refused_after_worker_erased(world, john):
    r = at(world.dee.person).get(f"/work/{world.team.pk}/shared/plan/")
    assert list(Entry.objects.values_list("verb", flat=True)) == ["refused"]
    erase_account(by=world.dee.person, now=world.now)
    t = at(john).get("/sharing/looked/").content.decode()
    assert "<strong></strong>" not in t


@pytest.mark.parametrize("bad", ["\\ud800", "a\\u0000b", "\\u202eevil", "x" * 200000, "\\udfff\\ud800 "])
def test_fhir(world, john, bad):
    raw = (
        '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"CareTeam","participant":[{"role":[{"text":"%s"}],"member":{"display":"Ann %s"}}]}},{"resource":{"resourceType":"Goal","lifecycleStatus":"active","description":{"text":"Walk %s"}}}]}'
        % (bad, bad, bad)
    )
    p = at(john)
    r = p.post("/exchange/bring/", {"file": SimpleUploadedFile("a.json", raw.encode(), "application/json")})
    t = r.content.decode()
    assert r.status_code == 200
    carried = re.search(r'name="carried" value="([^"]+)"', t)
    names = re.findall(r'name="((?:person|line|who|role|where)[^"]*)"', t)
    print(names, [x for x in re.findall(r"<(?:input|select)[^>]+>", t)][-8:])
    assert carried


def test_owner_of_two(world, john):
    p = at(world.operator)
    for path in (
        f"/work/{world.team.pk}/",
        f"/team/{world.team.pk}/",
        f"/team/before/{world.team.pk}/",
        "/work/",
        f"/work/{world.team.pk}/shared/plan/",
    ):
        assert p.get(path).status_code == 404
