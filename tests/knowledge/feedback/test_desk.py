"""Editors see counts without opening anything, read sentences on the record, and delete them when done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.models import DataKey, WrappedKey
from knowledge.articles.queries import WorkList, work_from_rooms
from knowledge.feedback import actions
from knowledge.feedback.models import Helpfulness, Remark
from knowledge.feedback.tasks import forget_old
from knowledge.feedback.workflow import first_month_shown
from tests.factories.knowledge import make_article
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
PAGE = "/desk/remarks/pl-pesel/"
WORDS = "Збор цяпер большы."


def work(user: User) -> dict[str, WorkList]:
    return {item.key: item for item in work_from_rooms(user)}


def say(kind: str = "outdated", words: str = WORDS, slug: str = "pl-pesel") -> Remark:
    article = make_article(slug)
    remark = actions.keep_remark(article=article, language="be", kind=kind, reason="fee", words=words)
    assert remark is not None
    return remark


def test_an_editor_reads_what_was_said_and_that_is_logged_once(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    remark = say()
    sign_in(client, ina_editor)
    html = client.get(PAGE).content.decode()
    assert WORDS in html
    entry = AccessEntry.objects.get(verb="sealing.reveal")
    assert (entry.object_id, entry.reason) == (str(remark.article_id), "articles")


def test_a_page_without_sentences_logs_nothing(client: Client, sign_in: SignIn, ina_editor: User) -> None:
    say(words="")
    sign_in(client, ina_editor)
    assert client.get(PAGE).status_code == 200
    assert not AccessEntry.objects.filter(verb="sealing.reveal").exists()


def test_whoever_does_not_write_articles_reads_nothing_of_it(
    client: Client, sign_in: SignIn, hanna_coordinator: User, alena_operator: User, vika_volunteer: User
) -> None:
    say()
    for user in (hanna_coordinator, alena_operator, vika_volunteer):
        sign_in(client, user)
        assert client.get(PAGE).status_code == 403
        assert not Remark.objects.visible_to(user).exists()


def test_what_is_dealt_with_is_deleted_with_its_keys(
    client: Client, sign_in: SignIn, ina_editor: User
) -> None:
    remark = say()
    actions.count_answer(article=remark.article, language="be", helped=False)
    sign_in(client, ina_editor)
    assert client.post(f"{PAGE}done/").status_code == 302
    assert not Remark.objects.exists()
    assert not WrappedKey.objects.filter(data_key=remark.data_key_id).exists()
    assert not DataKey.objects.filter(purpose="remark").exists()
    assert Helpfulness.objects.get().unhelpful == 1


def test_only_those_who_write_articles_may_delete_it(alena_operator: User) -> None:
    remark = say()
    with pytest.raises(Refused):
        actions.settle(article=remark.article, by=alena_operator)
    assert Remark.objects.exists()


def test_the_work_list_names_articles_readers_call_out_of_date(ina_editor: User) -> None:
    say("unhelpful", slug="second")
    say("outdated")
    listed = work(ina_editor)["remarks"]
    assert [item.url for item in listed.items] == [PAGE, "/desk/remarks/second/"]
    assert WORDS not in str(listed)
    assert not AccessEntry.objects.filter(verb="sealing.reveal").exists()


def test_the_work_list_names_articles_that_helped_fewer_than_not(ina_editor: User) -> None:
    for slug, yes, no in (("bad", 1, 4), ("worse", 0, 9), ("good", 9, 4), ("rare", 0, 2)):
        article = make_article(slug)
        for number in range(yes + no):
            actions.count_answer(article=article, language="be", helped=number < yes)
    listed = work(ina_editor)["unhelpful"]
    assert [item.url.split("/")[-2] for item in listed.items] == ["worse", "bad"]
    assert listed.total == 2


def test_the_work_list_leads_nobody_to_a_page_she_may_not_open(hanna_coordinator: User) -> None:
    say()
    assert not {"remarks", "unhelpful"} & set(work(hanna_coordinator))


def test_counts_of_long_ago_say_nothing_about_the_article_of_today(ina_editor: User) -> None:
    article = make_article()
    Helpfulness.objects.create(article=article, language="be", month=dt.date(2020, 1, 1), unhelpful=50)
    assert work(ina_editor)["unhelpful"].items == []


@pytest.mark.parametrize(
    ("today", "first"),
    [("2026-11-22", "2026-09-01"), ("2026-01-31", "2025-11-01"), ("2026-03-01", "2026-01-01")],
)
def test_three_months_are_shown_this_one_included(today: str, first: str) -> None:
    assert first_month_shown(dt.date.fromisoformat(today)) == dt.date.fromisoformat(first)


def test_remarks_nobody_dealt_with_are_forgotten_after_ninety_days() -> None:
    old, new = say(), say(slug="second")
    Remark.objects.filter(pk=old.pk).update(said_on=timezone.localdate() - dt.timedelta(days=91))
    assert forget_old() == 1
    assert list(Remark.objects.all()) == [new]
    assert [key.pk for key in DataKey.objects.filter(purpose="remark")] == [new.data_key_id]
