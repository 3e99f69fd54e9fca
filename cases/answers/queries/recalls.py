"""Who was told a text that has changed since: derived from facts, so knowledge need not know of requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.answers.models import AdviceRecall, Correction, RecallState
from cases.answers.rules.corrections import CORRECTION
from cases.requests.models import Exclusion, HelpRequest, Message
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal
from helpdesk.sealing.reasons import Reason
from knowledge.articles.models import Revision, Significance
from knowledge.translating.rules import Piece, difference

MOST_REQUESTS = 200  # of one recall on its page; the figures count all
Answers = QuerySet[Any]


def changes_to_recall() -> list[Revision]:
    """Material changes that nobody has looked at, newest of each article and language, where somebody holds
    an older text.
    """
    looked_at = AdviceRecall.objects.filter(
        revision__article=OuterRef("article"),
        revision__language=OuterRef("language"),
        revision__number__gte=OuterRef("number"),
    )
    newest = (
        Revision.objects.published()
        .filter(~Exists(looked_at), significance=Significance.MATERIAL)
        .order_by("article_id", "language", "-number")
        .distinct("article_id", "language")
    )
    told = _older_than(OuterRef("article_id"), OuterRef("published_at"), OuterRef("language"))
    found = Revision.objects.filter(Exists(told.filter(correction=None)), pk__in=newest.values("pk"))
    return list(found.select_related("article"))


def _older_than(article: Any, published_at: Any, language: Any) -> Answers:
    """Answers still kept that cite a text of this article from before the change.

    The source text's change concerns the readers of all languages, that of a translation its own readers.
    """
    return Message.objects.filter(
        Q(revision__language=language) | Q(revision__article__source_language=language),
        revision__article_id=article,
        revision__published_at__lt=published_at,
        from_client=False,
        help_request__inbox_key__isnull=False,
        help_request__inbox_key__erased_on=None,
    ).order_by()


def told_old(recall: AdviceRecall) -> Answers:
    """The answers that this recall concerns: not yet put right, or put right by it."""
    revision = recall.revision
    told = _older_than(revision.article_id, revision.published_at, revision.language)
    return told.filter(Q(correction=None) | Q(correction__recall=recall))


def still_to_correct(recall: AdviceRecall) -> Answers:
    return told_old(recall).filter(correction=None)


def recalls(user: User | None = None) -> QuerySet[AdviceRecall]:
    """The list, open first, with people told and people corrected. One query.

    `user` is who looks: people who keep her away are not among the counted.
    """
    told = _older_than(
        OuterRef("revision__article_id"), OuterRef("revision__published_at"), OuterRef("revision__language")
    ).filter(Q(correction=None) | Q(correction__recall=OuterRef("pk")))
    if user is not None:
        told = told.exclude(help_request__client__in=Exclusion.objects.clients_kept_from(user))
    return (
        AdviceRecall.objects.select_related("revision__article", "decided_by")
        .annotate(
            told=_people(told, "revision__article_id"),
            told_closed=_people(told.filter(help_request__closed_at__isnull=False), "revision__article_id"),
            corrected=_people(told.filter(correction__isnull=False), "revision__article_id"),
        )
        .order_by(F("decided_at").desc(nulls_first=True), "-noticed_at", "id")
    )


def _people(answers: Answers, group: str) -> Coalesce:
    """Distinct people behind these answers; `group` is the same for all of them."""
    counted = answers.values(group).annotate(people=Count("help_request__client", distinct=True))
    return Coalesce(Subquery(counted.values("people")), 0)


def languages_told(recall: AdviceRecall) -> list[str]:
    """The languages of the people to be corrected, the most frequent first."""
    rows = (
        still_to_correct(recall)
        .values("help_request__client__language")
        .annotate(people=Count("help_request__client", distinct=True))
        .order_by("-people", "help_request__client__language")
    )
    return [row["help_request__client__language"] for row in rows]


def requests_shown(recall: AdviceRecall, user: User) -> list[HelpRequest]:
    """The requests concerned that this user may open; the others are only counted."""
    concerned = told_old(recall).values("help_request")
    corrected = Correction.objects.filter(recall=recall, message__help_request=OuterRef("pk"))
    rows = HelpRequest.objects.visible_to(user).filter(pk__in=concerned).select_related("client", "topic")
    rows = rows.defer("story").annotate(is_corrected=Exists(corrected))
    return list(rows.order_by("is_corrected", "-received_at", "id")[:MOST_REQUESTS])


def people_waiting(recall: AdviceRecall) -> list[UUID]:
    """The clients who have not got their correction yet."""
    rows = still_to_correct(recall).order_by("help_request__client").distinct()
    return list(rows.values_list("help_request__client", flat=True))


@dataclass(frozen=True)
class Comparison:
    """Old against new in one language; without `new` the change is not translated yet."""

    language: str
    old: Revision
    new: Revision | None
    pieces: list[Piece]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """For the template that shows differences."""
        return [{"label": self.old.title, "changed": True, "pieces": self.pieces}]


def comparisons(recall: AdviceRecall) -> list[Comparison]:
    """For each language that people were told: what stood there against what stands there now."""
    cited = Revision.objects.filter(pk__in=told_old(recall).values("revision"))
    newest_cited = cited.order_by("language", "-number").distinct("language")
    now = current_texts(recall)
    return [_comparison(old, now.get(old.language)) for old in newest_cited]


def _comparison(old: Revision, new: Revision | None) -> Comparison:
    pieces = difference(_text(old), _text(new)) if new else [Piece("same", _text(old))]
    return Comparison(old.language, old, new, pieces)


def _text(revision: Revision) -> str:
    return "\n\n".join(part for part in revision.as_read if part)


def current_texts(recall: AdviceRecall) -> dict[str, Revision]:
    """The newest text of each language that already has the change."""
    fresh = Revision.objects.published().filter(
        article_id=recall.revision.article_id, published_at__gte=recall.revision.published_at
    )
    newest = fresh.order_by("language", "-number").distinct("language")
    return {revision.language: revision for revision in newest}


def titles(recall: AdviceRecall) -> dict[str, str]:
    """How the article is called in each language, or in the next one of the reader's order."""
    article = recall.revision.article
    shown = {code: article.language_for(code) or recall.revision.language for code in CORRECTION}
    return {
        code: article.heading_in(language)[0] or recall.revision.title for code, language in shown.items()
    }


def opened_texts(recall: AdviceRecall) -> dict[str, str]:
    """The corrections by language, as the lawyer wrote them; opened by the program that sends them."""
    texts = list(recall.texts.select_related("recall__text_key"))
    if not texts:
        return {}
    words = reveal(texts, ["body"], by=SYSTEM, reason=Reason.DELIVERY, subject=recall)
    return {text.language: found["body"] for text, found in zip(texts, words, strict=True)}


def unfinished() -> QuerySet[AdviceRecall]:
    """Recalls that were sent and still have somebody to reach."""
    rows: QuerySet[Any] = recalls()
    return rows.filter(state=RecallState.SENT, told__gt=F("corrected"))
