"""A household's month: start, steps, check-ins, deputy, more days, end, and whose eyes may read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.mentoring.actions import (
    check_in,
    end_mentorship,
    extend,
    name_deputy,
    set_step,
    start_mentorship,
)
from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.mentoring.queries import month_view, possible_mentors
from cases.mentoring.steps import MentorshipStatus
from cases.requests.models import HelpRequest, Household
from cases.volunteering.actions import take_break
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.requests import make_request
from tests.factories.volunteering import make_profile, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def vika(vika_volunteer: User) -> User:
    make_profile(vika_volunteer)
    return vika_volunteer


def _request(operator: User, *, child_bands: tuple[str, ...] = ()) -> HelpRequest:
    one = make_request(office=operator.office)
    assert one.client.household_id
    with writing():
        Household.objects.filter(pk=one.client.household_id).update(child_bands=list(child_bands))
    return HelpRequest.objects.select_related("client__household").get(pk=one.pk)


def _start(operator: User, mentor: User, **fields: tuple[str, ...]) -> Mentorship:
    one = _request(operator, **fields)
    return start_mentorship(help_request=one, mentor=mentor, brief="Canary brief", by=operator)


def _age(mentorship: Mentorship, days: int) -> None:
    with writing():
        Mentorship.objects.filter(pk=mentorship.pk).update(
            starts_on=TODAY() - timedelta(days=days), ends_on=TODAY() - timedelta(days=days - 30)
        )


def _reads(client: Client, mentorship: Mentorship) -> bool | int:
    """Whether the brief is on the page, or the status of a closed door."""
    answer = client.get(reverse("mentoring:open", args=[mentorship.pk]))
    return "Canary brief" in answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_a_household_gets_thirty_days_and_its_steps_and_the_mentor_is_told(
    alena_operator: User, vika: User
) -> None:
    mentorship = _start(alena_operator, vika)
    assert mentorship.ends_on == TODAY() + timedelta(days=30)
    assert OutgoingMessage.objects.filter(user=vika).count() == 1
    alone = [step.key for step in MentorshipStep.objects.filter(mentorship=mentorship)]
    assert "school" not in alone
    family = _start(alena_operator, vika, child_bands=("7-15",))
    assert MentorshipStep.objects.filter(mentorship=family).count() == len(alone) + 1 == 13


def test_a_household_has_one_running_mentorship(alena_operator: User, vika: User) -> None:
    one = _request(alena_operator)
    first = start_mentorship(help_request=one, mentor=vika, brief="x", by=alena_operator)
    with pytest.raises(NotNow):
        start_mentorship(help_request=one, mentor=vika, brief="x", by=alena_operator)
    twin = Mentorship(
        household=first.household,
        office=first.office,
        mentor=vika,
        made_by=alena_operator,
        starts_on=TODAY(),
        ends_on=TODAY() + timedelta(days=3),
    )
    with writing(), pytest.raises(IntegrityError, match="one_running"), transaction.atomic():
        twin.save()
    end_mentorship(mentorship=first, handover="Done", by=alena_operator)
    again = start_mentorship(help_request=one, mentor=vika, brief="x", by=alena_operator)
    assert again.pk != first.pk


def test_only_vetted_volunteers_of_the_office_are_mentors(
    alena_operator: User, vika_volunteer: User, jonas_operator: User
) -> None:
    foreign = make_volunteer(office=jonas_operator.office)
    for nobody in (vika_volunteer, make_volunteer(office=alena_operator.office, tier=0), foreign):
        with pytest.raises(NotNow):
            _start(alena_operator, nobody)


def test_who_rests_or_is_busy_is_not_offered_first(alena_operator: User, vika: User) -> None:
    other = make_volunteer(office=alena_operator.office)
    _start(alena_operator, vika)
    assert list(possible_mentors(alena_operator.office_id)) == [other, vika]
    take_break(profile=VolunteerProfile.objects.get(pk=other.pk), from_on=TODAY(), to_on=TODAY(), by=other)
    assert list(possible_mentors(alena_operator.office_id)) == [vika]


def test_the_mentor_and_operators_read_the_brief_and_a_coordinator_does_not(
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
    hanna_coordinator: User,
    jonas_operator: User,
    maks_lawyer: User,
    vika: User,
) -> None:
    mentorship = _start(alena_operator, vika)
    other = make_volunteer(office=alena_operator.office)
    expected = ((vika, True), (alena_operator, True), (hanna_coordinator, False), (jonas_operator, 404))
    for user, seen in (*expected, (other, 404), (maks_lawyer, 403)):
        assert _reads(sign_in(client, user), mentorship) == seen, user


def test_a_mentor_finds_only_her_own_household_in_the_list(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    mine = _start(alena_operator, vika)
    foreign = _start(alena_operator, make_volunteer(office=alena_operator.office))
    page = sign_in(client, vika).get(reverse("mentoring:list")).content.decode()
    assert str(mine.pk) in page
    assert str(foreign.pk) not in page


@pytest.mark.parametrize(("days", "seen"), [(30, True), (35, True), (36, 404)])
def test_the_door_closes_after_day_thirty_five(
    days: int, seen: bool | int, client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    mentorship = _start(alena_operator, vika)
    _age(mentorship, days)
    assert _reads(sign_in(client, vika), mentorship) == seen
    assert _reads(sign_in(client, alena_operator), mentorship) is True


def test_the_door_closes_with_the_end_and_the_desk_reads_the_handover(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    mentorship = _start(alena_operator, vika)
    end_mentorship(mentorship=mentorship, handover="School found", by=alena_operator)
    assert _reads(sign_in(client, vika), mentorship) == 404
    view = month_view(Mentorship.objects.select_related("household").get(), by=alena_operator)
    assert view.handover == "School found"
    with pytest.raises(NotNow):
        end_mentorship(mentorship=mentorship, handover="again", by=alena_operator)


def test_an_unvetted_mentor_loses_her_household_at_once(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    mentorship = _start(alena_operator, vika)
    with writing():
        VolunteerProfile.objects.filter(pk=vika.pk).update(state="applied")
    assert _reads(sign_in(client, vika), mentorship) == 404


def test_a_deputy_takes_over_and_the_mentor_before_loses_access_at_once(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    mentorship, deputy = _start(alena_operator, vika), make_volunteer(office=alena_operator.office)
    with pytest.raises(Refused):
        name_deputy(mentorship=mentorship, deputy=deputy, by=vika)
    with pytest.raises(NotNow):
        name_deputy(mentorship=mentorship, deputy=vika, by=alena_operator)
    name_deputy(mentorship=mentorship, deputy=deputy, by=alena_operator)
    assert _reads(sign_in(client, vika), mentorship) == 404
    assert _reads(sign_in(client, User.objects.get(pk=deputy.pk)), mentorship) is True
    assert Mentorship.objects.get().former_mentor_id == vika.pk


def test_steps_and_check_ins_are_the_mentors_and_the_desks(
    alena_operator: User, hanna_coordinator: User, jonas_operator: User, vika: User
) -> None:
    mentorship = _start(alena_operator, vika)
    step = MentorshipStep.objects.filter(mentorship=mentorship).select_related("mentorship")[0]
    set_step(step=step, done=True, by=vika)
    check_in(mentorship=mentorship, mood="hard", words="Canary words", by=vika)
    with pytest.raises(Refused):
        set_step(step=step, done=False, by=jonas_operator)
    with pytest.raises(ValueError, match="fine"):
        check_in(mentorship=mentorship, mood="fine", words="", by=vika)
    rows = Mentorship.objects.select_related("household")
    assert month_view(rows.get(), by=alena_operator).check_ins[0].words == "Canary words"
    assert month_view(rows.get(), by=hanna_coordinator).check_ins[0].words == ""
    assert str(CheckIn.objects.get().words) == "•••"


def test_an_ended_month_takes_no_more_steps(alena_operator: User, vika: User) -> None:
    mentorship = _start(alena_operator, vika)
    step = MentorshipStep.objects.filter(mentorship=mentorship).select_related("mentorship")[0]
    end_mentorship(mentorship=mentorship, handover="x", by=alena_operator)
    for act in (
        lambda: set_step(step=step, done=True, by=alena_operator),
        lambda: check_in(mentorship=mentorship, mood="well", words="", by=alena_operator),
        lambda: extend(mentorship=mentorship, days=3, reason="illness", by=alena_operator),
        lambda: name_deputy(
            mentorship=mentorship,
            deputy=make_volunteer(office=alena_operator.office),
            by=alena_operator,
        ),
    ):
        with pytest.raises(NotNow):
            act()


def test_a_month_is_extended_with_a_reason_and_not_for_ever(alena_operator: User, vika: User) -> None:
    mentorship = _start(alena_operator, vika)
    for _ in range(2):
        extend(mentorship=mentorship, days=30, reason="office_slow", by=vika)
    with pytest.raises(NotNow):
        extend(mentorship=mentorship, days=1, reason="office_slow", by=alena_operator)
    assert Mentorship.objects.get().ends_on == TODAY() + timedelta(days=90)
    assert AccessEntry.objects.filter(verb="mentorship.extend", reason="office_slow").count() == 2


def test_a_coordinator_gives_a_mentor_and_a_volunteer_does_not(
    client: Client, sign_in: SignIn, alena_operator: User, hanna_coordinator: User, vika: User
) -> None:
    one = _request(alena_operator)
    url = reverse("mentoring:start", args=[one.pk])
    typed = {"mentor": vika.pk, "brief": "Two rooms, one child"}
    assert sign_in(client, vika).post(url, typed).status_code == 403
    signed = sign_in(client, hanna_coordinator)
    assert signed.get(url).status_code == 200
    wrong = signed.post(url, {"mentor": "", "brief": "Kept words"})
    assert (wrong.status_code, "Kept words" in wrong.content.decode()) == (422, True)
    assert signed.post(url, typed)["Location"] == reverse(
        "mentoring:open", args=[Mentorship.objects.get().pk]
    )


def test_every_form_of_the_page_does_its_work(
    client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    mentorship, deputy = _start(alena_operator, vika), make_volunteer(office=alena_operator.office)
    step = MentorshipStep.objects.filter(mentorship=mentorship)[0]

    def post(name: str, *more: object, status: int = 302, **data: object) -> None:
        url = reverse(f"mentoring:{name}", args=[mentorship.pk, *more])
        assert client.post(url, data).status_code == status, name

    sign_in(client, vika)
    post("step", step.pk, done="yes")
    post("check_in", status=422, mood="")
    post("check_in", mood="well", words="ok")
    post("extend", days=7, reason="illness")
    post("deputy", status=403, deputy=deputy.pk)
    sign_in(client, alena_operator)
    post("deputy", status=422, deputy=vika.pk)
    post("deputy", deputy=deputy.pk)
    post("end", status=422, handover="")
    post("end", status=422, handover="All done")
    post("end", handover="All done", outcome="mostly", remains="The school", review="Begin earlier")
    step.refresh_from_db()
    assert step.done_on == TODAY()
    assert Mentorship.objects.get().status == MentorshipStatus.ENDED.value


@pytest.mark.parametrize("name", ["list", "open", "start"])
def test_each_page_costs_the_same_for_any_number_of_rows(
    name: str, client: Client, sign_in: SignIn, alena_operator: User, vika: User
) -> None:
    signed, one = sign_in(client, alena_operator), _request(alena_operator)
    mentorship, counts = _start(alena_operator, vika), []
    url = reverse(f"mentoring:{name}", args={"list": [], "open": [mentorship.pk], "start": [one.pk]}[name])
    for _ in range(2):
        for _ in range(6):
            check_in(mentorship=mentorship, mood="well", words="ok", by=vika)
            _start(alena_operator, make_volunteer(office=alena_operator.office))
        signed.get(url)
        with CaptureQueriesContext(connection) as found:
            assert signed.get(url).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12
