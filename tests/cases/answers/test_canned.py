"""Ready sentences in five languages, free words under their own label, and public text for a messenger."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.answers.rules.blocks import BLOCKS
from cases.requests.models import Message
from helpdesk import languages
from helpdesk.accounts.models import User
from tests.factories.knowledge import make_article
from tests.factories.requests import make_request


@pytest.mark.parametrize("code", list(BLOCKS))
def test_every_ready_sentence_exists_in_five_languages(code: str) -> None:
    texts = BLOCKS[code]
    assert set(texts) == set(languages.CODES)
    assert len(set(texts.values())) == len(texts)


def test_free_words_keep_the_label_of_their_own_language(
    client: Client, sign_in: Any, alena_operator: User, office_warsaw: Any
) -> None:
    help_request = make_request(office=office_warsaw, language="lt")
    typed = {
        "words": "Напишите нам.",
        "language": "ru",
        "blocks": ["read"],
        "once": str(uuid4()),
        "seen": "0",
    }
    sign_in(client, alena_operator).post(reverse("answers:reply", args=[help_request.pk]), typed)
    assert set(Message.objects.values_list("language", flat=True)) == {"lt", "ru"}


def test_the_public_answer_is_the_articles_text_and_nobodys_name(
    client: Client, sign_in: Any, alena_operator: User, office_warsaw: Any
) -> None:
    help_request = make_request(office=office_warsaw)
    article = make_article("pl-pesel")
    address = reverse("answers:public_text", args=[article.slug])
    html = sign_in(client, alena_operator).get(address, {"language": "be"}).content.decode()
    assert 'data-copy="#public-text-body"' in html
    assert article.title_be in html
    assert help_request.client.alias not in html


def test_a_lawyer_may_log_a_request(client: Client, sign_in: Any, maks_lawyer: User) -> None:
    assert sign_in(client, maks_lawyer).get(reverse("doors:log_call")).status_code == 200
