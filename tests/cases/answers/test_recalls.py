"""Recalls of advice: noticed by themselves, decided by a lawyer, and everybody is put right exactly once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.answers.actions.recalls import (
    decide_correction,
    decide_not_needed,
    notice_changes,
    send_corrections,
)
from cases.answers.models import AdviceRecall, Correction, CorrectionText, RecallState
from cases.answers.queries.recalls import opened_texts
from cases.answers.rules.corrections import CORRECTION, language_for
from cases.answers.tasks import look_for_recalls
from cases.answers.tasks import send_corrections as send_task
from cases.requests.actions import Contact, add_staff_message
from cases.requests.models import Event, HelpRequest, Message
from cases.requests.workflow import Status
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.languages import CODES
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.actions import erase_key, open_with
from knowledge.articles.models import Article, Significance
from tests.factories.knowledge import make_article, publish_text
from tests.factories.requests import Holder, make_client, make_holder, make_request
from tests.factories.web import unlock

TEXTS = {"be": "Тэрмін цяпер 14 дзён.", "pl": "Termin wynosi teraz 14 dni."}


@pytest.fixture
def article(db: None) -> Article:
    return make_article()


def tell(help_request: HelpRequest, article: Article, by: User, language: str = "be") -> Message:
    """An answer that cites today's text."""
    revision = article.revisions.published().filter(language=language).latest_first().first()
    return add_staff_message(
        help_request=help_request, body="Глядзіце артыкул.", language=language, by=by, revision=revision
    )


def told(article: Article, by: User, language: str = "be", **more: Any) -> Message:
    client = more.pop("client", None) or make_client(office=by.office, language=language)
    return tell(make_request(client=client, **more), article, by, language)


def change(article: Article, language: str = "be", significance: str = Significance.MATERIAL) -> None:
    text = ("Нумар PESEL", "Навошта патрэбны.", f"## Крокі\n\nПрыйдзіце за 14 дзён. {timezone.now()}")
    publish_text(article, language, *text, significance=significance)


def recalled(article: Article) -> AdviceRecall:
    change(article)
    notice_changes()
    return AdviceRecall.objects.select_related("revision__article").get()


def decided(recall: AdviceRecall, by: User, texts: dict[str, str] = TEXTS) -> AdviceRecall:
    return decide_correction(recall=recall, texts=texts, seen=recall.revision_id, by=by)


def test_a_material_change_of_a_cited_text_opens_one_recall(article: Article, alena_operator: User) -> None:
    told(article, alena_operator)
    recall = recalled(article)
    assert recall.state == RecallState.OPEN
    assert notice_changes() == 0
    assert AdviceRecall.objects.count() == 1


@pytest.mark.parametrize("significance", [Significance.TYPO, Significance.CLARIFICATION])
def test_what_does_not_change_the_advice_recalls_nothing(
    article: Article, alena_operator: User, significance: str
) -> None:
    told(article, alena_operator)
    change(article, significance=significance)
    assert notice_changes() == 0


def test_a_text_nobody_was_told_recalls_nothing(article: Article, alena_operator: User) -> None:
    change(article)
    assert notice_changes() == 0
    told(article, alena_operator)
    assert notice_changes() == 0


def test_a_change_of_the_source_concerns_readers_of_the_translation_too(
    article: Article, alena_operator: User
) -> None:
    told(article, alena_operator, "pl")
    assert recalled(article).revision.language == "be"


def test_a_change_of_a_translation_concerns_its_own_readers_only(
    article: Article, alena_operator: User
) -> None:
    told(article, alena_operator, "be")
    change(article, "pl")
    assert notice_changes() == 0


def test_a_second_change_before_the_decision_is_the_same_recall(
    article: Article, alena_operator: User, maks_lawyer: User
) -> None:
    told(article, alena_operator)
    old = recalled(article)
    change(article)
    assert notice_changes() == 1
    with pytest.raises(NotNow):
        decided(old, maks_lawyer)
    fresh = AdviceRecall.objects.get()
    assert fresh.revision.number == 3


def test_each_person_gets_one_correction_in_her_language_or_the_next(
    article: Article, alena_operator: User, maks_lawyer: User
) -> None:
    mine = make_holder(office=alena_operator.office, language="be")
    first = told(article, alena_operator, client=mine.client)
    tell(first.help_request, article, alena_operator)
    told(article, alena_operator, client=mine.client)
    russian = told(
        article, alena_operator, "be", client=make_client(office=alena_operator.office, language="ru")
    )
    polish = told(article, alena_operator, "pl")
    recall = decided(recalled(article), maks_lawyer)
    assert send_task(str(recall.pk)) == 3
    assert Correction.objects.filter(recall=recall).count() == 5
    assert Correction.objects.get(message=russian).language == "be"
    assert Correction.objects.get(message=polish).language == "pl"
    sent = {row.sent_id for row in Correction.objects.filter(message__help_request__client=mine.client)}
    [message] = Message.objects.filter(pk__in=sent)
    assert open_with(mine.key, message, ["body"])[0]["body"] == TEXTS["be"]
    assert (message.revision_id, message.author) == (recall.revision_id, maks_lawyer)


def test_sending_twice_or_after_an_interruption_reaches_everybody_once(
    article: Article, alena_operator: User, maks_lawyer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        told(article, alena_operator)
    recall = decided(recalled(article), maks_lawyer)
    [someone, *_rest] = Message.objects.values_list("help_request__client", flat=True)
    monkeypatch.setattr("cases.answers.actions.recalls.people_waiting", lambda _recall: [someone, someone])
    assert send_corrections(recall=recall, texts=opened_texts(recall)) == 1
    monkeypatch.undo()
    assert send_task(str(recall.pk)) == 2
    assert send_task(str(recall.pk)) == 0
    look_for_recalls()
    assert Correction.objects.count() == 3
    assert Message.objects.count() == 6


def test_a_message_is_put_right_only_once(article: Article, alena_operator: User, maks_lawyer: User) -> None:
    message = told(article, alena_operator)
    recall = decided(recalled(article), maks_lawyer)
    send_task(str(recall.pk))
    again = Correction(recall=recall, message=message, sent=message, language="be", sent_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        again.save()


def test_a_closed_request_stays_closed_and_its_inbox_shows_the_correction(
    client: Client, article: Article, alena_operator: User, maks_lawyer: User
) -> None:
    holder: Holder = make_holder(office=alena_operator.office)
    message = told(article, alena_operator, client=holder.client, status=Status.CLOSED)
    recall = decided(recalled(article), maks_lawyer)
    send_task(str(recall.pk))
    message.help_request.refresh_from_db()
    assert message.help_request.status == Status.CLOSED
    assert Event.objects.filter(help_request=message.help_request, kind="corrected").count() == 1
    unlock(client, holder.digits)
    assert TEXTS["be"] in client.get(reverse("casefile:inbox")).text


def test_an_erased_thread_is_left_alone(article: Article, alena_operator: User, maks_lawyer: User) -> None:
    gone, kept = told(article, alena_operator), told(article, alena_operator)
    recall = decided(recalled(article), maks_lawyer)
    erase_key(gone.help_request.inbox_key)
    assert send_task(str(recall.pk)) == 1
    assert Correction.objects.get().message == kept


def test_she_is_told_contentlessly_and_only_if_she_wished(
    article: Article, alena_operator: User, maks_lawyer: User
) -> None:
    wishes = Contact(channel="email", address="her@example.org")
    told(article, alena_operator, client=make_client(office=alena_operator.office, contact=wishes))
    told(article, alena_operator)
    recall = decided(recalled(article), maks_lawyer)
    send_task(str(recall.pk))
    assert OutgoingMessage.objects.count() == 1


def test_the_log_names_the_lawyer_who_decided(
    article: Article, alena_operator: User, maks_lawyer: User
) -> None:
    message = told(article, alena_operator)
    recall = decided(recalled(article), maks_lawyer)
    send_task(str(recall.pk))
    entry = AccessEntry.objects.get(verb="recall.send")
    assert (entry.actor_id, entry.object_id) == (str(maks_lawyer.pk), str(message.help_request_id))
    assert not AccessEntry.objects.filter(verb="sealing.reveal", actor_id=str(maks_lawyer.pk)).exists()


def test_the_correction_is_sealed_under_a_key_of_its_own(
    article: Article, alena_operator: User, maks_lawyer: User
) -> None:
    told(article, alena_operator)
    recall = decided(recalled(article), maks_lawyer)
    assert opened_texts(recall) == TEXTS
    text = CorrectionText.objects.get(language="be")
    assert TEXTS["be"].encode() not in bytes(text.body.ciphertext)


def test_only_a_lawyer_decides_and_only_once(
    article: Article, alena_operator: User, hanna_coordinator: User, maks_lawyer: User
) -> None:
    told(article, alena_operator)
    recall = recalled(article)
    for user in (alena_operator, hanna_coordinator):
        with pytest.raises(Refused):
            decide_not_needed(recall=recall, reason="Дробязь", seen=recall.revision_id, by=user)
    with pytest.raises(NotNow):
        decide_not_needed(recall=recall, reason=" ", seen=recall.revision_id, by=maks_lawyer)
    decide_not_needed(recall=recall, reason="Дробязь", seen=recall.revision_id, by=maks_lawyer)
    with pytest.raises(NotNow):
        decided(recall, maks_lawyer)
    assert notice_changes() == 0
    assert send_task(str(recall.pk)) == 0


def test_the_next_change_recalls_the_correction_itself(
    article: Article, alena_operator: User, maks_lawyer: User
) -> None:
    told(article, alena_operator)
    send_task(str(decided(recalled(article), maks_lawyer).pk))
    change(article)
    assert notice_changes() == 1
    second = AdviceRecall.objects.open().get()
    assert send_task(str(decided(second, maks_lawyer).pk)) == 1


def test_a_correction_is_prepared_in_every_language() -> None:
    assert set(CORRECTION) == set(CODES)
    assert all("{title}" in text for text in CORRECTION.values())
    assert language_for("ru", {"pl", "lt"}) == "pl"
    assert language_for("be", {"ru"}) == "ru"
    assert language_for("be", ()) == ""
