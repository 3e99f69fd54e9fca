"""Each part of a suggestion says why, in the reader's language, and with no word of the message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.requests.models import HelpRequest
from cases.requests.workflow import Flag, Urgency
from cases.triage.actions import keep_suggestion
from cases.triage.models import Suggestion
from cases.triage.queries.parts import parts_of
from cases.triage.rules.judge import EXAMPLES, SURE_EXAMPLES
from cases.triage.rules.need import _rules
from cases.triage.suggestions import Found, meanings_of
from cases.triage.tasks import compute_suggestion
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.text.analyzer import concept_name
from tests.factories.knowledge import make_article
from tests.factories.requests import make_request, make_topic

STORY = "Муж мяне збіў учора, я цяжарная без страхоўкі. Карта побыту канчаецца праз 9 дзён, Зубрыцкевіч."


def why(help_request: HelpRequest, language: str = "en") -> dict[str, str]:
    fresh = HelpRequest.objects.select_related("suggestion__topic").get(pk=help_request.pk)
    with override(language):
        return {part.code: part.why for part in parts_of(fresh)}


@pytest.mark.parametrize("rule", sorted({rule for rules in _rules().values() for rule in rules}))
def test_every_rule_of_need_has_words_for_its_meaning(rule: str) -> None:
    assert meanings_of([rule])


@pytest.mark.parametrize("language", languages.CODES)
def test_the_examples_are_called_what_they_are_in_every_language(language: str) -> None:
    with override(language):
        said = meanings_of([EXAMPLES, SURE_EXAMPLES])
    assert len(said) == 1
    assert (said == ["many similar messages"]) is (language == "en")


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.CODES)
def test_each_part_of_a_suggestion_gives_a_reason_and_no_word_of_the_message(
    office_warsaw: Any, language: str
) -> None:
    make_topic("legalization"), make_topic("violence"), make_topic("health")
    one = make_request(office=office_warsaw, story=STORY, urgency=Urgency.LOW)
    compute_suggestion(str(one.pk))
    said = why(one, language)
    assert {"urgency", "flags", "deadline"} <= set(said)
    assert all(said.values()), said
    everything = " ".join(said.values()).lower()
    assert not [word for word in ("зубр", "збіў", "учора") if word in everything]
    assert "&" not in everything
    assert "#" not in everything


@pytest.mark.django_db
def test_urgency_without_a_rule_speaks_of_the_deadline_or_of_nothing(office_warsaw: Any) -> None:
    today = timezone.localdate()
    for days, words in (
        (5, "what speaks for it: a deadline in 5 days"),
        (1, "what speaks for it: a deadline in 1 day"),
        (0, "what speaks for it: a deadline today"),
        (40, "it waits for nothing: no danger and no near deadline is named"),
    ):
        one = make_request(office=office_warsaw)
        found = Found(urgency=Urgency.NORMAL, deadline_on=today + timedelta(days=days))
        keep_suggestion(help_request=one, found=found)
        assert why(one)["urgency"] == words
    assert why(one)["deadline"] == "counted from a term or a day that is named; 40 days are left"


@pytest.mark.django_db
def test_several_flags_each_say_why(office_warsaw: Any) -> None:
    one = make_request(office=office_warsaw)
    flags = [Flag.DOMESTIC_VIOLENCE.value, Flag.ELDERLY.value]
    reasons = {
        "flags": {flags[0]: ["domestic-words", "violence + partner-or-kin ~torture"], flags[1]: [EXAMPLES]}
    }
    keep_suggestion(help_request=one, found=Found(flags=flags, reasons=reasons))
    assert why(one)["flags"] == (
        "violence at home: violence, a partner or relative; elderly person: many similar messages"
    )


@pytest.mark.django_db
def test_an_article_says_which_concept_it_shares(
    client: Client, sign_in: Any, alena_operator: User, office_warsaw: Any
) -> None:
    article = make_article(
        "residence", {"be": ("Карта побыту", "Як падоўжыць", "Як падоўжыць карту побыту.")}
    )
    one = make_request(office=office_warsaw, story="Канчаецца карта побыту, як падоўжыць?")
    compute_suggestion(str(one.pk))
    reasons = Suggestion.objects.get(pk=one.pk).reasons["articles"]
    assert "temporary-residence-permit" in reasons[article.slug]
    html = sign_in(client, alena_operator).get(reverse("casefile:open", args=[one.pk])).content.decode()
    card = html.partition('id="articles-title"')[2].partition("</section>")[0]
    assert f"both speak of: {concept_name(reasons[article.slug][0], 'en')}" in card


@pytest.mark.django_db
@pytest.mark.parametrize("is_new", [True, False, None])
def test_the_page_calls_a_problem_new_when_the_judge_does(
    client: Client, sign_in: Any, alena_operator: User, office_warsaw: Any, is_new: bool | None
) -> None:
    one = make_request(office=office_warsaw)
    keep_suggestion(help_request=one, found=Found(is_new=is_new, concepts=["residence-card"]))
    html = sign_in(client, alena_operator).get(reverse("casefile:open", args=[one.pk])).content.decode()
    assert ("It may be a new problem." in html) is (is_new is True)
