"""What is asked about one answer to many: who gets which language, what lacks, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from cases.answers.models import SharedAnswer
from cases.answers.queries.citing import Citable, citable
from cases.answers.rules.corrections import language_for
from cases.requests.models import HelpRequest
from cases.triage.models import Suggestion
from helpdesk import languages
from helpdesk.accounts.actors import SYSTEM
from helpdesk.sealing.actions import reveal
from helpdesk.sealing.reasons import Reason
from knowledge.articles.models import Article

MOST_ARTICLES = 9


def readers(help_requests: Sequence[HelpRequest]) -> dict[str, int]:
    """How many of them read each language, in the order of the list."""
    found = Counter(one.client.language for one in help_requests)
    return {code: found[code] for code in languages.CODES if found[code]}


def lacking(help_requests: Sequence[HelpRequest], words: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Language that has no free words, the one that its readers would get instead, and how many they are."""
    written = [code for code, text in words.items() if text.strip()]
    if not written:
        return []
    wanted = readers(help_requests).items()
    return [(code, language_for(code, written), number) for code, number in wanted if code not in written]


def articles_of_many(help_requests: Sequence[HelpRequest], reader: str) -> list[Citable]:
    """What the program suggests for any of them. One query."""
    pairs = Suggestion.articles.through.objects.filter(suggestion__in=[one.pk for one in help_requests])
    rows = Article.objects.live().filter(pk__in=pairs.values("article")).order_by("pk")[:MOST_ARTICLES]
    return [choice for article in rows if (choice := citable(article, reader)) is not None]


@dataclass(frozen=True)
class Progress:
    """How far a shared answer is."""

    everybody: int
    sent: int
    given_up: int

    @property
    def left(self) -> int:
        return self.everybody - self.sent - self.given_up


def progress_of(shared: SharedAnswer) -> Progress:
    """One query."""
    counted = shared.recipients.aggregate(
        everybody=Count("pk"), sent=Count("sent_at"), given_up=Count("pk", filter=~Q(why_not=""))
    )
    return Progress(**counted)


def shared_texts(shared: SharedAnswer) -> dict[str, str]:
    """The draft's free words by language, opened by the program that sends them."""
    texts = list(shared.texts.select_related("answer__text_key"))
    if not texts:
        return {}
    words = reveal(texts, ["body"], by=SYSTEM, reason=Reason.DELIVERY, subject=shared)
    return {text.language: found["body"] for text, found in zip(texts, words, strict=True)}
