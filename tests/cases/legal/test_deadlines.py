"""Days that must not be missed: counted by stated rules only, confirmed by a lawyer, told in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.legal.actions import (
    add_deadline,
    await_office,
    close_member,
    confirm_deadline,
    drop_deadline,
    finish_deadline,
    hand_over,
    name_deputy,
    remind_of_deadlines,
)
from cases.legal.models import CaseGrant, Deadline, LegalCase
from cases.legal.models.choices import ACT_WORDS, DEADLINE_CHOICES, RULE_WORDS
from cases.legal.queries import days_of
from cases.legal.rules import RULES, WhenFree, due_day, stage
from cases.legal.rules.due_days import is_free
from cases.legal.tasks import deadline_guard
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.legal import make_case, members_of
from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("kind", "start", "counted", "due"),
    [
        # 14 days end on Saturday 5 December: the term of an office ends with Monday.
        ("pl_refusal", date(2026, 11, 21), date(2026, 12, 5), date(2026, 12, 7)),
        ("pl_refusal", date(2026, 11, 23), date(2026, 12, 7), date(2026, 12, 7)),
        # Christmas Eve (free in Poland since 2025), two feast days and Sunday: Monday 28 December.
        ("pl_refusal", date(2026, 12, 10), date(2026, 12, 24), date(2026, 12, 28)),
        ("pl_not_opened", date(2026, 10, 25), date(2026, 11, 1), date(2026, 11, 2)),
        # All Souls' Day is free in Lithuania, not in Poland.
        ("lt_refusal", date(2026, 10, 18), date(2026, 11, 1), date(2026, 11, 3)),
        # 16 February is free in Lithuania: ten working days from 2 February end on the 17th.
        ("lt_job_ended", date(2026, 2, 2), date(2026, 2, 17), date(2026, 2, 17)),
        # Four months from 31 October end with February; Sunday 28th goes back to Friday 26th.
        ("lt_migris_form", date(2026, 10, 31), date(2027, 2, 28), date(2027, 2, 26)),
        ("pl_asylum_filed", date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 22)),
        ("pl_birth_card", date(2026, 11, 22), date(2026, 12, 13), date(2026, 12, 11)),
    ],
)
def test_the_day_is_counted_on_the_calendar_of_the_country(
    kind: str, start: date, counted: date, due: date
) -> None:
    found = due_day(kind, start)
    assert found is not None
    assert (found.counted, found.due, found.moved) == (counted, due, counted != due)


@pytest.mark.parametrize(
    "kind", ["pl_court", "pl_office_call", "pl_arrival", "lt_changes", "other", "nonsense"]
)
def test_what_no_source_states_is_unknown_rather_than_guessed(kind: str) -> None:
    assert due_day(kind, date(2026, 11, 22)) is None


def test_each_rule_has_words_a_source_and_a_place_in_the_list() -> None:
    kinds = dict(DEADLINE_CHOICES)
    assert set(RULES) == set(RULE_WORDS) <= set(kinds)
    assert set(ACT_WORDS) == set(kinds)
    assert all(rule.source and rule.confidence in "AB" for rule in RULES.values())


@given(kind=st.sampled_from(sorted(RULES)), start=DAYS)
def test_a_due_day_never_falls_on_a_free_day_of_an_office(kind: str, start: date) -> None:
    found = due_day(kind, start)
    assert found is not None
    assert found.due > start
    assert abs((found.due - found.counted).days) <= 6
    match found.rule.when_free:
        case WhenFree.SAME:
            assert found.due == found.counted
        case WhenFree.NEXT:
            assert found.due >= found.counted
            assert not is_free(found.rule.country, found.due)
        case WhenFree.BEFORE:
            assert found.due <= found.counted
            assert not is_free(found.rule.country, found.due)


def test_reminders_stand_at_14_7_3_and_1_days_and_after_the_day() -> None:
    today = date(2026, 11, 22)
    stages = [stage(today + timedelta(days=left), today) for left in (15, 14, 8, 7, 4, 3, 2, 1, 0, -1)]
    assert stages == [None, 14, 14, 7, 7, 3, 3, 1, 1, 0]


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    return make_case(by=alena_operator, lawyer=maks_lawyer)


@pytest.fixture
def other_lawyer(alena_operator: User) -> User:
    return UserFactory.create(roles=[Role.LAWYER], office=alena_operator.office)


def _noted(case: LegalCase, by: User, *, left: int | None = None) -> Deadline:
    member = members_of(case)[0]
    deadline = add_deadline(membership=member, kind="pl_refusal", document_on=timezone.localdate(), by=by)
    if left is not None:
        assert case.lawyer is not None
        confirm_deadline(deadline=deadline, due_on=deadline.document_on, by=case.lawyer)
        _move(deadline, left)
    return Deadline.objects.get(pk=deadline.pk)


def _move(deadline: Deadline, left: int) -> None:
    day = timezone.localdate() + timedelta(days=left)
    with writing():
        Deadline.objects.filter(pk=deadline.pk).update(due_on=day)
        HelpRequest.objects.filter(memberships=deadline.membership_id).update(deadline_on=day)


def _told() -> set[str]:
    return {str(row.user) for row in OutgoingMessage.objects.exclude(user=None)}


@pytest.mark.django_db
def test_a_day_counts_only_when_a_lawyer_has_confirmed_it(
    case: LegalCase, alena_operator: User, maks_lawyer: User, other_lawyer: User
) -> None:
    deadline = _noted(case, alena_operator)
    request_id = deadline.membership.help_request_id
    assert deadline.rule == "pl_refusal"
    assert days_of([request_id]) == []
    for stranger in (alena_operator, other_lawyer):
        with pytest.raises(Refused):
            confirm_deadline(deadline=deadline, due_on=timezone.localdate(), by=stranger)
    assert deadline.counted_to is not None
    confirm_deadline(deadline=deadline, due_on=deadline.counted_to, by=maks_lawyer)
    assert days_of([request_id]) == [(request_id, ACT_WORDS["pl_refusal"], deadline.counted_to)]
    finish_deadline(deadline=deadline, done=True, by=alena_operator)
    assert days_of([request_id]) == []


@pytest.mark.django_db
def test_bad_dates_and_the_same_letter_twice_are_refused(case: LegalCase, maks_lawyer: User) -> None:
    deadline, today = _noted(case, maks_lawyer), timezone.localdate()
    with pytest.raises(NotNow):
        add_deadline(membership=deadline.membership, kind="pl_refusal", document_on=today, by=maks_lawyer)
    with pytest.raises(NotNow):
        add_deadline(
            membership=deadline.membership,
            kind="other",
            document_on=today + timedelta(days=1),
            by=maks_lawyer,
        )
    with pytest.raises(NotNow):
        confirm_deadline(deadline=deadline, due_on=today - timedelta(days=1), by=maks_lawyer)
    with pytest.raises(NotNow):
        finish_deadline(deadline=deadline, done=True, by=maks_lawyer)
    drop_deadline(deadline=deadline, by=maks_lawyer)
    with pytest.raises(NotNow):
        drop_deadline(deadline=deadline, by=maks_lawyer)


@pytest.mark.django_db
def test_the_lawyer_hears_once_at_each_stage_and_nothing_when_it_is_done(
    case: LegalCase, maks_lawyer: User
) -> None:
    deadline = _noted(case, maks_lawyer, left=20)
    assert remind_of_deadlines() == 0
    for left in (14, 7, 3, 1):
        _move(deadline, left)
        assert (deadline_guard(), remind_of_deadlines()) == (1, 0)
    assert _told() == {str(maks_lawyer)}
    finish_deadline(deadline=deadline, done=True, by=maks_lawyer)
    _move(deadline, -1)
    assert remind_of_deadlines() == 0


@pytest.mark.django_db
def test_the_letters_clock_runs_on_while_an_office_is_awaited(case: LegalCase, maks_lawyer: User) -> None:
    deadline = _noted(case, maks_lawyer, left=3)
    await_office(membership=deadline.membership, waits=True, by=maks_lawyer)
    assert remind_of_deadlines() == 1


@pytest.mark.django_db
def test_nobody_is_told_of_somebody_who_left(case: LegalCase, maks_lawyer: User) -> None:
    deadline = _noted(case, maks_lawyer, left=3)
    close_member(membership=deadline.membership, outcome=Outcome.SOLVED, by=maks_lawyer)
    assert remind_of_deadlines() == 0


@pytest.mark.django_db
def test_the_deputy_hears_while_the_lawyer_is_away(
    case: LegalCase, maks_lawyer: User, other_lawyer: User
) -> None:
    _noted(case, maks_lawyer, left=3)
    until = timezone.localdate() + timedelta(days=5)
    name_deputy(legal_case=case, deputy=other_lawyer, away_until=until, by=maks_lawyer)
    remind_of_deadlines()
    assert _told() == {str(maks_lawyer), str(other_lawyer)}


@pytest.mark.django_db
def test_without_a_deputy_a_day_that_passed_reaches_the_desk(
    case: LegalCase, maks_lawyer: User, alena_operator: User, jonas_operator: User
) -> None:
    _noted(case, maks_lawyer, left=-1)
    remind_of_deadlines()
    assert _told() == {str(maks_lawyer), str(alena_operator)}


@pytest.mark.django_db
def test_the_deputy_opens_the_case_until_the_last_day_and_reads_no_words(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User, other_lawyer: User
) -> None:
    deadline, today = _noted(case, maks_lawyer), timezone.localdate()
    page = reverse("legal:open", args=[case.pk])
    signed = sign_in(client, other_lawyer)
    assert signed.get(page).status_code == 404
    name_deputy(legal_case=case, deputy=other_lawyer, away_until=today, by=maks_lawyer)
    answer = signed.get(page)
    assert answer.status_code == 200
    assert not answer.context["view"].may_read
    confirm_deadline(deadline=deadline, due_on=today, by=other_lawyer)
    with writing():
        LegalCase.objects.filter(pk=case.pk).update(away_until=today - timedelta(days=1))
        CaseGrant.objects.filter(user=other_lawyer).update(until=today - timedelta(days=1))
    assert signed.get(page).status_code == 404
    fresh = Deadline.objects.select_related("membership__legal_case").get(pk=deadline.pk)
    with pytest.raises(Refused):
        confirm_deadline(deadline=fresh, due_on=today, by=other_lawyer)


@pytest.mark.django_db
def test_who_may_name_a_deputy_and_whom(
    case: LegalCase, maks_lawyer: User, other_lawyer: User, alena_operator: User, jonas_operator: User
) -> None:
    today = timezone.localdate()
    with pytest.raises(Refused):
        name_deputy(legal_case=case, deputy=other_lawyer, away_until=today, by=other_lawyer)
    for wrong, until in (
        (alena_operator, today),
        (maks_lawyer, today),
        (other_lawyer, None),
        (other_lawyer, today - timedelta(days=1)),
    ):
        with pytest.raises(NotNow):
            name_deputy(legal_case=case, deputy=wrong, away_until=until, by=maks_lawyer)
    name_deputy(legal_case=case, deputy=other_lawyer, away_until=today, by=alena_operator)
    hand_over(legal_case=case, lawyer=other_lawyer, by=alena_operator)
    fresh = LegalCase.objects.get(pk=case.pk)
    assert (fresh.deputy_id, fresh.away_until) == (None, None)


@pytest.mark.django_db
def test_the_page_notes_confirms_ticks_and_takes_away(
    client: Client,
    sign_in: SignIn,
    case: LegalCase,
    maks_lawyer: User,
    other_lawyer: User,
    alena_operator: User,
) -> None:
    signed, member = sign_in(client, maks_lawyer), members_of(case)[0]
    add = reverse("legal:add_deadline", args=[case.pk, member.pk])
    today = timezone.localdate()
    signed.post(add, {"kind": "lt_refusal", "document_on": today.isoformat()})
    assert not Deadline.objects.exists()  # a letter of another country is none of this case
    signed.post(add, {"kind": "pl_refusal", "document_on": today.isoformat()})
    deadline = Deadline.objects.get()
    page = reverse("legal:open", args=[case.pk])
    assert "PL-21" in signed.get(page).content.decode()
    change = reverse("legal:deadline", args=[case.pk, deadline.pk])
    signed.post(change, {"verb": "confirm", "due_on": "nonsense"})
    signed.post(change, {"verb": "confirm", "due_on": (today + timedelta(days=14)).isoformat()})
    deadline.refresh_from_db()
    assert deadline.confirmed_by == maks_lawyer
    for verb in ("done", "undone"):
        signed.post(change, {"verb": verb})
        deadline.refresh_from_db()
        assert (deadline.done_at is not None) is (verb == "done")
    signed.post(change, {"verb": "explode"})
    signed.post(change, {"verb": "drop"})
    assert not Deadline.objects.exists()
    deputy = reverse("legal:deputy", args=[case.pk])
    assert signed.post(deputy, {"deputy": "999999"}).status_code == 422
    assert signed.get(deputy).status_code == 200
    elsewhere = make_case(by=alena_operator, lawyer=maks_lawyer)
    typed = {"deputy": other_lawyer.pk, "away_until": today, "everywhere": "on"}
    assert signed.post(deputy, typed).status_code == 302
    for each in (case, elsewhere):
        assert LegalCase.objects.get(pk=each.pk).deputy == other_lawyer


@pytest.mark.django_db
def test_the_client_reads_her_confirmed_day_and_nobody_elses(
    client: Client, alena_operator: User, maks_lawyer: User
) -> None:
    anna, berta = (make_holder(office=alena_operator.office) for _ in range(2))
    requests = [make_request(client=holder.client) for holder in (anna, berta)]
    group = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=requests)
    member = next(row for row in members_of(group) if row.help_request.client_id == anna.client.pk)
    today = timezone.localdate()
    deadline = add_deadline(membership=member, kind="pl_refusal", document_on=today, by=maks_lawyer)
    words = "Last day to send the appeal"
    unlock(client, anna.digits)
    assert words not in client.get("/en/inbox/").content.decode()
    confirm_deadline(deadline=deadline, due_on=today + timedelta(days=14), by=maks_lawyer)
    assert words in client.get("/en/inbox/").content.decode()
    client.cookies.clear()
    unlock(client, berta.digits)
    assert words not in client.get("/en/inbox/").content.decode()
