"""The pages of recalls: open ones first, figures for all, names only for those who may open the requests."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.answers.actions.recalls import notice_changes
from cases.answers.models import AdviceRecall, RecallState
from cases.answers.tasks import send_corrections
from cases.requests.workflow import Status
from helpdesk.accounts.models import User
from knowledge.articles.models import Article
from tests.cases.answers.test_recalls import change, decided, recalled, told
from tests.factories.knowledge import make_article

LIST = reverse("answers:recalls")


@pytest.fixture
def article(db: None) -> Article:
    return make_article()


@pytest.fixture
def recall(article: Article, alena_operator: User) -> AdviceRecall:
    told(article, alena_operator)
    told(article, alena_operator, "pl", status=Status.CLOSED)
    return recalled(article)


def page(recall: AdviceRecall, name: str = "recall") -> str:
    return reverse(f"answers:{name}", args=[recall.pk])


def typed(recall: AdviceRecall, **more: str) -> dict[str, str]:
    return {"seen": str(recall.revision_id)} | more


def test_open_recalls_stand_first_with_their_figures(
    client: Client, sign_in: Any, recall: AdviceRecall, alena_operator: User, maks_lawyer: User
) -> None:
    send_corrections(str(decided(recall, maks_lawyer).pk))
    other = make_article("lt-asmens-kodas", {"be": ("Асабісты код", "", "Тэкст")}, country="LT")
    told(other, alena_operator)
    change(other)
    notice_changes()
    found = list(sign_in(client, alena_operator).get(LIST).context["recalls"])
    assert [row.state for row in found] == [RecallState.OPEN, RecallState.SENT]
    assert [(row.told, row.told_closed, row.corrected) for row in found] == [(1, 0, 0), (2, 1, 2)]


def test_the_list_costs_the_same_for_many(
    client: Client,
    sign_in: Any,
    recall: AdviceRecall,
    alena_operator: User,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(4):
        other = make_article(f"article-{number}", {"be": (f"Назва {number}", "", "Тэкст")})
        told(other, alena_operator)
        change(other)
    notice_changes()
    desk = sign_in(client, alena_operator)
    with django_assert_max_num_queries(12):
        assert len(desk.get(LIST).context["recalls"]) == 5


def test_the_page_shows_what_changed_and_costs_few_queries(
    client: Client,
    sign_in: Any,
    recall: AdviceRecall,
    maks_lawyer: User,
    django_assert_max_num_queries: Any,
) -> None:
    desk = sign_in(client, maks_lawyer)
    with django_assert_max_num_queries(16):
        text = desk.get(page(recall)).text
    assert "<del>" in text
    assert "<ins>" in text


def test_a_lawyer_decides_for_people_whose_requests_she_cannot_open(
    client: Client, sign_in: Any, recall: AdviceRecall, maks_lawyer: User
) -> None:
    desk = sign_in(client, maks_lawyer)
    response = desk.get(page(recall))
    assert response.context["requests"] == []
    assert response.context["recall"].told == 2
    response = desk.post(page(recall, "recall_correct"), typed(recall, text_be="Новы тэкст", text_pl=""))
    assert response["Location"] == page(recall)
    assert send_corrections(str(recall.pk)) == 2
    assert "2" in desk.get(page(recall)).text
    assert AdviceRecall.objects.get().decided_by == maks_lawyer


def test_an_operator_sees_her_requests_but_decides_nothing(
    client: Client, sign_in: Any, recall: AdviceRecall, alena_operator: User
) -> None:
    desk = sign_in(client, alena_operator)
    response = desk.get(page(recall))
    assert len(response.context["requests"]) == 2
    assert "correction_form" not in response.context
    for name in ("recall_correct", "recall_not_needed"):
        assert desk.post(page(recall, name), typed(recall, reason="-")).status_code == 403


def test_an_operator_of_another_office_sees_no_alias(
    client: Client, sign_in: Any, recall: AdviceRecall, jonas_operator: User
) -> None:
    assert sign_in(client, jonas_operator).get(page(recall)).context["requests"] == []


def test_the_correction_is_prepared_in_the_languages_of_the_people(
    client: Client, sign_in: Any, recall: AdviceRecall, maks_lawyer: User
) -> None:
    form = sign_in(client, maks_lawyer).get(page(recall)).context["correction_form"]
    assert sorted(field.name for field in form.wanted_fields) == ["text_be", "text_pl"]
    assert "Нумар PESEL" in form["text_be"].value()
    assert form["text_lt"].value() == ""


def test_nothing_is_sent_without_words_or_without_a_reason(
    client: Client, sign_in: Any, recall: AdviceRecall, maks_lawyer: User
) -> None:
    desk = sign_in(client, maks_lawyer)
    assert desk.post(page(recall, "recall_correct"), typed(recall)).status_code == 422
    assert desk.post(page(recall, "recall_not_needed"), typed(recall)).status_code == 422
    assert AdviceRecall.objects.get().state == RecallState.OPEN
    desk.post(page(recall, "recall_not_needed"), typed(recall, reason="Толькі новы адрас."))
    assert "Толькі новы адрас." in desk.get(page(recall)).text


def test_words_typed_over_a_text_that_changed_meanwhile_are_not_sent(
    client: Client, sign_in: Any, article: Article, recall: AdviceRecall, maks_lawyer: User
) -> None:
    change(article)
    notice_changes()
    sign_in(client, maks_lawyer).post(page(recall, "recall_correct"), typed(recall, text_be="Новы тэкст"))
    assert AdviceRecall.objects.get().state == RecallState.OPEN
