"""Those who open no stories: the coordinator's figures, an editor's article, an administrator, an auditor."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role
from knowledge.articles.models import Article, Topic
from tests.factories.accounts import PASSWORD
from tests.factories.requests import STORY, make_request
from tests.journeys.conftest import AtWork
from tests.journeys.walker import Walker

pytestmark = pytest.mark.django_db


def test_the_coordinator_sees_her_load_at_a_glance(
    at_work: AtWork, hanna_coordinator: User, office_warsaw: Office, knowledge: Topic
) -> None:
    for _ in range(3):
        make_request(office=office_warsaw, topic=knowledge)
    walker = at_work(hanna_coordinator).open("/desk/")
    assert walker.visited[-1] == "/desk/workload/"
    text = walker.response.content.decode()
    assert text.count("<svg") >= 2
    assert text.count("<table") >= 2
    assert re.search(r'class="figure">\s*<a [^>]+>3\b', text)


def test_the_coordinator_gives_a_request_without_reading_it(
    at_work: AtWork, hanna_coordinator: User, alena_operator: User, office_warsaw: Office
) -> None:
    row = make_request(office=office_warsaw)
    walker = at_work(hanna_coordinator).open(f"/desk/requests/{row.pk}/").misses(STORY).sees(row.code)
    walker.browser.post(f"/desk/requests/{row.pk}/assign/", {"to": str(alena_operator.pk)})
    row.refresh_from_db()
    assert row.assigned_to == alena_operator


def test_an_article_is_written_translated_and_published(
    at_work: AtWork, ina_editor: User, knowledge: Topic
) -> None:
    walker = at_work(ina_editor).open("/desk/").follow("/articles/new/")
    walker.send("here", slug="pl-blik", topic=knowledge.pk, country="PL", source_language="be")
    article = Article.objects.get(slug="pl-blik")
    text = {"title": "Што такое BLIK", "summary": "Плаціць тэлефонам.", "body": "## Як\n\nШэсць лічбаў."}
    walker.send("here", do="draft", **text)
    public = Walker(Browser())
    assert public.open("/be/articles/pl-blik/").response.status_code == 404
    walker.send("here", do="publish")
    public.open("/be/articles/pl-blik/").sees("Шэсць лічбаў")
    polish = {"title": "Co to jest BLIK", "summary": "Płacić telefonem.", "body": "## Jak\n\nSześć cyfr."}
    walker.open("/desk/articles/pl-blik/pl/").send("here", do="publish", **polish)
    public.open("/pl/articles/pl-blik/").sees("Sześć cyfr")
    public.open("/lt/articles/pl-blik/").sees(
        'lang="'
    )  # in the next language of the reader's order, labelled
    article.refresh_from_db()
    assert article.is_published


def test_two_people_let_a_third_one_in(
    at_work: AtWork, piotr_administrator: User, hanna_coordinator: User, office_warsaw: Office
) -> None:
    row = make_request(office=office_warsaw)
    admin = at_work(piotr_administrator).open("/desk/").follow("/people/invite/")
    admin.send("/invite/", email="nova@ganak.example", name="Nova", language="be", office=office_warsaw.pk)
    link = re.search(r"/desk/welcome/[^\"<\s]+", admin.response.content.decode())
    assert link is not None
    nova = User.objects.get(email="nova@ganak.example")
    admin.open(f"/desk/people/{nova.pk}/").send("/roles/", role=Role.OPERATOR.value)
    proposed = RoleGrant.objects.get(user=nova)
    assert not proposed.is_live
    admin.browser.post(f"/desk/people/roles/{proposed.pk}/confirm/")
    assert not RoleGrant.objects.get(pk=proposed.pk).is_live
    at_work(hanna_coordinator).open(f"/desk/people/{nova.pk}/").send("/confirm/")
    assert RoleGrant.objects.get(pk=proposed.pk).is_live
    newcomer = Walker(Browser()).open(link.group()).send("here", password=PASSWORD, again=PASSWORD)
    assert User.objects.get(pk=nova.pk).is_active
    assert Walker(Browser()).open(link.group()).response.status_code == 404
    newcomer.send("/login/", login="nova@ganak.example", password=PASSWORD)
    assert newcomer.open("/desk/queue/").visited[-1].startswith("/desk/account/")  # first a second factor
    for path in (f"/desk/requests/{row.pk}/", "/desk/queue/", "/desk/cases/", "/desk/board/"):
        assert admin.open(path).response.status_code == 403


def test_the_auditor_reads_who_read(
    at_work: AtWork, ruta_auditor: User, alena_operator: User, office_warsaw: Office
) -> None:
    row = make_request(office=office_warsaw)
    at_work(alena_operator).open(f"/desk/requests/{row.pk}/")
    walker = at_work(ruta_auditor).open("/desk/")
    assert walker.visited[-1] == "/desk/access-log/"
    walker.sees(alena_operator.name, "sealing.reveal", str(row.pk)).misses(STORY)
    assert walker.open(f"/desk/requests/{row.pk}/").response.status_code == 403


def test_nobody_is_both_blind_and_reading(
    at_work: AtWork, piotr_administrator: User, alena_operator: User
) -> None:
    admin = at_work(piotr_administrator).open(f"/desk/people/{alena_operator.pk}/")
    admin.send("/roles/", role=Role.AUDITOR.value)
    assert not RoleGrant.objects.filter(user=alena_operator, role=Role.AUDITOR.value).exists()
