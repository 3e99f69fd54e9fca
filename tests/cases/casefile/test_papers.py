"""Papers: she sees what is still to bring, says which file is which, and reads what was said about it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.casefile.actions.papers import give_paper, judge_paper, take_paper
from cases.casefile.models import StepPaper
from cases.casefile.workflow import PaperState
from cases.files.actions import remove_file
from cases.files.models import Attachment
from cases.legal.actions import remove_member
from cases.legal.models import MemberStep, StepTemplate
from cases.requests.models import HelpRequest
from cases.requests.workflow import Turn
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.files import picture, send_file
from tests.factories.legal import make_case, make_case_type, members_of
from tests.factories.requests import Holder, make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
NAMES = {"be": "Пашпарт, усе старонкі", "lt": "Pasas, visi puslapiai", "en": "Passport, all pages"}


@pytest.fixture
def holders(alena_operator: User, maks_lawyer: User) -> list[Holder]:
    """Two members of one case whose first step asks each for her passport."""
    kind = make_case_type()
    StepTemplate.objects.filter(case_type=kind, slug="collect").update(
        actor="person",
        document=NAMES["en"],
        **{f"document_{code}": name for code, name in NAMES.items()},
    )
    found = [make_holder(office=alena_operator.office) for _ in range(2)]
    rows = [make_request(client=holder.client) for holder in found]
    make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=rows)
    return found


def _step(holder: Holder) -> MemberStep:
    steps = MemberStep.objects.select_related("membership__help_request__client", "membership__legal_case")
    return steps.get(membership__help_request__client=holder.client, template__slug="collect")


def _file(holder: Holder) -> Attachment:
    return send_file(_step(holder).membership.help_request, picture(), by=holder.actor)


def _page(client: Client, holder: Holder, path: str = "be/inbox/") -> str:
    client.cookies.clear()
    unlock(client, holder.digits)
    return client.get(f"/{path}").content.decode()


def test_what_is_missing_stands_in_her_inbox_in_her_language(client: Client, holders: list[Holder]) -> None:
    assert NAMES["be"] in _page(client, holders[0])
    assert NAMES["lt"] in _page(client, holders[0], "lt/inbox/papers/")


def test_she_says_which_file_it_is_and_a_lawyer_accepts_it(
    client: Client, sign_in: SignIn, holders: list[Holder], maks_lawyer: User
) -> None:
    me, step = holders[0], _step(holders[0])
    letter = _file(me)
    _page(client, me)
    said = client.post("/be/inbox/papers/", {"step": step.pk, "file": letter.pk})
    assert said.status_code == 302
    assert NAMES["be"] not in _page(client, me)  # nothing is missing any more
    row = step.membership.help_request
    assert HelpRequest.objects.get(pk=row.pk).turn == Turn.US.value
    paper, url = StepPaper.objects.get(), reverse("casefile:papers", args=[row.pk])
    signed = sign_in(client, maks_lawyer)
    signed.get(url)
    with CaptureQueriesContext(connection) as found:
        assert signed.get(url).status_code == 200
    assert len(found) <= 12
    assert signed.post(url, {"paper": paper.pk, "state": "unreadable"}).status_code == 302
    assert HelpRequest.objects.get(pk=row.pk).turn == Turn.CLIENT.value
    assert NAMES["be"] in _page(client, me)
    signed = sign_in(client, maks_lawyer)
    assert signed.post(url, {"paper": paper.pk, "state": "accepted"}).status_code == 302
    assert NAMES["be"] not in _page(client, me)
    drop = client.post("/be/inbox/papers/", {"drop": paper.pk})
    assert drop.status_code == 302
    assert StepPaper.objects.get().state == "accepted"  # what is accepted she does not take off
    verbs = set(AccessEntry.objects.values_list("verb", flat=True))
    assert {"paper.give", "paper.judge"} <= verbs


def test_nobody_gives_or_sees_anything_of_another_member(
    client: Client, holders: list[Holder], alena_operator: User
) -> None:
    me, other = holders
    mine, hers = _file(me), _file(other)
    _page(client, me)
    for data in (
        {"step": _step(other).pk, "file": mine.pk},
        {"step": _step(me).pk, "file": hers.pk},
        {"step": _step(me).pk},
        {"drop": _step(me).pk},
    ):
        assert client.post("/be/inbox/papers/", data).status_code == 404
    with pytest.raises(Refused):
        give_paper(step=_step(me), attachment=hers, by=alena_operator)
    with pytest.raises(Refused):
        give_paper(step=_step(other), attachment=hers, by=ByReceipt(me.client.pk))
    paper = give_paper(step=_step(other), attachment=hers, by=other.actor)
    assert client.post("/be/inbox/papers/", {"drop": paper.pk}).status_code == 404
    page = _page(client, me, "be/inbox/papers/")
    for foreign in (hers.pk, paper.pk, _step(other).pk, other.client.alias):
        assert str(foreign) not in page


def test_a_file_that_is_erased_leaves_the_paper_missing_again(client: Client, holders: list[Holder]) -> None:
    me = holders[0]
    letter = _file(me)
    give_paper(step=_step(me), attachment=letter, by=me.actor)
    remove_file(attachment=letter, by=me.actor)
    assert not StepPaper.objects.exists()
    assert NAMES["be"] in _page(client, me)


def test_nothing_is_said_of_an_unchecked_file_or_of_somebody_who_left(
    holders: list[Holder], maks_lawyer: User, alena_operator: User
) -> None:
    me = holders[0]
    paper = give_paper(step=_step(me), attachment=_file(me), by=maks_lawyer)
    with writing():
        Attachment.objects.update(state="quarantined", pages=0, kind="")
    paper = StepPaper.objects.select_related("attachment", "step__membership__legal_case").get(pk=paper.pk)
    with pytest.raises(NotNow):
        judge_paper(paper=paper, state=PaperState.ACCEPTED, by=maks_lawyer)
    take_paper(paper=paper, by=alena_operator)
    remove_member(membership=_step(me).membership, by=alena_operator)
    with pytest.raises(NotNow):
        give_paper(step=_step(me), attachment=Attachment.objects.get(), by=me.actor)


def test_the_list_of_papers_is_the_same_for_any_number_of_members(
    client: Client, holders: list[Holder], alena_operator: User, maks_lawyer: User
) -> None:
    alone = make_holder(office=alena_operator.office)
    row = make_request(client=alone.client)
    make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[row])

    def words(holder: Holder) -> str:
        page = _page(client, holder, "en/inbox/papers/").partition("<main")[2]
        return page.replace(str(_step(holder).pk), "STEP")

    first = words(holders[0])
    token = 'name="csrfmiddlewaretoken" value="'
    assert [part.partition('"')[2] for part in first.split(token)] == [
        part.partition('"')[2] for part in words(alone).split(token)
    ]
    assert members_of(_step(holders[0]).membership.legal_case)[1].help_request.code not in first
