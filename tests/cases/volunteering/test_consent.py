"""What she agreed to is kept: no task without her yes once she took it back, no example against her will."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cases.answers.actions.articles import ArticleDraft, draft_article
from cases.requests.actions import add_staff_message
from cases.requests.actions.wishes import give_consent, withdraw_consent
from cases.requests.models import Consent, HelpRequest
from cases.requests.queries import has_agreed
from cases.requests.workflow import Purpose, Status
from cases.triage.actions import assign
from cases.volunteering.actions import approve_claim, claim_task
from cases.volunteering.models import Task
from cases.volunteering.queries import task_view
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.messaging.models import OutgoingMessage
from knowledge.articles.models import Article
from tests.factories.knowledge import make_topic
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.volunteering import make_open_task, make_volunteer
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
GENERAL = "Схадзіце ва ўрад гміны з пашпартам. Гэта бясплатна."


@pytest.fixture
def anna(alena_operator: User) -> Holder:
    return make_holder(office=alena_operator.office)


@pytest.fixture
def row(anna: Holder) -> HelpRequest:
    return make_request(client=anna.client)


def says(anna: Holder, row: HelpRequest, purpose: Purpose, by: User, *, again_no: bool = False) -> Consent:
    consent = give_consent(
        client=anna.client, purpose=purpose, wording="Так, можна.", language="be", help_request=row, by=by
    )
    return withdraw_consent(consent=consent, by=ByReceipt(anna.client.pk)) if again_no else consent


def form(**typed: Any) -> dict[str, Any]:
    card = {"kind": "errand", "languages": ["be"], "country": "PL", "part_of_day": "any", "hours": "2"}
    return {**card, "tier": "1", "brief": "Схадзіць разам.", **typed}


def test_an_answer_is_yes_no_or_never_asked(anna: Holder, row: HelpRequest, alena_operator: User) -> None:
    asked = anna.client.pk, Purpose.VOLUNTEER
    assert has_agreed(*asked) is None
    consent = says(anna, row, Purpose.VOLUNTEER, alena_operator)
    assert has_agreed(*asked) is True
    withdraw_consent(consent=consent, by=ByReceipt(anna.client.pk))
    assert has_agreed(*asked) is False
    assert has_agreed(anna.client.pk, Purpose.EXAMPLE) is None
    says(anna, row, Purpose.VOLUNTEER, alena_operator)
    assert has_agreed(*asked) is True


def test_no_task_is_made_once_she_took_her_yes_back(
    client: Browser, anna: Holder, row: HelpRequest, alena_operator: User, sign_in: SignIn
) -> None:
    says(anna, row, Purpose.VOLUNTEER, alena_operator, again_no=True)
    desk, address = sign_in(client, alena_operator), reverse("volunteering:new_task", args=[row.pk])
    assert "took back her yes" in desk.get(address).content.decode()
    refused = desk.post(address, form())
    assert refused.status_code == 422
    assert "took back her yes" in refused.content.decode()
    assert "Схадзіць разам." in refused.content.decode()
    assert not Task.objects.exists()
    says(anna, row, Purpose.VOLUNTEER, alena_operator)
    assert "took back her yes" not in desk.get(address).content.decode()
    assert desk.post(address, form()).status_code == 302


def test_whoever_was_not_asked_is_pointed_out_and_one_click_leads_to_the_note(
    client: Browser, row: HelpRequest, alena_operator: User, sign_in: SignIn
) -> None:
    page = sign_in(client, alena_operator).get(reverse("volunteering:new_task", args=[row.pk]))
    assert "She was not asked yet whether a volunteer may be told" in page.content.decode()
    assert reverse("casefile:consents", args=[row.pk]) in page.content.decode()
    own = client.get(reverse("volunteering:new_own_task")).content.decode()
    assert "not asked yet" not in own


def test_her_no_takes_her_tasks_off_the_board_and_the_brief_from_whoever_holds_one(
    client: Browser, anna: Holder, row: HelpRequest, alena_operator: User, sign_in: SignIn
) -> None:
    consent = says(anna, row, Purpose.VOLUNTEER, alena_operator)
    other_persons = make_open_task(by=alena_operator, help_request=make_request(office=row.office))
    volunteer = make_volunteer(office=row.office)
    held, open_one = (
        make_open_task(by=alena_operator, help_request=row, brief="Яе патрэба") for _ in range(2)
    )
    claim = claim_task(task_id=held.pk, by=volunteer)
    approve_claim(claim=claim, by=alena_operator)
    assert task_view(Task.objects.get(pk=held.pk), by=volunteer).brief == "Яе патрэба"
    unlock(client, anna.digits)
    OutgoingMessage.objects.all().delete()  # of the approval: staff hear of several things once an hour
    assert client.post("/be/inbox/agreed/no/", {"consent": str(consent.pk)}).status_code == 302
    assert {task.status for task in Task.objects.filter(help_request=row)} == {"withdrawn"}
    assert Task.objects.get(pk=other_persons.pk).status == "open"
    assert sign_in(Browser(), volunteer).get(f"/desk/tasks/{held.pk}/").status_code == 404
    assert sign_in(Browser(), volunteer).get(f"/desk/tasks/{open_one.pk}/").status_code == 404
    assert HelpRequest.objects.get(pk=row.pk).status == Status.TRIAGED.value  # our turn again
    assert OutgoingMessage.objects.get().user == volunteer  # she hears of it, contentless


def test_another_consent_taken_back_leaves_her_tasks_alone(
    anna: Holder, row: HelpRequest, alena_operator: User
) -> None:
    task = make_open_task(by=alena_operator, help_request=row)
    says(anna, row, Purpose.INTERPRETER, alena_operator, again_no=True)
    assert Task.objects.get(pk=task.pk).status == "open"


def test_no_article_is_made_of_an_answer_to_whoever_wants_to_be_no_example(
    client: Browser, anna: Holder, row: HelpRequest, maks_lawyer: User, alena_operator: User, sign_in: SignIn
) -> None:
    assign(help_request=row, to=maks_lawyer, by=alena_operator)
    fresh = HelpRequest.objects.get(pk=row.pk)
    answer = add_staff_message(help_request=fresh, body=GENERAL, language="be", by=maks_lawyer)
    draft = ArticleDraft(title="Як атрымаць PESEL", topic=make_topic(), country="PL", body=GENERAL)
    address = reverse("answers:draft_article", args=[answer.pk])
    desk = sign_in(client, maks_lawyer)
    assert "She was not asked whether her story may be an example" in desk.get(address).content.decode()
    says(anna, row, Purpose.EXAMPLE, maks_lawyer, again_no=True)
    with pytest.raises(NotNow, match="does not want her story to be an example"):
        draft_article(message=answer, draft=draft, by=maks_lawyer)
    assert "does not want her story to be an example" in desk.get(address).content.decode()
    assert not Article.objects.exists()
    says(anna, row, Purpose.EXAMPLE, maks_lawyer)
    draft_article(message=answer, draft=draft, by=maks_lawyer)
    assert Article.objects.exists()
