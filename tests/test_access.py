"""Every address × every member of the cast, in one table under review.

Members: a stranger; the owner of the things named in the address; another person; an operator, who administers and
cannot read; somebody whose account is closed. A new address without a row fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from holdfast.accounts.actions import open_account, set_operator
from holdfast.accounts.models import Person
from holdfast.asks.actions import AskFacts, answer, open_ask, tell_update
from holdfast.asks.calendars import renew_help_calendar
from holdfast.asks.models import Answer, Promise, Reply
from holdfast.asks.watching import WatchFacts, watch_check_ins
from holdfast.care import recovery
from holdfast.care.actions import LineFacts, add_line
from holdfast.care.proposals import propose
from holdfast.checkins import attendance, commitments, goals, slips, workbooks
from holdfast.checkins.checking import CheckInFacts, check_in
from holdfast.checkins.chips import ask_giver
from holdfast.checkins.coping import add_step
from holdfast.checkins.counters import CounterFacts, add_counter
from holdfast.checkins.looking import Words, keep_look
from holdfast.checkins.models import Answered, Chip
from holdfast.checkins.setbacks import SetbackFacts, write_setback
from holdfast.checkins.urges import HardFacts, UrgeFacts, log_urge, write_hard_moment
from holdfast.consent.actions import Reason, give_grant, open_emergency
from holdfast.consent.actions import Words as Signed
from holdfast.directory.claims import claim_listing
from holdfast.directory.models import ImportRun, Listing, Outcome, Report, Source
from holdfast.directory.reporting import report_problem
from holdfast.directory.visiting import VisitFacts, log_visit
from holdfast.domain import consent, recovery_plan
from holdfast.domain.asks.hours import ALWAYS
from holdfast.domain.asks.kinds import Kind, Stated
from holdfast.domain.consent import Viewer, ViewerKind
from holdfast.domain.meetings.formats.hsds_out import PLACE, Provider, place_id
from holdfast.domain.meetings.formats.hsds_terms import taxonomy_id, term_id
from holdfast.domain.meetings.meeting import Meeting, Slot
from holdfast.domain.network import Role, SupportKind
from holdfast.domain.recovery_plan import Part
from holdfast.domain.safety_plan import Step
from holdfast.home.calendars import renew_calendar_address
from holdfast.network import actions
from holdfast.network.models import Tie
from holdfast.supporters.actions import Hopes, Limits, Newcomer, Offered, accept_invitation, add_supporter, invite
from holdfast.supporters.models import Agreement, Supporter
from holdfast.teams.enrolling import make_enrolment
from holdfast.teams.programmes import ProgrammeFacts, add_programme
from tests.asks.circle import agreed, tie_named
from tests.asks.pages_of_links import address, asked
from tests.browser import Browser
from tests.conftest import NOW, PASSPHRASE
from tests.consent.given import DEE_ACCOUNT, RIVERSIDE, given
from tests.lasting import lasting
from tests.teams.team import care_team, member, one_of_each, programme, worker
from tests.teams.world import a_worker, joined
from tests.tending.tended import birthday, boundary, conflict, given_thanks, lent_book, promised

pytestmark = pytest.mark.django_db

# name, method, stranger, owner, another person; an operator where that is not the same as another person
# IN: sent to sign in. AGAIN: asked for the passphrase once more. ON: sent on to another page of one's own.
TABLE = """
welcome                        GET   200  ON     ON
today                          GET   IN   200    200
worker                         GET   200  200    200
manifest                       GET   200  200    200
support_now                    GET   200  200    200
support_now_ask                POST  ON   ON     ON
support_now_asked              GET   IN   200    404
support_now_cancel             POST  IN   ON     404
support_now_fine               POST  IN   ON     404
support_now_notes              GET   IN   200    200
support_now_keep               POST  IN   ON     ON
support_now_kept               GET   IN   404    404
support_now_lines              GET   200  200    200
support_now_after              GET   IN   200    404
support_now_thanks             POST  IN   ON     404
support_now_done               POST  IN   ON     404
tend                           GET   IN   200    200
plan                           GET   IN   200    200
plan_step                      GET   IN   200    200
plan_line                      GET   IN   200    404
plan_line_move                 POST  IN   ON     404
plan_walk                      GET   IN   200    200
plan_review                    GET   IN   200    ON
plan_paper                     GET   IN   200    200
sharing                        GET   IN   200    200
sharing_stop_all               GET   IN   200    200
sharing_again                  POST  IN   ON     ON
sharing_new                    GET   IN   200    200
sharing_what                   GET   IN   200    404
sharing_why                    GET   IN   ON     404
sharing_sign                   GET   IN   AGAIN  AGAIN
sharing_agree                  GET   IN   ON     404
sharing_see                    GET   IN   200    404
sharing_one                    GET   IN   200    404
sharing_stop                   POST  IN   ON     404
sharing_renew                  POST  IN   ON     404
who_looked                     GET   IN   200    200
looked_file                    GET   IN   AGAIN  AGAIN
emergency_end                  POST  IN   ON     404
emergency_read                 POST  IN   ON     404
way                            GET   IN   200    200
way_part                       GET   IN   200    200
way_line                       GET   IN   200    404
way_line_move                  POST  IN   ON     404
way_helper                     POST  IN   ON     404
way_review                     GET   IN   200    ON
way_paper                      GET   IN   200    200
way_versions                   GET   IN   200    200
way_version                    GET   IN   200    404
way_proposed                   GET   IN   200    200
way_proposal                   GET   IN   200    404
link_shared                    GET   200  200    200
link_shared_item               GET   200  200    200
link_shared_still              GET   204  204    204
helping_shared                 GET   IN   200    404
helping_shared_item            GET   IN   200    404
helping_shared_still           GET   IN   204    200
how_it_goes                    GET   IN   200    200
look_again                     GET   IN   200    200
look_again_kept                GET   IN   200    404
look_again_forget              POST  IN   ON     404
check_in                       GET   IN   200    200
check_in_edit                  GET   IN   200    404
check_in_after                 GET   IN   200    404
check_in_morning               GET   IN   200    200
check_in_evening               GET   IN   200    200
urge_new                       GET   IN   200    200
urge_edit                      GET   IN   200    404
hard_new                       GET   IN   200    200
hard_edit                      GET   IN   200    404
hard_about                     GET   IN   200    404
coping                         GET   IN   200    200
coping_edit                    GET   IN   200    404
coping_move                    POST  IN   ON     404
coping_helped                  POST  IN   ON     404
awaited                        GET   IN   200    200
awaited_pause                  POST  IN   200    404
awaited_end                    POST  IN   ON     404
check_ins_past                 GET   IN   200    200
check_in_wishes                GET   IN   200    200
start                          GET   IN   ON     ON
start_page                     GET   IN   200    200
start_others                   GET   IN   200    200
start_finish                   POST  IN   ON     ON
suits                          GET   IN   200    200
listing_keep                   GET   IN   200    200
notice_settings                GET   IN   200    200
calendar                       GET   IN   200    200
calendar_renew                 POST  IN   ON     ON
calendar_stop                  POST  IN   ON     ON
calendar_feed                  GET   200  200    200
look                           GET   200  200    200
export                         GET   IN   AGAIN  AGAIN
import_account                 GET   IN   200    200
erase                          GET   IN   AGAIN  AGAIN
erase_stay                     POST  IN   ON     ON
erased                         GET   200  200    200
status                         GET   503  503    503
needs                          GET   IN   200    200
need_new                       GET   IN   200    200
who_could_come                 GET   IN   200    200
need_help                      GET   IN   200    404
need_edit                      GET   IN   200    404
need_settle                    POST  IN   ON     404
network                        GET   IN   200    200
network_list                   GET   IN   200    200
coverage                       GET   IN   200    200
network_new                    GET   IN   200    200
network_review                 POST  IN   ON     ON
network_one                    GET   IN   200    404
network_one_list               GET   IN   200    404
network_edit                   GET   IN   200    404
tie_new                        GET   IN   200    200
ties_several                   GET   IN   200    200
contacts_import                GET   IN   200    200
contacts_pick                  GET   IN   ON     ON
tie                            GET   IN   200    404
tie_edit                       GET   IN   200    404
tie_state                      GET   IN   200    404
tie_touch                      POST  IN   200    404
tie_thank                      POST  IN   ON     404
tie_knows                      GET   IN   200    404
tie_delete                     GET   IN   200    404
step_answer                    POST  IN   ON     ON
keep_in_touch                  GET   IN   200    200
reaching_out                   GET   IN   200    200
contact_log                    POST  IN   ON     404
contact_later                  POST  IN   ON     404
tie_tending                    GET   IN   200    404
tie_pause                      POST  IN   ON     404
hopes                          GET   IN   200    404
phase_out                      GET   IN   200    404
thanks                         GET   IN   200    200
thanks_say                     POST  IN   ON     404
thanks_remove                  POST  IN   ON     404
dates                          GET   IN   200    200
date_edit                      GET   IN   200    404
things                         GET   IN   200    200
thing_edit                     GET   IN   200    404
thing_back                     POST  IN   ON     404
limits                         GET   IN   200    200
limit_new                      GET   IN   200    200
limit                          GET   IN   200    404
limit_edit                     GET   IN   200    404
limit_crossed                  GET   IN   200    404
limit_do                       POST  IN   ON     404
repairs                        GET   IN   200    200
repair_new                     GET   IN   200    404
repair                         GET   IN   200    404
repair_edit                    GET   IN   200    404
repair_do                      POST  IN   ON     404
repair_sheet                   GET   IN   200    404
small_promise                  POST  IN   ON     404
goals                          GET   IN   200    200
goal_end                       POST  IN   ON     404
ladder                         GET   IN   200    200
rung                           POST  IN   ON     404
days                           GET   IN   200    200
counter_new                    GET   IN   200    200
counter                        GET   IN   200    404
counter_change                 GET   IN   200    404
counter_move                   POST  IN   ON     404
counter_end                    POST  IN   ON     404
counter_back                   POST  IN   ON     404
counter_amount                 GET   IN   200    404
setback_new                    GET   IN   200    404
setback                        GET   IN   200    404
setback_undo                   POST  IN   ON     404
setback_untell                 POST  IN   ON     404
chips                          GET   IN   200    200
chip_new                       GET   IN   200    200
chip                           GET   IN   200    404
chip_unask                     POST  IN   ON     404
link_told                      GET   200  200    200
link_chip                      GET   200  200    200
helping_told                   GET   IN   200    404
helping_chip                   GET   IN   200    404
week                           GET   IN   200    200
week_from                      GET   IN   200    200
week_calendar                  GET   IN   200    200
week_calendar_renew            POST  IN   ON     ON
week_calendar_stop             POST  IN   ON     ON
week_feed                      GET   200  200    200
updates                        GET   IN   200    200
update_take_back               POST  IN   ON     404
asks                           GET   IN   200    200
ask_new                        GET   IN   200    200
ask_write                      GET   IN   200    200
asking_wishes                  GET   IN   200    200
ask                            GET   IN   200    404
ask_change                     GET   IN   200    404
ask_sooner                     POST  IN   ON     404
ask_wider                      POST  IN   ON     404
ask_dial                       POST  IN   ON     404
ask_withdraw                   POST  IN   ON     404
ask_again                      POST  IN   ON     404
ask_own                        POST  IN   ON     404
ask_time                       POST  IN   ON     404
ask_replace                    POST  IN   ON     404
ask_thank                      POST  IN   ON     404
find                           GET   200  200    200
places                         GET   200  200    200
near                           POST  ON   ON     ON
here                           POST  400  400    400
map_towns                      GET   400  400    400
compare                        GET   200  200    200
how_to_find                    GET   200  200    200
listing                        GET   200  200    200
listing_calendar               GET   200  200    200
feed_meetings                  GET   200  200    200
feed_listings                  GET   200  200    200
feed_changes                   GET   200  200    200
feed_search                    GET   200  200    200
semantic                       GET   422  422    422
hsds                           GET   200  200    200
hsds_services                  GET   200  200    200
hsds_service                   GET   200  200    200
hsds_at_locations              GET   200  200    200
hsds_at_location               GET   200  200    200
hsds_organizations             GET   200  200    200
hsds_organization              GET   200  200    200
hsds_taxonomies                GET   200  200    200
hsds_taxonomy                  GET   200  200    200
hsds_terms                     GET   200  200    200
hsds_term                      GET   200  200    200
openapi                        GET   200  200    200
listing_new                    GET   IN   404    404    200
listing_was_there              POST  ON   ON     ON
listing_problem                GET   200  200    200
listing_claim                  GET   IN   200    200
listing_give_up                POST  IN   ON     404    ON
listing_verify                 POST  IN   ON     404    ON
listing_edit                   GET   IN   200    404    200
listing_dates                  GET   IN   200    404    200
visits                         GET   IN   ON     ON
visit_new                      GET   IN   200    200
visit_edit                     GET   IN   200    404
visit_remove                   POST  IN   ON     404
review                         GET   IN   404    404    200
review_report                  POST  IN   404    404    ON
review_claim                   POST  IN   404    404    ON
same_review                    GET   IN   404    404    200
same_answer                    POST  IN   404    404    404
same_listing                   GET   IN   404    404    200
same_split                     POST  IN   404    404    ON
listing_history                GET   200  200    200
find_sources                   GET   200  200    200
sources                        GET   404  404    404    200
source_new                     GET   404  404    404    200
source                         GET   404  404    404    200
source_edit                    GET   404  404    404    200
source_fetch                   POST  404  404    404    ON
source_file                    POST  404  404    404    ON
source_ended                   POST  404  404    404    ON
source_run                     GET   404  404    404    200
source_columns                 GET   404  404    404    ON
run_take                       POST  404  404    404    ON
run_leave                      POST  404  404    404    ON
agreements                     GET   IN   200    200
invite                         GET   IN   200    404
invitation                     GET   IN   200    404
agreement                      GET   IN   200    404
agreement_as                   GET   IN   200    404
cut_off                        GET   IN   200    404
invited                        GET   200  200    200
link                           GET   200  200    200
link_asked                     GET   200  200    200
link_person                    GET   200  200    200
link_offers                    GET   200  200    200
link_stop                      GET   200  200    200
link_limits                    GET   200  200    200
link_rest                      GET   200  200    200
link_ways                      GET   200  200    200
link_calendar                  GET   200  200    200
link_paste                     GET   200  200    200
link_how                       GET   200  200    200
link_leave                     GET   200  200    200
link_invited                   GET   200  200    200
helping                        GET   IN   200    200
helping_asked                  GET   IN   200    404
helping_person                 GET   IN   200    404
helping_offers                 GET   IN   200    404
helping_stop                   GET   IN   200    404
helping_limits                 GET   IN   200    404
helping_rest                   GET   IN   200    404
helping_ways                   GET   IN   200    404
helping_calendar               GET   IN   200    404
helping_paste                  GET   IN   200    404
helping_how                    GET   IN   200    404
helping_leave                  GET   IN   200    404
helping_invited                GET   IN   200    200
said                           GET   IN   200    200
said_new                       GET   IN   200    200
said_one                       GET   IN   200    404
said_edit                      GET   IN   200    404
said_mark                      POST  IN   ON     404
said_witness                   GET   IN   200    404
said_end                       POST  IN   ON     404
goal_new                       GET   IN   200    200
goal_own                       GET   IN   200    404
goal_change                    GET   IN   200    404
goal_size                      GET   IN   200    404
goal_step_add                  POST  IN   200     404
goal_count                     POST  IN   ON     404
goal_reached                   GET   IN   200    404
goal_down                      POST  IN   ON     404
goal_step                      POST  IN   ON     404
been                           GET   IN   200    200
been_log                       POST  IN   ON     ON
been_one                       GET   IN   200    404
been_remove                    POST  IN   ON     404
been_take                      POST  IN   ON     404
slips                          GET   IN   200    200
slip_new                       GET   IN   200    200
slip_own                       GET   IN   200    404
slip_check                     GET   200  200    200
slip                           GET   200  200    200
workbooks                      GET   IN   200    200
workbook_new                   GET   IN   200    200
workbook                       GET   IN   200    404
workbook_share                 GET   IN   200    404
work_step_add                  POST  IN   200     404
workbook_away                  POST  IN   ON     404
work_step                      GET   IN   200    404
link_witness                   GET   200  200    200
helping_witness                GET   IN   200    404
measures                       GET   IN   200    200
measure                        GET   IN   200    200
measure_results                GET   IN   200    200
measure_forget                 POST  IN   ON     404
link_me                        GET   200  200    200
link_me_gave                   GET   200  200    200
link_me_groups                 GET   200  200    200
link_me_good                   GET   200  200    200
link_me_measure                GET   404  404    404
helping_me                     GET   IN   200    404
helping_me_gave                GET   IN   200    404
helping_me_groups              GET   IN   200    404
helping_me_good                GET   IN   200    404
helping_me_measure             GET   IN   404    404
teams                          GET   IN   200    200
team_join                      GET   200  200    200
team                           GET   IN   200    404
team_joined                    GET   IN   200    404
team_emergency                 POST  IN   ON     404
team_emergency_end             POST  IN   404    404
team_handover_read             POST  IN   404    404
team_leave                     GET   IN   200    404
caseload                       GET   IN   404    404
work_second_step               GET   IN   404    404
enrol                          GET   IN   404    404
enrolment                      GET   IN   404    404
hand_over                      GET   IN   404    404
hand_over_worker               GET   IN   404    404
hand_over_cover                GET   IN   404    404
work_person                    GET   IN   404    404
work_item                      GET   IN   404    404
work_item_still                GET   IN   200    200
work_propose                   GET   IN   404    404
work_emergency                 GET   IN   404    404
work_proposal_withdraw         POST  IN   404    404
programmes                     GET   404  404    404    200
programme_new                  GET   404  404    404    200
programme                      GET   404  404    404    200
programme_edit                 GET   404  404    404    200
programme_close                GET   404  404    404    200
programme_worker_new           GET   404  404    404    200
programme_worker               GET   404  404    404    200
programme_worker_end           GET   404  404    404    200
programme_worker_settle        POST  404  404    404    ON
team_messages                  GET   IN   200    404
team_writers                   GET   IN   200    404
team_recommended               GET   IN   200    404
team_recommendation            GET   IN   200    404
team_referrals                 GET   IN   200    404
team_referral                  GET   IN   200    404
team_visit                     GET   IN   200    404
team_sessions                  GET   IN   200    404
team_session                   GET   IN   200    404
team_session_calendar          GET   IN   200    404
team_notes                     GET   IN   200    404
team_note                      GET   IN   200    404
work_waiting                   GET   IN   404    404
work_received                  GET   IN   404    404
work_received_one              GET   IN   404    404
work_messages                  GET   IN   404    404
work_message                   POST  IN   404    404
work_supporter                 GET   IN   404    404
work_recommended               GET   IN   404    404
work_recommend                 GET   IN   404    404
work_referrals                 GET   IN   404    404
work_refer                     GET   IN   404    404
work_referral                  GET   IN   404    404
work_handoff                   GET   IN   404    404
work_sessions                  GET   IN   404    404
work_session_new               GET   IN   404    404
work_session                   GET   IN   404    404
work_session_change            GET   IN   404    404
work_notes                     GET   IN   404    404
work_own_notes                 GET   IN   404    404
work_own_note                  GET   IN   404    404
work_note                      GET   IN   404    404
link_team                      GET   200  200    200
helping_team                   GET   IN   200    404
exchange                       GET   IN   200    200
exchange_take                  GET   IN   AGAIN  AGAIN
exchange_bring                 GET   IN   200    200
exchange_pick                  POST  IN   ON     ON
exchange_contacts              GET   IN   200    200
exchange_summary               GET   IN   200    200
work_file                      GET   IN   404    404
canvas                         GET   IN   200    200
canvas_take                    POST  IN   ON     ON
canvas_bring                   GET   IN   200    200
canvas_pick                    POST  IN   ON     ON
account                        GET   IN   200    200
recovery_codes                 GET   IN   AGAIN  AGAIN
recover                        GET   200  200    200
sessions_end                   POST  IN   ON     ON
account_signup                 GET   200  ON     ON
account_login                  GET   200  ON     ON
account_logout                 GET   200  200    200
account_inactive               GET   200  200    200
account_reauthenticate         GET   IN   200    200
account_change_password        GET   IN   200    200
account_set_password           GET   IN   ON     ON
account_email                  GET   IN   200    200
account_email_verification_sent GET  200  200    200
account_confirm_email          GET   200  200    200
mfa_index                      GET   IN   200    200
mfa_authenticate               GET   ON   ON     ON
mfa_reauthenticate             GET   IN   AGAIN  AGAIN
mfa_activate_totp              GET   IN   AGAIN  AGAIN
mfa_deactivate_totp            GET   IN   404    404
mfa_view_recovery_codes        GET   IN   404    404
mfa_generate_recovery_codes    GET   IN   AGAIN  AGAIN
mfa_download_recovery_codes    GET   IN   404    404
mfa_list_webauthn              GET   IN   200    200
mfa_add_webauthn               GET   IN   AGAIN  AGAIN
mfa_reauthenticate_webauthn    GET   IN   AGAIN  AGAIN
mfa_remove_webauthn            GET   IN   AGAIN  AGAIN
mfa_edit_webauthn              GET   IN   AGAIN  AGAIN
mfa_login_webauthn             GET   ON   ON     ON
"""
ROWS = [line.split() for line in TABLE.split("\n") if line]


def routes(patterns: list[Any] | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and shape of every address the product answers."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from routes(one.url_patterns, here)
        else:
            yield one.name, here


SHAPES = dict(routes())


def test_every_address_has_a_row() -> None:
    assert sorted(name for name, _ in routes()) == sorted(row[0] for row in ROWS)


def everything_of(john: Person, now: datetime) -> dict[str, Any]:
    """What belongs to John, by the name it has in addresses; and a listing, which is everybody's."""
    network = actions.main_network(by=john, name="Recovery", now=now)
    need = actions.add_need(by=john, network=network, facts=actions.NeedFacts("Rides", SupportKind.PRACTICAL), now=now)
    tie = actions.add_tie(by=john, networks=[network], facts=actions.TieFacts("Ben", Role.FRIEND), now=now)
    goal = actions.choose_goal(by=john, template="weekly_call", now=now)
    rung = actions.add_rung(by=john, text="Look at one page", expected=2, now=now)
    source = Source.objects.create(key="feed", name="Feed", format="meeting-guide", created_at=now, imported_at=now)
    meeting = Meeting("one", "Friday group", "aa", slots=(Slot(5, 1140),), zone="America/Chicago")
    listing = Listing.objects.create(
        source=source,
        key="one",
        name=meeting.name,
        meeting=meeting.to_json(),
        created_at=now,
        changed_at=now,
        checked_at=now,
        keeper=john,
    )
    visit = log_visit(by=john, listing=listing, facts=VisitFacts(now.date()), now=now)
    report = report_problem(listing=listing, kind=Report.Kind.OTHER, text="x", mark="one", now=now)
    claim = claim_listing(by=john, listing=listing, text="x", now=now)
    rows = {"network_id": network, "need_id": need, "tie_id": tie, "goal_id": goal, "rung_id": rung}
    rows |= {"visit_id": visit, "report_id": report, "claim_id": claim}
    run = ImportRun.objects.create(source=source, at=now, outcome=Outcome.APPLIED)
    rows |= {"listing_id": listing, "source_id": source, "run_id": run}
    rows |= an_ask(tie) | a_hard_moment(john, now) | tended(tie, now)
    rows |= {"answered_id": Answered.objects.create(person=john, on=now.date(), created_at=now, answers="[]")}
    ids = {name: row.pk for name, row in rows.items()}
    secret = renew_calendar_address(by=john, now=now).secret
    others = {
        "number": 1,
        "pk": 1,
        "key": "absent",
        "secret": secret,
        "asked_for": "client_interface/json/",
        "kind": "ride",
        "measure_key": "phq-4",
        "token": "absent",
    }
    others |= _week_things(john, now)
    others |= _check_in_things(john, now)
    line = add_line(by=john, step=Step.WARNING, facts=LineFacts("x"), now=now)
    others |= {"plan_line_id": line.pk, "plan_step": 4}
    ids |= {"at_id": place_id(listing.pk, PLACE), "organization_id": Provider("fellowship", "aa").id}
    ids |= {"taxonomy_id": taxonomy_id("kinds"), "term_id": term_id("kinds", "women")}
    helping = helping_things(john) | a_team(john)
    agreement_id = helping["agreement_id"]
    shared = _shared_things(john, agreement_id, now) | _way_things(john, agreement_id)
    together = together_things(john, agreement_id)
    return {**ids, **others, **helping, **shared, **_goal_things(john, agreement_id), **together}


def _shared_things(john: Person, agreement_id: Any, now: datetime) -> dict[str, Any]:
    """Something shared with Rosa, and a plan that was opened in an emergency."""
    viewer = Viewer(ViewerKind.AGREEMENT, agreement_id)
    reason = Reason("Dee Park", "Riverside", "a hard night", "he called")
    opened = open_emergency(person=john, viewer=RIVERSIDE, actor=DEE_ACCOUNT, reason=reason, now=now)
    grant = given(john, now, viewer=viewer)
    return {"viewer_id": viewer.id, "shared_number": 1, "grant_id": grant.pk, "opened_id": opened.pk}


def a_team(john: Person) -> dict[str, Any]:
    """Dee of Riverside works with John; who else may come to these addresses is in tests/teams."""
    present = timezone.now()
    operator = open_account(nickname="otto-operates", passphrase=PASSPHRASE, now=present)
    riverside = add_programme(facts=ProgrammeFacts("Riverside"), now=present)
    dee = a_worker(riverside, "Dee", by=operator, now=present)
    team, enrolment = joined(dee, john, present), make_enrolment(worker=dee, now=present)
    return {
        "care_team_id": team.pk,
        "programme_id": riverside.pk,
        "worker_id": dee.pk,
        "enrolment_id": enrolment.pk,
        "enrolment_token": enrolment.token,
        "emergency_id": team.pk,
        "handover_id": team.pk,
        "item": "plan",
        "proposed_id": team.pk,
    }


def _way_things(john: Person, agreement_id: Any) -> dict[str, Any]:
    """A line of his plan with who helps, its version, what is proposed; and his plan shared with Rosa, who is he."""
    now, tie = timezone.now(), Agreement.objects.get(pk=agreement_id).tie
    row = recovery.add_line(by=john, part=Part.DAILY, text="x", now=now)
    helper = recovery.set_helper(line=row, tie=tie, does="", now=now)
    said = recovery_plan.Draft(Part.DAILY, recovery_plan.Change.ADD, "y")
    found = propose(person=john, proposer_id=agreement_id, name="x", draft=said, now=now)
    viewer = consent.Viewer(consent.ViewerKind.AGREEMENT, agreement_id)
    items, ends = frozenset({consent.Item.SAFETY_PLAN}), now + consent.PRESET
    draft = consent.Draft(viewer, "Rosa", items, consent.Purpose.AT_MY_REQUEST, now, ends, "", None)
    give_grant(by=john, draft=draft, words=Signed(), now=now)
    ids = {"way_line_id": row.pk, "way_helper_id": helper.pk, "proposal_id": found.pk, "shared_by_id": agreement_id}
    return {**ids, "way_part": "daily", "way_version": 1, "shared_item": "plan"}


def together_things(john: Person, agreement_id: Any) -> dict[str, Any]:
    """A team of John's, in which he does not work, with one of everything; Rosa, who is John here, may write to it."""
    now = timezone.now()
    dee = worker(programme("Riverside", now), "Dee", now)
    team = care_team(john, dee.programme, now, dee)
    return one_of_each(team, member(team, dee), Agreement.objects.get(pk=agreement_id), now)


def _goal_things(john: Person, agreement_id: Any) -> dict[str, Any]:
    """Goals, what was said (Rosa, who is John here, is the witness), where he was, a slip of it, a workbook."""
    now = timezone.now()
    goal = goals.add_goal(by=john, facts=goals.GoalFacts("x", steps=("y",)), now=now)
    goals.reach_goal(goal=goal, on=now.date())
    commitment = commitments.add_commitment(by=john, facts=commitments.CommitmentFacts("x", days=(1,)), now=now)
    rosa = Agreement.objects.get(pk=agreement_id)
    commitments.ask_witness(commitment=commitment, agreement=rosa, shows_words=False, now=now)
    been = attendance.log_attendance(by=john, facts=attendance.AttendanceFacts(now.date(), "x"), now=now)
    slip = slips.issue_slip(by=john, facts=slips.SlipFacts("John", (been,)), now=now)
    book = workbooks.begin_workbook(by=john, name="x", titles=[""], now=now)
    return {
        "own_goal_id": goal.pk,
        "goal_step_id": goal.steps.get().pk,
        "commitment_id": commitment.pk,
        "attendance_id": been.pk,
        "slip_id": slip.pk,
        "slip_code": slip.code,
        "workbook_id": book.pk,
        "work_step_id": book.steps.get().pk,
    }


def helping_things(john: Person) -> dict[str, Any]:
    """John helps himself, as nobody can: what is his as a person and as a supporter then has one id each. The pages of
    links ask the clock, so these live in the present."""
    present = timezone.now()
    agreement = agreed(john, "Rosa", present)
    Supporter.objects.filter(pk=agreement.supporter_id).update(account=john)
    reply = asked(john, agreement, present)
    invitation = invite(by=john, tie=tie_named(john, "Ana", present), hopes=Hopes("x"), now=present)
    token = address(agreement, present).strip("/").removeprefix("u/")
    return {
        "agreement_id": agreement.pk,
        "reply_id": reply.pk,
        **days_things(agreement, present),
        "invitation_id": invitation.pk,
        "invitation": invitation.token,
        "token": token,
    }


def _check_in_things(john: Person, now: datetime) -> dict[str, Any]:
    watch_check_ins(by=john, facts=WatchFacts(time(20)), now=now)
    return {
        "check_in_id": check_in(by=john, facts=CheckInFacts(feeling=1), now=now).pk,
        "urge_id": log_urge(by=john, facts=UrgeFacts(), now=now).pk,
        "hard_id": write_hard_moment(by=john, facts=HardFacts(), now=now).pk,
        "coping_id": add_step(by=john, text="x", now=now).pk,
        "look_id": keep_look(by=john, since=now.date(), parts=(), words=Words(), now=now).pk,
    }


def days_things(agreement: Agreement, present: datetime) -> dict[str, Any]:
    """A counter with a setback Rosa knows of, and a chip she is asked to hand over."""
    begun = present - timedelta(days=3)
    counter = add_counter(by=agreement.person, facts=CounterFacts("x"), started_at=begun, now=present)
    facts = SetbackFacts(present, present, told=(agreement,))
    chip = Chip.objects.get(counter=counter)
    ask_giver(chip=chip, agreement=agreement, now=present)
    setback = write_setback(counter=counter, facts=facts, now=present)
    return {"counter_id": counter.pk, "setback_id": setback.pk, "chip_id": chip.pk}


def _week_things(john: Person, now: datetime) -> dict[str, Any]:
    update = tell_update(by=john, text="x", circle=[], now=now)
    secret = renew_help_calendar(owner=john.pk, now=now).secret
    return {"day": "2026-11-20", "help_secret": secret, "update_id": update.pk}


def tended(tie: Tie, now: datetime) -> dict[str, Any]:
    """One of everything that John tends."""
    return {
        "thanks_id": given_thanks(tie, now),
        "date_id": birthday(tie, now),
        "thing_id": lent_book(tie, now),
        "boundary_id": boundary(tie, now),
        "conflict_id": (found := conflict(tie, now)),
        "small_promise_id": promised(found, now),
    }


def an_ask(tie: Tie) -> dict[str, Any]:
    """One of John's, long on its way, which Ben promised."""
    then = datetime(2020, 3, 2, 15, tzinfo=UTC)
    supporter = add_supporter(newcomer=Newcomer("Ben", Limits(hours=ALWAYS)), now=then)
    invitation = invite(by=tie.person, tie=tie, hopes=Hopes(), now=then)
    offered = Offered({Kind.RIDE: Stated.GLADLY})
    agreement = accept_invitation(invitation=invitation, who=supporter, offered=offered, now=then)
    ask = open_ask(by=tie.person, facts=AskFacts(Kind.RIDE, "x"), now=then)
    reply = Reply.objects.create(
        person=tie.person, ask=ask, agreement=agreement, wave=1, asked_at=then, created_at=then
    )
    slot = ask.slots.get()
    promise = Promise.objects.create(person=tie.person, slot=slot, reply=reply, made_at=then, created_at=then)
    return {"ask_id": ask, "reply_id": reply, "promise_id": promise}


def a_hard_moment(john: Person, now: datetime) -> dict[str, Any]:
    """In which Rosa came."""
    rosa = agreed(john, "Rosa", now)
    ask = open_ask(by=john, facts=AskFacts(Kind.CRISIS), now=now)
    reply = Reply.objects.create(person=john, ask=ask, agreement=rosa, wave=1, asked_at=now, created_at=now)
    answer(reply=reply, said=Answer.YES, now=now)
    return {"moment_id": ask, "taken_id": reply.promises.get()}


def cast_of(john: Person, now: datetime) -> dict[str, str]:
    """Each member of the cast, and the cookie of their session."""
    open_account(nickname="oda-operates", passphrase=PASSPHRASE, now=now)
    maria = open_account(nickname="maria-l", passphrase=PASSPHRASE, now=now, time_zone="Europe/Madrid", language="es")
    operator = set_operator(nickname="oda-operates", is_operator=True)
    closed = open_account(nickname="carl-closed", passphrase=PASSPHRASE, now=now)
    people = {"owner": john, "other": maria, "operator": operator, "closed": closed}
    sessions = {name: _session_of(person) for name, person in people.items()}
    closed.is_active = False
    closed.save()
    return {"stranger": "", **sessions}


def _session_of(person: Person) -> str:
    browser = Browser()
    browser.force_login(person)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass(frozen=True, slots=True)
class World:
    """What all rows look at."""

    things: dict[str, Any]
    sessions: dict[str, str]

    def browser(self, member: str, **wishes: Any) -> Browser:
        """A member of the cast at a browser of their own."""
        browser = Browser(**wishes)
        if session := self.sessions[member]:
            browser.cookies[settings.SESSION_COOKIE_NAME] = session
        return browser

    def address(self, name: str) -> str:
        """Where this is, with the ids of what is John's."""
        return _address(SHAPES[name], self.things)


def _make_world() -> World:
    john = open_account(nickname="john-w", passphrase=PASSPHRASE, now=NOW, time_zone="America/Chicago")
    return World(everything_of(john, NOW), cast_of(john, NOW))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once, as it takes half a second; what a row does is undone before the next."""
    with lasting(_make_world, django_db_blocker) as made:
        yield made


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_answers_as_the_table_says(row: list[str], world: World) -> None:
    name, method, stranger, owner, other, *rest = row
    address = world.address(name)
    operator = rest[0] if rest else other
    wanted = {"stranger": stranger, "closed": stranger, "other": other, "operator": operator, "owner": owner}

    found = {member: _answer(world.browser(member), method, address) for member in wanted}

    assert found == wanted


def _address(shape: str, things: dict[str, Any]) -> str:
    shape = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<x:\1>", shape).replace("^", "").replace("$", "")
    shape = shape.replace("u/i/<str:token>", "u/i/<str:invitation>")  # the other kind of token
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(things[found[1]]), shape)


def _answer(browser: Browser, method: str, address: str) -> str:
    response = browser.post(address) if method == "POST" else browser.get(address)
    if response.status_code not in {301, 302}:
        return str(response.status_code)
    to = response.headers["Location"]
    return "IN" if to.startswith("/account/in/?next=") else "AGAIN" if to.startswith("/account/again/") else "ON"


@pytest.mark.parametrize("row", [row for row in ROWS if row[1] == "POST"], ids=lambda row: row[0])
def test_refuses_a_form_without_its_token(row: list[str], world: World) -> None:
    browser = world.browser("owner", enforce_csrf_checks=True)

    assert browser.post(world.address(row[0])).status_code == 403


@pytest.mark.parametrize("row", [row for row in ROWS if row[1] == "POST"], ids=lambda row: row[0])
def test_changes_nothing_by_looking(row: list[str], world: World) -> None:
    assert world.browser("owner").get(world.address(row[0])).status_code == 405
