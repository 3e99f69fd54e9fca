"""The coordinator's side: who is how, what nobody covers, and papers in four languages."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.joining.exports import Paper, pdf_of
from cases.joining.queries import Hours, coverage_of, people_by_state
from cases.joining.rules import Demand, Supply, gaps
from cases.joining.views.words import sentences
from cases.volunteering.actions import approve_claim, claim_task, finish_claim, take_break
from cases.volunteering.models import Claim, VolunteerProfile
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.volunteering import make_open_task, make_profile, make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
NAME = "Ўладзя Żółć-Šūvytė"


@pytest.fixture
def office(hanna_coordinator: User) -> Office:
    assert hanna_coordinator.office is not None
    return hanna_coordinator.office


def long_here(*users: User) -> None:
    User.objects.filter(pk__in=[user.pk for user in users]).update(
        joined_on=timezone.localdate() - timedelta(days=60)
    )


def states(by: User) -> dict[str, set[str]]:
    return {person.name: set(person.states) for person in people_by_state(by)}


def finish(claim: Claim, hours: str, by: User) -> None:
    finish_claim(claim=claim, result="done", hours=Decimal(hours), by=by)


def test_everybody_stands_under_the_words_that_are_true_of_her(
    office: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    busy, resting, new, idle, fine = (make_volunteer(office=office, weekly_hours=5) for _ in range(5))
    with writing():
        VolunteerProfile.objects.filter(pk=new.pk).update(tier=0, state="applied")
    long_here(busy, resting, new, idle, fine)
    today = timezone.localdate()
    take_break(profile=VolunteerProfile.objects.get(pk=resting.pk), from_on=today, to_on=today, by=resting)
    for user, hours in ((busy, "9"), (fine, "2")):
        claim = claim_task(task_id=make_open_task(by=alena_operator).pk, by=user)
        finish(approve_claim(claim=claim, by=alena_operator), hours, user)
    found = states(hanna_coordinator)
    assert "over" in found[busy.name]
    assert found[resting.name] == {"resting"}
    assert found[new.name] == {"unvetted"}
    assert found[idle.name] == {"idle"}
    assert found[fine.name] == {"active"}


def test_after_thirty_days_without_a_task_somebody_is_idle(
    office: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    one = make_volunteer(office=office)
    long_here(one)
    claim = claim_task(task_id=make_open_task(by=alena_operator).pk, by=one)
    finish(approve_claim(claim=claim, by=alena_operator), "1", one)
    for days, word in ((29, "active"), (31, "idle")):
        with writing():
            moment = timezone.now() - timedelta(days=days)
            Claim.objects.update(claimed_at=moment, ended_at=moment)
        assert states(hanna_coordinator)[one.name] == {word}


def test_each_count_leads_to_its_list(
    client: Client, sign_in: SignIn, office: Office, hanna_coordinator: User
) -> None:
    rests, works = make_volunteer(office=office), make_volunteer(office=office)
    today = timezone.localdate()
    take_break(profile=VolunteerProfile.objects.get(pk=rests.pk), from_on=today, to_on=today, by=rests)
    sign_in(client, hanna_coordinator)
    page = client.get(reverse("joining:people"))
    assert {code: count for code, _label, count in page.context["tabs"]} == {
        "": 2, "active": 1, "resting": 1, "over": 0, "unvetted": 0, "idle": 0,
    }  # fmt: skip
    assert "?state=resting" in page.content.decode()
    shown = client.get(reverse("joining:people") + "?state=resting").content.decode()
    assert f">{rests.name}<" in shown
    assert f">{works.name}<" not in shown


def test_the_page_of_people_costs_the_same_for_two_and_for_forty(
    client: Client, sign_in: SignIn, office: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    sign_in(client, hanna_coordinator)
    counts = []
    for more in (2, 38):
        for user in [make_volunteer(office=office) for _ in range(more)][:3]:
            claim_task(task_id=make_open_task(by=alena_operator, tier=0).pk, by=user)
        client.get(reverse("joining:people"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("joining:people"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_no_lithuanian_speaker_in_kaunas_on_weekdays_is_said_in_a_sentence(
    client: Client, sign_in: SignIn, office: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    today = timezone.localdate()
    weekday = today + timedelta(days=7 - today.weekday())
    kaunas = {"country": "LT", "city": "Kaunas", "languages": ("lt",), "on_date": weekday}
    for _twice in range(2):
        make_open_task(by=alena_operator, **kaunas)
    make_volunteer(office=office, languages=["lt"], cities=["Kaunas"], free_times=["weekend"])
    make_volunteer(office=office, languages=["lt"], cities=["Vilnius"])
    make_volunteer(office=office, languages=["be"], cities=["Kaunas"])
    found = coverage_of(hanna_coordinator)
    said = sentences(found)
    wanted = "Kaunas: nobody speaks Lithuanian on weekdays in the daytime. Asked for in two months: 2 tasks."
    assert wanted in said
    page = sign_in(client, hanna_coordinator).get(reverse("joining:coverage")).content.decode()
    assert wanted in page
    make_volunteer(office=office, languages=["lt"], cities=["Kaunas"], free_times=["weekday"])
    assert wanted not in sentences(coverage_of(hanna_coordinator))


@pytest.mark.parametrize("lack", ["unvetted", "rests", "left", "elsewhere"])
def test_who_cannot_come_does_not_cover(
    office: Office, office_vilnius: Office, alena_operator: User, hanna_coordinator: User, lack: str
) -> None:
    make_open_task(by=alena_operator, languages=("lt",))
    one = make_volunteer(
        office=office_vilnius if lack == "elsewhere" else office, languages=["lt"], cities=["Warszawa"]
    )
    profile, today = VolunteerProfile.objects.get(pk=one.pk), timezone.localdate()
    if lack == "rests":
        take_break(profile=profile, from_on=today, to_on=today, by=one)
    with writing():
        if lack in {"unvetted", "left"}:
            VolunteerProfile.objects.filter(pk=one.pk).update(state="left" if lack == "left" else "applied")
    assert coverage_of(hanna_coordinator).languages[0].people == 0


def test_coverage_asks_little_however_many_tasks(
    office: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    for _task in range(20):
        make_open_task(by=alena_operator)
    with CaptureQueriesContext(connection) as asked:
        coverage_of(hanna_coordinator)
    assert len(asked) == 2


def test_gaps_stand_first_and_the_most_wanted_of_them_before_all() -> None:
    demands = [
        Demand("Vilnius", "", "lt", 9),
        Demand("Kaunas", "weekday", "lt", 2),
        Demand("Kaunas", "", "pl", 5),
    ]
    people = [Supply(frozenset({"Vilnius"}), frozenset(), frozenset({"lt"}), frozenset())]
    found = gaps(demands, people, by="languages")
    assert [(gap.demand.what, gap.people) for gap in found] == [("pl", 0), ("lt", 0), ("lt", 1)]


@pytest.mark.parametrize("language", ["be", "ru", "pl", "lt"])
@pytest.mark.parametrize("kind", ["hours", "thanks"])
def test_papers_carry_every_letter_of_four_languages(office: Office, language: str, kind: str) -> None:
    done = Hours(Decimal("37.5"), 12, (("accompany", 7), ("housing", 5)))
    content = pdf_of(Paper(kind, language, NAME, office, date(2026, 1, 1), date(2026, 11, 22), done))
    assert content.startswith(b"%PDF")
    assert len(content) < 60_000
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    assert NAME in text.replace("\ufffe", "-")
    assert "37,5" in text
    assert "12" in text
    assert "\ufffd" not in text


def test_a_certificate_counts_only_hours_that_were_reported_in_the_period(
    client: Client, sign_in: SignIn, office: Office, alena_operator: User, vika_volunteer: User
) -> None:
    make_profile(vika_volunteer, weekly_hours=20)
    for hours, days in (("2.5", 0), ("4", 400)):
        claim = claim_task(task_id=make_open_task(by=alena_operator, tier=0).pk, by=vika_volunteer)
        finish(claim, hours, vika_volunteer)
        with writing():
            moment = timezone.now() - timedelta(days=days)
            Claim.objects.filter(pk=claim.pk).update(ended_at=moment, claimed_at=moment)
    today = timezone.localdate()
    sent = {"kind": "hours", "language": "pl", "name": NAME, "last": today.isoformat(),
            "first": (today - timedelta(days=30)).isoformat()}  # fmt: skip
    answer = sign_in(client, vika_volunteer).post(reverse("joining:own_paper"), sent)
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    text = pypdfium2.PdfDocument(io.BytesIO(answer.content))[0].get_textpage().get_text_range()
    assert "2,5" in text
    assert "6,5" not in text
    assert NAME not in str(list(AccessEntry.objects.values()))
    wrong = client.post(reverse("joining:own_paper"), {**sent, "first": "2027-01-01"})
    assert wrong.status_code == 422


def test_coordinators_make_papers_for_their_own_office_only(
    client: Client, sign_in: SignIn, office: Office, office_vilnius: Office, hanna_coordinator: User
) -> None:
    here, there = make_volunteer(office=office), make_volunteer(office=office_vilnius)
    today = timezone.localdate().isoformat()
    sent = {"kind": "thanks", "language": "lt", "name": "X", "first": today, "last": today}
    sign_in(client, hanna_coordinator)
    assert client.post(reverse("joining:paper", args=[here.pk]), sent).status_code == 200
    assert client.post(reverse("joining:paper", args=[there.pk]), sent).status_code == 404


def test_hours_of_400_a_week_are_refused_in_the_profile_too(
    client: Client, sign_in: SignIn, vika_volunteer: User
) -> None:
    make_profile(vika_volunteer, weekly_hours=4)
    sent = {"languages": ["be"], "weekly_hours": "400", "most_tasks": "1"}
    answer = sign_in(client, vika_volunteer).post(reverse("volunteering:profile"), sent)
    assert answer.status_code == 422
    assert VolunteerProfile.objects.get(pk=vika_volunteer.pk).weekly_hours == 4
