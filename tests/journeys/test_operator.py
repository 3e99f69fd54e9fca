"""An operator's day: the queue by need, an answer, a call, one case out of three, a task, an end."""

from __future__ import annotations

import pytest

from cases.legal.models import CaseType, LegalCase
from cases.requests.models import HelpRequest, Message
from cases.requests.workflow import Urgency
from cases.triage.tasks import compute_suggestion
from cases.volunteering.models import Task
from helpdesk.accounts.models import Office, User
from helpdesk.audit.models import AccessEntry
from knowledge.articles.models import Topic
from tests.factories.requests import make_holder, make_request
from tests.journeys.conftest import AtWork

pytestmark = pytest.mark.django_db
SAME = "Карта побыту канчаецца праз месяц, працадаўца не падпісвае паперы."


def test_the_one_who_must_not_wait_stands_first(
    at_work: AtWork, alena_operator: User, office_warsaw: Office, knowledge: Topic
) -> None:
    old = make_request(office=office_warsaw, urgency=Urgency.NORMAL)
    danger = make_request(office=office_warsaw, urgency=Urgency.EMERGENCY)
    text = at_work(alena_operator).open("/desk/").response.content.decode()
    assert text.index(danger.code) < text.index(old.code)


def test_she_reads_answers_and_closes(
    at_work: AtWork, alena_operator: User, office_warsaw: Office, knowledge: Topic
) -> None:
    holder = make_holder(office=office_warsaw, language="be")
    row = make_request(client=holder.client, story="Як атрымаць нумар PESEL?", topic=knowledge)
    twin = make_request(office=office_warsaw, story="Патрэбны нумар PESEL дзецям", topic=knowledge)
    for each in (row, twin):
        compute_suggestion(str(each.pk))
    desk = at_work(alena_operator).open("/desk/queue/").follow(str(row.pk))
    desk.sees("Як атрымаць нумар PESEL?", "Нумар PESEL", twin.code)
    read = AccessEntry.objects.filter(
        verb="sealing.reveal", object_id=str(row.pk), actor_id=str(alena_operator.pk)
    )
    assert read.count() == 1
    desk.send("/triage/", urgency="high", topic="documents")
    desk.send("/reply/", words="Вось што рабіць.", language="be", article="pl-pesel")
    message = Message.objects.get()
    assert message.revision is not None
    assert message.revision.article.slug == "pl-pesel"
    desk.sees("Вось што рабіць.").send("/close/", outcome="answered")
    fresh = HelpRequest.objects.get(pk=row.pk)
    assert (fresh.status, fresh.outcome, fresh.urgency) == ("closed", "answered", "high")
    desk.open(f"/desk/requests/{row.pk}/").send("/reopen/")
    assert HelpRequest.objects.get(pk=row.pk).is_open


def test_a_call_on_one_screen(at_work: AtWork, alena_operator: User, knowledge: Topic) -> None:
    desk = at_work(alena_operator).open("/desk/queue/").follow("/desk/calls/new/")
    desk.send(
        "/calls/new/",
        story="Тэлефанавала жанчына з Беластока.",
        ring_back="on",
        look_again_on="2030-01-02",
        contact_channel="phone",
        contact="+48 600 700 800",
    )
    row = HelpRequest.objects.select_related("client").get()
    desk.sees(row.client.alias).misses("600 700 800")
    assert row.ring_back


def test_three_alike_become_one_case(
    at_work: AtWork, alena_operator: User, maks_lawyer: User, office_warsaw: Office, knowledge: Topic
) -> None:
    rows = [make_request(office=office_warsaw, story=SAME, topic=knowledge) for _ in range(3)]
    desk = at_work(alena_operator).open("/desk/queue/")
    desk.send("/desk/cases/new/", selected=[str(row.pk) for row in rows])
    kind = CaseType.objects.get().pk
    desk.send("/desk/cases/new/", case_type=kind, lawyer=maks_lawyer.pk, title="Працадаўца маўчыць")
    case = LegalCase.objects.get()
    assert set(case.memberships.values_list("help_request", flat=True)) == {row.pk for row in rows}
    desk.misses("Працадаўца маўчыць")  # the title is the lawyer's
    at_work(maks_lawyer).open("/desk/").follow(str(case.pk)).sees("Працадаўца маўчыць")


def test_a_task_out_of_a_request(
    at_work: AtWork, alena_operator: User, office_warsaw: Office, knowledge: Topic
) -> None:
    row = make_request(office=office_warsaw, topic=knowledge)
    desk = at_work(alena_operator).open(f"/desk/requests/{row.pk}/").follow("/task/")
    desk.send("here", kind="accompany", city="Warszawa", hours="2", brief="Схадзіць разам ва ўрад.")
    task = Task.objects.get()
    assert (task.help_request_id, task.city) == (row.pk, "Warszawa")
    desk.open("/desk/board/").sees("Warszawa").misses("Схадзіць разам", row.client.alias)
    assert HelpRequest.objects.get(pk=row.pk).status == "with_volunteer"
