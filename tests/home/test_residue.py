"""What is left of an erased account: nothing, in no file."""

from __future__ import annotations

import base64
import zlib

import pytest

from tests.home.house import House

pytestmark = pytest.mark.sqlite_only

WORDS = ("quartz", "heron", "ember", "fjord", "willow")
PLANTED = [f"{word}-kelp-{number:02d}" for number, word in enumerate(WORDS * 8)]
"""Forty words that stand nowhere else."""

LIVE = f"""
from datetime import timedelta
from io import BytesIO
from django.test import Client
from django.utils import timezone
from holdfast.accounts.models import Person
from holdfast.domain.network import Role
from holdfast.home.actions import erase_account
from holdfast.home.jobs import checkpoint
from holdfast.network import actions
from holdfast.network.models import StepAnswer
from holdfast.notices.actions import enqueue
P = {PLANTED!r}
now = timezone.now()
PASSPHRASE = P[0] + " passphrase"
house = Client(headers={{"host": "localhost"}})
house.post("/account/new/", {{"username": P[1], "password1": PASSPHRASE, "time_zone": "UTC"}})
person = Person.objects.get(nickname=P[1])
house.force_login(person)
wrong = Client(headers={{"host": "localhost"}})
wrong.post("/account/in/", {{"login": P[1], "password": P[2]}})
house.post("/account/again/", {{"password": PASSPHRASE}})
house.post("/start/1/", {{"starters": ["rides"], "own": P[3], "own_kind": "emotional"}})
rows = {{"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0", "form-0-name": P[4], "form-0-role": "friend"}}
rows["form-0-circle"] = "1"
house.post("/start/2/", rows)
network = actions.main_network(by=person, name="x", now=now)
work = actions.add_network(by=person, name=P[5], now=now)
ways = (actions.ChannelFacts("phone", P[6]), actions.ChannelFacts("mail", P[7] + "@example.org"))
facts = actions.TieFacts(P[8], Role.FRIEND, channels=ways, notes=P[9], tags=P[10])
rosa = actions.add_tie(by=person, networks=[network, work], facts=facts, now=now)
actions.log_touch(by=person, tie=rosa, facts=actions.TouchFacts(now.date(), note=P[11]), now=now)
ana = actions.add_tie(by=person, networks=[work], facts=actions.TieFacts("Ana", Role.FRIEND), now=now)
actions.change_tie(by=person, tie=ana, networks=[work], facts=actions.TieFacts(P[12], Role.FRIEND), now=now)
actions.add_rung(by=person, text=P[13], expected=3, now=now)
actions.answer_step(by=person, rule="thank", subject=P[14], answer="later", now=now)
actions.rename_network(network=work, name=P[15])
enqueue(person=person, address=P[16] + "@example.org", body=P[17], unique_key="residue", now=now)
card = "BEGIN:VCARD\\r\\nVERSION:3.0\\r\\nFN:" + P[18] + "\\r\\nTEL:5550100\\r\\nEND:VCARD\\r\\n"
upload = BytesIO(card.encode()); upload.name = "contacts.vcf"
house.post("/ties/import/", {{"file": upload}})
person.email = P[19] + "@example.org"
person.save()
from holdfast.asks import actions as asks
from holdfast.asks.steering import ask_sooner
from holdfast.asks.models import Answer
from holdfast.domain.asks.hours import ALWAYS
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.notices.actions import add_destination, confirm_destination
from holdfast.supporters.actions import Hopes, Limits, Newcomer, Offered, accept_invitation, invite
paper = invite(by=person, tie=rosa, hopes=Hopes(P[27]), now=now)
who = Newcomer(P[29], Limits(hours=ALWAYS, most_asked=None))
offered = Offered({{Kind.RIDE: Stated.GLADLY}}, offered=P[28])
agreement = accept_invitation(invitation=paper, who=who, offered=offered, now=now)
from django.conf import settings
settings.EMAIL_HOST = "127.0.0.1"
place = add_destination(owner=agreement.supporter_id, via="mail", address=P[29] + "@example.net", now=now)
confirm_destination(destination=place, now=now)
slot = asks.SlotFacts(P[24])
facts = asks.AskFacts(Kind.RIDE, P[20], place=P[21], bring=P[22], slots=(slot,), only=(agreement,))
ask = asks.open_ask(by=person, facts=facts, now=now)
ask = asks.move_ask(ask=ask, now=now + timedelta(seconds=10))
if not ask.replies.exists():  # at night the plan waits for the morning
    ask = ask_sooner(ask=ask, agreement=agreement, now=now + timedelta(seconds=10))
reply = asks.answer(reply=ask.replies.get(), said=Answer.YES, now=now + timedelta(minutes=1))
asks.add_words(reply=reply, words=P[23])
asks.tell_update(by=person, text=P[25], circle=[agreement], now=now)
asks.write_notes(by=person, text=P[26], now=now)
from holdfast.checkins import attendance, checking, commitments, counters, measuring, setbacks, slips, urges, workbooks
from holdfast.tending.limits import BoundaryFacts, write_boundary
checking.check_in(by=person, facts=checking.CheckInFacts(note=P[30]), now=now)
urges.log_urge(by=person, facts=urges.UrgeFacts(trigger=P[31]), now=now)
begun = now - timedelta(days=3)
counter = counters.add_counter(by=person, facts=counters.CounterFacts(P[32]), started_at=begun, now=now)
told = setbacks.SetbackFacts(now, now, P[33], (agreement,), P[34])
setbacks.write_setback(counter=counter, facts=told, now=now)
said = commitments.add_commitment(by=person, facts=commitments.CommitmentFacts(P[35], days=(1,)), now=now)
commitments.ask_witness(commitment=said, agreement=agreement, shows_words=True, now=now)
book = workbooks.begin_workbook(by=person, name="x", titles=[""], now=now)
workbooks.write_step(step=book.steps.get(), title="", text=P[36], today=now.date())
been = attendance.log_attendance(by=person, facts=attendance.AttendanceFacts(now.date(), "x"), now=now)
slips.issue_slip(by=person, facts=slips.SlipFacts(P[37], (been,)), now=now)
limit = BoundaryFacts(rosa, "mine", P[38], None, "not_said", None, "")
write_boundary(by=person, facts=limit, now=now)
measuring.note_how_i_am(supporter=agreement.supporter, feeling=1, load=5, note=P[39], now=now)
"""
GO = """
house.post("/erase/", {"nickname": person.nickname, "when": "now"})
assert not Person.objects.exists()
checkpoint(now=now)
from django.conf import settings
found = {path.name: [word for word in P if word.encode() in path.read_bytes()] for path in settings.DATA.glob("*.*")}
print("WHILE RUNNING", sorted(name for name, words in found.items() if words), sorted(found))
"""
READ = """
from holdfast.accounts.models import Person
from holdfast.asks.models import Ask, Reply, SafetyNotes, Slot, Update
from holdfast.network.models import *
from holdfast.notices.models import Destination, Notice
from holdfast.supporters.models import Agreement, Supporter
from holdfast.checkins.models import *
from holdfast.tending.models import Boundary
tended = (CheckIn, Urge, Counter, Setback, Commitment, WorkStep, Slip, HelperCheck, Boundary)
asks = (Ask, Reply, SafetyNotes, Slot, Update, Destination, Agreement, Supporter)
for model in (Person, Network, Tie, Channel, Need, Touch, StepAnswer, Rung, ContactDraft, Notice, *asks, *tended):
    for row in model.objects.all():
        print([getattr(row, field.attname) for field in row._meta.fields])
"""


def hits(data: bytes) -> list[str]:
    """The planted words that stand in these bytes, as they are or in one of the usual wrappings."""
    return [word for word in PLANTED if any(form in data for form in wrapped(word.encode()))]


def wrapped(word: bytes) -> list[bytes]:
    utf_16 = word.decode().encode("utf-16-le")
    in_base64 = [base64.b64encode(b"x" * shift + word)[4:-4] for shift in range(3)]
    return [word, utf_16, word.hex().encode(), *in_base64]


@pytest.fixture(scope="module")
def emptied(first_house: House) -> tuple[House, str]:
    """A house in which one person lived, and what the product said meanwhile."""
    return first_house, first_house.do(LIVE + GO)


def test_the_words_were_there(second_house: House) -> None:
    """Without this, the tests below could pass because nothing was ever written."""
    second_house.do(LIVE)

    said = second_house.do(READ)

    passphrases, replaced = {PLANTED[0], PLANTED[2]}, {PLANTED[5]}
    assert set(hits(said.encode())) == set(PLANTED) - passphrases - replaced


def test_sealed_words_stand_in_no_file_even_before(second_house: House) -> None:
    sealed = {PLANTED[number] for number in (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, *range(20, 40))}

    assert not sealed & set(hits(second_house.bytes()))


def test_nothing_is_left_in_the_files(emptied: tuple[House, str]) -> None:
    house, _ = emptied

    assert {path.name: found for path in house.files() if (found := hits(path.read_bytes()))} == {}


def test_nothing_is_left_while_the_product_still_runs(emptied: tuple[House, str]) -> None:
    """SQLite tidies its log when the last process leaves; the words must be gone before that."""
    _, said = emptied

    assert "WHILE RUNNING []" in said
    assert "holdfast.sqlite3-wal" in said


def test_nothing_was_logged(emptied: tuple[House, str]) -> None:
    _, said = emptied

    assert hits(said.encode()) == []


def test_nothing_is_in_a_fresh_backup(emptied: tuple[House, str]) -> None:
    house, _ = emptied
    house.run("backup")

    copies = [path.read_bytes() for path in sorted((house.data / "backups").rglob("*.sqlite3"))]

    assert len(copies) == 2
    assert [found for copy in copies if (found := hits(copy))] == []


def test_sessions_are_not_merely_packed_away(emptied: tuple[House, str]) -> None:
    """Django packs and signs sessions, so a plain search would not see a name in one."""
    house, _ = emptied

    counted = "from holdfast.accounts.models import PersonSession; print(PersonSession.objects.count())"

    assert house.do(counted).strip() == "0"


def test_the_key_is_gone(emptied: tuple[House, str]) -> None:
    house, _ = emptied

    counted = "from holdfast.sealing.models import PersonKey; print(PersonKey.objects.count())"

    assert house.do(counted).strip() == "0"


def test_the_search_sees_what_is_wrapped() -> None:
    packed = base64.b64encode(b"name: " + PLANTED[7].encode() + b" and more")

    assert PLANTED[7] in hits(packed)
    assert hits(zlib.compress(PLANTED[7].encode(), 0)) == [PLANTED[7]]
